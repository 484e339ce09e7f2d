import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type OfflineCommand, readConfig } from "./config.ts";
import { runOffline } from "./run-offline.ts";
import { startServer } from "./server.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-offline-"));
});
afterAll(() => rm(dir, { recursive: true }));

async function rondo(line: string, env: Record<string, string> = {}): Promise<string> {
  const invocation = readConfig([...line.split(" "), "--data", dir, "--port", "0"], env);
  let output = "";
  // None of the others is asked for here.
  await runOffline({ ...invocation, command: invocation.command as OfflineCommand }, (text) => {
    output += text;
  });
  return output;
}

const field = (output: string, name: string) => new RegExp(`^${name} +(\\S+)$`, "m").exec(output)?.[1] ?? "";

it("[CL1] makes applications, users and accounts, which work when the server runs", async () => {
  const app = await rondo("app create acme#shop");
  const rotated = await rondo("app rotate-secret acme#shop");
  expect(field(app, "client id")).toBe(field(rotated, "client id"));
  const user = await rondo("user create acme#shop Carl");
  const account = await rondo("account create Op@example.com --organisation acme");
  expect(await rondo("app list")).toMatch(/^acme#shop +1 users, data centre self$/m);
  await rondo("account create second@example.com", { RONDO_PASSWORD: "chosen-by-me-1" });

  const server = await startServer(
    readConfig(["dev", "--data", dir, "--port", "0"], {}).config,
    pino({ level: "silent" }),
  );
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${server.rest}${path}`, { method: "POST", body: JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  };
  for (const secret of [app, rotated]) {
    const credentials = { client_id: field(secret, "client id"), client_secret: field(secret, "client secret") };
    const answer = await post("/acme/shop/token", { grant_type: "client_credentials", ...credentials });
    expect(answer).toMatchObject({ status: 200, body: { access_token: expect.any(String) } });
  }
  const login = { grant_type: "password", username: "carl", password: field(user, "password") };
  expect(await post("/acme/shop/token", login)).toMatchObject({ status: 200 });
  const owner = await post("/console/api/login", { email: "op@example.com", password: field(account, "password") });
  expect(owner.body).toMatchObject({ session: { organisations: [{ name: "acme", role: "owner" }] } });
  const second = await post("/console/api/login", { email: "second@example.com", password: "chosen-by-me-1" });
  expect(second.body).toMatchObject({ status: "logged-in" });
  await server.close();
});

it("[CL1] says what is wrong, and changes nothing", async () => {
  await expect(rondo("app create acme#shop")).rejects.toMatchObject({ code: "APP_EXISTS" });
  await expect(rondo("user create acme#nothing carl")).rejects.toMatchObject({ code: "APP_NOT_FOUND" });
  await expect(rondo("account create op@example.com")).rejects.toMatchObject({ code: "MEMBER_EXISTS" });
  await expect(rondo("account create x@example.com", { RONDO_PASSWORD: "short" })).rejects.toMatchObject({
    code: "PASSWORD_WEAK",
  });
  await expect(rondo("export nonsense")).rejects.toThrow('"nonsense" is not an application key');
  for (const line of ["app list more", "user create acme#shop", "account create", "export acme#shop --since never"]) {
    await expect(rondo(line), line).rejects.toThrow(/takes/);
  }
});

it("[CL2] writes an application's messages as lines of JSON", async () => {
  expect(await rondo("export acme#shop --since 2026-11-01")).toBe('{"end":true,"count":0}\n');
});

it("[OL1] what is done at the command line is in the log, too", async () => {
  const password = "chosen-by-me-1";
  await rondo("account create third@example.com --organisation acme", { RONDO_PASSWORD: password });
  const server = await startServer(
    readConfig(["dev", "--data", dir, "--port", "0"], {}).config,
    pino({ level: "silent" }),
  );
  const body = JSON.stringify({ email: "third@example.com", password });
  const answer = await fetch(`${server.rest}/console/api/login`, { method: "POST", body });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  const log = await fetch(`${server.rest}/console/api/organisations/acme/operations?limit=100`, {
    headers: { cookie },
  });
  const { items } = (await log.json()) as { items: Array<{ actor: string; action: string }> };
  expect(items.map(({ actor, action }) => `${actor}: ${action}`)).toEqual([
    "command line: member.joined",
    "command line: messages.exported",
    "command line: organisation.created",
    "command line: user.created",
    "command line: app.secret-rotated",
    "command line: app.created",
  ]);
  await server.close();
});
