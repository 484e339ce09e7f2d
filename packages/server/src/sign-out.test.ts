/** What an administrator does over REST reaches sessions that are running, in the same moment. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeCodes, provisionRefusals } from "@rondo/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { kickOf, RawClient } from "./gateway/testing/raw-client.ts";
import { createLog } from "./log.ts";
import { type RondoServer, startServer } from "./server.ts";

const WEB = "webim_web_1";
const PHONE = "ios_1";

let dir: string;
let server: RondoServer;
let base: string;
let count = 0;
let appKey: string;
let appToken: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-sign-out-"));
  const { config } = readConfig(["dev", "--port", "0", "--data", dir], {});
  server = await startServer({ ...config, passwordCost: { memoryKib: 8, passes: 1 } }, createLog("silent"));
});
afterAll(async () => {
  await server.close();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  const name = `app${++count}`;
  appKey = `rondo#${name}`;
  base = `${server.rest}/rondo/${name}`;
  const made = await server.apps.create({ org: "rondo", name, settings: { registration: "open" } });
  const credentials = { client_id: made.clientId, client_secret: made.clientSecret };
  appToken = (await call("/token", { json: { grant_type: "client_credentials", ...credentials } })).body.access_token;
});

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the test reads the members it expects
  readonly body: any;
}

async function call(
  path: string,
  { method, json, token }: { method?: string; json?: unknown; token?: string } = {},
): Promise<Answer> {
  const reply = await fetch(base + path, {
    method: method ?? (json === undefined ? "GET" : "POST"),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  return { status: reply.status, body: await reply.json() };
}

const asApp = (path: string, method = "GET", json?: unknown) =>
  call(path, { method, token: appToken, ...(json === undefined ? {} : { json }) });
const logIn = (user: string, password = "secret") =>
  call("/token", { json: { grant_type: "password", username: user, password } });

async function connect(user: string, token: string, resource: string): Promise<RawClient> {
  return RawClient.connect(server.websocket, { identity: { app: appKey, user, token, resource } });
}

/** Alice with two devices, and bob, whom none of this concerns. */
async function people() {
  for (const username of ["alice", "bob"]) await call("/users", { json: { username, password: "secret" } });
  const token: string = (await logIn("alice")).body.access_token;
  const web = await connect("alice", token, WEB);
  const phone = await connect("alice", token, PHONE);
  const bob = await connect("bob", (await logIn("bob")).body.access_token, WEB);
  await Promise.all([web.login(), phone.login(), bob.login()]);
  return { token, web, phone, bob };
}

/** What the client is told, and how its connection ends. */
async function fate(client: RawClient) {
  const { code } = await client.closed;
  const kicks = client.inbox.flatMap((frame) => (frame.command === "sync" ? [kickOf(frame.sync)] : []));
  return { operation: kicks.find((kick) => kick !== undefined)?.operation, code };
}

const kicked = (operation: number) => ({ operation, code: closeCodes.KICKED });

async function refused(user: string, token: string): Promise<number | undefined> {
  const again = await connect(user, token, WEB);
  return (await again.provision()).status?.errorCode;
}

const statusOf = async (user: string) => (await asApp(`/users/${user}/status`)).body.data[user];

describe("sessions that are running", () => {
  it.each([
    ["a forced logout", 4, () => asApp("/users/alice/disconnect")],
    ["a ban", 4, () => asApp("/users/alice/deactivate", "POST")],
    ["a new password", 3, () => asApp("/users/alice/password", "PUT", { newpassword: "new" })],
    ["the removal of the account", 1, () => asApp("/users/alice", "DELETE")],
    ["the removal of the oldest accounts", 1, () => asApp("/users?limit=1", "DELETE")],
  ] as const)(
    "[AU8][SE17] end at once by %s, with operation %i, and their token with them",
    async (_, operation, act) => {
      const { token, web, phone, bob } = await people();
      expect(await statusOf("alice")).toBe("online");
      expect((await act()).status).toBe(200);
      expect(await statusOf("alice"), "before the answer has come").toBe("offline");
      for (const client of [web, phone]) expect(await fate(client)).toEqual(kicked(operation));
      expect((await call("/users/alice", { token })).status).toBeGreaterThanOrEqual(401);
      expect(await refused("alice", token)).not.toBe(0);
      expect(await statusOf("bob")).toBe("online");
      expect(await bob.unread()).toEqual([]);
      await bob.close();
    },
  );

  it("[AU14][SE17] end one at a time by the logout of a device", async () => {
    const { token, web, phone, bob } = await people();
    const devices = async () =>
      (await asApp("/users/alice/resources")).body.data.map(({ res }: { res: string }) => res).toSorted();
    expect(await devices()).toEqual([PHONE, WEB]);
    expect((await asApp(`/users/alice/disconnect/${PHONE}`, "DELETE")).status).toBe(200);
    expect(await devices()).toEqual([WEB]);
    expect(await fate(phone)).toEqual(kicked(4));
    expect(await web.unread()).toEqual([]);
    const back = await connect("alice", token, PHONE);
    await back.login();
    expect(await devices(), "the token stays good").toEqual([PHONE, WEB]);
    for (const client of [web, back, bob]) await client.close();
  });

  it("[AU13] come back after a ban when it is lifted, and not before", async () => {
    const { web, phone, bob } = await people();
    await asApp("/users/alice/deactivate", "POST");
    for (const client of [web, phone]) await client.closed;
    expect(await logIn("alice")).toMatchObject({ status: 400, body: { error_description: "user not activated" } });
    await asApp("/users/alice/activate", "POST");
    const token: string = (await logIn("alice")).body.access_token;
    const back = await connect("alice", token, WEB);
    await back.login();
    expect(await statusOf("alice")).toBe("online");
    for (const client of [back, bob]) await client.close();
  });

  it("[AU12] come back after a new password with it alone", async () => {
    const { token, web, phone, bob } = await people();
    await asApp("/users/alice/password", "POST", { newpassword: "new" });
    for (const client of [web, phone]) await client.closed;
    expect((await logIn("alice")).status).toBe(400);
    expect(await refused("alice", token)).toBe(provisionRefusals.TOKEN_MISMATCH.code);
    const back = await connect("alice", (await logIn("alice", "new")).body.access_token, WEB);
    await back.login();
    for (const client of [back, bob]) await client.close();
  });
});
