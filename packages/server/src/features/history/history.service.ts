import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { compareIds } from "../../kernel/ids.ts";
import {
  conversationTimeline,
  type Entry,
  groupTimeline,
  type MessageKind,
  roomTimeline,
  type Timelines,
  threadTimeline,
} from "../../timeline/index.ts";
import type { Conversations } from "../conversations/api.ts";
import { roamingDeleteEvent } from "../conversations/index.ts";
import { historyForm, type MessageExtras, notifyOwnDevices, withBodyMeta } from "../messages/index.ts";
import type { Mucs } from "../muc/index.ts";
import type { Place } from "./queue.ts";

/** A user's view of a conversation, group or room. */
export interface View {
  readonly app: string;
  readonly user: string;
  readonly place: Place;
}

export interface PageQuery extends View {
  /** Exclusive; undefined: from the newest, or from the oldest when `oldestFirst`. */
  readonly from: string | undefined;
  readonly oldestFirst: boolean;
  readonly limit: number;
  /** Undefined: all. */
  readonly kinds: readonly MessageKind[] | undefined;
  /** Only what this user wrote; undefined: all. */
  readonly sender: string | undefined;
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
  readonly mucs: Pick<Mucs, "find" | "isMember">;
  readonly extras: readonly MessageExtras[];
  readonly clock: Clock;
}

/** What was said in a conversation or group, as one of those in it sees it, and what that one removes from the view (SPEC.md, HI). */
export class HistoryService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** @throws AppError FORBIDDEN to who is no member of the group. */
  async page(query: PageQuery): Promise<Page> {
    const { app: _, user, place, limit, ...range } = query;
    const timeline = await this.timelineOf(query);
    const found = await this.deps.timelines.history({ ...range, timeline, user, limit: limit + 1 });
    const entries = found.slice(0, limit).map((entry) => ({ ...entry, meta: historyForm(entry) }));
    const metas =
      place.type === "user" ? await this.withReceipts(query, timeline, { ...place, entries }) : metasOf(entries);
    return {
      metas: await this.withExtras(query, entries, metas),
      nextKey: entries.at(-1)?.id ?? query.from ?? "",
      isLast: found.length <= limit,
    };
  }

  /**
   * Hides messages from the user's own history and tells the user's other devices. Unknown ids are ignored.
   *
   * @throws AppError FORBIDDEN to who is no member of the group.
   */
  async removeByIds(view: View, removal: { ids: readonly string[]; resource: string | undefined }): Promise<void> {
    const { app, user } = view;
    await this.deps.timelines.hide({ app, user, timeline: await this.timelineOf(view), ids: removal.ids });
    await this.tellDevices(view, removal.resource);
  }

  /** As `removeByIds`, for everything up to a time (epoch ms). A time to come means now: no message hides in advance. */
  async removeUpTo(view: View, removal: { at: number; resource: string | undefined }): Promise<void> {
    const { app, user } = view;
    const at = Math.min(removal.at, this.deps.clock.now());
    await this.deps.timelines.hideBefore({ app, user, timeline: await this.timelineOf(view), at });
    await this.tellDevices(view, removal.resource);
  }

  /** Empties the user's history and conversation list; the other devices are told of each conversation. */
  async removeEverything(owner: { app: string; user: string; resource: string | undefined }): Promise<void> {
    await this.deps.conversations.removeAll(owner);
  }

  /** Clients recognise the sentence; what does not exist is said to have no members. */
  private async timelineOf({ app, user, place }: View): Promise<string> {
    if (place.type === "user") return conversationTimeline(app, user, place.peer);
    const { mucs } = this.deps;
    const muc = await mucs.find(app, place.id);
    if (muc === undefined || !(await mucs.isMember(app, place.id, user))) {
      throw new AppError("FORBIDDEN", `users [${user}] are not members of this group!`);
    }
    if (muc.type === "thread") return threadTimeline(app, muc.id);
    return muc.type === "group" ? groupTimeline(app, muc.id) : roomTimeline(app, muc.id);
  }

  /** Own messages say whether they have arrived and been read; what others wrote goes out as it is stored. */
  private async withReceipts(
    { app, user }: View,
    timeline: string,
    { peer, entries }: { peer: string; entries: readonly Entry[] },
  ): Promise<Uint8Array[]> {
    const own = entries.filter(({ sender }) => sender === user && peer !== user);
    if (own.length === 0) return metasOf(entries);
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

  /** Reactions, threads and the like, which are kept beside the messages. `metas` are those of the entries. */
  private async withExtras(
    { app, user }: View,
    entries: readonly Entry[],
    metas: readonly Uint8Array[],
  ): Promise<readonly Uint8Array[]> {
    const ids = entries.map(({ id }) => id);
    const found = await Promise.all(this.deps.extras.map((extras) => extras.of({ app, user }, ids)));
    if (found.every(({ size }) => size === 0)) return metas;
    return metas.map((meta, i) => {
      const members = Object.assign({}, ...found.map((extras) => extras.get(ids[i] ?? "")));
      return Object.keys(members).length === 0 ? meta : withBodyMeta(meta, members);
    });
  }

  private async tellDevices({ app, user, place }: View, resource: string | undefined): Promise<void> {
    const partner =
      place.type === "user"
        ? ({ type: "chat", peer: place.peer } as const)
        : ({ type: "groupchat", peer: place.id } as const);
    await notifyOwnDevices(this.deps.timelines, { app, user, resource }, [roamingDeleteEvent(partner, resource)]);
  }
}

function metasOf(entries: readonly Entry[]): Uint8Array[] {
  return entries.map(({ meta }) => meta);
}
