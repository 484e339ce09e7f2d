import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Timelines } from "../../timeline/index.ts";
import { notifyOwnDevices } from "../messages/index.ts";
import type { Conversations } from "./api.ts";
import { type ConvOperation, convEvent, type Partner, roamingDeleteEvent } from "./conv-event.ts";
import type { ConversationLists } from "./conversation-lists.ts";
import { type ConversationTables, conversationStore as store } from "./conversations.store.ts";
import { withMark, withoutMark } from "./marks.ts";
import type { ReadMarks } from "./read-marks.ts";

const MAX_PINNED = 50;
/** Conversations that are deleted at once and of which other devices are told: each is two events. */
const MAX_TOLD = 1000;

/** A user's view of one conversation, and the device that acts. */
export interface Target extends Partner {
  readonly app: string;
  readonly user: string;
  readonly timeline: string;
  /** Undefined when no device of the user acts. */
  readonly resource: string | undefined;
}

interface Deps {
  readonly timelines: Timelines;
  readonly database: Database;
  readonly lists: ConversationLists;
  readonly readMarks: ReadMarks;
  readonly clock: Clock;
}

/** What a user does with conversations: read, pin, mark, delete (SPEC.md, CV). The user's other devices are told. */
export class ConversationService implements Conversations {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  async markRead(app: string, user: string, mark: { timeline: string; upTo: string; isWhole: boolean }): Promise<void> {
    const { timeline, upTo, isWhole } = mark;
    await this.deps.readMarks.add({ app, user, timeline, upTo, wholeUpTo: isWhole ? upTo : "0" });
  }

  async wholeReadUpTo(app: string, user: string, { timeline }: { timeline: string }): Promise<string> {
    return store.wholeReadUpTo(this.db, { app, user, timeline });
  }

  async unread(app: string, user: string, { timeline }: { timeline: string }): Promise<number> {
    return this.deps.lists.unread({ app, user, timeline });
  }

  /** Pinning what is pinned keeps its time and tells nobody. @throws AppError CONVERSATION_NOT_FOUND, PIN_LIMIT. */
  async pin(target: Target): Promise<{ pinnedAt: number }> {
    if (!(await this.deps.lists.exists(target))) throw new AppError("CONVERSATION_NOT_FOUND");
    const now = this.deps.clock.now();
    const before = await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<ConversationTables>();
      const pinned = await store.pinned(db, target);
      const already = pinned.find(({ timeline }) => timeline === target.timeline)?.pinnedAt;
      if (already !== undefined) return already;
      if (pinned.length >= MAX_PINNED) throw new AppError("PIN_LIMIT");
      await store.pin(db, target, now);
      return undefined;
    });
    // At the time that the list shows: other devices need not ask for it.
    if (before === undefined) await this.tell(target, "top", { at: now });
    return { pinnedAt: before ?? now };
  }

  /** Taking a pin away that is not there tells nobody. */
  async unpin(target: Target): Promise<void> {
    const state = await this.stateOf(target);
    if (state === undefined || state.pinnedAt === null) return;
    await store.pin(this.db, target, null);
    await this.tell(target, "not_top");
  }

  /** False when there is no such conversation. Setting a mark that is set tells nobody. */
  async addMark(target: Target, mark: number): Promise<boolean> {
    if (!(await this.deps.lists.exists(target))) return false;
    const isNew = await this.changeMarks(target, (marks) => withMark(marks, mark));
    if (isNew) await this.tell(target, "mark", { ext: String(mark) });
    return true;
  }

  /** False when there is no such conversation. */
  async removeMark(target: Target, mark: number): Promise<boolean> {
    if (!(await this.deps.lists.exists(target))) return false;
    const wasSet = await this.changeMarks(target, (marks) => withoutMark(marks, mark));
    if (wasSet) await this.tell(target, "mark_delete", { ext: String(mark) });
    return true;
  }

  /** The conversation leaves the list, with pin and marks, until its next message; its history only when asked. */
  async remove(target: Target, { withHistory }: { withHistory: boolean }): Promise<void> {
    const { timelines, clock } = this.deps;
    const { app, user, timeline } = target;
    const at = clock.now();
    await store.remove(this.db, target, timelines.newId());
    if (withHistory) await timelines.hideBefore({ app, user, timeline, at });
    await this.tellRemoved(target, [target], { withHistory });
  }

  async removeAll(owner: { app: string; user: string; resource: string | undefined }): Promise<void> {
    const { timelines, lists, database, clock } = this.deps;
    const { app, user } = owner;
    const at = clock.now();
    const upTo = timelines.newId();
    const partners = await lists.partners(owner, MAX_TOLD);
    await timelines.hideBefore({ app, user, timeline: undefined, at });
    await database.inTransaction((tx) => store.removeAll(tx.query<ConversationTables>(), { app, user }, upTo));
    await this.tellRemoved(owner, partners, { withHistory: true });
  }

  async forgetUser(app: string, user: string): Promise<void> {
    await this.deps.database.inTransaction((tx) => store.forgetUser(tx.query<ConversationTables>(), { app, user }));
  }

  private get db() {
    return this.deps.database.query<ConversationTables>();
  }

  private async stateOf(target: Target) {
    const [state] = await store.states(this.db, target, [target.timeline]);
    return state;
  }

  /** Whether anything changed. */
  private changeMarks(target: Target, change: (marks: number) => number): Promise<boolean> {
    return this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<ConversationTables>();
      const [state] = await store.states(db, target, [target.timeline]);
      const before = state?.marks ?? 0;
      const after = change(before);
      if (after !== before) await store.setMarks(db, target, after);
      return after !== before;
    });
  }

  /** First that the messages are gone: who hears of the conversation last takes it from the list. */
  private async tellRemoved(
    origin: { app: string; user: string; resource: string | undefined },
    partners: readonly Partner[],
    { withHistory }: { withHistory: boolean },
  ): Promise<void> {
    const at = this.deps.clock.now();
    const { user, resource } = origin;
    const events = partners.flatMap((partner) => [
      ...(withHistory ? [roamingDeleteEvent(partner, resource)] : []),
      convEvent("del", { ...partner, user, resource }, { at, ext: "" }),
    ]);
    await notifyOwnDevices(this.deps.timelines, origin, events);
  }

  private async tell(
    target: Target,
    operation: ConvOperation,
    { at = this.deps.clock.now(), ext = "" }: { at?: number; ext?: string } = {},
  ): Promise<void> {
    await notifyOwnDevices(this.deps.timelines, target, [convEvent(operation, target, { at, ext })]);
  }
}
