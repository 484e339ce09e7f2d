import vm from "node:vm";
import { keepRejections } from "./rejections.ts";
import { Timers } from "./timers.ts";

/** One line a guest program wrote to its console. */
export interface ConsoleLine {
  readonly level: string;
  readonly text: string;
}

interface Helpers {
  readonly promisePrototype: object;
  adopt(value: unknown, isBytes: (value: unknown) => boolean): unknown;
  deferred(): { promise: Promise<unknown>; resolve: (value: unknown) => void; reject: (error: unknown) => void };
}

/**
 * A JavaScript world of its own with nothing in it but ECMAScript, `console` and timers, as the logic layer of a mini
 * program is: no `window`, `document`, `fetch`, `WebSocket`, `XMLHttpRequest`, `TextEncoder`, `URL`, `Buffer`, `process`,
 * no `globalThis`, no `eval` and no `new Function`. One per user, because client SDKs keep state in module variables.
 */
export class Realm {
  readonly timers = new Timers((callback, ...args) => this.call(callback, ...args));
  /** What the guest printed, newest last, at most `maxConsoleLines`. */
  readonly console: ConsoleLine[] = [];
  /** Rejections that the guest left unhandled: its own affair, as in a mini program, and no failure of the process. */
  readonly unhandled: unknown[] = [];
  /** What callbacks of the guest threw: told to the program (`App.onError`) by a real host, which then goes on. */
  readonly errors: unknown[] = [];
  private readonly context: vm.Context;
  private readonly helpers: Helpers;

  constructor(options: { maxConsoleLines: number } = { maxConsoleLines: 2000 }) {
    this.context = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } });
    // The bootstrap's completion value is the object literal it ends with.
    this.helpers = vm.runInContext(BOOTSTRAP, this.context) as Helpers;
    keepRejections(this.helpers.promisePrototype, this.unhandled);
    const print =
      (level: string) =>
      (...parts: unknown[]): void => {
        this.console.push({ level, text: parts.map(toText).join(" ") });
        if (this.console.length > options.maxConsoleLines) this.console.shift();
      };
    this.define("console", {
      log: print("log"),
      info: print("info"),
      warn: print("warn"),
      error: print("error"),
      debug: print("debug"),
      trace: print("trace"),
    });
    const { timers } = this;
    this.define("setTimeout", timers.setTimeout);
    this.define("setInterval", timers.setInterval);
    this.define("clearTimeout", timers.clear);
    this.define("clearInterval", timers.clear);
  }

  /** Adds a global, for instance the platform object `my`. */
  define(name: string, value: unknown): void {
    Object.defineProperty(this.context, name, { value, writable: true, configurable: true, enumerable: false });
  }

  /** Runs a script and answers its completion value. */
  run(script: vm.Script | string): unknown {
    return typeof script === "string" ? vm.runInContext(script, this.context) : script.runInContext(this.context);
  }

  /**
   * A deep copy made of this world's own Object, Array and ArrayBuffer, so that `instanceof` and `constructor` tests in the
   * guest hold. Functions and instances of host classes are handed over as they are.
   */
  adopt(value: unknown): unknown {
    return this.helpers.adopt(value, isHostBytes);
  }

  /** Calls back into the guest, if `callback` is a function. What it throws is kept in `errors` and ends nothing else. */
  call(callback: unknown, ...args: unknown[]): void {
    if (typeof callback !== "function") return;
    try {
      Reflect.apply(callback, undefined, args);
    } catch (error) {
      this.errors.push(error);
      this.console.push({ level: "uncaught", text: toText(error) });
    }
  }

  /** A promise of this world, for platform calls that return one. An unhandled rejection is the guest's bug, not a crash. */
  deferred(): ReturnType<Helpers["deferred"]> {
    const deferred = this.helpers.deferred();
    deferred.promise.catch(() => {});
    return deferred;
  }

  close(): void {
    this.timers.close();
  }
}

const isHostBytes = (value: unknown): boolean => value instanceof ArrayBuffer || ArrayBuffer.isView(value);

function toText(part: unknown): string {
  if (typeof part === "string") return part;
  if (part && typeof part === "object" && "stack" in part) return String(part.stack);
  try {
    return JSON.stringify(part) ?? String(part);
  } catch {
    return String(part); // cyclic: the client logs its own connection object
  }
}

const BOOTSTRAP = `
"use strict";
for (const name of ["WebAssembly", "SharedArrayBuffer", "Atomics", "console"]) delete this[name];
const adopt = (value, isBytes) => {
  if (value === null || typeof value !== "object") return value;
  if (isBytes(value)) {
    const source = value.buffer ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);
    const copy = new ArrayBuffer(source.byteLength);
    new Uint8Array(copy).set(source);
    return copy;
  }
  if (Array.isArray(value)) return Array.from(value, (item) => adopt(item, isBytes));
  const proto = Object.getPrototypeOf(value);
  if (proto !== null && Object.getPrototypeOf(proto) !== null) return value;
  const copy = {};
  for (const key of Object.keys(value)) copy[key] = adopt(value[key], isBytes);
  return copy;
};
const deferred = () => {
  const out = {};
  out.promise = new Promise((resolve, reject) => { out.resolve = resolve; out.reject = reject; });
  return out;
};
delete this.globalThis;
({ adopt, deferred, promisePrototype: Promise.prototype });
`;
