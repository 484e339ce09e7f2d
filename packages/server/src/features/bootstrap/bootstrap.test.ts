import { afterAll, beforeAll, expect, it } from "vitest";
import { TestRest } from "../../http/testing.ts";
import { DataCentres } from "../data-centres/index.ts";
import { serverDocument } from "./server-document.ts";

let rest: TestRest;
beforeAll(async () => {
  rest = await TestRest.start();
});
afterAll(() => rest.close());

const get = (query: string, host = "im.example.com:8080") =>
  rest.raw(`/easemob/server.json${query}`, { headers: { host } });

/** How a client builds an address from an entry (REST 4.3): browsers append the port, mini programs never do for REST. */
function urls({ protocol, domain, port }: { protocol: string; domain: string; port: string }) {
  const appended = port === "80" || port === "443" ? "" : `:${port}`;
  return { browser: `${protocol}://${domain}${appended}`, miniProgram: `${protocol}://${domain}` };
}

it("[RE12] leads browsers and mini programs to the address it was reached at, default port or not", async () => {
  for (const host of ["im.example.com:8080", "im.example.com", "127.0.0.1:5000", "[::1]:8080"]) {
    const { status, body } = await get(`?app_key=${encodeURIComponent(rest.appKey)}&_v=1`, host);
    expect(status).toBe(200);
    for (const part of ["rest", "msync-wx"]) {
      const { hosts } = body[part];
      expect(hosts.map((entry: { protocol: string }) => entry.protocol).sort()).toEqual(["http", "https"]);
      for (const entry of hosts) {
        expect(entry).not.toHaveProperty("ip");
        const expected = `${entry.protocol}://${host}`;
        expect(urls(entry)).toEqual({ browser: expected, miniProgram: expected });
      }
    }
    expect(body).toMatchObject({
      app_key: rest.appKey,
      enableReportLogs: "false",
      enableDataReport: "false",
      uploadinparts_enable: "true",
    });
  }
});

it("[RE12] does not mind an app_key that is cut off, repeated, unknown or missing", async () => {
  for (const query of ["", "?", "?app_key=rondo", "?app_key=no%23app", "?app_key=undefined", "?app_key=%E0%A4"]) {
    const { status, body } = await get(query);
    expect(status, query).toBe(200);
    expect(body, query).not.toHaveProperty("app_key");
  }
  expect((await get(`?app_key=rondo&app_key=${encodeURIComponent(rest.appKey)}`)).body.app_key).toBe(rest.appKey);
});

it("[RE12] tells the key of an application by its id", async () => {
  const id = (await rest.apps.find(rest.appKey))?.id;
  expect((await get(`?app_id=${id}&sdk_version=4.10.0&file_version=1`)).body.app_key).toBe(rest.appKey);
  expect(await get("?app_id=unknown")).toMatchObject({
    status: 404,
    body: { error: "organization_application_not_found" },
  });
});

it("[RE12] puts the scheme of the public address first", () => {
  const addresses = new DataCentres({ list: [], here: undefined }).addressesOf("self", "https://im.example.com:8443");
  if (addresses === undefined) throw new Error("this server has addresses");
  const { rest: servers } = serverDocument(addresses, { appKey: undefined });
  expect(servers.hosts).toEqual([
    { protocol: "https", domain: "im.example.com:8443", port: "443" },
    { protocol: "http", domain: "im.example.com:8443", port: "80" },
  ]);
});
