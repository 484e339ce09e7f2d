import { createHash, randomBytes, randomInt, randomUUID, timingSafeEqual } from "node:crypto";
import { formatAppKey, parseAppKey } from "@rondo/protocol";
import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { LoadingCache } from "../../kernel/loading-cache.ts";
import type { ServerKeys } from "../../kernel/server-keys.ts";
import type { Apps, ClientCredentials } from "./api.ts";
import { type AppRow, type AppTables, appStore } from "./apps.store.ts";
import {
  type App,
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

interface Entry {
  readonly app: App;
  readonly clientId: string;
  readonly sealedClientSecret: string;
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

  async create(wanted: { org: string; name: string; settings: Partial<AppSettings> }) {
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

  async setDisabled(appKey: string, isDisabled: boolean): Promise<App> {
    const changes = { isDisabled: isDisabled ? 1 : 0, modifiedAt: this.deps.clock.now() };
    return this.afterChange(appKey, await appStore.update(this.db(), appKey, changes));
  }

  async verifyClient(appKey: string, credentials: ClientCredentials): Promise<void> {
    const entry = await this.getEntry(appKey);
    if (!equal(entry.clientId, credentials.clientId)) throw new AppError("CLIENT_ID_MISMATCH");
    if (!equal(this.unseal(entry), credentials.clientSecret)) throw new AppError("CLIENT_SECRET_MISMATCH");
  }

  async getCredentials(appKey: string): Promise<ClientCredentials> {
    const entry = await this.getEntry(appKey);
    return { clientId: entry.clientId, clientSecret: this.unseal(entry) };
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

  private unseal(entry: Entry): string {
    return this.deps.keys.unseal(SECRET_PURPOSE, entry.sealedClientSecret, entry.app.appKey);
  }

  private async getEntry(appKey: string): Promise<Entry> {
    const entry = parseAppKey(appKey) && (await this.cache.get(appKey));
    if (entry === undefined) throw new AppError("APP_NOT_FOUND");
    return entry;
  }

  private async load(appKey: string): Promise<Entry | undefined> {
    const row = await appStore.find(this.db(), appKey);
    if (row === undefined) return undefined;
    const { clientId, sealedClientSecret } = row;
    const { translationKey, voiceToTextKey, rtcTokenKey } = readSettings(row.settings);
    const sealedSettings = withoutUndefined({ translationKey, voiceToTextKey, rtcTokenKey });
    return { app: this.toApp(row), clientId, sealedClientSecret, sealedSettings };
  }

  private afterChange(appKey: string, row: AppRow | undefined): App {
    if (row === undefined) throw new AppError("APP_NOT_FOUND");
    this.changed(appKey);
    return this.toApp(row);
  }

  private changed(appKey: string): void {
    this.deps.bus.publish("app.changed", { app: appKey });
  }

  private toApp(row: AppRow): App {
    return {
      id: row.id,
      appKey: row.appKey,
      org: row.org,
      name: row.name,
      settings: withoutSecrets({ ...this.deps.defaults, ...readSettings(row.settings) }),
      isDisabled: row.isDisabled !== 0,
      tokenEpoch: row.tokenEpoch,
    };
  }

  private db() {
    return this.deps.database.query<AppTables>();
  }
}

function withoutUndefined(given: Record<SecretSetting, string | undefined>): Partial<Record<SecretSetting, string>> {
  return Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined));
}

/** `YXA6` is base64 of `ap:`; old code and people know client ids and secrets by it. */
function randomCredential(bytes: number): string {
  return Buffer.concat([Buffer.from("ap:"), randomBytes(bytes)]).toString("base64url");
}

/** In a time that does not depend on where the texts differ, nor on their lengths. */
function equal(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
