/**
 * Timeline keys: `org#app/c/alice/bob` for a conversation, `org#app/g/4711` for a group, `org#app/t/4713` for a thread,
 * `org#app/r/4712` for a chat room, `org#app/u/alice` for a user's own events.
 */
import { Memo } from "../kernel/memo.ts";
import type { TimelineKey } from "./timeline.ts";

/** Both sides of a one-to-one conversation share one timeline. A conversation with oneself is one's own timeline. */
export function conversationTimeline(app: string, a: string, b: string): TimelineKey {
  if (a === b) return userTimeline(app, a);
  return a < b ? `${app}/c/${a}/${b}` : `${app}/c/${b}/${a}`;
}

export function userTimeline(app: string, user: string): TimelineKey {
  return `${app}/u/${user}`;
}

/** Its members have cursors in it; see `timelineMembers`. */
export function groupTimeline(app: string, group: string): TimelineKey {
  return `${app}/g/${group}`;
}

/** As a group's; a thread hangs on a message of a group, and is no conversation of its own in lists. */
export function threadTimeline(app: string, thread: string): TimelineKey {
  return `${app}/t/${thread}`;
}

/** History only: nobody has a cursor in a room, whoever is in it and online receives. */
export function roomTimeline(app: string, room: string): TimelineKey {
  return `${app}/r/${room}`;
}

export type ParsedTimeline =
  | { readonly type: "conversation"; readonly app: string; readonly users: readonly [string, string] }
  | { readonly type: "user"; readonly app: string; readonly user: string }
  | { readonly type: "group"; readonly app: string; readonly id: string }
  | { readonly type: "thread"; readonly app: string; readonly id: string }
  | { readonly type: "room"; readonly app: string; readonly id: string };

/** Every message is asked for its timeline several times. */
const parsed = new Memo<TimelineKey, ParsedTimeline>(20_000);

/** @throws RangeError when the text is not a key made here. */
export function parseTimeline(key: TimelineKey): ParsedTimeline {
  let timeline = parsed.get(key);
  if (timeline === undefined) {
    timeline = parse(key);
    parsed.set(key, timeline);
  }
  return timeline;
}

function parse(key: TimelineKey): ParsedTimeline {
  const [app, type, first, second] = key.split("/");
  if (app !== undefined && first !== undefined) {
    if (type === "u") return { type: "user", app, user: first };
    if (type === "g") return { type: "group", app, id: first };
    if (type === "t") return { type: "thread", app, id: first };
    if (type === "r") return { type: "room", app, id: first };
    if (type === "c" && second !== undefined) return { type: "conversation", app, users: [first, second] };
  }
  throw new RangeError(`not a timeline key: ${key}`);
}
