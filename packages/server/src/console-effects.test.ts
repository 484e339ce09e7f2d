/** The console in front of a whole server: what is done there is felt by those who are connected. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeCodes } from "@rondo/protocol";
import { type ConsoleCallName, consoleApiPath, consoleRoutes, csrfHeader } from "@rondo/protocol/console";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { kickOf, RawClient } from "./gateway/testing/raw-client.ts";
import { createLog } from "./log.ts";
import { type RondoServer, startServer } from "./server.ts";

let dir: string;
let server: RondoServer;
let cookie = "";
let csrf = "";
let count = 0;
let app = "";

const config = () => {
  const { config: read } = readConfig(["dev", "--data", dir, "--port", "0"], {});
  return { ...read, passwordCost: { memoryKib: 8, passes: 1 } };
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-console-"));
  server = await startServer(config(), createLog("silent"));
  const organisation = { name: "acme" };
  await call("createOwner", {}, { email: "owner@example.com", password: "correct-horse-9", organisation });
});
afterAll(async () => {
  await server.close();
  await rm(dir, { recursive: true });
});
beforeEach(async () => {
  app = `shop${++count}`;
  await call("createApp", {}, { name: app, dataCentre: "self" });
  for (const username of ["ann", "bob"]) await call("createUser", {}, { username, password: "secret" });
});

// biome-ignore lint/suspicious/noExplicitAny: a test reads the members it expects
async function call(name: ConsoleCallName, more: Record<string, string>, body?: object): Promise<any> {
  const { method, path } = consoleRoutes[name];
  const params: Record<string, string> = { org: "acme", app, ...more };
  const answer = await fetch(
    `${server.rest}${consoleApiPath}${path.replaceAll(/:(\w+)/g, (_, part) => params[part] ?? "")}`,
    {
      method,
      headers: { cookie, [csrfHeader]: csrf },
      ...(method === "GET" ? {} : { body: JSON.stringify(body ?? {}) }),
    },
  );
  cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? cookie;
  const reply = (await answer.json()) as { csrfToken?: string };
  csrf = reply.csrfToken ?? csrf;
  expect(answer.status, JSON.stringify(reply)).toBe(200);
  return reply;
}

async function connect(user: string, resource = "webim_web_1"): Promise<RawClient> {
  const { token } = await call("createUserToken", { user }, {});
  const identity = { app: `acme#${app}`, user, token, resource };
  const client = await RawClient.connect(server.websocket, { identity });
  await client.login();
  return client;
}

async function fate(client: RawClient) {
  const { code } = await client.closed;
  const kicks = client.inbox.flatMap((frame) => (frame.command === "sync" ? [kickOf(frame.sync)] : []));
  return { operation: kicks.find((kick) => kick !== undefined)?.operation, code };
}

it("[CU4] somebody who is signed out, blocked, given a new password or removed is disconnected, and others are not", async () => {
  const acts = [
    ["forceOutUser", {}, 4],
    ["setUserBlocked", { blocked: true }, 4],
    ["setUserBlocked", { blocked: false }, undefined],
    ["resetUserPassword", { password: "new" }, 3],
    ["removeUser", {}, 1],
  ] as const;
  const bob = await connect("bob");
  for (const [name, body, operation] of acts) {
    const ann = operation === undefined ? undefined : await connect("ann");
    await call(name, { user: "ann" }, body);
    if (ann !== undefined) expect(await fate(ann), name).toEqual({ operation, code: closeCodes.KICKED });
  }
  expect((await call("getUser", { user: "bob" })).isOnline).toBe(true);
  await bob.close();
});

it("[AP3] disabling an application disconnects its users", async () => {
  const ann = await connect("ann");
  await call("setAppDisabled", {}, { disabled: true });
  expect(await fate(ann)).toMatchObject({ code: closeCodes.REFUSED });
  await call("setAppDisabled", {}, { disabled: false });
  const again = await connect("ann");
  await again.close();
});

it("[UG1] counts those who are connected, and each once", async () => {
  const [web, phone, bob] = [await connect("ann"), await connect("ann", "ios_1"), await connect("bob")];
  await bob.close();
  await expect.poll(async () => (await call("getUsage", {})).now).toMatchObject({ onlineUsers: 1, peakOnlineToday: 2 });
  expect(
    (await call("getUser", { user: "ann" })).devices.map(({ resource }: { resource: string }) => resource).sort(),
  ).toEqual(["ios_1", "webim_web_1"]);
  for (const client of [web, phone]) await client.close();
});

it("[AP4] an application whose time has come is deleted with its users and what they own, when the server starts", async () => {
  const { token } = await call("createUserToken", { user: "ann" }, {});
  const group = { groupname: "g", desc: "", public: true, maxusers: 10, members: ["bob"] };
  const created = await fetch(`${server.rest}/acme/${app}/chatgroups`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ ...group, owner: "ann", approval: false, allowinvites: true, invite_need_confirm: false }),
  });
  expect(created.status, await created.text()).toBe(200);
  await call("deleteApp", {}, { name: app });
  await server.apps.setDeletion(`acme#${app}`, Date.now() - 1);
  await server.close();
  server = await startServer(config(), createLog("silent"));
  const gone = async () => (await fetch(`${server.rest}/acme/${app}/users/ann`)).status;
  await expect.poll(gone, { timeout: 20_000 }).toBe(404);
  const { items } = await call("listApps", {});
  expect(items.map(({ name }: { name: string }) => name)).not.toContain(app);
});
