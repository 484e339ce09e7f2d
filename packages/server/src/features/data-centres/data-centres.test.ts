import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../../config.ts";
import { type Browser, ConsoleTest } from "../../console.fixture.ts";
import { DataCentres } from "./index.ts";

const example = fileURLToPath(new URL("../../../../../examples/data-centres.json", import.meta.url));
const { dataCentres } = readConfig(["serve", "--config", example], {}).config;

/** The table of the integration guide for Alipay: name, REST, WebSocket. */
const ROWS = [
  ["国内 1 区", "a1.easemob.com", "im-api-alipay.easemob.com 或 im-api-alipay.easecdn.com"],
  ["国内 2 区", "a31.easemob.com", "im-api-alipay-31.easemob.com 或 im-api-alipay-31.easecdn.com"],
  ["国内 VIP 区", "", ""],
  ["客服专用", "", ""],
  [
    "新加坡 1 区",
    "a1-sgp.easemob.com 或 a1-sgp.easecdn.com",
    "im-api-alipay-sgp.easemob.com 或 im-api-alipay-sgp.easecdn.com",
  ],
  ["新加坡 2 区", "a61.easemob.com 或 a61.easecdn.com", "im-api-alipay-61.easemob.com 或 im-api-alipay-61.easecdn.com"],
  ["美东 1 区", "a41.easemob.com 或 a41.easecdn.com", "im-api-alipay-41.easemob.com 或 im-api-alipay-41.easecdn.com"],
  ["德国 2 区", "a71.easemob.com 或 a71.easecdn.com", "im-api-alipay-71.easemob.com 或 im-api-alipay-71.easecdn.com"],
];

describe("a server with eight data centres", () => {
  let test: ConsoleTest;
  let owner: Browser;
  beforeAll(async () => {
    test = await ConsoleTest.start({ config: { dataCentres } });
    owner = await test.owner();
  });
  afterAll(() => test.close());

  const create = (name: string, dataCentre: string) => ({ params: { org: "acme" }, body: { name, dataCentre } });
  const dns = (appKey: string) =>
    test.http.inject({ url: `/easemob/server.json?app_key=${encodeURIComponent(appKey)}` });

  it("[DC1] shows each as the operator has written it, in that order, and which of them is its own", async () => {
    const { items } = await owner.call("listDataCentres");
    const shown = items.map(({ name, rest, websocket }) => [name.zh, rest.join(" 或 "), websocket.alipay.join(" 或 ")]);
    expect(shown).toEqual(ROWS);
    expect(items.filter(({ kind }) => kind === "contact-sales").map(({ id }) => id)).toEqual([
      "cn-vip",
      "customer-service",
    ]);
    expect(items.filter(({ isHere }) => isHere).map(({ id }) => id)).toEqual(["cn-1"]);
  });

  it("[DC2] lets one choose among those that are offered, once and for good", async () => {
    for (const wrong of ["cn-vip", "customer-service", "self", "nowhere"]) {
      expect(await owner.refused("createApp", create("x", wrong)), wrong).toMatchObject({
        code: "DATA_CENTRE_UNAVAILABLE",
      });
    }
    const { app } = await owner.call("createApp", create("german", "de-2"));
    expect(app.dataCentre).toBe("de-2");
    const change = { params: { org: "acme", app: "german" }, body: { dataCentre: "cn-1" } as never };
    expect(await owner.refused("changeApp", change)).toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("[DC3] says what is typed into clients, and what their platforms are told", async () => {
    await owner.call("createApp", create("shop", "cn-1"));
    const { families, isSecure } = await owner.call("getOverview", { params: { org: "acme", app: "shop" } });
    expect(isSecure).toBe(true);
    expect(families.map(({ family }) => family)).toEqual(["alipay", "wechat", "web"]);
    expect(families[0]).toEqual({
      family: "alipay",
      rest: ["https://a1.easemob.com"],
      websocket: ["wss://im-api-alipay.easemob.com/websocket", "wss://im-api-alipay.easecdn.com/websocket"],
      whitelist: {
        request: ["https://a1.easemob.com"],
        socket: ["wss://im-api-alipay.easemob.com/websocket", "wss://im-api-alipay.easecdn.com/websocket"],
        upload: ["https://a1.easemob.com"],
        download: ["https://a1.easemob.com"],
      },
    });
    expect(families[1]?.whitelist.socket).toEqual([
      "wss://im-api-wechat.easemob.com",
      "wss://im-api-wechat.easecdn.com",
    ]);
    expect(families[2]).toMatchObject({
      websocket: ["wss://im-api-v2.easemob.com/websocket", "wss://im-api-v2.easecdn.com/websocket"],
      whitelist: { request: [], socket: [], upload: [], download: [] },
    });
  });

  it("[DC4] leads clients of an application to its data centre, by key or by id", async () => {
    const { app } = await owner.call("createApp", create("us", "us-1"));
    for (const url of [`?app_key=acme%23us`, `?app_id=${app.id}`]) {
      const document = (await test.http.inject({ url: `/easemob/server.json${url}` })).json();
      expect(document.rest.hosts[0]).toEqual({ protocol: "https", domain: "a41.easemob.com", port: "443" });
      const sockets = document["msync-wx"].hosts.map(({ domain }: { domain: string }) => domain);
      expect(sockets).toEqual(expect.arrayContaining(["im-api-alipay-41.easemob.com", "im-api-wechat-41.easemob.com"]));
    }
    expect((await dns("no#app")).json().rest.hosts[0].domain).toBe("a1.easemob.com");
  });

  it("[DC5] refuses what is for an application of another one, and names the right addresses", async () => {
    const { clientSecret, app } = await owner.call("createApp", create("far", "sgp-2"));
    const json = { grant_type: "client_credentials", client_id: app.clientId, client_secret: clientSecret };
    for (const [url, method] of [
      ["token", "POST"],
      ["users/alice", "GET"],
    ] as const) {
      const payload = method === "GET" ? {} : { payload: json };
      const answer = await test.http.inject({ method, url: `/acme/far/${url}`, ...payload });
      expect(answer.statusCode).toBe(403);
      expect(answer.json()).toMatchObject({
        error: "other_data_centre",
        error_description: expect.stringContaining("https://a61.easemob.com or https://a61.easecdn.com"),
      });
      expect(answer.json().error_description).toContain("wss://im-api-alipay-61.easemob.com/websocket");
    }
    await owner.call("createApp", create("near", "cn-1"));
    expect((await test.http.inject({ url: "/acme/near/users/alice" })).statusCode).toBe(401);
  });
});

it("[DC6] without a list there is one data centre, which is the server at the address it is reached at", async () => {
  const test = await ConsoleTest.start();
  const owner = await test.owner();
  const { params } = await test.app(owner, "shop");
  const { families, dataCentre, isSecure } = await owner.call("getOverview", {
    params,
    headers: { host: "im.local:8080" },
  });
  expect(dataCentre).toMatchObject({ id: "self", isHere: true, rest: ["im.local:8080"] });
  expect(isSecure).toBe(false);
  expect(families[0]).toMatchObject({
    family: "alipay",
    rest: ["http://im.local:8080"],
    websocket: ["ws://im.local:8080/websocket"],
  });
  await test.close();
});

describe("[DC7] the list is checked when the server starts", () => {
  const { list } = dataCentres;
  const good = JSON.parse(readFileSync(example, "utf8"));

  it("one by one", () => {
    const read = (change: (file: typeof good) => void) => () => {
      const file = structuredClone(good);
      change(file);
      return new DataCentres(readFrom(file));
    };
    expect(read(() => {})).not.toThrow();
    expect(read((file) => delete file.dataCentre)).toThrow('"dataCentre" is missing');
    expect(read((file) => (file.dataCentre = "nowhere"))).toThrow('not in "dataCentres"');
    expect(read((file) => (file.dataCentre = "cn-vip"))).toThrow("has no addresses");
    expect(read((file) => (file.dataCentres[1].id = "cn-1"))).toThrow("twice");
    expect(read((file) => (file.dataCentres[0].rest = []))).toThrow(ConfigError);
    expect(read((file) => (file.dataCentres[0].rest = ["https://a1.easemob.com"]))).toThrow(ConfigError);
    expect(read((file) => delete file.dataCentres[0].websocket.alipay)).toThrow(ConfigError);
    expect(list).toHaveLength(8);
  });
});

function readFrom(file: unknown) {
  const path = join(mkdtempSync(join(tmpdir(), "rondo-config-")), "rondo.json");
  writeFileSync(path, JSON.stringify(file));
  return readConfig(["serve", "--config", path], {}).config.dataCentres;
}
