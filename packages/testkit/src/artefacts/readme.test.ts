/** The programs that the READMEs of our SDK print, run as they are printed: against a real server, in the hosts they are for. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { loadMiniProgram } from "../official/loader.ts";
import { createRuntime } from "../people/mini-seat.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import { rondoSdk } from "../sdk.ts";
import { type Server, startServer } from "../server/server.ts";

const sdkFolder = fileURLToPath(new URL("../../../sdk/", import.meta.url));
const EXAMPLE = /<!-- runs on (wx|my) as (\w+),[^>]*-->\n```js\n([^`]+)```/g;

interface Example {
  readonly platform: "wx" | "my";
  readonly user: string;
  readonly code: string;
}

function examplesOf(file: string): Example[] {
  const found = readFileSync(sdkFolder + file, "utf8").matchAll(EXAMPLE);
  // The pattern knows two platforms.
  return [...found].map(([, platform, user = "", code = ""]) => ({ platform: platform as "wx" | "my", user, code }));
}

/** What the tools of mini programs make of a module: CommonJS with the usual interop for default imports. */
const asScript = (code: string): string =>
  `(function (require) {${code.replace(/^import (\w+) from ("[^"]+");$/gm, "const $1 = require($2).default;")}\n})`;

describe.each(["README.md", "README.zh-CN.md"])("the programs in %s", (file) => {
  let server: Server;
  const runtimes: Runtime[] = [];
  beforeAll(async () => {
    server = await startServer();
    for (const { user: username } of examplesOf(file)) {
      const answer = await fetch(`${server.rest}/${server.appKey.replace("#", "/")}/users`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ username, password: "secret" }),
      });
      expect(answer.status).toBe(200);
    }
  });
  afterAll(async () => {
    for (const runtime of runtimes) runtime.close();
    await server.stop();
  });

  function start({ platform, code }: Example): Runtime {
    const runtime = createRuntime(platform);
    runtimes.push(runtime);
    const addressed = code
      .replaceAll("rondo#demo", server.appKey)
      .replaceAll("wss://chat.example.com/websocket", server.websocket)
      .replaceAll("https://chat.example.com", server.rest);
    expect(addressed).not.toContain("example.com");
    const run = runtime.realm.run(asScript(addressed)) as (require: (path: string) => unknown) => void;
    run((path) => {
      expect(path).toBe("../sdk/Rondo-chat-miniProgram");
      return loadMiniProgram(runtime, rondoSdk());
    });
    return runtime;
  }

  it("are five lines each", () => {
    const examples = examplesOf(file);
    expect(examples.map(({ platform, user }) => [platform, user])).toEqual([
      ["wx", "alice"],
      ["my", "bob"],
    ]);
    for (const { code } of examples) expect(code.trim().split("\n")).toHaveLength(5);
  });

  it("write to each other, and each prints what it has received", async () => {
    const [wechat, alipay] = examplesOf(file).map(start);
    const printed = (runtime: Runtime | undefined): string[] => runtime?.realm.console.map(({ text }) => text) ?? [];
    const patient = { timeout: 40_000 };
    await vi.waitFor(() => expect(printed(alipay)).toContain("alice says hello"), patient);
    await vi.waitFor(() => expect(printed(wechat)).toContain("bob says hello from Alipay"), patient);
    for (const { realm } of runtimes) expect(realm.errors).toEqual([]);
  });
});

it("the READMEs in both languages print the same programs", () => {
  const withoutComments = (file: string) => examplesOf(file).map(({ code }) => code.replace(/ \/\/ .*$/gm, ""));
  expect(withoutComments("README.zh-CN.md")).toEqual(withoutComments("README.md"));
});
