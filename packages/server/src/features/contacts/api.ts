import type { SendGuard } from "../messages/api.ts";

/** What the rest of the server asks of contacts and blocklists. */
export interface Contacts {
  /** Refuses what somebody sends to a user who has blocked the sender. */
  readonly blocklistGuard: SendGuard;
  /** Where the application wants it, refuses what is sent to somebody who is no contact. */
  readonly contactsGuard: SendGuard;
  /** Removes all relations of a removed account; its contacts are told. May be called again. */
  forgetUser(app: string, user: string): Promise<void>;
}
