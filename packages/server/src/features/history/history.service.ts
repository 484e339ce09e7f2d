import type { Clock } from "../../kernel/clock.ts";
import { compareIds } from "../../kernel/ids.ts";
import { conversationTimeline, type Entry, type MessageKind, type Timelines } from "../../timeline/index.ts";
import type { Conversations } from "../conversations/api.ts";
import { notifyOwnDevices, withBodyMeta } from "../messages/index.ts";

/** A user's view of the conversation with another. */
export interface View {
  readonly app: string;
  readonly user: string;
  readonly peer: string;
}

export interface PageQuery extends View {
  /** Exclusive; undefined: from the newest, or from the oldest when `oldestFirst`. */
  readonly from: string | undefined;
  readonly oldestFirst: boolean;
  readonly limit: number;
  /** Undefined: all. */
  readonly kinds: readonly MessageKind[] | undefined;
  /** Epoch milliseconds, both inclusive. */
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
}

export interface Page {
  /** Encoded metas. */
  readonly metas: readonly Uint8Array[];
  /** Where the next page goes on; "" when there was never anything. */
  readonly nextKey: string;
  readonly isLast: boolean;
}

interface Deps {
  readonly timelines: Timelines;
  readonly conversations: Pick<Conversations, "wholeReadUpTo" | "removeAll">;
  readonly clock: Clock;
}

/** What was said in a conversation, as one side sees it, and what that side removes from its view (SPEC.md, HI). */
export class HistoryService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  async page(query: PageQuery): Promise<Page> {
    const { app, user, peer, limit, ...range } = query;
    const timeline = conversationTimeline(app, user, peer);
    const found = await this.deps.timelines.history({ ...range, timeline, user, limit: limit + 1, sender: undefined });
    const entries = found.slice(0, limit);
    return {
      metas: await this.withReceipts(query, timeline, { entries }),
      nextKey: entries.at(-1)?.id ?? query.from ?? "",
      isLast: found.length <= limit,
    };
  }

  /** Hides messages from the user's own history and tells the user's other devices. Unknown ids are ignored. */
  async removeByIds(view: View, removal: { ids: readonly string[]; resource: string | undefined }): Promise<void> {
    const { app, user, peer } = view;
    const timeline = conversationTimeline(app, user, peer);
    await this.deps.timelines.hide({ app, user, timeline, ids: removal.ids });
    await this.tellDevices(view, removal.resource);
  }

  /** As `removeByIds`, for everything up to a time (epoch ms). A time to come means now: no message hides in advance. */
  async removeUpTo(view: View, removal: { at: number; resource: string | undefined }): Promise<void> {
    const { app, user, peer } = view;
    const at = Math.min(removal.at, this.deps.clock.now());
    await this.deps.timelines.hideBefore({ app, user, timeline: conversationTimeline(app, user, peer), at });
    await this.tellDevices(view, removal.resource);
  }

  /**
   * Empties the user's history and conversation list. There is no event by which clients could tell their user's other
   * devices so.
   */
  async removeEverything(app: string, user: string): Promise<void> {
    const { timelines, conversations, clock } = this.deps;
    await timelines.hideBefore({ app, user, timeline: undefined, at: clock.now() });
    await conversations.removeAll(app, user);
  }

  /** Own messages say whether they have arrived and been read; what others wrote goes out as it is stored. */
  private async withReceipts(view: View, timeline: string, { entries }: { entries: readonly Entry[] }) {
    const own = entries.filter(({ sender }) => sender === view.user && view.peer !== view.user);
    if (own.length === 0) return entries.map(({ meta }) => meta);
    const { app, user, peer } = view;
    const { timelines, conversations } = this.deps;
    const ids = own.map(({ id }) => id);
    const [read, delivered, readUpTo] = await Promise.all([
      timelines.refs({ timeline, kind: "read", ids, exceptSender: user }),
      timelines.refs({ timeline, kind: "delivered", ids, exceptSender: user }),
      conversations.wholeReadUpTo(app, peer, { timeline }),
    ]);
    const isOwn = new Set(ids);
    return entries.map(({ id, meta }) => {
      if (!isOwn.has(id)) return meta;
      if (read.has(id) || compareIds(id, readUpTo) <= 0) return withBodyMeta(meta, { isDelivered: true, isRead: true });
      return delivered.has(id) ? withBodyMeta(meta, { isDelivered: true }) : meta;
    });
  }

  private async tellDevices({ app, user, peer }: View, resource: string | undefined): Promise<void> {
    const data = { to: peer, chatType: "chat", resource: resource ?? "" };
    await notifyOwnDevices(this.deps.timelines, { app, user, resource }, [{ type: "roaming_delete", data }]);
  }
}
