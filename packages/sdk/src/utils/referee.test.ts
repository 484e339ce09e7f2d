/** The helpers that the official object has without declaring them: called on the running official SDK and on ours. */
import { describe, expect, it } from "vitest";
import { createMy, createWx, loadMiniProgram, loadOfficial, type Runtime } from "../../../testkit/src/index.ts";
import { rondoSdk } from "../../../testkit/src/sdk.ts";
import type { Utils } from "../types/utils.ts";

/** Any of them, by name or as it is declared. */
type Helpers = Record<string, (...args: unknown[]) => unknown> & Partial<Utils>;

/** Both in worlds of their own, with the same globals. */
function both(globals: Record<string, unknown> = {}, create: () => Runtime = createWx) {
  const load = (from: (runtime: Runtime) => unknown) => {
    const runtime = create();
    for (const [name, value] of Object.entries(globals)) runtime.realm.define(name, value);
    return { runtime, utils: (from(runtime) as { utils: Helpers }).utils };
  };
  return [load(loadOfficial), load((runtime) => loadMiniProgram(runtime, rondoSdk()))] as const;
}

/** What a call gives or throws, with errors as their names: those of another world are no instances of ours. */
function outcomeOf(utils: Helpers, name: string, args: readonly unknown[], on: unknown = utils): unknown {
  try {
    return { value: plain(utils[name]?.apply(on, [...args])) };
  } catch (error) {
    return { thrown: (error as Error).name, message: (error as Error).message };
  }
}

function call<T>(utils: Helpers, name: string, ...args: unknown[]): T {
  const helper = utils[name];
  if (!helper) throw new Error(`there is no ${name}`);
  return helper.apply(utils, args) as T; // what the official helper of this name gives
}

const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

function same(name: string, args: readonly unknown[], globals: Record<string, unknown> = {}, on?: object): unknown {
  const [official, ours] = both(globals).map(({ utils, runtime }) => {
    const outcome = outcomeOf(utils, name, args, on);
    runtime.close();
    return outcome;
  });
  expect(ours).toEqual(official);
  return ours;
}

describe("utils, beside the official ones", () => {
  it("have the same names, of the same kinds", () => {
    const [official, ours] = both().map(({ utils }) =>
      Object.fromEntries(Object.entries(utils).map(([name, value]) => [name, typeof value])),
    );
    expect(ours).toEqual(official);
    expect(Object.keys(ours ?? {})).toHaveLength(25);
  });

  it("autoIncrement counts the ids of getUniqueId, and ajaxUnconventionalErrorTimes begins at none", () => {
    const counts = both().map(({ utils }) => {
      const before = [utils.autoIncrement, utils.ajaxUnconventionalErrorTimes];
      for (let i = 0; i < 3; i++) utils.getUniqueId?.();
      return [before, utils.autoIncrement];
    });
    expect(counts[1]).toEqual(counts[0]);
    expect(counts[1]).toEqual([[0, 0], 3]);
  });

  it.each([
    [true, {}],
    [false, {}],
    [undefined, {}],
    [undefined, { window: { location: { protocol: "https:" } } }],
    [undefined, { window: { location: { protocol: "http:" } } }],
    [undefined, { window: {} }],
    ["yes", { window: {} }],
    [true, { window: { location: { protocol: "http:" } } }],
  ])("isUseHttps of %j in %j", (given, globals) => {
    expect(same("isUseHttps", [given], globals)).toMatchObject({ value: expect.any(Boolean) });
  });

  it("getRetryDelay is a number of seconds from the same range", () => {
    const [official, ours] = both();
    for (const attempt of [0, 1, 5, 6, 19, 20, 1000, Number.NaN]) {
      const range = [official, ours].map(({ utils }) => {
        const drawn = Array.from({ length: 300 }, () => Number(utils.getRetryDelay?.(attempt)));
        return { drawn, from: Math.floor(Math.min(...drawn)), to: Math.ceil(Math.max(...drawn)) };
      });
      expect({ from: range[1]?.from, to: range[1]?.to }, `attempt ${attempt}`).toEqual({
        from: range[0]?.from,
        to: range[0]?.to,
      });
      for (const seconds of range[1]?.drawn ?? []) {
        expect(Number(seconds.toFixed(Number(attempt) <= 5 ? 2 : 0))).toBe(seconds);
      }
    }
  });

  it("flow is one function after the other", () => {
    const add = (a: number, b: number) => a + b;
    const half = (sum: number) => sum / 2;
    for (const steps of [[add, half], [add], [], [half, half, half]]) {
      const [theirs, own] = both().map(({ utils }) => call<(...args: number[]) => number>(utils, "flow", steps)(4, 6));
      expect(own).toBe(theirs);
    }
    expect(same("flow", [[add, "half"]])).toMatchObject({ thrown: "TypeError", message: "Expected a function" });
  });

  it("listenBrowserVisibility tells of the foreground and the background", () => {
    const heard = both({}, () => createMy({})).map(({ utils, runtime }) => {
      const told: string[] = [];
      utils.listenBrowserVisibility?.(
        () => told.push("visible"),
        () => told.push("hidden"),
      );
      runtime.hide();
      runtime.show();
      runtime.close();
      return told;
    });
    expect(heard[1]).toEqual(heard[0]);
    expect(heard[1]).toEqual(["hidden", "visible"]);
  });

  it("parseNotify reads JSON from bytes", () => {
    const bytes = new TextEncoder().encode('{"type":"group","name":"你好 👋","n":[1,null]}');
    expect(same("parseNotify", [bytes])).toEqual({ value: { type: "group", name: "你好 👋", n: [1, null] } });
    expect(same("parseNotify", [new TextEncoder().encode("nothing")])).toMatchObject({ thrown: "SyntaxError" });
  });

  it.each([[[{ elapse: 5, httpCode: 404, errDesc: "gone" }]], [[{}]], [[]]])("getExtraData of %j", (args) => {
    same("getExtraData", args);
  });

  it.each([
    [0, undefined, 0],
    [2, undefined, 0],
    [9, undefined, 0],
    [9, 1, 5],
    [1, 0, 5],
    [1, 2, 0],
  ])("retryPromise of what fails %j times, with %j more tries", async (failures, times, pauseMs) => {
    const outcomes = await Promise.all(
      both().map(async ({ utils, runtime }) => {
        runtime.realm.timers.speed = 1000;
        let calls = 0;
        const task = () => (calls++ < failures ? Promise.reject(`failure ${calls}`) : Promise.resolve(`call ${calls}`));
        const value = await call<Promise<string>>(utils, "retryPromise", task, times, pauseMs).catch(
          (e) => `rejected ${e}`,
        );
        runtime.close();
        return { value, calls };
      }),
    );
    expect(outcomes[1]).toEqual(outcomes[0]);
  });

  it.each(["https://a.test/org/app/chatfiles/1?x=y", "http://a.test/1", "", undefined, 5])(
    "formatAttachUrl of %j",
    (url) => {
      same("formatAttachUrl", [url], {}, { apiUrl: "https://b.test" });
      same("formatAttachUrl", [url]);
    },
  );

  it.each([
    ["wx", createWx],
    ["my", createMy],
  ] as const)(
    "getLocalDeviceInfo gives what setLocalDeviceInfo was given, and the other SDK's, on %s",
    async (_, create) => {
      const info = '{"deviceId":"d","deviceName":"n","deviceUuid":"u"}';
      const read = both({}, create).map(({ utils, runtime }) => {
        const before = utils.getLocalDeviceInfo?.();
        utils.setLocalDeviceInfo?.(info);
        return { before, runtime };
      });
      // Hosts may store later.
      await new Promise((resolve) => setImmediate(resolve));
      const [official, ours] = read;
      const restarted = [official, ours].map((one) => {
        const storage = one?.runtime.storage;
        return storage && (create as (options: object) => Runtime)({ storage });
      }) as [Runtime, Runtime];
      expect([official?.before, ours?.before]).toEqual(["", ""]);
      const crossed = [
        (loadMiniProgram(restarted[0], rondoSdk()) as { utils: Helpers }).utils.getLocalDeviceInfo?.(),
        (loadOfficial(restarted[1]) as { utils: Helpers }).utils.getLocalDeviceInfo?.(),
      ];
      expect(crossed).toEqual([info, info]);
    },
  );

  it.each([
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 OPR/115.0",
    "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
    "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
    "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 MicroMessenger/8.0.54 NetType/WIFI",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/123.0 Safari/537.36 QQBrowser/13.5",
    "Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko",
    "curl/8.5.0",
  ])("detectBrowser of %s", (userAgent) => {
    same("detectBrowser", [], { navigator: { userAgent } });
  });

  it("detectBrowser where there is none", () => {
    expect(same("detectBrowser", [])).toEqual({ value: "unknown" });
  });

  it.each([
    ["wx", {}, "wx"],
    ["wx", { uni: { canIUse: () => {}, getSystemInfo: () => {} } }, "uni"],
    ["wx", { uni: {} }, "wx"],
    ["zfb", { uni: { canIUse: () => {}, getSystemInfo: () => {} } }, "zfb"],
  ])("getDevicePlatform of %s with %j is %s", (platform, globals, expected) => {
    expect(same("getDevicePlatform", [{ platform }], globals)).toEqual({ value: expected });
  });

  it.each([
    ["wx", "wx", createWx],
    ["zfb", "my", () => createMy({})],
  ] as const)("getEnvInfo of %s gives the host's own object, %s", (platform, name, create) => {
    for (const { utils, runtime } of both({}, create)) {
      const env = utils.getEnvInfo?.() as { platform: string; global: unknown };
      expect(env.platform).toBe(platform);
      expect(env.global).toBe(runtime.realm.run(name));
    }
  });
});
