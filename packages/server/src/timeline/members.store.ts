import { type Kysely, sql } from "kysely";
import { slotOf, userSlot } from "./slots.ts";
import type { TimelineTables } from "./tables.ts";
import type { TimelineKey } from "./timeline.ts";

interface Membership {
  readonly app: string;
  readonly timeline: TimelineKey;
  readonly users: readonly string[];
}

/** Rows per statement: an engine takes some thousand values at once. */
const STEP = 500;

/**
 * Who has a timeline in the queues of his devices, for groups. Called inside the transaction that changes the group, so
 * that a member is one in both places or in neither.
 */
export const timelineMembers = {
  /**
   * From here on these users receive what is appended; what was before is not delivered to them. `hidesHistory`: they do
   * not see it in the history either. Who is a member already keeps his place.
   */
  async join(
    db: Kysely<TimelineTables>,
    { app, timeline, users, hidesHistory }: Membership & { readonly hidesHistory: boolean },
  ): Promise<void> {
    if (users.length === 0) return;
    // The newest entry of all timelines at this point of the order of commits.
    const newest = sql<string>`(select coalesce(max(id), 0) from timeline_entry)`;
    const timelineSlot = slotOf(timeline);
    for (let i = 0; i < users.length; i += STEP) {
      const some = users.slice(i, i + STEP);
      await db
        .insertInto("timelineMember")
        .values(
          some.map((username) => ({
            slot: userSlot(app, username),
            app,
            username,
            timeline,
            timelineSlot,
            since: newest,
          })),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      if (!hidesHistory) continue;
      await db
        .insertInto("timelineHiddenBefore")
        .values(some.map((username) => ({ slot: timelineSlot, timeline, username, upTo: newest })))
        .onConflict((conflict) =>
          conflict
            .columns(["slot", "timeline", "username"])
            .doUpdateSet({ upTo: sql<string>`excluded.up_to` })
            .whereRef("excluded.upTo", ">", "timelineHiddenBefore.upTo"),
        )
        .execute();
    }
  },

  /** These users receive nothing more of it, not even what was still to come. Who is no member is ignored. */
  async leave(db: Kysely<TimelineTables>, { app, timeline, users }: Membership): Promise<void> {
    for (const username of users) {
      await db
        .deleteFrom("timelineMember")
        .where("slot", "=", userSlot(app, username))
        .where("app", "=", app)
        .where("username", "=", username)
        .where("timeline", "=", timeline)
        .execute();
    }
  },
};
