import { describe, expect, it } from "vitest";
import { answeringPlatform, testConfig } from "../testing/client.ts";
import { lookUpAddresses } from "./address-lookup.ts";
import type { Config } from "./config.ts";

const host = (protocol: string, domain: string, port?: string | number) => ({ protocol, domain, port });
const document = {
  rest: { hosts: [host("http", "plain.test", "80"), host("https", "a.test", "443"), host("https", "b.test", 8443)] },
  "msync-wx": { hosts: [host("https", "ws.test", "443"), { protocol: "https", ip: "10.0.0.1", port: "6717" }] },
  uploadinparts_enable: "false",
};

function lookUp(answer: unknown, config: Partial<Config> = {}, bases = ["https://one.test"]) {
  const platform = answeringPlatform(({ path }) => {
    if (path !== "/easemob/server.json") throw new Error(`unexpected ${path}`);
    return typeof answer === "function" ? answer() : answer;
  });
  return { platform, result: lookUpAddresses({ platform, config: testConfig(config) }, bases) };
}

describe("the address document", () => {
  it("gives the addresses of the wanted scheme, in order, with ports that are not the usual ones", async () => {
    const { platform, result } = lookUp(document);
    await expect(result).resolves.toEqual({
      rest: ["https://a.test", "https://b.test:8443"],
      socket: ["wss://ws.test/websocket", "wss://10.0.0.1:6717/websocket"],
      appKey: "org#app",
      takesParts: false,
    });
    expect(platform.asked[0]).toMatchObject({ method: "GET", query: { app_key: "org#app" }, headers: {} });
  });

  it("gives plain addresses when https is off", async () => {
    const plain = { rest: { hosts: [host("http", "a", "80")] }, "msync-wx": { hosts: [host("http", "b", "8080")] } };
    await expect(lookUp(plain, { isHttps: false }).result).resolves.toMatchObject({
      rest: ["http://a"],
      socket: ["ws://b:8080/websocket"],
      takesParts: true,
    });
  });

  it("tells the application key to who knows only the id", async () => {
    const { platform, result } = lookUp({ ...document, app_key: "o#a" }, { appKey: "", appId: "id-1" });
    await expect(result).resolves.toMatchObject({ appKey: "o#a" });
    expect(platform.asked[0]?.query).toEqual({ app_id: "id-1", sdk_version: "4.10.0", file_version: "1" });
  });

  it("is asked for at the next place when one fails", async () => {
    let calls = 0;
    const answer = () => (calls++ === 0 ? { status: 502, text: "" } : document);
    await expect(lookUp(answer, {}, ["https://one.test", "https://two.test"]).result).resolves.toMatchObject({
      appKey: "org#app",
    });
  });

  it.each([
    ["no hosts", {}],
    ["no REST host", { ...document, rest: {} }],
    ["no socket host", { ...document, "msync-wx": { hosts: "none" } }],
    ["hosts of another scheme only", { ...document, rest: { hosts: [host("http", "a.test")] } }],
    ["hosts that are nothing", { ...document, rest: { hosts: [null, 1, "x", { protocol: "https" }] } }],
  ])("is refused as 304 when it has %s", async (_, answer) => {
    await expect(lookUp(answer).result).rejects.toMatchObject({ type: 304, message: "get DNS failed" });
  });

  it("is refused as 304 when an id is asked for and no key answered", async () => {
    await expect(lookUp(document, { appKey: "", appId: "id-1" }).result).rejects.toMatchObject({ type: 304 });
  });

  it("is refused as 304 with the last reason when nobody answers", async () => {
    const { result } = lookUp({ status: 503, text: "" }, {}, ["https://one.test", "https://two.test"]);
    await expect(result).rejects.toMatchObject({ type: 304, data: { type: 500 } });
  });
});
