/** The OpenAPI document of the whole server, as it is started. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { validate } from "@scalar/openapi-parser";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Config, readConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { type RondoServer, startServer } from "./server.ts";

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly parameters: ReadonlyArray<{ readonly in?: string; readonly name?: string; readonly $ref?: string }>;
}

interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly tags: ReadonlyArray<{ readonly name: string }>;
}

let dir: string;
let server: RondoServer;
let document: Document;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-openapi-"));
  const { config } = readConfig(["dev", "--port", "0", "--data", dir], {});
  const all: Config = { ...config, messageSearch: true };
  server = await startServer(all, createLog("silent"));
  // What is wrong with its form is found below.
  document = (await (await fetch(`${server.rest}/docs/openapi.json`)).json()) as Document;
});
afterAll(async () => {
  await server.close();
  await rm(dir, { recursive: true, force: true });
});

const operations = () => Object.values(document.paths).flatMap((path) => Object.values(path));

it("[OA1] is valid", async () => {
  const { valid, errors = [] } = await validate(document as unknown as Record<string, unknown>);
  expect(errors).toEqual([]);
  expect(valid).toBe(true);
});

it("[OA1] has every endpoint once, by a name of its own", () => {
  const names = operations().map(({ operationId }) => operationId);
  expect(names.toSorted()).toEqual(server.endpoints.map(({ name }) => name).toSorted());
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(200);
});

it("[OA1] has a heading and a summary for each", () => {
  const headings = document.tags.map(({ name }) => name);
  for (const { operationId, tags, summary } of operations()) {
    expect(headings, `a heading for ${operationId}; they are in http/docs/areas.ts`).toContain(tags[0]);
    expect(summary, operationId).not.toBe("");
  }
});

it("[OA1] describes every part of every path, and no other", () => {
  for (const [path, methods] of Object.entries(document.paths)) {
    const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const { operationId, parameters } of Object.values(methods)) {
      const described = parameters
        .filter(({ in: place, $ref }) => place === "path" || $ref !== undefined)
        .map(({ name, $ref }) => name ?? $ref?.split("/").at(-1));
      expect(described, operationId).toEqual(parts);
    }
  }
});
