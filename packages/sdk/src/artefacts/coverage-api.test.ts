/** `npm run coverage:api` is believed, so what it takes for a use of the API is tested too. */
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findTests } from "../../scripts/coverage-api-tests.ts";
import { type Uses, usesOf } from "../../scripts/coverage-api-uses.ts";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
// Beside this file, for its imports; not a test, as it is named.
const sample = at(`sample-${process.pid}.ts`);

const SAMPLE = `
import { expect, it } from "vitest";
import type { Person } from "../../../testkit/src/index.ts";
import { rondoSdk } from "../../../testkit/src/sdk.ts";
import { createUtils } from "../utils/index.ts";
import type { Connection } from "../index.ts";
import { ConnectionCore } from "../compat/connection.ts";
import type { Socket } from "../core/platform.ts";
declare const conn: Connection;
declare const socket: Socket;
declare const alice: Person;
declare const expectRefusal: (call: unknown, type: number) => Promise<void>;
const MARKS = ["pinConversation", "onTokenExpired"];
const login = () => conn.open({ user: "alice", accessToken: "t" });

it("calls", async () => {
  await login();
  const { recallMessage: takeBack } = conn;
  await takeBack({ mid: "1", to: "bob" });
  socket.close();
  for (const mark of ["deleteConversation"]) expect(MARKS).not.toContain(mark);
  createUtils(undefined as never, undefined).delay(1);
});
it("asks by name", async () => {
  for (const method of ["getSessionList", "pinConversation"]) await alice.call(method);
  await alice.modify("1", "txt", {}, "bob");
  await alice.waitFor("onModifiedMessage");
  expect(alice.events.all("onRecallMessage")).toEqual([]);
});
it.each([[404, 206], [500, 16]])("expects %i", async (status, type) => {
  await expect(conn.open({ user: String(status) })).rejects.toMatchObject({ type });
  await expectRefusal(conn.close(), 603);
  const body = { type: 301 };
  expect(body).toBeDefined();
});
it("gives options", () => {
  new ConnectionCore({ heartBeatWait: 5 }, undefined as never);
  expect({ delivery: true }).toEqual(["onError 217"]);
});
it.skip("mentions sendMsg", () => conn.sendMsg({} as never));
`;

describe("what is found in a test", () => {
  let uses: Record<string, Uses>;

  beforeAll(() => {
    writeFileSync(sample, SAMPLE);
    const { tests, checker } = findTests([sample]);
    uses = Object.fromEntries(tests.map((test) => [test.title, usesOf(test, checker)]));
  });

  afterAll(() => rmSync(sample));

  const found = (title: string, kind: keyof Uses): unknown[] => [...(uses[title]?.[kind] ?? [])].sort();

  it("are tests that run", () => {
    expect(Object.keys(uses)).toEqual(["calls", "asks by name", "expects %i", "gives options"]);
  });

  it("are methods that it calls itself or through its helpers, and not names or methods of other things", () => {
    expect(found("calls", "methods")).toEqual(["connection.open", "connection.recallMessage", "utils.delay"]);
  });

  it("are methods and events that it asks a person for, and not events that are not to come", () => {
    expect(found("asks by name", "methods")).toEqual([
      "connection.getSessionList",
      "connection.modifyMessage",
      "connection.pinConversation",
    ]);
    expect(found("asks by name", "events")).toEqual(["onModifiedMessage"]);
  });

  it("are codes that it expects, and not other numbers", () => {
    expect(found("expects %i", "codes")).toEqual([16, 206, 603]);
    expect(found("gives options", "codes")).toEqual([217]);
  });

  it("are options that a connection is given", () => {
    expect(found("gives options", "options")).toEqual(["heartBeatWait"]);
  });
});

it("every name of the areas that are built has a test that uses it, or a reason why it has none", () => {
  const run = () =>
    execFileSync(process.execPath, [at("../../scripts/coverage-api.ts"), "--check"], { encoding: "utf8" });
  expect(run).not.toThrow();
});
