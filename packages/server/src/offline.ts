/** The data directory without a server on it: for commands, while the server is stopped. */
import { randomBytes } from "node:crypto";
import type { OperationAction } from "@rondo/protocol/console";
import { pino } from "pino";
import { LocalBus } from "./cluster/bus.ts";
import type { Config } from "./config.ts";
import { createAccounts } from "./features/accounts/index.ts";
import { createApps } from "./features/apps/index.ts";
import { ConsoleMessages, type MessageFilter } from "./features/console/index.ts";
import { DataCentres } from "./features/data-centres/index.ts";
import { Operations } from "./features/operations/index.ts";
import { createOrganisations } from "./features/organisations/index.ts";
import { createUsers } from "./features/users/index.ts";
import { systemClock } from "./kernel/clock.ts";
import type { Actor } from "./kernel/console.ts";
import { openSqlite } from "./kernel/database/sqlite/index.ts";
import { AppError } from "./kernel/errors.ts";
import { openServerKeys } from "./kernel/server-keys.ts";
import { migrations } from "./server.ts";
import { openTimelines, Records } from "./timeline/index.ts";

/** Whoever has the data directory has every right: there is no account behind it. */
const OPERATOR: Actor = { accountId: undefined, name: "command line", address: "" };
const DAY_MS = 24 * 60 * 60 * 1000;

interface NewCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What an operator does without a browser. Everything is in the operation log of its organisation. */
export interface Offline {
  /** @throws AppError APP_EXISTS, INVALID_ARGUMENT. */
  createApp(key: { org: string; app: string }): Promise<NewCredentials>;
  listApps(): Promise<ReadonlyArray<{ appKey: string; dataCentre: string; isDisabled: boolean; users: number }>>;
  /** The previous one stays good for a day. @throws AppError APP_NOT_FOUND. */
  rotateSecret(appKey: string): Promise<NewCredentials>;
  /** Confirmed, and owner of the organisation if one is named. @throws AppError MEMBER_EXISTS when the address has one, PASSWORD_WEAK. */
  createAccount(wanted: { email: string; password: string; organisation: string | undefined }): Promise<void>;
  /** @throws AppError APP_NOT_FOUND, USER_EXISTS, INVALID_ARGUMENT. */
  createUser(appKey: string, wanted: { username: string; password: string }): Promise<void>;
  /** Lines of JSON. @throws AppError APP_NOT_FOUND. */
  export(appKey: string, filter: MessageFilter): AsyncGenerator<string>;
  close(): Promise<void>;
}

/** @throws Error with a sentence for the operator: the directory is in use, or was written by a newer version. */
export async function openOffline(config: Config): Promise<Offline> {
  const clock = systemClock;
  const { dataDir, passwordCost, nodeId, appDefaults } = config;
  const database = await openSqlite({ dir: dataDir, migrations });
  const keys = await openServerKeys(dataDir, { now: clock.now() });
  const bus = new LocalBus();
  const log = pino({ level: "silent" });
  const timelines = await openTimelines({ database, clock, nodeId, log });
  const dataCentres = new DataCentres(config.dataCentres);
  const apps = createApps({ database, keys, bus, clock, defaults: appDefaults, dataCentres }).api;
  const users = createUsers({
    database,
    apps,
    bus,
    clock,
    passwordCost,
    sessions: { isOnline: () => false, list: () => [] },
    forget: async () => {
      // Only the whole server knows what it keeps of a user.
      throw new AppError(
        "CONCURRENT_CREATION",
        "the removal of a user of that name is not finished: start the server once",
      );
    },
  });
  const operations = new Operations({ database, clock, nodeId });
  const { accounts, sessions, post } = createAccounts({
    database,
    keys,
    passwords: users.passwords,
    operations,
    organisationsOf: async () => [],
    mail: undefined,
    isDevelopment: false,
    isOpen: false,
    clock,
    log,
  });
  const countApps = (org: string): Promise<number> => apps.count(org);
  const organisations = createOrganisations({ database, accounts, sessions, post, operations, countApps, clock }).api;
  const messages = new ConsoleMessages({
    apps,
    timelines,
    records: new Records(database),
    search: undefined,
    operations,
  });

  async function record(appKey: string, action: OperationAction, object = ""): Promise<void> {
    const { org } = await apps.getRecord(appKey);
    await operations.record({ actor: OPERATOR, org, appKey, action, object });
  }

  return {
    async createApp({ org, app: name }) {
      const { app, clientId, clientSecret } = await apps.create({ org, name, settings: {} });
      await record(app.appKey, "app.created");
      return { clientId, clientSecret };
    },
    async listApps() {
      const found = await Promise.all((await apps.listOrgs()).map((org) => apps.list(org, undefined)));
      return Promise.all(
        found.flat().map(async ({ appKey, dataCentre, isDisabled }) => {
          return { appKey, dataCentre, isDisabled, users: await users.finder.count(appKey) };
        }),
      );
    },
    async rotateSecret(appKey) {
      const clientSecret = await apps.rotateSecret(appKey, { previousValidMs: DAY_MS });
      await record(appKey, "app.secret-rotated");
      return { clientId: (await apps.getClient(appKey)).clientId, clientSecret };
    },
    async createAccount({ email, password, organisation }) {
      const row = await accounts.prepare({ email, password, name: undefined, language: undefined });
      await database.inTransaction(async (tx) => {
        if (!(await accounts.addConfirmed(row, tx)))
          throw new AppError("MEMBER_EXISTS", `${email} has an account already`);
        if (organisation !== undefined)
          await organisations.addOwner(OPERATOR, { name: organisation, ownerId: row.id }, tx);
      });
    },
    async createUser(appKey, { username, password }) {
      await apps.getRecord(appKey);
      const user = await users.api.register(appKey, { username, password, nickname: undefined });
      await record(appKey, "user.created", user.username);
    },
    async *export(appKey, filter) {
      yield* messages.export(OPERATOR, appKey, filter);
    },
    async close() {
      await timelines.close();
      await database.close();
    },
  };
}

/** One that can be typed, and has all kinds of characters that are asked for. */
export function newPassword(): string {
  return `${randomBytes(9).toString("hex").slice(0, 12)}-Rd7`;
}
