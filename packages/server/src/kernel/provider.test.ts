import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type StandIn, standIn } from "./provider.fixture.ts";
import { ProviderClient, type ProviderLimits } from "./provider.ts";

let provider: StandIn;
beforeEach(async () => {
  provider = await standIn(() => ({ json: { hello: "you" } }));
});
afterEach(() => provider.close());

const client = (limits: Partial<ProviderLimits> = {}) => new ProviderClient(limits);
const request = () => ({ app: "org#app", url: `${provider.url}/x`, method: "POST", body: '{"a":1}' }) as const;

describe("a provider", () => {
  it("is asked with what was given, and its answer is what it says", async () => {
    expect(await client().call({ ...request(), headers: { authorization: "Bearer k" } })).toEqual({ hello: "you" });
    expect(provider.seen).toMatchObject([{ method: "POST", path: "/x", body: '{"a":1}' }]);
    expect(provider.seen[0]?.headers).toMatchObject({ authorization: "Bearer k", accept: "application/json" });
  });

  it("that refuses, redirects or talks nonsense gave no answer", async () => {
    provider.answer = () => ({ status: 429, json: {} });
    await expect(client().call(request())).rejects.toMatchObject({ fault: "refused", status: 429 });
    provider.answer = () => ({ status: 302, json: {}, headers: { location: `${provider.url}/elsewhere` } });
    await expect(client().call(request())).rejects.toMatchObject({ fault: "unreachable" });
    expect(provider.seen.map(({ path }) => path)).not.toContain("/elsewhere");
    provider.answer = () => ({ text: "<html>" });
    await expect(client().call(request())).rejects.toMatchObject({ fault: "unreadable" });
  });

  it("that sends more than it may is not listened to", async () => {
    provider.answer = () => ({ json: { text: "x".repeat(5000) } });
    await expect(client({ maxAnswerBytes: 4096 }).call(request())).rejects.toMatchObject({ fault: "unreadable" });
    expect(await client({ maxAnswerBytes: 6000 }).call(request())).toMatchObject({
      text: expect.stringMatching(/^x+$/),
    });
  });

  it("that is silent is given up, and so is one that is not there", async () => {
    provider.answer = () => "silence";
    await expect(client({ timeoutMs: 50 }).call(request())).rejects.toMatchObject({ fault: "slow" });
    const url = provider.url;
    await provider.close();
    await expect(client().call({ app: "a", url, method: "GET" })).rejects.toMatchObject({ fault: "unreachable" });
  });

  it("is not asked by one application more often at once than may be; another is served meanwhile", async () => {
    const one = client({ maxConcurrent: 1, timeoutMs: 5000 });
    provider.answer = () => "silence";
    const first = one.call(request());
    await provider.arrived();
    await expect(one.call(request())).rejects.toMatchObject({ fault: "busy" });
    provider.answer = () => ({ json: { ok: 1 } });
    expect(await one.call({ ...request(), app: "org#other" })).toEqual({ ok: 1 });
    provider.release();
    await expect(first).rejects.toMatchObject({ fault: "unreachable" });
    expect(await one.call(request())).toEqual({ ok: 1 });
  });
});
