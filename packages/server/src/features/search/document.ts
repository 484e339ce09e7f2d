import { createHash } from "node:crypto";
import { decode, MessageBody, type MessageBodyContent, Meta } from "@rondo/protocol";
import { type Entry, type MessageKind, messageKinds, parseTimeline, type TimelineKey } from "../../timeline/index.ts";
import type { Document } from "./search-index.ts";
import { tokensOf } from "./words.ts";

/** What people look for: nobody reads commands. */
export const searchedKinds: readonly MessageKind[] = messageKinds.filter((kind) => kind !== "cmd");

export function isSearched(kind: string): kind is MessageKind {
  return (searchedKinds as readonly string[]).includes(kind);
}

/** Nobody is a member of a room for good: who reads there reads its history. */
export function isFollowed(timeline: TimelineKey): boolean {
  return parseTimeline(timeline).type !== "room";
}

/** The words of a message: what it says, what its file is called, where its place is. */
export function textOf(meta: Uint8Array): string {
  const body = decode(MessageBody, decode(Meta, meta).payload ?? new Uint8Array());
  return (body.contents ?? []).map(wordsOf).join("\n");
}

function wordsOf(content: MessageBodyContent): string {
  const { text, displayName, address, buildingName, title, summary, customEvent } = content;
  return [text, displayName, address, buildingName, title, summary, customEvent].filter(Boolean).join("\n");
}

/** How the index knows a message. */
export function documentOf(entry: Entry): Document {
  const { app } = parseTimeline(entry.timeline);
  const facets = [...scopesOf(entry.timeline), facet.sender(app, entry.sender), facet.kind(entry.kind)];
  return { id: entry.id, facets, tokens: tokensOf(textOf(entry.meta)) };
}

/**
 * Whose searches can come across it. A conversation of two carries its people, so that somebody with ten thousand
 * conversations asks for one thing and not for ten thousand; anything with more members is asked for by itself.
 */
function scopesOf(timeline: TimelineKey): string[] {
  const parsed = parseTimeline(timeline);
  if (parsed.type === "conversation") {
    return [facet.timeline(timeline), ...parsed.users.map((user) => facet.user(parsed.app, user))];
  }
  if (parsed.type === "user") return [facet.timeline(timeline), facet.user(parsed.app, parsed.user)];
  return [facet.timeline(timeline)];
}

/** Short names of what is the same for many messages; a hash, because names hold what is no token. */
export const facet = {
  user: (app: string, user: string) => `u${short(`${app}/${user}`)}`,
  sender: (app: string, user: string) => `s${short(`${app}/${user}`)}`,
  timeline: (timeline: TimelineKey) => `t${short(timeline)}`,
  kind: (kind: string) => `k${kind}`,
};

/** 80 bits: two names with the same one cost a look at the record, which decides. */
function short(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 20);
}
