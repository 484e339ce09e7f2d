/** For tests: attachments on a real HTTP server, a real store and a real directory. */
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import multipart from "@fastify/multipart";
import { errorCodes } from "@rondo/protocol";
import Fastify, { type FastifyInstance } from "fastify";
import { pino } from "pino";
import { openSqlite } from "../../kernel/database/sqlite/index.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Call, Caller, Endpoint } from "../../kernel/rest.ts";
import type { Apps } from "../apps/api.ts";
import { type AppSettings, defaultAppSettings } from "../apps/settings.ts";
import type { FileLimits } from "./api.ts";
import { createFiles, type FilesFeature, filesMigrations, openDiskBlobs } from "./index.ts";

const APP = "org#app";
const HOUR = 60 * 60 * 1000;
export const DAY = 24 * HOUR;
const log = pino({ level: "silent" });

export interface World {
  /** `http://127.0.0.1:port/org/app` */
  readonly base: string;
  readonly port: number;
  readonly clock: { at: number; now(): number };
  readonly settings: { -readonly [K in keyof AppSettings]: AppSettings[K] };
  readonly feature: FilesFeature;
  /** Names of everything kept, and of everything that is only staged. */
  kept(): Promise<string[]>;
  staged(): Promise<string[]>;
  /** Closes everything and opens it again on the same directory. */
  restart(): Promise<World>;
  close(): Promise<void>;
}

export async function openWorld(options: { limits?: Partial<FileLimits>; dir?: string } = {}): Promise<World> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), "rondo-files-")));
  const clock = { at: Date.UTC(2026, 10, 25), now: () => clock.at };
  const settings = { ...defaultAppSettings };
  const database = await openSqlite({ dir: join(dir, "db"), migrations: filesMigrations });
  const blobs = await openDiskBlobs(join(dir, "files"));
  const feature = createFiles({ database, apps: appsWith(settings), clock, blobs, log, limits: options.limits ?? {} });
  const server = await serve(feature.endpoints);
  const { port } = server.server.address() as AddressInfo;

  const stop = async (): Promise<void> => {
    await server.close();
    await feature.dispose();
    await database.close();
  };
  return {
    base: `http://127.0.0.1:${port}/org/app`,
    port,
    clock,
    settings,
    feature,
    kept: () => filesIn(join(dir, "files", "blobs")),
    staged: () => filesIn(join(dir, "files", "staging")),
    async restart() {
      await stop();
      const again = await openWorld({ ...options, dir });
      again.clock.at = clock.at;
      return again;
    },
    async close() {
      await stop();
      await rm(dir, { recursive: true });
    },
  };
}

async function filesIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

function appsWith(settings: AppSettings): Pick<Apps, "get"> {
  const app = {
    id: "1",
    appKey: APP,
    org: "org",
    name: "app",
    settings,
    isDisabled: false,
    tokenEpoch: 1,
    dataCentre: "self",
  };
  return { get: async () => app };
}

/** The contract of `kernel/rest.ts`, as far as these endpoints use it. A token is the name of its user. */
async function serve(endpoints: readonly Endpoint[]): Promise<FastifyInstance> {
  const server = Fastify({ forceCloseConnections: true });
  await server.register(multipart);
  server.setErrorHandler((error, _request, reply) => {
    const code = error instanceof AppError ? error.code : "INTERNAL";
    const { status, error: kind, errorCode } = errorCodes[code];
    const description = error instanceof AppError ? error.description : String(error);
    return reply.code(status).send({ error: kind, error_code: errorCode, error_description: description });
  });
  for (const endpoint of endpoints) {
    server.route({
      method: endpoint.method,
      url: `/:org/:app${endpoint.path}`,
      handler: async (request, reply) => {
        const caller = callerOf(request.headers.authorization);
        if (endpoint.access !== "anyone" && caller.kind === "nobody") throw new AppError("TOKEN_CORRUPT");
        const { org, app, ...params } = request.params as Record<string, string>;
        const baseUrl = `http://${request.headers.host}`;
        const call: Call<unknown, unknown, unknown> = {
          ...{ appKey: `${org}#${app}`, caller, params, query: request.query, body: {}, resource: undefined, baseUrl },
          ...{ request, reply },
        };
        const answer = await endpoint.handle(call as Call<never, never, never>);
        return endpoint.answers === "stream" ? reply : { action: "post", ...answer };
      },
    });
  }
  await server.listen({ port: 0, host: "127.0.0.1" });
  return server;
}

function callerOf(authorization: string | undefined): Caller {
  const name = /^Bearer (alice|bob|app)$/.exec(authorization ?? "")?.[1];
  if (name === undefined) return { kind: "nobody" };
  return name === "app" ? { kind: "app" } : { kind: "user", username: name };
}

export interface Uploaded {
  readonly uuid: string;
  readonly type: string;
  readonly "share-secret": string;
  readonly "file-metadata": { readonly "content-type": string; readonly "content-length": number };
}

export const as = (user: string): Record<string, string> => ({ authorization: `Bearer ${user}` });

/** Uploads as alice and answers the entity; throws when it is refused. */
export async function upload(
  world: World,
  bytes: Uint8Array,
  options: { name?: string; type?: string; fields?: Record<string, string> } = {},
): Promise<Uploaded> {
  const reply = await tryUpload(world, bytes, options);
  const body = (await reply.json()) as { entities?: Uploaded[] };
  const entity = body.entities?.[0];
  if (reply.status !== 200 || entity === undefined) throw new Error(`${reply.status} ${JSON.stringify(body)}`);
  return entity;
}

export function tryUpload(
  world: World,
  bytes: Uint8Array,
  options: { name?: string; type?: string; fields?: Record<string, string> } = {},
): Promise<Response> {
  const form = new FormData();
  const { name = "file.bin", type = "application/octet-stream", fields = {} } = options;
  form.append("file", new Blob([Uint8Array.from(bytes)], { type }), name);
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  return fetch(`${world.base}/chatfiles`, { method: "POST", headers: as("alice"), body: form });
}

export async function bytesOf(reply: Response): Promise<Buffer> {
  return Buffer.from(await reply.arrayBuffer());
}

export const random = (size: number): Buffer => randomBytes(size);
