import { userTimeline } from "./keys.ts";
import type { TimelineKey } from "./timeline.ts";

export const SLOTS = 256;

/**
 * The shard slot of a timeline. Every key of the timeline tables begins with it, so that slots can live on different
 * nodes one day. Stored: the function can never change.
 */
export function slotOf(timeline: TimelineKey): number {
  // FNV-1a over UTF-16 units; the upper half is folded in because the lowest bits of FNV alone mix poorly.
  let hash = 0x811c9dc5;
  for (let i = 0; i < timeline.length; i++) hash = Math.imul(hash ^ timeline.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & (SLOTS - 1);
}

/** What belongs to a user (devices, cursors, memberships) lives in the slot of the user's own timeline. */
export function userSlot(app: string, user: string): number {
  return slotOf(userTimeline(app, user));
}
