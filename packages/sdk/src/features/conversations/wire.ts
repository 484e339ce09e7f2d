import type { Client } from "../../core/client.ts";

/** A message inside a REST answer (REST 8.1). */
export interface RestMessage {
  readonly id?: string;
  /** JSON text. */
  readonly payload?: string;
  readonly [member: string]: unknown;
}

/** An entry of the conversation lists (REST 5.4.1). */
export interface Channel {
  readonly session_to?: string;
  readonly session_type?: string;
  readonly is_top?: boolean;
  readonly update_top_status_time?: number;
  readonly unread_num?: number;
  readonly marks?: readonly string[];
  readonly meta?: RestMessage;
  readonly [member: string]: unknown;
}

/** A page of conversations, as answered. Nothing of it may be missing but the members of an entry. */
export interface ChannelPage {
  readonly channel_infos?: readonly Channel[];
  readonly cursor?: string;
}

/** The mark numbered `n`, as the server calls it. */
export const markName = (mark: number): string => `mark_${mark}`;
export const markNumber = (name: string): number => Number(name.slice(markName(0).length - 1));

/** `chat` and what a group is called, which differs between endpoints. */
export const typeName = <Group extends string>(chatType: string, group: Group): "chat" | Group =>
  chatType === "singleChat" ? "chat" : group;

/** A last message nobody can read must not cost the user the list. */
export function readable<Message>(client: Client, meta: RestMessage | undefined, read: () => Message): Message | null {
  try {
    return meta && Object.keys(meta).length > 0 ? read() : null;
  } catch (error) {
    client.log.warn("the last message of a conversation cannot be read", { id: meta?.id, error: String(error) });
    return null;
  }
}
