import { createHash, randomBytes, randomInt, randomUUID, timingSafeEqual } from "node:crypto";
import { formatAppKey, parseAppKey } from "@rondo/protocol";
import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { LoadingCache } from "../../kernel/loading-cache.ts";
import type { ServerKeys } from "../../kernel/server-keys.ts";
import type { DataCentres } from "../data-centres/index.ts";
import type { Apps, ClientCredentials, ClientFacts, Description, NewApp } from "./api.ts";
import { type AppChanges, type AppRow, type AppTables, appStore } from "./apps.store.ts";
import {
  type App,
  type AppRecord,
  type AppSettings,
  parseSettings,
  readSettings,
  type SecretSetting,
  secretSettings,
  withoutSecrets,
} from "./settings.ts";

const SECRET_PURPOSE = "client secret";
const SETTING_PURPOSE = "secret setting";
/** Also bounds what requests for applications that do not exist can make us remember. */
const MAX_CACHED = 10_000;
const MAX_AGE_MS = 30_000;
const MAX_EPOCH = 2 ** 47;
/** Where most of those live who come from the compatible service. */
const DEFAULT_TIME_ZONE = "Asia/Shanghai";

interface Entry {
  readonly app: AppRecord;
  readonly clientId: string;
  readonly sealedClientSecret: string;
  readonly secretMadeAt: number;
  readonly previous: { readonly sealed: string; readonly until: number } | undefined;
  /** Those it has of its own. */
  readonly sealedSettings: Partial<Record<SecretSetting, string>>;
}

interface Deps {
  readonly database: Database;
  readonly keys: ServerKeys;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Settings of an application that has none of its own. */
  readonly defaults: AppSettings;
  readonly dataCentres: Pick<DataCentres, "hereId" | "check">;
}

/**
 * Applications.
 *
 * A client secret is stored encrypted (with a key that is not in the database) and not hashed, because the dynamic tokens
 * that customers compute themselves are SHA-256 over a text that contains the secret: to check one, we need the text.
 */
export class AppService implements Apps {
  private readonly deps: Deps;
  private readonly cache: LoadingCache<Entry | undefined>;

  constructor(deps: Deps) {
    this.deps = deps;
    this.cache = new LoadingCache({
      load: (appKey) => this.load(appKey),
      maxEntries: MAX_CACHED,
      maxAgeMs: MAX_AGE_MS,
      clock: deps.clock,
    });
    deps.bus.subscribe("app.changed", ({ app }) => this.cache.forget(app));
  }

  async find(appKey: string): Promise<App | undefined> {
    if (parseAppKey(appKey) === undefined) return undefined;
    return (await this.cache.get(appKey))?.app;
  }

  async findById(id: string): Promise<App | undefined> {
    const row = await appStore.findById(this.db(), id);
    return row && this.toApp(row);
  }

  async get(appKey: string): Promise<App> {
    const { app } = await this.getEntry(appKey);
    if (app.isDisabled) throw new AppError("FORBIDDEN", "the application is disabled");
    return app;
  }

  checkPlace(app: App): void {
    this.deps.dataCentres.check(app);
  }

  async getRecord(appKey: string): Promise<AppRecord> {
    return (await this.getEntry(appKey)).app;
  }

  async list(org: string, text: string | undefined): Promise<AppRecord[]> {
    return (await appStore.list(this.db(), org, text)).map((row) => this.toApp(row));
  }

  count(org: string): Promise<number> {
    return appStore.count(this.db(), org);
  }

  listOrgs(): Promise<string[]> {
    return appStore.listOrgs(this.db());
  }

  listDue(now: number): Promise<string[]> {
    return appStore.listDue(this.db(), now);
  }

  async create(wanted: NewApp) {
    const { keys, clock } = this.deps;
    const appKey = formatAppKey({ org: wanted.org, app: wanted.name });
    if (parseAppKey(appKey) === undefined) {
      throw new AppError("INVALID_ARGUMENT", "org and name hold 1 to 64 letters, digits, '-', '_' and '.'");
    }
    const settings = parseSettings(wanted.settings);

    const credentials = { clientId: randomCredential(16), clientSecret: randomCredential(24) };
    const now = clock.now();
    const row: AppRow = {
      appKey,
      id: randomUUID(),
      org: wanted.org,
      name: wanted.name,
      clientId: credentials.clientId,
      sealedClientSecret: keys.seal(SECRET_PURPOSE, credentials.clientSecret, appKey),
      settings: JSON.stringify(this.sealed(appKey, settings)),
      isDisabled: 0,
      // Random, so that an application made anew under an old name does not honour the old one's tokens.
      tokenEpoch: randomInt(MAX_EPOCH),
      createdAt: now,
      modifiedAt: now,
      title: wanted.title ?? "",
      description: wanted.description ?? "",
      timeZone: checkTimeZone(wanted.timeZone ?? DEFAULT_TIME_ZONE),
      dataCentre: wanted.dataCentre ?? this.deps.dataCentres.hereId,
      deletesAt: null,
      deletedAt: null,
      secretMadeAt: now,
      sealedPreviousSecret: null,
      previousSecretUntil: null,
    };
    if (!(await appStore.insert(this.db(), row))) throw new AppError("APP_EXISTS");
    this.changed(appKey);
    return { app: this.toApp(row), ...credentials };
  }

  async changeSettings(appKey: string, settings: Partial<AppSettings>): Promise<App> {
    const changes = this.sealed(appKey, parseSettings(settings));
    const row = await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<AppTables>();
      const before = await appStore.find(db, appKey);
      if (before === undefined) return undefined;
      const merged = { ...readSettings(before.settings), ...changes };
      return appStore.update(db, appKey, { settings: JSON.stringify(merged), modifiedAt: this.deps.clock.now() });
    });
    return this.afterChange(appKey, row);
  }

  setDisabled(appKey: string, isDisabled: boolean): Promise<AppRecord> {
    return this.update(appKey, { isDisabled: isDisabled ? 1 : 0 });
  }

  async describe(appKey: string, { title, description, timeZone }: Partial<Description>): Promise<AppRecord> {
    return this.update(appKey, {
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      ...(timeZone === undefined ? {} : { timeZone: checkTimeZone(timeZone) }),
    });
  }

  setDeletion(appKey: string, at: number | undefined): Promise<AppRecord> {
    return this.update(appKey, { deletesAt: at ?? null });
  }

  async markDeleted(appKey: string): Promise<void> {
    const deletedAt = this.deps.clock.now();
    await this.update(appKey, { deletedAt, sealedClientSecret: "", sealedPreviousSecret: null, settings: "{}" });
  }

  async rotateSecret(appKey: string, { previousValidMs }: { previousValidMs: number }): Promise<string> {
    const { keys, clock, database } = this.deps;
    const secret = randomCredential(24);
    const now = clock.now();
    const isKept = previousValidMs > 0;
    const row = await database.inTransaction(async (tx) => {
      const db = tx.query<AppTables>();
      const before = await appStore.find(db, appKey);
      if (before === undefined) return undefined;
      return appStore.update(db, appKey, {
        sealedClientSecret: keys.seal(SECRET_PURPOSE, secret, appKey),
        secretMadeAt: now,
        sealedPreviousSecret: isKept ? before.sealedClientSecret : null,
        previousSecretUntil: isKept ? now + previousValidMs : null,
        ...(isKept ? {} : { tokenEpoch: randomInt(MAX_EPOCH) }),
        modifiedAt: now,
      });
    });
    this.afterChange(appKey, row);
    return secret;
  }

  async endRotation(appKey: string): Promise<void> {
    await this.update(appKey, { sealedPreviousSecret: null, previousSecretUntil: null });
  }

  async verifyClient(appKey: string, credentials: ClientCredentials): Promise<void> {
    const { clientId, secrets } = await this.getSecrets(appKey);
    if (!equal(clientId, credentials.clientId)) throw new AppError("CLIENT_ID_MISMATCH");
    // All are compared, so that the time does not tell which.
    const matches = secrets.map((secret) => equal(secret, credentials.clientSecret));
    if (!matches.includes(true)) throw new AppError("CLIENT_SECRET_MISMATCH");
  }

  async getSecrets(appKey: string): Promise<{ clientId: string; secrets: readonly string[] }> {
    const entry = await this.getEntry(appKey);
    const { clientId, sealedClientSecret } = entry;
    const previous = this.previousOf(entry);
    const sealed = [sealedClientSecret, ...(previous === undefined ? [] : [previous.sealed])];
    return { clientId, secrets: sealed.map((each) => this.deps.keys.unseal(SECRET_PURPOSE, each, appKey)) };
  }

  async getClient(appKey: string): Promise<ClientFacts> {
    const entry = await this.getEntry(appKey);
    const { clientId, secretMadeAt } = entry;
    return { clientId, secretMadeAt, previousSecretUntil: this.previousOf(entry)?.until };
  }

  async getCredentials(appKey: string): Promise<ClientCredentials> {
    const entry = await this.getEntry(appKey);
    const clientSecret = this.deps.keys.unseal(SECRET_PURPOSE, entry.sealedClientSecret, appKey);
    return { clientId: entry.clientId, clientSecret };
  }

  async getSecret(appKey: string, name: SecretSetting): Promise<string> {
    const { keys, defaults } = this.deps;
    const { sealedSettings } = await this.getEntry(appKey);
    const sealed = sealedSettings[name];
    if (sealed === undefined) return defaults[name];
    return sealed === "" ? "" : keys.unseal(SETTING_PURPOSE, sealed, `${appKey}/${name}`);
  }

  /** With what is secret in them as it is stored. */
  private sealed(appKey: string, settings: Partial<AppSettings>): Partial<AppSettings> {
    const sealed = { ...settings };
    for (const name of secretSettings) {
      const text = settings[name];
      if (text) sealed[name] = this.deps.keys.seal(SETTING_PURPOSE, text, `${appKey}/${name}`);
    }
    return sealed;
  }

  private previousOf({ previous }: Entry): Entry["previous"] {
    return previous !== undefined && previous.until > this.deps.clock.now() ? previous : undefined;
  }

  private async update(appKey: string, changes: AppChanges): Promise<AppRecord> {
    const all = { ...changes, modifiedAt: this.deps.clock.now() };
    return this.afterChange(appKey, await appStore.update(this.db(), appKey, all));
  }

  private async getEntry(appKey: string): Promise<Entry> {
    const entry = parseAppKey(appKey) && (await this.cache.get(appKey));
    if (entry === undefined) throw new AppError("APP_NOT_FOUND");
    return entry;
  }

  private async load(appKey: string): Promise<Entry | undefined> {
    const row = await appStore.find(this.db(), appKey);
    if (row === undefined) return undefined;
    const { clientId, sealedClientSecret, secretMadeAt, sealedPreviousSecret, previousSecretUntil } = row;
    const previous =
      sealedPreviousSecret === null ? undefined : { sealed: sealedPreviousSecret, until: previousSecretUntil ?? 0 };
    const settings = readSettings(row.settings);
    const own = secretSettings.filter((name) => settings[name] !== undefined);
    const sealedSettings = Object.fromEntries(own.map((name) => [name, settings[name]]));
    return { app: this.toApp(row), clientId, sealedClientSecret, secretMadeAt, previous, sealedSettings };
  }

  private afterChange(appKey: string, row: AppRow | undefined): AppRecord {
    if (row === undefined) throw new AppError("APP_NOT_FOUND");
    this.changed(appKey);
    return this.toApp(row);
  }

  private changed(appKey: string): void {
    this.deps.bus.publish("app.changed", { app: appKey });
  }

  private toApp(row: AppRow): AppRecord {
    return {
      id: row.id,
      appKey: row.appKey,
      org: row.org,
      name: row.name,
      settings: withoutSecrets({ ...this.deps.defaults, ...readSettings(row.settings) }),
      isDisabled: row.isDisabled !== 0 || row.deletesAt !== null,
      tokenEpoch: row.tokenEpoch,
      title: row.title,
      description: row.description,
      timeZone: row.timeZone,
      dataCentre: row.dataCentre === "" ? this.deps.dataCentres.hereId : row.dataCentre,
      deletesAt: row.deletesAt ?? undefined,
      createdAt: row.createdAt,
    };
  }

  private db() {
    return this.deps.database.query<AppTables>();
  }
}

/** `YXA6` is base64 of `ap:`; old code and people know client ids and secrets by it. */
function randomCredential(bytes: number): string {
  return Buffer.concat([Buffer.from("ap:"), randomBytes(bytes)]).toString("base64url");
}

/** @throws AppError INVALID_ARGUMENT for one that is not of the IANA list. */
function checkTimeZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone && timeZone;
  } catch (cause) {
    throw new AppError("INVALID_ARGUMENT", "timeZone is not one of the IANA list", { cause });
  }
}

/** In a time that does not depend on where the texts differ, nor on their lengths. */
function equal(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
