import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, it, vi } from "vitest";
import { type Config, readConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { type RondoServer, startServer } from "./server.ts";

let dir: string | undefined;
let server: RondoServer | undefined;
afterEach(async () => {
  await server?.close();
  if (dir !== undefined) await rm(dir, { recursive: true, force: true });
});

async function call(path: string, token: string | undefined, json: unknown): Promise<Record<string, unknown>> {
  const reply = await fetch(`${server?.rest}/org/app${path}`, {
    method: "POST",
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    body: JSON.stringify(json),
  });
  const text = await reply.text();
  expect(reply.status, `${path}: ${text}`).toBe(200);
  return JSON.parse(text);
}

it("[TL17] a server that starts removes what is too old: messages, reactions to them, pins of them, who has read them", async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-retention-"));
  const { config } = readConfig(["dev", "--port", "0", "--data", dir], {});
  const brief: Config = {
    ...config,
    passwordCost: { memoryKib: 8, passes: 1 },
    appDefaults: { historyRetentionMs: 1 },
    messageSearch: true,
  };
  server = await startServer(brief, createLog("silent"));
  const settings = { registration: "open" } as const;
  const { clientId: client_id, clientSecret: client_secret } = await server.apps.create({
    org: "org",
    name: "app",
    settings,
  });
  const grant = { grant_type: "client_credentials", client_id, client_secret };
  const appToken = String((await call("/token", undefined, grant)).access_token);
  for (const username of ["alice", "bob"]) await call("/users", undefined, { username, password: "secret" });
  const password = { grant_type: "password", username: "bob", password: "secret" };
  const bob = String((await call("/token", undefined, password)).access_token);
  const message = { from: "alice", to: ["bob"], type: "txt", body: { msg: "old" } };
  const { bob: id } = (await call("/messages/users", appToken, message)).data as { bob: string };
  await call("/reaction/user/bob", bob, { msgId: id, message: "up" });
  await call("/sdk/user/bob/user_channel/pin", bob, { pin_msg_id: id, type: "chat", to: "alice" });

  const group = { groupname: "group", owner: "alice", members: ["bob"], public: false };
  const { groupid } = (await call("/chatgroups", appToken, group)).data as { groupid: string };
  const toGroup = { from: "alice", to: [groupid], type: "txt", body: { msg: "old" } };
  const said = (await call("/messages/chatgroups", appToken, toGroup)).data as Record<string, string>;

  const file = join(dir, "rondo.db");
  const counts = (): number[] => {
    const database = new DatabaseSync(file, { readOnly: true });
    const messages = "timeline_entry where kind = 'txt'";
    const tables = [messages, "reaction", "message_pin", "group_read_receipt", "group_receipt_count"];
    const found = tables.map((table) => Number(database.prepare(`select count(*) as n from ${table}`).get()?.n));
    database.close();
    return found;
  };
  await server.close();
  // Read in a group: said on a socket, and not by REST.
  const database = new DatabaseSync(file);
  const key = ["org#app", groupid, String(said[groupid])];
  database.prepare("insert into group_read_receipt values (?, ?, ?, 'bob', '', 1)").run(...key);
  database.prepare("insert into group_receipt_count values (?, ?, ?, 'alice', 1, 1)").run(...key);
  database.close();
  expect(counts()).toEqual([2, 1, 1, 1, 1]);
  server = await startServer(brief, createLog("silent"));
  await vi.waitFor(() => expect(counts()).toEqual([0, 0, 0, 0, 0]), { timeout: 20_000 });
});
