import { afterEach, beforeEach, expect, it } from "vitest";
import { LocalBus } from "../../cluster/bus.ts";
import type { Database } from "../../kernel/database/database.ts";
import { openSqlite } from "../../kernel/database/sqlite/index.ts";
import { ServerKeys } from "../../kernel/server-keys.ts";
import { type Apps, appsMigrations, createApps, defaultAppSettings } from "./index.ts";

let database: Database;
let bus: LocalBus;
let apps: Apps;
const keys = ServerKeys.ephemeral();
const clock = { now: () => 1000 };

beforeEach(async () => {
  database = await openSqlite({ dir: ":memory:", migrations: appsMigrations });
  bus = new LocalBus();
  apps = createApps({ database, keys, bus, clock }).api;
});
afterEach(() => database.close());

it("[AU1] makes an application that is found by key and by id", async () => {
  expect(await apps.find("org#app")).toBeUndefined();
  const { app } = await apps.create({ org: "org", name: "app", settings: { registration: "open" } });
  expect(app).toMatchObject({ appKey: "org#app", org: "org", name: "app", isDisabled: false });
  expect(app.settings).toEqual({ ...defaultAppSettings, registration: "open" });
  expect(await apps.find("org#app")).toEqual(app);
  expect(await apps.findById(app.id)).toEqual(app);
  expect(await apps.find("org#App"), "keys are case-sensitive").toBeUndefined();
  expect(await apps.find("no key")).toBeUndefined();
});

it("[AU1] refuses bad names, unknown settings and a second one of the same key", async () => {
  const create = (org: string, name: string, settings = {}) => apps.create({ org, name, settings });
  await expect(create("o/rg", "app")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  await expect(create("org", "a#b")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  await expect(create("org", "app", { maxEdits: -1 })).rejects.toMatchObject({ description: "maxEdits must be >= 0" });
  await expect(create("org", "app", { color: "red" })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  await create("org", "app");
  await expect(create("org", "app")).rejects.toMatchObject({ code: "APP_EXISTS" });
});

it("checks credentials, and stores the secret so that the database alone does not show it", async () => {
  const { clientId, clientSecret } = await apps.create({ org: "org", name: "app", settings: {} });
  await apps.verifyClient("org#app", { clientId, clientSecret });
  await expect(apps.verifyClient("org#app", { clientId: "x", clientSecret })).rejects.toMatchObject({
    code: "CLIENT_ID_MISMATCH",
  });
  await expect(apps.verifyClient("org#app", { clientId, clientSecret: clientId })).rejects.toMatchObject({
    code: "CLIENT_SECRET_MISMATCH",
  });
  expect(await apps.getCredentials("org#app")).toEqual({ clientId, clientSecret });
  const rows = await database.query<{ app: Record<string, unknown> }>().selectFrom("app").selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(clientSecret);
});

it("keeps settings that are not named, and shows changes at once, on every node", async () => {
  const elsewhere = createApps({ database, keys, bus, clock }).api;
  await apps.create({ org: "org", name: "app", settings: { maxEdits: 3 } });
  expect((await elsewhere.find("org#app"))?.settings.maxEdits).toBe(3);
  await apps.changeSettings("org#app", { recallWindowMs: 5 });
  expect((await elsewhere.find("org#app"))?.settings).toMatchObject({ maxEdits: 3, recallWindowMs: 5 });
  await apps.setDisabled("org#app", true);
  await expect(elsewhere.get("org#app")).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(apps.changeSettings("org#app", { maxEdits: -1 })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  await expect(apps.changeSettings("org#none", {})).rejects.toMatchObject({ code: "APP_NOT_FOUND" });
  await expect(apps.get("org#none")).rejects.toMatchObject({ code: "APP_NOT_FOUND" });
});

it("takes what an application has not decided from the operator, and the rest from us", async () => {
  await apps.create({ org: "org", name: "app", settings: { maxEdits: 3 } });
  const defaults = { maxEdits: 7, recallWindowMs: 5 };
  const configured = createApps({ database, keys, bus, clock, defaults }).api;
  const settings = { ...defaultAppSettings, maxEdits: 3, recallWindowMs: 5 };
  expect((await configured.find("org#app"))?.settings).toEqual(settings);
});

it("reads settings that a newer version has written, without those it does not know", async () => {
  await apps.create({ org: "org", name: "app", settings: {} });
  const settings = JSON.stringify({ maxEdits: 7, fromTheFuture: true });
  await database.query<{ app: { settings: string } }>().updateTable("app").set({ settings }).execute();
  bus.publish("app.changed", { app: "org#app" });
  expect((await apps.find("org#app"))?.settings).toEqual({ ...defaultAppSettings, maxEdits: 7 });
});

it("keeps secret settings encrypted, out of what is shown, and gives them out by name", async () => {
  const defaults = { voiceToTextKey: "the operator's" };
  const configured = createApps({ database, keys, bus, clock, defaults }).api;
  await configured.create({ org: "org", name: "app", settings: { translationKey: "first secret" } });
  await configured.changeSettings("org#app", { rtcTokenKey: "second secret", maxEdits: 3 });
  const { settings } = await configured.get("org#app");
  expect(settings).toMatchObject({ translationKey: "", rtcTokenKey: "", voiceToTextKey: "", maxEdits: 3 });
  expect(await configured.getSecret("org#app", "translationKey")).toBe("first secret");
  expect(await configured.getSecret("org#app", "rtcTokenKey")).toBe("second secret");
  expect(await configured.getSecret("org#app", "voiceToTextKey")).toBe("the operator's");
  const rows = await database.query<{ app: Record<string, unknown> }>().selectFrom("app").selectAll().execute();
  expect(JSON.stringify(rows)).not.toMatch(/first secret|second secret/);
  await configured.changeSettings("org#app", { translationKey: "", voiceToTextKey: "" });
  expect(await configured.getSecret("org#app", "translationKey")).toBe("");
  expect(await configured.getSecret("org#app", "voiceToTextKey")).toBe("");
});

it("takes only http addresses for the services it is to call", async () => {
  const create = (translationUrl: string) => apps.create({ org: "org", name: "app", settings: { translationUrl } });
  for (const url of ["file:///etc/passwd", "translate.example.com", "http://", "https://a b"]) {
    await expect(create(url)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  }
  const { app } = await create("https://translate.example.com/api");
  expect(app.settings.translationUrl).toBe("https://translate.example.com/api");
});
