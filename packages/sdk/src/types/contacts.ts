/** Contacts and the blocklist. */
import type { AsyncResult, Callbacks, ErrorEvent, Jid, UserId } from "./common.ts";

export interface ContactMsgBody {
  type: "subscribe" | "unsubscribed" | "subscribed";
  to: string;
  from: string;
  /** Of an invitation: what the inviter says. */
  status?: string;
}

export interface ContactItem {
  userId: UserId;
  /** What the user calls the contact; empty: nothing. */
  remark: string;
}

export interface CursorContactsResult {
  /** For the next page; empty after the last. */
  cursor?: string;
  contacts: ContactItem[];
}

/** A contact in the list of old. `jid` is that of the user who asks. */
export interface RosterData {
  name: string;
  subscription: "both";
  jid: Jid;
}

export interface OperateResult {
  /** Who is on the list now. */
  userIds: UserId[];
}

interface Names {
  /** One user, or several. */
  name: UserId | UserId[];
}

export interface ContactMethods {
  /** Invites a user; `onContactInvited` there. Rejects with 204 for nobody, 603 when one is blocked, 50 when there are too many. */
  addContact(to: string, message?: string): Promise<void>;
  deleteContact(to: string): Promise<void>;
  removeRoster(to: string): Promise<void>;
  acceptContactInvite(to: string): Promise<void>;
  acceptInvitation(to: string): Promise<void>;
  declineContactInvite(to: string): Promise<void>;
  declineInvitation(to: string): Promise<void>;
  /** Rejects with 221 for who is no contact, 50 for a text that is too long. An empty text takes the remark away. */
  setContactRemark(options: { userId: UserId; remark: string }): Promise<void>;
  getAllContacts(): Promise<AsyncResult<ContactItem[]>>;
  /** `pageSize`: 1 to 50, default 20. */
  getContactsWithCursor(options: { pageSize?: number; cursor?: string }): Promise<AsyncResult<CursorContactsResult>>;
  /** The ids; `success` gets more. */
  getContacts(params?: {
    success?: (contacts: RosterData[]) => void;
    error?: (error: ErrorEvent) => void;
  }): Promise<AsyncResult<UserId[]>>;
  getRoster(params?: {
    success?: (contacts: RosterData[]) => void;
    error?: (error: ErrorEvent) => void;
  }): Promise<AsyncResult<UserId[]>>;
  getBlocklist(params?: Callbacks<AsyncResult<UserId[]>>): Promise<AsyncResult<UserId[]>>;
  getBlacklist(params?: Callbacks<AsyncResult<UserId[]>>): Promise<AsyncResult<UserId[]>>;
  /** Who is blocked cannot write or invite. */
  addUsersToBlocklist(options: Names): Promise<AsyncResult<OperateResult>>;
  addUsersToBlacklist(options: Names): Promise<AsyncResult<OperateResult>>;
  addToBlackList(options: Names): Promise<AsyncResult<OperateResult>>;
  removeUserFromBlocklist(options: Names): Promise<void>;
  removeUserFromBlackList(options: Names): Promise<void>;
  removeFromBlackList(options: Names): Promise<void>;
}
