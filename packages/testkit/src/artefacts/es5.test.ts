/** The file for base libraries from before 2019: its syntax, and that it chats in a world that has no more than they had. */
import { readFileSync } from "node:fs";
import { parse } from "acorn";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { loadMiniProgram } from "../official/loader.ts";
import { createRuntime } from "../people/mini-seat.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import { rondoSdk } from "../sdk.ts";
import { type Server, startServer } from "../server/server.ts";

const { miniProgramFile } = rondoSdk();
const es5File = miniProgramFile.replace(/\.js$/, ".es5.js");

/** Of the library of ECMAScript 2016 and later. */
const NEWER = (
  "BigInt BigInt64Array BigUint64Array WeakRef FinalizationRegistry AggregateError Iterator Float16Array " +
  "Array.prototype.includes Array.prototype.flat Array.prototype.flatMap Array.prototype.at Array.prototype.findLast " +
  "Object.entries Object.values Object.fromEntries " +
  "Object.getOwnPropertyDescriptors Object.hasOwn String.prototype.padStart String.prototype.padEnd " +
  "String.prototype.replaceAll String.prototype.matchAll String.prototype.trimStart String.prototype.trimEnd " +
  "String.prototype.at Promise.prototype.finally Promise.allSettled Promise.any Promise.withResolvers"
).split(" ");

const isThere = (runtime: Runtime, path: string): unknown => {
  const at = path.lastIndexOf(".");
  const [holder, name] = at < 0 ? ["this", path] : [path.slice(0, at), path.slice(at + 1)];
  return runtime.realm.run(`${JSON.stringify(name)} in ${holder}`);
};

function oldWorld(platform: "wx" | "my"): Runtime {
  const runtime = createRuntime(platform);
  for (const path of NEWER) runtime.realm.run(`delete ${path.includes(".") ? path : `this.${path}`}`);
  return runtime;
}

const TEXT = "hello 你好 👋";

/** As a program of that time: logs in, writes to `to` and prints what comes. */
const program = (server: Server, user: string, to: string): string => `(function (sdk) {
  var conn = new sdk.connection({ appKey: "${server.appKey}", url: "${server.websocket}", apiUrl: "${server.rest}" });
  conn.addEventHandler("app", { onTextMessage: function (m) { console.log(m.from + " says " + m.msg + " " + m.ext.n); } });
  conn.registerUser({ username: "${user}", password: "secret", nickname: "" })
    .then(function () { return conn.open({ user: "${user}", pwd: "secret" }); })
    .then(function () { console.log("online"); }, function (e) { console.log("refused " + e.message); });
  return function () {
    conn.send(sdk.message.create({ type: "txt", chatType: "singleChat", to: "${to}", msg: "${TEXT}", ext: { n: 0.5 } }))
      .then(function (sent) { console.log("sent " + sent.serverMsgId); }, function (e) { console.log("refused " + e.message); });
  };
})`;

it("is written in ECMAScript 5", () => {
  const source = readFileSync(es5File, "utf8");
  expect(() => parse(source, { ecmaVersion: 5 })).not.toThrow();
  expect(() => parse(readFileSync(miniProgramFile, "utf8"), { ecmaVersion: 5 }), "the check can fail").toThrow();
});

describe("in a world of old", () => {
  let server: Server;
  const runtimes: Runtime[] = [];
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(async () => {
    for (const runtime of runtimes) runtime.close();
    await server.stop();
  });

  function start(platform: "wx" | "my", user: string, to: string) {
    const runtime = oldWorld(platform);
    runtimes.push(runtime);
    const run = runtime.realm.run(program(server, user, to)) as (sdk: unknown) => () => void;
    const say = run(loadMiniProgram(runtime, { ...rondoSdk(), miniProgramFile: es5File }));
    return { runtime, say, printed: () => runtime.realm.console.map(({ text }) => text) };
  }

  it("there is nothing newer", () => {
    const runtime = oldWorld("my");
    expect(NEWER.filter((path) => isThere(runtime, path))).toEqual([]);
    runtime.close();
  });

  it("two people chat, one on WeChat and one on Alipay", async () => {
    const patient = { timeout: 40_000 };
    const alice = start("wx", "alice", "bob");
    const bob = start("my", "bob", "alice");
    for (const { printed } of [alice, bob]) await vi.waitFor(() => expect(printed()).toEqual(["online"]), patient);
    alice.say();
    await vi.waitFor(() => expect(bob.printed()).toContain(`alice says ${TEXT} 0.5`), patient);
    bob.say();
    await vi.waitFor(() => expect(alice.printed()).toContain(`bob says ${TEXT} 0.5`), patient);
    for (const { printed } of [alice, bob]) {
      await vi.waitFor(() => expect(printed()).toContainEqual(expect.stringMatching(/^sent \d+$/)), patient);
    }
    for (const { runtime } of [alice, bob]) expect(runtime.realm.errors).toEqual([]);
  });
});
