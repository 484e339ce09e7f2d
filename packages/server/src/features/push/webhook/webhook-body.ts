import { createHash, createHmac } from "node:crypto";
import type { Notice } from "../api.ts";

/**
 * A notice as its application's server gets it (SPEC.md, PU17). The members have the names of the compatible service's push
 * callbacks, and so has the signature; those that it does not have follow after `payload`.
 *
 * `at` is when it is sent, in epoch milliseconds.
 */
export function webhookRequest(
  notice: Notice,
  { unread, key, at }: { unread: number; key: string; at: number },
): { headers: Record<string, string>; body: string } {
  const { app, conversation, message } = notice;
  const callId = `${app}_${message.id}`;
  const isGroup = conversation.kind === "chatgroup";
  const body = JSON.stringify({
    callId,
    appkey: app,
    step: "notice",
    chat_type: isGroup ? "groupchat" : "chat",
    from: message.from,
    target: notice.user,
    ...(isGroup ? { group_id: conversation.target } : {}),
    msg_id: message.id,
    // Made by toRestMessage.
    payload: JSON.parse(message.payload) as unknown,
    msg_timestamp: message.timestamp,
    sender_name: notice.senderName,
    title: notice.title,
    content: notice.content,
    language: notice.language ?? "",
    mentioned: notice.isMentioned,
    unread,
    devices: notice.devices,
    timestamp: at,
    ...(key === "" ? {} : { securityVersion: "1.0.0", security: md5(`${callId}${key}${at}`) }),
  });
  const json = { "content-type": "application/json" };
  // The compatible signature vouches for who calls, not for what is said.
  return { body, headers: key === "" ? json : { ...json, "x-rondo-signature": `sha256=${hmac(key, body)}` } };
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

function hmac(key: string, body: string): string {
  return createHmac("sha256", key).update(body).digest("hex");
}
