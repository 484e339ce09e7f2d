import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { answeringPlatform, testClient, testConfig } from "../testing/client.ts";
import { fetchPlatform } from "../testing/fetch-platform.ts";
import { type Platform, RequestFailure, type Timer } from "./platform.ts";
import { createRest, requestJson } from "./rest-client.ts";

/** A platform whose requests end as the test says, and whose time stands still. */
function stillPlatform(
  request: Platform["request"],
): Platform & { fire(): void; readonly timers: Map<Timer, () => void> } {
  const timers = new Map<Timer, () => void>();
  return {
    ...fetchPlatform(),
    request,
    timers,
    clock: {
      now: () => 0,
      setTimer: (task, delayMs) => {
        expect(delayMs).toBe(15_000);
        const timer = {};
        timers.set(timer, task);
        return timer;
      },
      clearTimer: (timer) => void timers.delete(timer),
    },
    fire: () => {
      for (const task of timers.values()) task();
    },
  };
}

const never = (): Promise<never> => new Promise(() => {});
const ask = (platform: Platform) => testClient({ platform }).rest.request({ method: "GET", path: "/x" });

describe("REST requests", () => {
  it("carry the token, and JSON with its content type only when there is a body", async () => {
    const platform = answeringPlatform(() => ({ data: 1 }));
    const { rest } = testClient({ platform });
    await rest.request({ method: "GET", path: "/users/alice" });
    await rest.request({ method: "POST", path: "/users", body: { name: "ü" } });
    expect(platform.asked).toEqual([
      {
        method: "GET",
        path: "/users/alice",
        query: {},
        headers: { Authorization: "Bearer token-of-alice" },
        body: undefined,
      },
      {
        method: "POST",
        path: "/users",
        query: {},
        headers: { Authorization: "Bearer token-of-alice", "Content-Type": "application/json" },
        body: { name: "ü" },
      },
    ]);
  });

  it("carry another token, or none, when they are told to", async () => {
    const platform = answeringPlatform(() => ({}));
    const { rest } = testClient({ platform });
    await rest.request({ method: "GET", path: "/x", token: "other" });
    await rest.request({ method: "GET", path: "/x", token: null });
    expect(platform.asked.map((asked) => asked.headers)).toEqual([{ Authorization: "Bearer other" }, {}]);
  });

  it("[defect 13] encode the values of queries, and leave out those that are undefined", async () => {
    const urls: string[] = [];
    const platform = {
      ...fetchPlatform(),
      request: async ({ url }: { url: string }) => {
        urls.push(url);
        return { status: 200, text: "{}" };
      },
    };
    const query = { cursor: "a b&c=d#ü+", limit: 20, isTop: undefined, need: true };
    await testClient({ platform }).rest.request({ method: "GET", path: "/x", query });
    expect(urls).toEqual(["https://rest.test/org/app/x?cursor=a%20b%26c%3Dd%23%C3%BC%2B&limit=20&need=true"]);
  });

  it("send forms encoded", async () => {
    const platform = answeringPlatform(() => ({}));
    await testClient({ platform }).rest.request({ method: "PUT", path: "/x", form: { nickname: "a&b =", sign: "" } });
    expect(platform.asked[0]).toMatchObject({
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: "nickname=a%26b%20%3D&sign=",
    });
  });

  it("resolve with the body; a list comes as data", async () => {
    await expect(ask(answeringPlatform(() => ({ data: [1], cursor: "c" })))).resolves.toEqual({
      data: [1],
      cursor: "c",
    });
    await expect(ask(answeringPlatform(() => [1, 2]))).resolves.toEqual({ data: [1, 2] });
  });

  it.each(["", "null", "<html>", '"text"'])("reject the answer %j, which is no JSON object", async (text) => {
    await expect(ask(answeringPlatform(() => ({ status: 200, text })))).rejects.toMatchObject({ type: 17, data: text });
  });

  it("reject with the error that another status means", async () => {
    const text = JSON.stringify({ error_description: "user not found" });
    await expect(ask(answeringPlatform(() => ({ status: 404, text })))).rejects.toMatchObject({
      type: 204,
      message: "user not found",
      data: { error_description: "user not found" },
    });
  });

  it("[defect 12] are refused before a login, and never left open", async () => {
    const call = { method: "GET", path: "/x" } as const;
    await expect(testClient({ identity: undefined }).rest.request(call)).rejects.toMatchObject({
      type: 700,
      message: "appkey or token error",
    });
    const byId = { appId: "id", appKey: "" };
    await expect(testClient({ identity: undefined, config: byId }).rest.request(call)).rejects.toMatchObject({
      type: 39,
    });
    await expect(testClient({ identity: undefined, config: { appId: "id" } }).rest.request(call)).rejects.toMatchObject(
      { type: 28 },
    );
  });

  it("have the addresses looked up when they need no login and come before one", async () => {
    const platform = answeringPlatform(() => ({}));
    const config = testConfig({ apiUrl: "", appKey: "" });
    const rest = createRest({
      platform,
      config,
      identity: () => undefined,
      locate: async () => void Object.assign(config, { apiUrl: "https://found.test", appKey: "org#app" }),
    });
    await rest.request({ method: "POST", path: "/users", token: null });
    expect(platform.asked).toHaveLength(1);
    expect(rest.base).toBe("https://found.test/org/app");
  });

  it("[defect 4] reject with -1 when the host says that the time is over", async () => {
    const late = async (): Promise<never> => {
      throw new RequestFailure("timeout", "request:fail timeout");
    };
    await expect(ask(stillPlatform(late))).rejects.toMatchObject({ type: -1 });
  });

  it("[defect 4] reject with -1 when the host never says anything", async () => {
    const platform = stillPlatform(never);
    const answer = expect(ask(platform)).rejects.toMatchObject({ type: -1 });
    await Promise.resolve(); // the request is made in the next turn
    platform.fire();
    await answer;
  });

  it("leave no timer behind", async () => {
    const platform = stillPlatform(async () => ({ status: 200, text: "{}" }));
    await ask(platform);
    expect(platform.timers.size).toBe(0);
  });

  it("reject with 17 when there is no network, with what the host has said", async () => {
    const hostError = { error: 12, errorMessage: "network unavailable" };
    const offline = async (): Promise<never> => {
      throw new RequestFailure("network", "network unavailable", hostError);
    };
    await expect(ask(stillPlatform(offline))).rejects.toMatchObject({ type: 17, data: hostError });
  });

  it("do not take a bug of ours for a fact about the network", async () => {
    const broken = async (): Promise<never> => {
      throw new TypeError("x is not a function");
    };
    await expect(ask(stillPlatform(broken))).rejects.toBeInstanceOf(TypeError);
  });

  it("reach a real server", async () => {
    const http = createServer((request, reply) => reply.end(JSON.stringify({ url: request.url })));
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    const { port } = http.address() as AddressInfo; // a TCP server
    const request = { method: "GET", url: `http://127.0.0.1:${port}/a?b=1`, headers: {}, body: undefined } as const;
    await expect(requestJson(fetchPlatform(), request)).resolves.toEqual({ url: "/a?b=1" });
    http.closeAllConnections();
    http.close();
    await expect(requestJson(fetchPlatform(), request)).rejects.toMatchObject({ type: 17 });
  });
});
