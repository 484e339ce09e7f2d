import { normalizeUserId } from "@rondo/protocol";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { isId } from "../../kernel/ids.ts";
import {
  conversationTimeline,
  type Entry,
  groupTimeline,
  messageKinds,
  roomTimeline,
  type Timelines,
} from "../../timeline/index.ts";
import type { ConversationEvents } from "../messages/index.ts";
import type { Mucs } from "../muc/index.ts";
import { type Pin, type PinTables, pinStore as store } from "./pins.store.ts";

/** Of one conversation (limits, section 2). */
const MAX_PINS = 20;

export type PlaceType = "chat" | "groupchat" | "chatroom";

/** Who acts, and where. */
export interface View {
  readonly app: string;
  readonly user: string;
  readonly type: PlaceType;
  /** The other user, the group or the room. */
  readonly to: string;
  readonly resource: string | undefined;
}

export interface PinnedMessage extends Pin {
  readonly entry: Entry;
}

interface Deps {
  readonly database: Database;
  readonly timelines: Pick<Timelines, "find" | "findVisible">;
  readonly mucs: Pick<Mucs, "find" | "isMember">;
  readonly events: ConversationEvents;
  readonly clock: Clock;
}

/** Messages kept in front of a conversation, for everybody in it (SPEC.md, PI). */
export class PinService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** @throws AppError PIN_ILLEGAL for what is no message of this place, MESSAGE_PIN_LIMIT, and for who is not in it. */
  async pin(view: View, messageId: string): Promise<void> {
    const { database, clock } = this.deps;
    const timeline = await this.enter(view, { toChange: true });
    const [message] = await this.visible(view, timeline, [messageId]);
    if (message === undefined) throw new AppError("PIN_ILLEGAL");
    const pinnedAt = clock.now();
    await database.inTransaction(async (tx) => {
      const db = tx.query<PinTables>();
      const pins = await store.list(db, timeline);
      const isNew = !pins.some((each) => each.message === messageId);
      if (isNew && pins.length >= MAX_PINS) throw new AppError("MESSAGE_PIN_LIMIT");
      await store.add(db, timeline, { message: messageId, operator: view.user, pinnedAt });
    });
    await this.tell(view, timeline, { op: "pin", messageId, at: pinnedAt, audience: message.audience });
  }

  /** @throws AppError PIN_NOT_FOUND, and for who is not in that place. */
  async unpin(view: View, messageId: string): Promise<void> {
    const timeline = await this.enter(view, { toChange: true });
    const [message] = await this.visible(view, timeline, [messageId]);
    // What was said to others is pinned for them.
    const isRemoved = message !== undefined && (await store.remove(this.db, timeline, messageId));
    if (!isRemoved) throw new AppError("PIN_NOT_FOUND");
    const at = this.deps.clock.now();
    await this.tell(view, timeline, { op: "pin_delete", messageId, at, audience: message.audience });
  }

  /** Newest pin first, without those the user cannot see. @throws AppError for who is not in that place. */
  async list(
    view: View,
    page: { after: string | undefined; limit: number },
  ): Promise<{ items: readonly PinnedMessage[]; next: string | undefined }> {
    const timeline = await this.enter(view, { toChange: false });
    const pins = await store.list(this.db, timeline);
    const entries = await this.visible(
      view,
      timeline,
      pins.map(({ message }) => message),
    );
    const entryOf = new Map(entries.map((entry) => [entry.id, entry]));
    const items = pins.flatMap((pin): PinnedMessage[] => {
      const entry = entryOf.get(pin.message);
      return entry === undefined ? [] : [{ ...pin, entry }];
    });
    const start = page.after === undefined ? 0 : items.findIndex(({ message }) => message === page.after) + 1;
    const shown = items.slice(start, start + page.limit);
    return { items: shown, next: start + shown.length < items.length ? shown.at(-1)?.message : undefined };
  }

  /** These messages are gone. */
  async forgetMessages(timeline: string, messageIds: readonly string[]): Promise<void> {
    for (const id of messageIds) await store.remove(this.db, timeline, id);
  }

  /** The timeline of a place the user is in. The sentence is the one clients recognise. */
  private async enter({ app, user, type, to }: View, { toChange }: { toChange: boolean }): Promise<string> {
    if (type === "chat") {
      const peer = normalizeUserId(to);
      if (peer === undefined) throw new AppError("INVALID_ARGUMENT", "to is not a user id");
      return conversationTimeline(app, user, peer);
    }
    const { mucs } = this.deps;
    const isGroup = type === "groupchat";
    const muc = await mucs.find(app, to);
    if (muc === undefined || (muc.type === "room") === isGroup) {
      throw new AppError(isGroup ? "GROUP_NOT_FOUND" : "ROOM_NOT_FOUND", `grpID ${to} does not exist!`);
    }
    if (!(await mucs.isMember(app, to, user))) {
      throw new AppError("FORBIDDEN", `users [${user}] are not members of this group!`);
    }
    if (toChange && muc.isDisabled) throw new AppError("MUC_DISABLED");
    return isGroup ? groupTimeline(app, to) : roomTimeline(app, to);
  }

  /** Nobody has a room among his own timelines, so membership, which was asked, has to do. */
  private async visible({ app, user, type }: View, timeline: string, ids: readonly string[]): Promise<Entry[]> {
    const { timelines } = this.deps;
    const legal = ids.filter(isId);
    if (type !== "chatroom") {
      return (await timelines.findVisible({ app, user, ids: legal })).filter((entry) => entry.timeline === timeline);
    }
    const found = await Promise.all(legal.map((id) => timelines.find(timeline, id)));
    return found.filter(
      (entry): entry is Entry =>
        entry !== undefined &&
        (messageKinds as readonly string[]).includes(entry.kind) &&
        (entry.audience === undefined || entry.sender === user),
    );
  }

  /** In one-to-one chats clients take the sender of the notice for the conversation (MSync 7.3). */
  private async tell(
    view: View,
    timeline: string,
    change: { op: "pin" | "pin_delete"; messageId: string; at: number; audience: string | undefined },
  ): Promise<void> {
    const { user, to, type, resource } = view;
    const { op, messageId, at, audience } = change;
    const data = { op, id: to, type, ts: at, res: resource ?? "", from: user, ext: messageId };
    await this.deps.events.tell(timeline, { json: { type: "conv", data }, origin: { user, resource }, audience });
  }

  private get db() {
    return this.deps.database.query<PinTables>();
  }
}
