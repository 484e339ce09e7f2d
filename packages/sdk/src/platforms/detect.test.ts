import { describe, expect, it } from "vitest";
import { detectPlatform } from "./detect.ts";
import { findGlobals } from "./globals.ts";

const host = { canIUse: () => true, getSystemInfo: () => {} };
const page = { window: {}, WebSocket: class {} };

describe("the choice of a platform", () => {
  it("looks at the globals in the order of the official clients", () => {
    const names = ["swan", "tt", "dd", "my", "wx", "qq", "uni"];
    const chosen = names.map((_, at) =>
      detectPlatform({ ...page, ...Object.fromEntries(names.slice(at).map((name) => [name, host])) }),
    );
    expect(chosen.map(({ name }) => name)).toEqual(["baidu", "tt", "dd", "zfb", "wx", "qq", "uni"]);
    expect(detectPlatform(page).name).toBe("web");
    expect(detectPlatform({ WebSocket: class {} }).name).toBe("node");
    expect(detectPlatform({}).name).toBe("node");
  });

  it("tells Taobao's my from Alipay's by my.tb, or by the client's name", () => {
    expect(detectPlatform({ my: { ...host, tb: {} } }).name).toBe("taobao");
    expect(detectPlatform({ my: { ...host, env: { clientName: "tb" } } }).name).toBe("taobao");
    expect(detectPlatform({ my: { ...host, env: { clientName: "ap" } } }).name).toBe("zfb");
  });

  it("takes what is no mini program's object for none, but knows WeChat's mini games", () => {
    expect(detectPlatform({ ...page, wx: { config: () => {} }, my: {}, dd: null }).name).toBe("web");
    expect(detectPlatform({ wx: { createCanvas: () => {} } }).name).toBe("wx");
  });

  it("finds the globals of this place", () => {
    expect(findGlobals()).toMatchObject({ WebSocket, fetch, my: undefined, window: undefined });
    expect(detectPlatform(findGlobals()).name).toBe("node");
  });
});
