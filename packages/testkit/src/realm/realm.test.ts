import { expect, it } from "vitest";
import { Realm } from "./realm.ts";

const HOST_GLOBALS = [
  "window document self global globalThis fetch WebSocket XMLHttpRequest localStorage TextEncoder TextDecoder URL",
  "URLSearchParams Buffer process require btoa atob Blob File FileReader FormData crypto performance queueMicrotask",
  "setImmediate structuredClone navigator location WebAssembly AbortController Headers Request Response",
].flatMap((line) => line.split(" "));

it("a realm has ECMAScript, timers and console, and nothing of the host", () => {
  const realm = new Realm();
  const present = HOST_GLOBALS.filter((name) => realm.run(`typeof ${name}`) !== "undefined");
  expect(present).toEqual([]);
  expect(realm.run("typeof Promise + typeof Map + typeof BigInt + typeof setTimeout + typeof console.log")).toBe(
    "functionfunctionfunctionfunctionfunction",
  );
  realm.close();
});

it("a realm has no eval and no Function constructor", () => {
  const realm = new Realm();
  expect(() => realm.run("eval('1')")).toThrow(/Code generation/);
  expect(() => realm.run("new Function('return 1')()")).toThrow(/Code generation/);
  realm.close();
});

it("adopted values are of the realm's own kinds", () => {
  const realm = new Realm();
  realm.define("given", realm.adopt({ list: [1, { a: null }], bytes: new Uint8Array([1, 2, 3]).subarray(1) }));
  expect(
    realm.run("given instanceof Object && given.list instanceof Array && given.bytes instanceof ArrayBuffer"),
  ).toBe(true);
  expect(realm.run("Array.from(new Uint8Array(given.bytes)).join()")).toBe("2,3");
  expect(realm.run("JSON.stringify(given.list)")).toBe('[1,{"a":null}]');
  realm.close();
});

it("timers run faster when asked to, and none survives closing", async () => {
  const realm = new Realm();
  realm.timers.speed = 1000;
  await new Promise<void>((resolve) => {
    realm.define("done", resolve);
    realm.run("setTimeout(done, 20000)");
  });
  realm.run("setInterval(() => {}, 60000); setTimeout(() => {}, 60000)");
  expect(realm.timers.count).toBe(2);
  realm.close();
  expect(realm.timers.count).toBe(0);
});

it("a rejection that the guest leaves unhandled is kept with it and does not end the process", async () => {
  const realm = new Realm();
  realm.run("Promise.reject(new Error('mine'))");
  await new Promise((resolve) => setImmediate(resolve));
  expect(realm.unhandled.map(String)).toEqual(["Error: mine"]);
  realm.close();
});

it("what a callback of the guest throws is kept with it", async () => {
  const realm = new Realm();
  await new Promise<void>((resolve) => {
    realm.define("done", resolve);
    realm.run("setTimeout(() => { done(); throw new TypeError('mine'); })");
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(realm.errors.map(String)).toEqual(["TypeError: mine"]);
  realm.close();
});
