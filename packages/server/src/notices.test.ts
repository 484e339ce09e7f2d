/** A notice leaves the whole server: for a message to who is away, to the webhook of its application. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { type StandIn, standIn } from "./kernel/provider.fixture.ts";
import { createLog } from "./log.ts";
import { type RondoServer, startServer } from "./server.ts";

let dir: string;
let server: RondoServer;
let webhook: StandIn;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-notices-"));
  const { config } = readConfig(["dev", "--port", "0", "--data", dir], {});
  server = await startServer({ ...config, passwordCost: { memoryKib: 8, passes: 1 } }, createLog("silent"));
  webhook = await standIn(() => ({ text: "" }));
});
afterAll(async () => {
  await server.close();
  await webhook.close();
  await rm(dir, { recursive: true, force: true });
});

it("[PU17] a message of the application's server to a user who is away is noticed, with what is unread", async () => {
  const settings = { registration: "open", pushWebhookUrl: webhook.url, pushWebhookKey: "k" } as const;
  const { clientId, clientSecret } = await server.apps.create({ org: "rondo", name: "noticed", settings });
  const call = async (path: string, json: unknown, token?: string) => {
    const reply = await fetch(`${server.rest}/rondo/noticed${path}`, {
      method: "POST",
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      body: JSON.stringify(json),
    });
    expect(reply.status).toBe(200);
    return (await reply.json()) as { access_token?: string };
  };
  await call("/users", { username: "bob", password: "secret" });
  const credentials = { client_id: clientId, client_secret: clientSecret };
  const { access_token: token } = await call("/token", { grant_type: "client_credentials", ...credentials });
  for (const msg of ["one", "two"]) {
    await call("/messages/users", { from: "shop", to: ["bob"], type: "txt", body: { msg } }, token);
  }
  await expect.poll(() => webhook.seen.length).toBe(2);
  const [, second] = webhook.seen.map(({ body }) => JSON.parse(body));
  expect(second).toMatchObject({ appkey: "rondo#noticed", from: "shop", target: "bob", unread: 2 });
  expect(second.payload.bodies).toMatchObject([{ msg: "two" }]);
});
