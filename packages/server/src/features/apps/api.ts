import type { App, AppSettings } from "./settings.ts";

export interface Apps {
  /** Served from memory after the first look. */
  find(appKey: string): Promise<App | undefined>;
  /** @throws AppError APP_NOT_FOUND, or FORBIDDEN when it is disabled. */
  get(appKey: string): Promise<App>;
  /** The secret is answered once, here, and stored as a hash. */
  create(app: {
    org: string;
    name: string;
    settings: Partial<AppSettings>;
  }): Promise<{ app: App; clientId: string; clientSecret: string }>;
  /** @throws AppError CLIENT_ID_MISMATCH or CLIENT_SECRET_MISMATCH. */
  verifyClient(appKey: string, credentials: { clientId: string; clientSecret: string }): Promise<void>;
}
