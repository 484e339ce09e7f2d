import { kindOf } from "./kinds.ts";
import type { ChatType, Received } from "./types.ts";

const CHAT_TYPES: Record<ChatType, string> = { singleChat: "chat", groupChat: "groupchat", chatRoom: "chatroom" };

/** The callback of `listen` for a message. */
export const legacyEvent = (event: string): string => event.replace("Image", "Picture");

/** What the callback of `listen` is called with (official API 4.4); undefined: there is none for this type of message. */
export function toLegacy(message: Received): Record<string, unknown> | undefined {
  const { contentsType, oldMembers } = kindOf(message.type);
  if (message.type === "combine") return undefined;
  const { id, chatType, from, to, ext, time, msgConfig, onlineState } = message;
  const payload: Record<string, unknown> = {
    id,
    type: CHAT_TYPES[chatType],
    contentsType,
    from,
    to,
    ext,
    time: String(time),
    onlineState,
  };
  // Custom messages are younger than these members.
  if (message.type !== "custom") {
    Object.assign(payload, { msgConfig: msgConfig ?? null, error: false, errorText: "", errorCode: 0 });
  }
  // Numbers that are not there were empty texts.
  for (const member of oldMembers)
    payload[member] = message[member] || message[member] === false ? message[member] : "";
  if (message.type === "txt") payload.data = payload.sourceMsg = message.msg;
  return payload;
}
