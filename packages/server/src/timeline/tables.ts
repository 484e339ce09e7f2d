/**
 * The rows of the timeline tables. 64-bit integers (`id`, `ref`, `base`, `position`, `up_to`, `since`) are given as decimal text,
 * which both engines compare as numbers, and must be read with a cast to text.
 */
export interface TimelineTables {
  timelineEntry: {
    slot: number;
    timeline: string;
    id: string;
    at: number;
    kind: string;
    sender: string;
    resource: string;
    ref: string | null;
    audience: string | null;
    audienceResource: string | null;
    edits: number;
    meta: Uint8Array;
  };
  timelineIndex: { slot: number; timeline: string; id: string };
  timelineRef: { slot: number; timeline: string; ref: string; id: string };
  timelineMember: {
    slot: number;
    app: string;
    username: string;
    timeline: string;
    timelineSlot: number;
    since: string;
  };
  timelineDevice: {
    slot: number;
    app: string;
    username: string;
    floor: number;
    resource: string;
    id: string;
    base: string;
    seenAt: number;
  };
  timelineCursor: { slot: number; device: string; timeline: string; position: string };
  timelineHidden: { slot: number; timeline: string; username: string; id: string };
  timelineHiddenBefore: { slot: number; timeline: string; username: string; upTo: string };
  timelineExpired: { app: string; upTo: string };
  timelineNode: { node: number; lastId: string; skewMs: number };
}
