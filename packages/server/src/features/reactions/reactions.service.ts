import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { isId } from "../../kernel/ids.ts";
import { type Entry, parseTimeline, type Timelines } from "../../timeline/index.ts";
import type { ConversationEvents } from "../messages/index.ts";
import { type Reaction, type ReactionTables, reactionStore as store } from "./reactions.store.ts";

/** In UTF-16 units (limits, section 1). */
const MAX_LENGTH = 128;
/** Different ones of a message (limits, section 2). */
const MAX_PER_MESSAGE = 20;
const MAX_MESSAGES = 20;

/** A reaction as one user sees it. */
export interface SeenReaction extends Reaction {
  /** Whether this user has added it. */
  readonly isOwn: boolean;
}

interface Owner {
  readonly app: string;
  readonly user: string;
}

interface Deps {
  readonly database: Database;
  readonly timelines: Pick<Timelines, "findVisible" | "newId">;
  readonly events: ConversationEvents;
}

/** What people put on messages: who may, how many, and who is told (SPEC.md, RX). */
export class ReactionService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** @throws AppError INVALID_ARGUMENT, REACTION_ILLEGAL for a message one cannot see, REACTION_LIMIT, REACTION_EXISTS. */
  async add(owner: Owner, messageId: string, reaction: string): Promise<{ message: Entry; id: string }> {
    checkText(reaction);
    const message = await this.visible(owner, messageId);
    const { app, user: username } = owner;
    const id = this.deps.timelines.newId();
    const after = await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<ReactionTables>();
      const before = (await store.of(db, app, [messageId])).get(messageId) ?? [];
      const isNew = !before.some((each) => each.reaction === reaction);
      if (isNew && before.length >= MAX_PER_MESSAGE) throw new AppError("REACTION_LIMIT");
      if (!(await store.add(db, { app, message: messageId, reaction, username, id }))) {
        throw new AppError("REACTION_EXISTS");
      }
      return (await store.of(db, app, [messageId])).get(messageId) ?? [];
    });
    await this.tell(owner, message, { reaction, type: "create", after });
    return { message, id };
  }

  /** @throws AppError REACTION_ILLEGAL for a message one cannot see, or a reaction that is not the caller's. */
  async remove(owner: Owner, messageId: string, reaction: string): Promise<void> {
    const message = await this.visible(owner, messageId);
    const { app, user: username } = owner;
    const after = await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<ReactionTables>();
      if (!(await store.remove(db, { app, message: messageId, reaction, username }))) {
        throw new AppError("REACTION_ILLEGAL");
      }
      return (await store.of(db, app, [messageId])).get(messageId) ?? [];
    });
    await this.tell(owner, message, { reaction, type: "delete", after });
  }

  /** Of the messages the user can see, in the order asked for. @throws AppError INVALID_ARGUMENT. */
  async list(
    owner: Owner,
    messageIds: readonly string[],
  ): Promise<Array<{ messageId: string; reactions: readonly SeenReaction[] }>> {
    if (messageIds.length > MAX_MESSAGES) {
      throw new AppError("INVALID_ARGUMENT", "msgIdList exceeds the maximum number limit");
    }
    const { app, user } = owner;
    const ids = messageIds.filter(isId);
    const visible = new Set((await this.deps.timelines.findVisible({ app, user, ids })).map(({ id }) => id));
    const seen = await this.seen(owner, [...visible]);
    return messageIds
      .filter((id) => visible.has(id))
      .map((messageId) => ({ messageId, reactions: seen.get(messageId) ?? [] }));
  }

  /** Who has it, the first first; `after` is the last user of the page before. @throws AppError REACTION_ILLEGAL, INVALID_ARGUMENT. */
  async users(
    owner: Owner,
    { messageId, reaction }: { messageId: string; reaction: string },
    page: { after: string | undefined; limit: number },
  ): Promise<{ reaction: SeenReaction; users: readonly string[]; next: string | undefined }> {
    await this.visible(owner, messageId);
    const found = (await this.seen(owner, [messageId])).get(messageId)?.find((each) => each.reaction === reaction);
    const known = found ?? { id: "0", reaction, users: [], isOwn: false };
    const start = page.after === undefined ? 0 : known.users.indexOf(page.after) + 1;
    if (start === 0 && page.after !== undefined) throw new AppError("INVALID_ARGUMENT", "cursor is not valid");
    const users = known.users.slice(start, start + page.limit);
    const hasMore = start + users.length < known.users.length;
    return { reaction: known, users, next: hasMore ? users.at(-1) : undefined };
  }

  /** For histories: what a user sees on these messages, which are the user's to see. */
  async seen({ app, user }: Owner, messageIds: readonly string[]): Promise<Map<string, SeenReaction[]>> {
    const found = await store.of(this.db, app, messageIds);
    return new Map(
      [...found].map(([id, reactions]) => [
        id,
        reactions.map((each) => ({ ...each, isOwn: each.users.includes(user) })),
      ]),
    );
  }

  /** These messages are gone. */
  async forgetMessages(app: string, messageIds: readonly string[]): Promise<void> {
    await store.removeMessages(this.db, app, messageIds);
  }

  async forgetUser(app: string, user: string): Promise<void> {
    await store.forgetUser(this.db, app, user);
  }

  private async visible({ app, user }: Owner, messageId: string): Promise<Entry> {
    const ids = isId(messageId) ? [messageId] : [];
    const [message] = await this.deps.timelines.findVisible({ app, user, ids });
    if (message === undefined) throw new AppError("REACTION_ILLEGAL");
    return message;
  }

  /** Everybody in the conversation, on all devices: which one has acted is not known. */
  private async tell(
    { user }: Owner,
    message: Entry,
    change: { reaction: string; type: "create" | "delete"; after: readonly Reaction[] },
  ): Promise<void> {
    const { reaction, type, after } = change;
    const users = after.find((each) => each.reaction === reaction)?.users ?? [];
    const { timeline, id: messageId, at: ts, audience } = message;
    const { isGroup, peer } = placeOf(timeline, user);
    const data = {
      from: user,
      to: peer,
      channel_type: isGroup ? "groupchat" : "chat",
      messageId,
      reactions: [
        { reaction, count: users.length, op: [{ operator: user, reactionType: type }], userList: users.slice(0, 3) },
      ],
      ts,
    };
    const origin = { user, resource: undefined };
    await this.deps.events.tell(timeline, { json: { type: "reaction", data: [data] }, origin, audience });
  }

  private get db() {
    return this.deps.database.query<ReactionTables>();
  }
}

function placeOf(timeline: string, user: string): { isGroup: boolean; peer: string } {
  const parsed = parseTimeline(timeline);
  switch (parsed.type) {
    case "user":
      return { isGroup: false, peer: user };
    case "conversation":
      return { isGroup: false, peer: parsed.users[0] === user ? parsed.users[1] : parsed.users[0] };
    default:
      return { isGroup: true, peer: parsed.id };
  }
}

function checkText(reaction: string): void {
  if (reaction === "" || reaction.length > MAX_LENGTH || reaction.includes("\0")) {
    throw new AppError("INVALID_ARGUMENT", `message has to have 1 to ${MAX_LENGTH} characters`);
  }
}
