import type { MessageBody, Meta, Refusal } from "@rondo/protocol";
import type { Device } from "../../timeline/index.ts";
import type { AppSettings } from "../apps/settings.ts";

/** Who sends: a device with a session, and the rules of its application. */
export interface Sender {
  readonly device: Device;
  readonly settings: AppSettings;
}

export type Ack =
  | {
      readonly ok: true;
      readonly id: string;
      readonly at: number;
      /** Encoded metas that go back with the ack (MSync 4.7). */
      readonly metas: readonly Uint8Array[];
    }
  | { readonly ok: false; readonly code: number; readonly reason: string };

export interface Submission {
  /**
   * Settles when the meta has its place in the order; undefined: it has it already. The next meta of the same
   * connection is submitted after that, never before: this is what keeps a sender's messages in order.
   */
  readonly placed: Promise<void> | undefined;
  /** Settles after the commit; never rejects. */
  readonly ack: Promise<Ack>;
}

/** Takes uplink metas of one namespace. */
export interface Uplinks {
  submit(sender: Sender, meta: Meta): Submission;
}

export interface Messages extends Uplinks {
  /** Takes one uplink meta of namespace CHAT: a message, receipt, recall or edit. */
  submit(sender: Sender, meta: Meta): Submission;
  /** A JSON event (MSync 7.3) for those devices of a user that are connected now; the others never learn of it. */
  notifyConnected(to: { app: string; user: string }, json: unknown): void;
}

/**
 * A rule of another feature that may refuse what one user sends to another: blocked, not a contact. Guards are asked in
 * the order of one array, in server.ts; the first refusal counts.
 */
export interface SendGuard {
  /** Undefined: nothing speaks against it. `body.type` tells messages from receipts, recalls and edits. */
  check(
    sender: Sender,
    to: string,
    body: MessageBody,
  ): Pick<Refusal, "code" | "reason"> | undefined | Promise<Pick<Refusal, "code" | "reason"> | undefined>;
}

/** What messages know of a read receipt for a message of a group that asks for them. */
export interface GroupReceipt {
  readonly group: string;
  readonly message: string;
  /** Who wrote the message, and when (epoch ms). */
  readonly sender: string;
  readonly sentAt: number;
  readonly reader: Device;
  /** Text of the reader's own. */
  readonly content: string | undefined;
}

/** Who counts the readers of messages of groups. */
export interface GroupReceipts {
  /** Resolves after the commit. Reading again changes nothing. */
  add(receipt: GroupReceipt): Promise<void>;
}

/** What another feature has to show with messages in histories and lists, as members of `MessageBody.meta` (MSync 6.5). */
export interface MessageExtras {
  /** By message id; for these messages, which are the user's to see. */
  of(
    owner: { app: string; user: string },
    messageIds: readonly string[],
  ): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>>;
}

/** What messages ask of groups and rooms, which decide who may write there. */
export interface MucGate {
  /**
   * Whether the sender may do in the group or room what the body says, now. Who receives it is in memory afterwards, so
   * that what is appended reaches everybody at once.
   */
  admit(sender: Sender, id: string, message: { body: MessageBody; meta: Meta }): MucAdmission | Promise<MucAdmission>;
}

export type MucAdmission =
  | {
      readonly ok: true;
      readonly type: "group" | "room" | "thread";
      /** Owner or administrator: may take back what others wrote. */
      readonly isModerator: boolean;
      /** The room is overloaded: only the sender sees this one. */
      readonly isShed: boolean;
      /** Members that the server puts into the `meta` of the body (MSync 6.5); undefined: none. */
      readonly bodyMeta: Readonly<Record<string, unknown>> | undefined;
    }
  | ({ readonly ok: false } & Pick<Refusal, "code" | "reason">);
