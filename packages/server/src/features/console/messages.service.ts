import { MessageBodyType, normalizeUserId } from "@rondo/protocol";
import type { ConsoleMessage, OperationAction } from "@rondo/protocol/console";
import type { Actor } from "../../kernel/console.ts";
import { AppError } from "../../kernel/errors.ts";
import { isId } from "../../kernel/ids.ts";
import {
  conversationTimeline,
  type Entry,
  EVERY_DEVICE,
  groupTimeline,
  onlyFor,
  parseTimeline,
  type Records,
  roomTimeline,
  type Timelines,
  threadTimeline,
} from "../../timeline/index.ts";
import type { Apps } from "../apps/api.ts";
import { draftOfServer, type Target } from "../messages/index.ts";
import type { Operations } from "../operations/index.ts";
import type { AppSearch } from "../search/index.ts";
import { toConsoleMessage } from "./message.ts";

interface Deps {
  readonly apps: Pick<Apps, "getRecord">;
  readonly timelines: Pick<Timelines, "append" | "memberships">;
  readonly records: Records;
  /** Undefined: the server keeps no index. */
  readonly search: AppSearch | undefined;
  readonly operations: Operations;
}

export interface MessageFilter {
  readonly user?: string | undefined;
  readonly conversation?: string | undefined;
  readonly type?: ConsoleMessage["type"] | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

export interface MessagePage {
  readonly items: ConsoleMessage[];
  readonly nextCursor: string | null;
}

const EXPORT_PAGE = 500;

/** Messages, as those who run the application see them: all there are, whoever has hidden them from the own view (SPEC.md, CM). */
export class ConsoleMessages {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Newest first. @throws AppError SEARCH_OFF, INVALID_ARGUMENT. */
  async list(
    app: string,
    filter: MessageFilter & { text: string | undefined; cursor: string | undefined; limit: number },
  ): Promise<MessagePage> {
    const { text, type: kind, since, until, cursor: from, limit } = filter;
    if (from !== undefined && !isId(from)) throw new AppError("INVALID_ARGUMENT", "the cursor is not valid");
    const place = placeOf(app, filter);
    if (place === undefined) return { items: [], nextCursor: null };
    const range = { app, kind, since, until, from, limit };
    const { entries, next } =
      text === undefined
        ? await this.deps.records.page({ ...range, ...place, oldestFirst: false })
        : await this.find({ ...range, ...place, words: text });
    return { items: entries.map(toConsoleMessage), nextCursor: next ?? null };
  }

  /** @throws AppError MESSAGE_NOT_FOUND. */
  async get(app: string, id: string): Promise<ConsoleMessage> {
    return toConsoleMessage(await this.find1(app, id));
  }

  /** Everybody who has received it is told, and its sender, too. @throws AppError MESSAGE_NOT_FOUND, INVALID_ARGUMENT. */
  async recall(actor: Actor, app: string, id: string): Promise<void> {
    const entry = await this.find1(app, id);
    if (entry.kind === "cmd") throw new AppError("INVALID_ARGUMENT", "a command message cannot be recalled");
    await this.takeBack(app, entry, { isTold: true });
    await this.record(actor, app, { action: "message.recalled", entry });
  }

  /** It is gone, and nobody is told: who has it keeps it. @throws AppError MESSAGE_NOT_FOUND. */
  async remove(actor: Actor, app: string, id: string): Promise<void> {
    const entry = await this.find1(app, id);
    await this.takeBack(app, entry, { isTold: false });
    await this.record(actor, app, { action: "message.removed", entry });
  }

  /** Lines of JSON, oldest first; the last one says how many there were, so that one that breaks off is known. */
  async *export(actor: Actor, app: string, filter: MessageFilter): AsyncGenerator<string> {
    const { org } = await this.deps.apps.getRecord(app);
    const changes = Object.entries(filter).flatMap(([field, value]) =>
      value === undefined ? [] : [{ field, from: null, to: String(value) }],
    );
    await this.deps.operations.record({ actor, org, appKey: app, action: "messages.exported", changes });
    const place = placeOf(app, filter);
    let count = 0;
    let from: string | undefined;
    while (place !== undefined) {
      const { type: kind, since, until } = filter;
      const range = { app, kind, since, until, from, limit: EXPORT_PAGE };
      const { entries, next } = await this.deps.records.page({ ...range, ...place, oldestFirst: true });
      count += entries.length;
      if (entries.length > 0) yield entries.map((entry) => `${JSON.stringify(toConsoleMessage(entry))}\n`).join("");
      if (next === undefined) break;
      from = next;
    }
    yield `${JSON.stringify({ end: true, count })}\n`;
  }

  private async find(query: Parameters<AppSearch["page"]>[0] & { user: string | undefined }) {
    const { search, timelines } = this.deps;
    if (search === undefined) throw new AppError("SEARCH_OFF");
    const { app, user } = query;
    if (user === undefined || query.timelines !== undefined) return search.page(query);
    const own = await timelines.memberships(app, user);
    return own.length === 0 ? { entries: [], next: undefined } : search.page({ ...query, timelines: own });
  }

  private async find1(app: string, id: string): Promise<Entry> {
    const entry = isId(id) ? await this.deps.records.find(app, id) : undefined;
    if (entry === undefined) throw new AppError("MESSAGE_NOT_FOUND");
    return entry;
  }

  /** A recall in the sender's name; a silent one is addressed to nobody. */
  private async takeBack(app: string, entry: Entry, { isTold }: { isTold: boolean }): Promise<void> {
    const { id, sender, timeline, audience, audienceResource } = entry;
    const draft = draftOfServer({
      app,
      from: sender,
      to: targetOf(entry),
      members: [],
      kind: "recall",
      body: { type: MessageBodyType.RECALL, ackMessageId: id, contents: [{}] },
      ext: undefined,
      audience: undefined,
      reachesSender: isTold,
    });
    const told = isTold ? { audience, audienceResource } : { audience: onlyFor([]), resource: EVERY_DEVICE };
    const effect = { type: "remove", id } as const;
    const { outcome } = await this.deps.timelines.append({ ...draft, timeline, ref: id, ...told, effect });
    // Somebody else was quicker.
    if (outcome === "conflict") throw new AppError("MESSAGE_NOT_FOUND");
  }

  private async record(
    actor: Actor,
    appKey: string,
    { action, entry }: { action: OperationAction; entry: Entry },
  ): Promise<void> {
    const { org } = await this.deps.apps.getRecord(appKey);
    const changes = [{ field: "from", from: entry.sender, to: null }];
    await this.deps.operations.record({ actor, org, appKey, action, object: entry.id, changes });
  }
}

/** Where to look; undefined: what is asked for cannot be anywhere. */
function placeOf(
  app: string,
  filter: MessageFilter,
): { timelines: readonly string[] | undefined; user: string | undefined } | undefined {
  const user = filter.user === undefined ? undefined : normalizeUserId(filter.user);
  if (filter.user !== undefined && user === undefined) return undefined;
  const { conversation } = filter;
  if (conversation === undefined) return { timelines: undefined, user };
  if (/^\d+$/.test(conversation)) {
    // Its kind need not be known, and it may be gone.
    return { timelines: [groupTimeline, roomTimeline, threadTimeline].map((key) => key(app, conversation)), user };
  }
  const peer = normalizeUserId(conversation);
  if (user === undefined || peer === undefined) return undefined;
  return { timelines: [conversationTimeline(app, user, peer)], user: undefined };
}

function targetOf({ timeline, sender }: Entry): Target {
  const parsed = parseTimeline(timeline);
  switch (parsed.type) {
    case "user":
      return { type: "user", user: parsed.user, resource: undefined };
    case "conversation": {
      const [first, second] = parsed.users;
      return { type: "user", user: first === sender ? second : first, resource: undefined };
    }
    default:
      return { type: parsed.type, id: parsed.id };
  }
}
