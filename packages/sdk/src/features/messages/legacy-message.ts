import { nextLocalId } from "../../core/local-id.ts";
import { create } from "./create.ts";
import type { CreateParams, SendBody } from "./types.ts";

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
    if (type === "read" || type === "delivery") body.ackId = String(options.ackId || options.id || "");
    else {
      body.chatType = options.chatType || "singleChat";
      body.time = Date.now();
    }
    this.value = options.msg || options.file || "";
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
