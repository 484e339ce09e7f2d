import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { type Entry, isAddressed, NO_DEVICE, parseTimeline } from "../../timeline/index.ts";
import { toRestMessage } from "../messages/index.ts";
import type { Users } from "../users/api.ts";
import type { Notice, Notifier } from "./api.ts";
import { bindingStore } from "./bindings.store.ts";
import { isMentioned, type Wishes, whySilent, wishesOf } from "./decision.ts";
import { settingStore, type Target } from "./settings.store.ts";
import type { PushTables } from "./tables.ts";
import { templateStore } from "./templates.store.ts";
import { templatesFor, type Wording, word } from "./texts.ts";

/** Committed messages that wait to be looked at; what comes when they are too many is not noticed. */
const MAX_WAITING = 10_000;
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
const AT_ONCE = 32;
/** Receivers in one look at the store. */
const RECEIVERS_AT_ONCE = 200;
/** Nobody is noticed in larger groups (limits, section 4). */
const MAX_RECEIVERS = 3000;

/** What people see as messages; commands are for programs. */
const noticed: ReadonlySet<string> = new Set(["txt", "img", "audio", "video", "file", "loc", "custom", "combine"]);

/** Messages of a conversation that the user has not read. */
export type UnreadOf = (app: string, user: string, conversation: { timeline: string }) => Promise<number>;

interface Deps {
  readonly database: Database;
  readonly users: Pick<Users, "find">;
  readonly isOnline: (app: string, user: string) => boolean;
  /** The members of a group who receive what is sent there. */
  readonly membersOf: (timeline: string) => Promise<readonly string[]>;
  readonly unreadOf: UnreadOf;
  readonly clock: Clock;
  readonly onFault: (error: unknown) => void;
  /** So many messages were not looked at. */
  readonly onDropped: (count: number) => void;
}

interface Incoming {
  readonly app: string;
  /** As the receiver knows it. */
  readonly conversation: Target;
  readonly receivers: readonly string[];
}

/**
 * Decides which of the messages that are committed are noticed to whom. It is told of them in the path of the commit, where
 * it only takes note; everything else happens later, a few messages at a time, and in order.
 */
export class Notices {
  private readonly deps: Deps;
  private readonly notifiers = new Set<Notifier>();
  private readonly waiting: Entry[] = [];
  private waitingBytes = 0;
  private dropped = 0;
  private running: Promise<void> | undefined;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  onNotice(notifier: Notifier): () => void {
    this.notifiers.add(notifier);
    return () => this.notifiers.delete(notifier);
  }

  /** Messages that have just been committed. Never waits and never throws. */
  take(entries: readonly Entry[]): void {
    if (this.notifiers.size === 0) return;
    for (const entry of entries) {
      if (!noticed.has(entry.kind) || entry.audienceResource === NO_DEVICE) continue;
      const bytes = entry.meta.length;
      if (this.waiting.length >= MAX_WAITING || this.waitingBytes + bytes > MAX_WAITING_BYTES) this.dropped++;
      else {
        this.waiting.push(entry);
        this.waitingBytes += bytes;
      }
    }
    if (this.waiting.length > 0) this.running ??= this.run();
  }

  async settled(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      // What else the server has to do comes first.
      await setImmediate();
      const some = await this.next();
      const noticed = await Promise.all(
        some.map(async ({ entry, ways }) => ({ ways, notices: await this.noticesOf(entry) })),
      );
      for (const { notices, ways } of noticed) {
        for (const notice of notices) this.hand(notice, ways);
      }
      if (this.dropped > 0) this.deps.onDropped(this.dropped);
      this.dropped = 0;
    }
    this.running = undefined;
  }

  /** A few of the messages whose notices leave, and by which ways; those of other applications are passed over. */
  private async next(): Promise<Array<{ entry: Entry; ways: readonly Notifier[] }>> {
    const ways = new Map<string, readonly Notifier[]>();
    const some: Array<{ entry: Entry; ways: readonly Notifier[] }> = [];
    while (some.length === 0 && this.waiting.length > 0) {
      for (const entry of this.waiting.splice(0, AT_ONCE)) {
        this.waitingBytes -= entry.meta.length;
        const { app } = parseTimeline(entry.timeline);
        const known = ways.get(app) ?? (await this.waysOf(app));
        ways.set(app, known);
        if (known.length > 0) some.push({ entry, ways: known });
      }
    }
    return some;
  }

  private async waysOf(app: string): Promise<Notifier[]> {
    const ways: Notifier[] = [];
    for (const notifier of this.notifiers) {
      try {
        if (await notifier.isFor(app)) ways.push(notifier);
      } catch (error) {
        this.deps.onFault(error);
      }
    }
    return ways;
  }

  private hand(notice: Notice, ways: readonly Notifier[]): void {
    for (const notifier of ways) {
      try {
        notifier.take(notice);
      } catch (error) {
        this.deps.onFault(error);
      }
    }
  }

  private async noticesOf(entry: Entry): Promise<Notice[]> {
    try {
      const incoming = await this.incoming(entry);
      const notices: Notice[] = [];
      for (let i = 0; i < incoming.receivers.length; i += RECEIVERS_AT_ONCE) {
        const receivers = incoming.receivers.slice(i, i + RECEIVERS_AT_ONCE);
        notices.push(...(await this.decide(entry, { ...incoming, receivers })));
      }
      return notices;
    } catch (error) {
      this.deps.onFault(error);
      return [];
    }
  }

  /** Who has got the message without being connected. */
  private async incoming(entry: Entry): Promise<Incoming> {
    const parsed = parseTimeline(entry.timeline);
    const { app } = parsed;
    const isReceiver = (user: string): boolean =>
      user !== entry.sender && isAddressed(entry.audience, user) && !this.deps.isOnline(app, user);
    switch (parsed.type) {
      case "conversation": {
        const conversation = { kind: "user", target: entry.sender } as const;
        return { app, conversation, receivers: parsed.users.filter(isReceiver) };
      }
      case "thread":
      case "group": {
        const members = await this.deps.membersOf(entry.timeline);
        const conversation = { kind: "chatgroup", target: parsed.id } as const;
        const receivers = members.length > MAX_RECEIVERS ? [] : members.filter(isReceiver);
        return { app, conversation, receivers };
      }
      // A room is for who is there, and one's own timeline for oneself.
      case "room":
      case "user":
        return { app, conversation: { kind: "user", target: entry.sender }, receivers: [] };
      default:
        return parsed satisfies never;
    }
  }

  private async decide(entry: Entry, { app, conversation, receivers }: Incoming): Promise<Notice[]> {
    const { database, users, unreadOf, clock } = this.deps;
    const { timeline } = entry;
    const db = database.query<PushTables>();
    const now = clock.now();
    const message = toRestMessage(entry.meta);
    const content = contentOf(message.payload);
    // Told when it is whole.
    if (content.isUnfinished) return [];
    const wishes: Wishes = wishesOf(content.ext);
    const [settings, profiles] = await Promise.all([
      settingStore.forNotice(db, app, { users: receivers, conversation }),
      settingStore.profiles(db, app, receivers),
    ]);
    const noticedUsers = receivers.filter((receiver) => {
      const both = settings.get(receiver);
      const timeZone = profiles.get(receiver)?.timeZone;
      return both !== undefined && whySilent({ ...both, timeZone }, { receiver, wishes, now }) === undefined;
    });
    if (noticedUsers.length === 0) return [];
    const from = (await users.find(app, entry.sender))?.nickname ?? entry.sender;
    return Promise.all(
      noticedUsers.map(async (user) => {
        const profile = profiles.get(user);
        const wording: Wording = { ext: content.ext, from, text: content.in(profile?.language) };
        const templates = await templateStore.findSome(db, app, templatesFor(wording, profile));
        return {
          app,
          user,
          conversation,
          message,
          senderName: from,
          isMentioned: isMentioned(wishes, user),
          ...word(wording, { profile, templates }),
          language: profile?.language,
          devices: await bindingStore.list(db, { app, user }),
          unread: () => unreadOf(app, user, { timeline }),
        };
      }),
    );
  }
}

/** The parts of a message's REST form that a notice looks at. */
function contentOf(payload: string) {
  // Made by toRestMessage: an object with these members, of which clients decide what is in ext and meta.
  const { ext, bodies, meta, stream } = JSON.parse(payload) as {
    ext?: Record<string, unknown>;
    bodies?: ReadonlyArray<{ type?: string; msg?: string }>;
    meta?: { translations?: unknown };
    stream?: { stream_status?: string };
  };
  const [body] = bodies ?? [];
  const text = body?.type === "txt" ? (body.msg ?? "") : `[${body?.type ?? ""}]`;
  const translations: readonly unknown[] = Array.isArray(meta?.translations) ? meta.translations : [];
  return {
    ext: ext ?? {},
    isUnfinished: stream?.stream_status === "stream_start",
    /** The text in a language, where the sender had it translated into that. */
    in(language: string | undefined): string {
      const found = translations.find((each) => isTranslation(each) && sameLanguage(each.code, language));
      return isTranslation(found) ? found.text : text;
    },
  };
}

function isTranslation(value: unknown): value is { code: string; text: string } {
  if (typeof value !== "object" || value === null || !("code" in value) || !("text" in value)) return false;
  return typeof value.code === "string" && typeof value.text === "string";
}

function sameLanguage(code: string, language: string | undefined): boolean {
  return language !== undefined && code.toLowerCase() === language.toLowerCase();
}
