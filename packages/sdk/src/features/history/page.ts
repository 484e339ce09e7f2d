import { CONFERENCE_DOMAIN, decode, fromBase64, Meta, MetaNameSpace, USER_DOMAIN } from "@rondo/protocol";
import { userOf } from "../../core/calls.ts";
import type { Client } from "../../core/client.ts";
import { restOf } from "../../core/rest-client.ts";
import type { Received } from "../messages/index.ts";
import { toHistoryMessage } from "./to-message.ts";

/** Typed `undefined`, as the official SDK leaves out what the server does. */
export interface Page {
  cursor: string | undefined;
  messages: Received[];
  isLast: boolean | undefined;
}

/** One page of what the server keeps (REST MSG-1), in its order. */
export async function askPage(client: Client, body: Record<string, unknown>): Promise<Page> {
  const { data } = await restOf(client).request<{
    data?: { msgs?: { msg?: string }[]; next_key?: string; is_last?: boolean };
  }>({ method: "POST", path: `/users/${userOf(client)}/messageroaming`, body });
  const { msgs = [], next_key: cursor, is_last: isLast } = data || {};
  const messages: Received[] = [];
  for (const { msg } of msgs) {
    const message = msg && read(client, msg);
    if (message) messages.push(message);
  }
  return { cursor, messages, isLast };
}

export const queueOf = (target: string, isGroup: boolean): string =>
  `${target}@${isGroup ? CONFERENCE_DOMAIN : USER_DOMAIN}`;

/** One message that cannot be read must not cost the user the page. */
function read(client: Client, text: string): Received | undefined {
  try {
    const bytes = fromBase64(text);
    if (!bytes) throw new Error("it is not base64");
    const meta = decode(Meta, bytes);
    if (meta.ns !== MetaNameSpace.CHAT) return undefined;
    const message = toHistoryMessage(client, meta);
    // It has been shown, or is about to be: should it still be on its way, it is not new any more.
    if (message && meta.id) client.seen.add(meta.id);
    return message;
  } catch (error) {
    client.log.warn("a message of the history cannot be read", { error: String(error) });
    return undefined;
  }
}
