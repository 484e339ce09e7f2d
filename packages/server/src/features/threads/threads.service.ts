import { MucBodyOperation, normalizeUserId } from "@rondo/protocol";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { compareIds, isId } from "../../kernel/ids.ts";
import { groupTimeline, type Timelines } from "../../timeline/index.ts";
import type { EventOrigin } from "../messages/index.ts";
import type { Memberships, Muc, Mucs, Turns } from "../muc/index.ts";
import type { Thread, ThreadEvents } from "./thread-events.ts";
import { threadStore as store, type ThreadFacts, type ThreadTables } from "./threads.store.ts";

/** In UTF-16 units (limits, section 1). */
const MAX_NAME = 64;
/** Threads of an application, and of one user (limits, section 4). */
const MAX_JOINED = 100_000;

/** Who asks; `user` undefined: the application itself. */
export interface Actor {
  readonly app: string;
  readonly user: string | undefined;
  readonly resource: string | undefined;
}

export interface ThreadPage {
  readonly items: readonly Thread[];
  /** "" on the last page. */
  readonly nextCursor: string;
}

interface Deps {
  readonly database: Database;
  readonly timelines: Pick<Timelines, "find" | "findVisible">;
  readonly mucs: Mucs;
  readonly memberships: Memberships;
  readonly events: ThreadEvents;
  readonly turns: Turns;
  readonly clock: Clock;
}

/**
 * Conversations that hang on one message of a group (SPEC.md, TH). A thread is a muc whose members are members of the group:
 * who leaves the group leaves its threads.
 *
 * Changes of one thread are made in its turns (TH11): calls have theirs already, what comes otherwise takes one. The group
 * changes in turns of its own, so that who joins looks at it again afterwards.
 */
export class ThreadService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** @throws AppError GROUP_NOT_FOUND, THREAD_ILLEGAL, THREAD_NAME, THREAD_EXISTS, THREAD_NO_MEMBER. */
  async create(
    actor: Actor,
    wish: { parent: string; message: string; name: string; owner: string | undefined },
  ): Promise<Thread> {
    const { database, mucs, events, turns, clock } = this.deps;
    const { app, user, resource } = actor;
    const owner = user ?? normalizeUserId(wish.owner ?? "");
    if (owner === undefined) throw new AppError("INVALID_ARGUMENT", "owner must be provided");
    checkName(wish.name);
    const parent = await mucs.get(app, wish.parent, "group");
    if (!(await mucs.isMember(app, parent.id, owner))) throw noMember(owner);
    await this.checkEnabled(actor, parent.id);
    const place = { app, owner, parent: parent.id, message: wish.message };
    await this.checkPlace(place);
    const [known] = await store.onMessages(this.db, app, [wish.message]);
    if (known !== undefined) throw new AppError("THREAD_EXISTS");
    const muc = await mucs.create(
      {
        app,
        type: "thread",
        name: wish.name,
        description: "",
        avatar: "",
        custom: customOf(parent.id, wish.message),
        owner,
        maxUsers: parent.maxUsers,
        isPublic: false,
        needsApproval: false,
        allowsInvites: true,
        invitesNeedConsent: false,
      },
      [],
    );
    const facts: ThreadFacts = {
      app,
      id: muc.id,
      parent: parent.id,
      message: wish.message,
      messageCount: 0,
      updatedAt: clock.now(),
    };
    const thread = { ...facts, muc };
    // From the moment it is in the store others may find and change it: they wait until it has been told of.
    await turns.run(facts, async () => {
      const isFirst = await database.inTransaction((tx) => store.insert(tx.query<ThreadTables>(), facts));
      if (!isFirst) {
        // Somebody else was quicker by a moment.
        await mucs.destroy(muc);
        throw new AppError("THREAD_EXISTS");
      }
      try {
        // Who went, and what ended, before the thread was in the store has not met it there.
        await this.checkPlace(place);
      } catch (error) {
        await this.drop(thread);
        throw error;
      }
      const origin = { user: owner, resource };
      await Promise.all([
        events.tellGroup(thread, "create", { origin }),
        events.tellOwnDevices(thread, MucBodyOperation.THREAD_CREATE, origin),
      ]);
    });
    return thread;
  }

  /** To members of the group. @throws AppError THREAD_NOT_FOUND, THREAD_NO_MEMBER. */
  async get(actor: Actor, id: string): Promise<Thread> {
    const thread = await this.find(actor.app, id);
    await this.checkInGroup(actor, thread);
    return thread;
  }

  /** By owner of the thread, and by who moderates the group. @throws AppError THREAD_NOT_FOUND, THREAD_NAME, THREAD_FORBIDDEN. */
  async rename(actor: Actor, id: string, name: string): Promise<void> {
    const { mucs, events, clock } = this.deps;
    checkName(name);
    const thread = await this.moderated(actor, id, { orOwner: true });
    const muc = await mucs.update(thread.muc, { name });
    const renamed = { ...thread, muc, updatedAt: clock.now() };
    const origin = originOf(actor, thread);
    await Promise.all([
      events.tellGroup(renamed, "update", { origin }),
      ...(actor.user === undefined ? [] : [events.tellOwnDevices(renamed, MucBodyOperation.THREAD_UPDATE, origin)]),
    ]);
  }

  /** By who moderates the group. @throws AppError THREAD_NOT_FOUND, THREAD_FORBIDDEN. */
  async destroy(actor: Actor, id: string): Promise<void> {
    const thread = await this.moderated(actor, id, { orOwner: false });
    await this.end(thread, originOf(actor, thread), { tellsDevices: actor.user !== undefined });
  }

  /** Again changes nothing. @throws AppError THREAD_NOT_FOUND, THREAD_NO_MEMBER, THREAD_JOINED_LIMIT, MUC_FULL. */
  async join(actor: Actor & { readonly user: string }, id: string): Promise<Thread> {
    const { mucs, memberships, events } = this.deps;
    const thread = await this.get(actor, id);
    await this.checkEnabled(actor, thread.parent);
    const { app, user, resource } = actor;
    const joined = (await memberships.counts(app, "thread", [user])).get(user) ?? 0;
    if (joined >= MAX_JOINED) throw new AppError("THREAD_JOINED_LIMIT");
    const added = await mucs.join(thread.muc, [user]);
    if (added.length === 0) return thread;
    if (!(await mucs.isMember(app, thread.parent, user))) {
      // Out of the group since: what takes its leavers out of its threads has not met this one there.
      await mucs.leave(thread.muc, [user]);
      throw noMember(user);
    }
    await events.tellOwnDevices(thread, MucBodyOperation.THREAD_JOIN, { user, resource });
    return this.find(app, id);
  }

  /** Who is not in it has left already. @throws AppError THREAD_NOT_FOUND. */
  async leave(actor: Actor & { readonly user: string }, id: string): Promise<void> {
    const { mucs, events } = this.deps;
    const thread = await this.find(actor.app, id);
    const gone = await mucs.leave(thread.muc, [actor.user]);
    if (gone.length > 0) await events.tellOwnDevices(thread, MucBodyOperation.THREAD_LEAVE, actor);
  }

  /** False when that one was not in it. By who moderates the group. @throws AppError THREAD_NOT_FOUND, THREAD_FORBIDDEN. */
  async remove(actor: Actor, id: string, name: string): Promise<boolean> {
    const { mucs, events } = this.deps;
    const thread = await this.moderated(actor, id, { orOwner: false });
    const user = normalizeUserId(name) ?? "";
    const gone = await mucs.leave(thread.muc, [user]);
    if (gone.length > 0) await events.tellRemoved(thread, user, originOf(actor, thread));
    return gone.length > 0;
  }

  /** By time of joining; `cursor` is the last member of the page before. @throws AppError THREAD_NOT_FOUND, THREAD_NO_MEMBER. */
  async members(
    actor: Actor,
    id: string,
    page: { cursor: string | undefined; limit: number },
  ): Promise<{ users: readonly string[]; nextCursor: string }> {
    const thread = await this.get(actor, id);
    const members = [...(await this.deps.mucs.members(actor.app, thread.id))]
      .sort((a, b) => a.joinedAt - b.joinedAt || (a.username < b.username ? -1 : 1))
      .map(({ username }) => username);
    const start = page.cursor === undefined ? 0 : members.indexOf(page.cursor) + 1;
    const users = members.slice(start, start + page.limit);
    return { users, nextCursor: start + users.length < members.length ? (users.at(-1) ?? "") : "" };
  }

  /** Newest first; `parent`: of one group only. */
  async joined(
    { app, user }: { app: string; user: string },
    page: { parent: string | undefined; cursor: string | undefined; limit: number },
  ): Promise<ThreadPage> {
    const mucs = await this.deps.mucs.joined({ app, username: user, type: "thread" });
    const facts = await store.findSome(
      this.db,
      app,
      mucs.map(({ id }) => id),
    );
    const wanted = facts.filter(({ parent }) => page.parent === undefined || parent === page.parent);
    return this.page(app, wanted, page);
  }

  /** Of one group, to its members; newest first. @throws AppError GROUP_NOT_FOUND, THREAD_NO_MEMBER. */
  async ofGroup(
    actor: Actor,
    parent: string,
    page: { cursor: string | undefined; limit: number },
  ): Promise<ThreadPage> {
    const { app, user } = actor;
    const { mucs } = this.deps;
    const group = await mucs.get(app, parent, "group");
    if (user !== undefined && !(await mucs.isMember(app, group.id, user))) throw noMember(user);
    return this.page(app, await store.ofGroup(this.db, app, parent), page);
  }

  /** Those of these threads that exist and are in groups of the actor, in the order asked for. */
  async some(actor: Actor, ids: readonly string[]): Promise<readonly Thread[]> {
    const threads = await this.complete(actor.app, await store.findSome(this.db, actor.app, ids.filter(isId)));
    const { mucs } = this.deps;
    const { app, user } = actor;
    const visible = await Promise.all(
      threads.map(async ({ parent }) => user === undefined || (await mucs.isMember(app, parent, user))),
    );
    const byId = new Map(threads.filter((_, i) => visible[i]).map((thread) => [thread.id, thread]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** For histories: the threads on these messages, by message. */
  async onMessages(app: string, messages: readonly string[]): Promise<Map<string, Thread>> {
    const threads = await this.complete(app, await store.onMessages(this.db, app, messages));
    return new Map(threads.map((thread) => [thread.message, thread]));
  }

  /** Messages have come or gone. Undefined: it is no thread any more. */
  async count(app: string, id: string, change: { by: number; at: number }): Promise<Thread | undefined> {
    const facts = await store.count(this.db, app, id, change);
    const [thread] = facts === undefined ? [] : await this.complete(app, [facts]);
    return thread;
  }

  /** Who has left a group leaves its threads; when the group is gone they end. */
  async leftGroup(app: string, parent: string, users: readonly string[]): Promise<void> {
    const { mucs, turns } = this.deps;
    const isGone = (await mucs.find(app, parent)) === undefined;
    for (const thread of await this.complete(app, await store.ofGroup(this.db, app, parent))) {
      await turns.run(thread, async () => {
        if (isGone) return this.drop(thread);
        const inGroup = await Promise.all(users.map((user) => mucs.isMember(app, parent, user)));
        // Who has shielded the group receives nothing of it, and is a member nevertheless.
        const gone = users.filter((_, i) => !inGroup[i]);
        if (gone.length > 0) await mucs.leave(thread.muc, gone);
      });
    }
  }

  /** Messages with threads were recalled: nothing is left that they hang on. */
  async forgetMessages(app: string, messages: readonly string[]): Promise<void> {
    for (const thread of await this.complete(app, await store.onMessages(this.db, app, messages))) {
      const origin = { user: thread.muc.owner, resource: undefined };
      await this.deps.turns.run(thread, async () => {
        // Its end may have been in the turn before.
        const [now] = await this.complete(app, await store.findSome(this.db, app, [thread.id]));
        if (now !== undefined) await this.end(now, origin, { tellsDevices: false });
      });
    }
  }

  async forgetUser(app: string, user: string): Promise<void> {
    const { mucs, turns } = this.deps;
    for (const thread of await mucs.joined({ app, username: user, type: "thread" })) {
      await turns.run(thread, () => mucs.leave(thread, [user]));
    }
  }

  private async page(
    app: string,
    facts: readonly ThreadFacts[],
    { cursor, limit }: { cursor: string | undefined; limit: number },
  ): Promise<ThreadPage> {
    const isValid = cursor === undefined || isId(cursor);
    if (!isValid) throw new AppError("INVALID_ARGUMENT", "cursor is not valid");
    const newest = [...facts].sort((a, b) => compareIds(b.id, a.id));
    const behind = cursor === undefined ? newest : newest.filter(({ id }) => compareIds(id, cursor) < 0);
    const items = await this.complete(app, behind.slice(0, limit));
    return { items, nextCursor: behind.length > limit ? (behind[limit - 1]?.id ?? "") : "" };
  }

  private async end(thread: Thread, origin: EventOrigin, { tellsDevices }: { tellsDevices: boolean }): Promise<void> {
    const { events, clock } = this.deps;
    await this.drop(thread);
    await Promise.all([
      events.tellGroup({ ...thread, updatedAt: clock.now() }, "delete", { origin }),
      ...(tellsDevices ? [events.tellOwnDevices(thread, MucBodyOperation.THREAD_DESTROY, origin)] : []),
    ]);
  }

  private async drop({ app, id, muc }: Thread): Promise<void> {
    await this.deps.mucs.destroy(muc);
    await store.remove(this.db, app, id);
  }

  private async find(app: string, id: string): Promise<Thread> {
    const facts = await store.find(this.db, app, id);
    const [thread] = facts === undefined ? [] : await this.complete(app, [facts]);
    if (thread === undefined) throw new AppError("THREAD_NOT_FOUND");
    return thread;
  }

  /** In the same order, without those that have ended meanwhile. */
  private async complete(app: string, facts: readonly ThreadFacts[]): Promise<Thread[]> {
    const found = await this.deps.mucs.findSome(
      app,
      facts.map(({ id }) => id),
    );
    const mucs = new Map<string, Muc>(found.map((muc) => [muc.id, muc]));
    return facts.flatMap((each) => {
      const muc = mucs.get(each.id);
      return muc === undefined ? [] : [{ ...each, muc }];
    });
  }

  /** A message of a group that its member sees. @throws AppError THREAD_NO_MEMBER, THREAD_ILLEGAL. */
  private async checkPlace(place: { app: string; owner: string; parent: string; message: string }): Promise<void> {
    const { app, owner, parent } = place;
    if (!(await this.deps.mucs.isMember(app, parent, owner))) throw noMember(owner);
    const ids = isId(place.message) ? [place.message] : [];
    const [message] = await this.deps.timelines.findVisible({ app, user: owner, ids });
    if (message?.timeline !== groupTimeline(app, parent)) {
      throw new AppError("THREAD_ILLEGAL", "thread must on group message to create.");
    }
  }

  private async checkInGroup({ app, user }: Actor, { parent }: Thread): Promise<void> {
    if (user !== undefined && !(await this.deps.mucs.isMember(app, parent, user))) throw noMember(user);
  }

  private async moderated(actor: Actor, id: string, { orOwner }: { orOwner: boolean }): Promise<Thread> {
    const { app, user } = actor;
    const thread = await this.find(app, id);
    if (user === undefined) return thread;
    const role = await this.deps.mucs.roleOf(app, thread.parent, user);
    // Its owner has nothing to say about it, either, after leaving the group.
    if (role === undefined) throw noMember(user);
    const isOwner = orOwner && thread.muc.owner === user;
    if (role === "member" && !isOwner) throw new AppError("THREAD_FORBIDDEN");
    await this.checkEnabled(actor, thread.parent);
    return thread;
  }

  /** In a group that the application has disabled nobody else changes anything. */
  private async checkEnabled({ app, user }: Actor, group: string): Promise<void> {
    if (user !== undefined && (await this.deps.mucs.get(app, group, "group")).isDisabled) {
      throw new AppError("MUC_DISABLED");
    }
  }

  private get db() {
    return this.deps.database.query<ThreadTables>();
  }
}

/** What the gate and messages in the thread need of it, kept with the muc so that it is in memory with it. */
function customOf(parent: string, message: string): string {
  return JSON.stringify({ muc_parent_id: parent, msg_parent_id: message });
}

function originOf({ user, resource }: Actor, { muc }: Thread): EventOrigin {
  return { user: user ?? muc.owner, resource };
}

function checkName(name: string): void {
  if (name === "" || name.length > MAX_NAME) throw new AppError("THREAD_NAME");
}

/** Clients recognise the sentence. */
function noMember(user: string): AppError {
  return new AppError("THREAD_NO_MEMBER", `users [${user}] are not members of this group!`);
}
