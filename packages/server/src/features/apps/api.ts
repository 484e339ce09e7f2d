import type { App, AppSettings, SecretSetting } from "./settings.ts";

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Apps {
  /** Served from memory after the first look. */
  find(appKey: string): Promise<App | undefined>;
  /** By the UUID. Not served from memory. */
  findById(id: string): Promise<App | undefined>;
  /** @throws AppError APP_NOT_FOUND, or FORBIDDEN when it is disabled. */
  get(appKey: string): Promise<App>;
  /** @throws AppError INVALID_ARGUMENT for a name or setting that is not allowed, APP_EXISTS. */
  create(app: {
    org: string;
    name: string;
    settings: Partial<AppSettings>;
  }): Promise<{ app: App; clientId: string; clientSecret: string }>;
  /**
   * Settings that are not named stay as they are.
   *
   * @throws AppError APP_NOT_FOUND, INVALID_ARGUMENT.
   */
  changeSettings(appKey: string, settings: Partial<AppSettings>): Promise<App>;
  /** A disabled application refuses all calls and its tokens mean nothing. @throws AppError APP_NOT_FOUND. */
  setDisabled(appKey: string, isDisabled: boolean): Promise<App>;
  /** @throws AppError CLIENT_ID_MISMATCH or CLIENT_SECRET_MISMATCH. */
  verifyClient(appKey: string, credentials: ClientCredentials): Promise<void>;
  /** For checking dynamic tokens and for showing them to the application's owner. @throws AppError APP_NOT_FOUND. */
  getCredentials(appKey: string): Promise<ClientCredentials>;
  /** A secret setting in clear; "": not set. @throws AppError APP_NOT_FOUND. */
  getSecret(appKey: string, name: SecretSetting): Promise<string>;
}
