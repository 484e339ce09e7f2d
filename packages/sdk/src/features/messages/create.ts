import { nextLocalId } from "../../core/local-id.ts";
import { isContentType } from "./kinds.ts";
import type { CreateParams, SendBody } from "./types.ts";

export const RECEIPTS = ["read", "delivery", "channel"];

/** A message to be sent, with an id of its own. What is no kind of message gives an empty object, as it always did. */
export function create(options: CreateParams): SendBody {
  const { type } = options;
  const isReceipt = RECEIPTS.indexOf(type) >= 0;
  // The official SDK's answer to what it does not know; `send` refuses it.
  if (!isReceipt && !isContentType(type)) return {} as SendBody;
  const given = options as unknown as SendBody & { id?: string };
  const body: SendBody = {
    ...given,
    id: nextLocalId(),
    from: given.from || "",
    chatType: given.chatType || "singleChat",
  };
  if (type === "read" || type === "delivery") body.ackId = String(given.ackId ?? given.id ?? "");
  else body.time = Date.now();
  return body;
}

/**
 * A message the old way: `new message(type, id)`, then `set({…})`, then `conn.send(message.body)`.
 */
export class LegacyMessage {
  id: string;
  type: SendBody["type"];
  value: unknown = "";
  body?: SendBody;

  constructor(type: SendBody["type"], id?: string) {
    this.type = type;
    this.id = id || nextLocalId();
  }

  set(options: Partial<SendBody> & { to: string; id?: string }): void {
    const { id, type } = this;
    const body: SendBody = { ...options, id, type };
    if (type === "read" || type === "delivery") body.ackId = String(options.ackId ?? options.id ?? "");
    else {
      body.chatType = options.chatType || "singleChat";
      body.time = Date.now();
    }
    this.value = options.msg ?? options.file ?? "";
    this.body = body;
  }

  /** `groupchat` makes it a message to a group. */
  setGroup(group: string): void {
    if (this.body) this.body.group = group;
  }

  setChatType(chatType: NonNullable<SendBody["chatType"]>): void {
    if (this.body) this.body.chatType = chatType;
  }

  static create = create;

  static createOldMsg(options: CreateParams): SendBody {
    const message = new LegacyMessage(options.type, String(options.id || ""));
    message.set(options as unknown as SendBody);
    return message.body as SendBody; // has just been set
  }
}
