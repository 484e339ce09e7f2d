import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import vm from "node:vm";
import { parse } from "acorn";
import { describe, expect, it } from "vitest";
import { createMy } from "../runtimes/my/index.ts";
import { createWx } from "../runtimes/wx/index.ts";
import { rondoSdk } from "../sdk.ts";

const { miniProgramFile, webFile } = rondoSdk();
const source = readFileSync(miniProgramFile, "utf8");

interface Loaded {
  readonly default: unknown;
  readonly connection: new (options: object) => { open(options: object): Promise<unknown>; isOpened(): boolean };
  readonly logger: { getLevel(): number };
}

/** Newer than ECMAScript 2017, or not of the language at all: a mini program need not have them. */
const NEWER =
  "BigInt BigInt64Array BigUint64Array WeakRef FinalizationRegistry AggregateError globalThis SharedArrayBuffer Atomics Iterator WebAssembly Float16Array".split(
    " ",
  );

function bareWorld(globals: object): vm.Context {
  const context = vm.createContext({ ...globals, setTimeout, clearTimeout });
  vm.runInContext(NEWER.map((name) => `delete this[${JSON.stringify(name)}];`).join(""), context);
  const removed =
    "Object.fromEntries Array.prototype.flat Array.prototype.at String.prototype.replaceAll Promise.prototype.finally";
  vm.runInContext(
    removed
      .split(" ")
      .map((name) => `delete ${name};`)
      .join(""),
    context,
  );
  return context;
}

function load(context: vm.Context): Loaded {
  const module = { exports: {} };
  const run = vm.runInContext(`(function (module, exports) {${source}\n})`, context) as (...args: unknown[]) => void;
  run(module, module.exports);
  return module.exports as Loaded;
}

const options = { appKey: "org#app", url: "wss://chat.test/websocket", apiUrl: "https://chat.test" };

describe("the file that mini programs copy", () => {
  it("is written in ECMAScript 2017", () => {
    expect(() => parse(source, { ecmaVersion: 2017 })).not.toThrow();
    expect(() => parse("a ?? b", { ecmaVersion: 2017 }), "the check can fail").toThrow();
  });

  it.each(["wx", "my", "dd", "qq", "swan", "tt", "uni"])(
    "loads where there is nothing but %s, and makes a connection",
    (name) => {
      const host = { canIUse: () => false, getSystemInfo: () => {}, getStorageSync: () => "" };
      const sdk = load(bareWorld({ [name]: host }));
      const connection = new sdk.connection(options);
      expect(connection.isOpened()).toBe(false);
    },
  );

  it("is its own `default`, for every form of import", async () => {
    const required = createRequire(import.meta.url)(miniProgramFile) as Loaded;
    expect(required.default).toBe(required);
    const imported = (await import(miniProgramFile)) as { default: Loaded };
    expect(typeof imported.default.connection).toBe("function");
    expect(Object.keys(required).sort()).toEqual(["connection", "default", "logger", "message", "statusCode", "utils"]);
  });

  it("defect 23: a connection that is only made leaves no timer behind", () => {
    let timers = 0;
    const context = bareWorld({ wx: { canIUse: () => false, getSystemInfo: () => {}, getStorageSync: () => "" } });
    context.setTimeout = () => ++timers;
    context.setInterval = () => ++timers;
    new (load(context).connection)(options);
    expect(timers).toBe(0);
  });

  it("defect 16: prints nothing before it is asked to", () => {
    const printed: unknown[] = [];
    const print = (...parts: unknown[]) => printed.push(parts);
    const console = { log: print, info: print, warn: print, error: print, debug: print };
    const context = bareWorld({
      console,
      wx: { canIUse: () => false, getSystemInfo: () => {}, getStorageSync: () => "" },
    });
    new (load(context).connection)({ ...options, isHttpDNS: true });
    expect(printed).toEqual([]);
  });

  it.each([
    ["my", createMy],
    ["wx", createWx],
  ] as const)("runs in the runtime of %s", (_, create) => {
    const runtime = create({});
    const run = runtime.realm.run(`(function (module, exports) {${source}\n})`) as (...args: unknown[]) => void;
    const module = { exports: runtime.realm.adopt({}) as unknown };
    run(module, module.exports);
    const connection = new (module.exports as Loaded).connection(options);
    expect(connection.isOpened()).toBe(false);
    runtime.close();
  });
});

it("the file for browsers is `window.WebIM`", () => {
  const window: { WebIM?: Loaded } = {};
  const context = bareWorld({ window, WebSocket: class {}, self: {} });
  vm.runInContext(readFileSync(webFile, "utf8"), context);
  expect(typeof window.WebIM?.connection).toBe("function");
});
