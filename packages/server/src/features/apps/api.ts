import type { App, AppRecord, AppSettings, SecretSetting } from "./settings.ts";

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What people read about an application. */
export interface Description {
  readonly title: string;
  readonly description: string;
  readonly timeZone: string;
}

export interface NewApp extends Partial<Description> {
  readonly org: string;
  readonly name: string;
  readonly settings: Partial<AppSettings>;
  /** Undefined: the one of this node. */
  readonly dataCentre?: string;
}

/** About the client secret, without it. */
export interface ClientFacts {
  readonly clientId: string;
  readonly secretMadeAt: number;
  /** During a rotation; undefined: there is one secret. */
  readonly previousSecretUntil: number | undefined;
}

export interface Apps {
  /** Served from memory after the first look. */
  find(appKey: string): Promise<App | undefined>;
  /** By the UUID. Not served from memory. */
  findById(id: string): Promise<App | undefined>;
  /** @throws AppError APP_NOT_FOUND, or FORBIDDEN when it is disabled. */
  get(appKey: string): Promise<App>;
  /** @throws AppError INVALID_ARGUMENT for a name or setting that is not allowed, APP_EXISTS (also for a deleted one). */
  create(app: NewApp): Promise<{ app: App; clientId: string; clientSecret: string }>;
  /** @throws AppError OTHER_DATA_CENTRE naming the right addresses, when this node is not for it. */
  checkPlace(app: App): void;
  /** Also of a disabled one. @throws AppError APP_NOT_FOUND. */
  getRecord(appKey: string): Promise<AppRecord>;
  /** Of an organisation, by name; `text` is part of a name or title. */
  list(org: string, text: string | undefined): Promise<AppRecord[]>;
  count(org: string): Promise<number>;
  /** Organisations that have applications, whether the console knows them or not. */
  listOrgs(): Promise<string[]>;
  /** What is not named stays as it is. @throws AppError APP_NOT_FOUND, INVALID_ARGUMENT. */
  describe(appKey: string, description: Partial<Description>): Promise<AppRecord>;
  /** Disables it at once; at that time it is deleted. Undefined: not any more. @throws AppError APP_NOT_FOUND. */
  setDeletion(appKey: string, at: number | undefined): Promise<AppRecord>;
  /** Those whose time has come. */
  listDue(now: number): Promise<string[]>;
  /** For good: what it stands for is gone already. Its key stays taken. @throws AppError APP_NOT_FOUND. */
  markDeleted(appKey: string): Promise<void>;
  /**
   * Settings that are not named stay as they are.
   *
   * @throws AppError APP_NOT_FOUND, INVALID_ARGUMENT.
   */
  changeSettings(appKey: string, settings: Partial<AppSettings>): Promise<App>;
  /** A disabled application refuses all calls and its tokens mean nothing. @throws AppError APP_NOT_FOUND. */
  setDisabled(appKey: string, isDisabled: boolean): Promise<App>;
  /**
   * A new client secret. The previous one is good for so long, too; with 0 it is not, and the application's tokens are void: it
   * has become known to somebody. @throws AppError APP_NOT_FOUND.
   */
  rotateSecret(appKey: string, options: { previousValidMs: number }): Promise<string>;
  /** The previous secret is good no more. @throws AppError APP_NOT_FOUND. */
  endRotation(appKey: string): Promise<void>;
  getClient(appKey: string): Promise<ClientFacts>;
  /** All client secrets that are good now: one, or two during a rotation. @throws AppError APP_NOT_FOUND. */
  getSecrets(appKey: string): Promise<{ clientId: string; secrets: readonly string[] }>;
  /** @throws AppError CLIENT_ID_MISMATCH or CLIENT_SECRET_MISMATCH. */
  verifyClient(appKey: string, credentials: ClientCredentials): Promise<void>;
  /** The id and the newest secret. @throws AppError APP_NOT_FOUND. */
  getCredentials(appKey: string): Promise<ClientCredentials>;
  /** A secret setting in clear; "": not set. @throws AppError APP_NOT_FOUND. */
  getSecret(appKey: string, name: SecretSetting): Promise<string>;
}
