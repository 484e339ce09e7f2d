import type { Client } from "../../core/client.ts";
import { fromJson, type JsonMessage, type Received } from "../messages/index.ts";
import type { RestMessage } from "./wire.ts";

/** The last message of a conversation. @throws SyntaxError when its payload is no JSON. */
export function lastMessageOf(client: Client, meta: RestMessage | undefined): Received | null {
  const payload = meta?.payload;
  // Checked member by member where it is read.
  const message = { ...meta, payload: payload === undefined ? undefined : JSON.parse(payload) } as JsonMessage;
  return fromJson(client, message) ?? null;
}

/** As the old list has it: the extension of a custom message, and what a group is called, stay what they are on the wire. */
export function oldLastMessageOf(client: Client, meta: RestMessage | undefined): Received | null {
  const message = lastMessageOf(client, meta);
  if (message?.type === "custom" && meta?.payload !== undefined) {
    const { bodies } = JSON.parse(meta.payload) as { bodies?: ReadonlyArray<{ customExts?: unknown }> };
    message.customExts = bodies?.[0]?.customExts;
  }
  // No type of chat: one of the places where the old API says it otherwise.
  if (message?.chatType === "groupChat") Object.assign(message, { chatType: "groupchat" });
  return message;
}
