import type { Clock } from "../../kernel/clock.ts";
import { conversationTimeline, userTimeline } from "../keys.ts";
import type { OpenTimelines } from "../sqlite/index.ts";
import type { Appended, Device, Draft, Entry, Position, TimelineKey } from "../timeline.ts";

interface StoreLimits {
  readonly queueItems?: number;
  readonly queueBytes?: number;
  readonly busyItems?: number;
  readonly calmItems?: number;
}

/** A store that can be closed and opened again, as a server is stopped and started. */
export interface StoreUnderTest {
  open(options: { clock: Clock; limits?: StoreLimits }): Promise<OpenTimelines>;
  /** The ids in a timeline as another connection to the same store sees them now. */
  committed(timeline: TimelineKey): Promise<Position[]>;
  /** Closes what is open. */
  close(): Promise<void>;
  destroy(): Promise<void>;
}

export class TestClock implements Clock {
  /** Whether time passes between one look at the clock and the next. */
  ticks = false;
  private ms = Date.UTC(2026, 0, 5, 12);

  now(): number {
    if (this.ticks) this.ms += 1;
    return this.ms;
  }

  advance(ms: number): void {
    this.ms += ms;
  }
}

export const APP = "acme#chat";
export const HOUR_MS = 3_600_000;
export const between = (a: string, b: string): TimelineKey => conversationTimeline(APP, a, b);
export const own = (user: string): TimelineKey => userTimeline(APP, user);
export const device = (user: string, resource = "phone"): Device => ({ app: APP, user, resource });

/** People who talk, on the store under test. */
export class World {
  readonly clock = new TestClock();
  timelines: OpenTimelines;
  private readonly store: StoreUnderTest;
  private sent = 0;

  private constructor(store: StoreUnderTest, timelines: OpenTimelines, clock: TestClock) {
    this.store = store;
    this.timelines = timelines;
    this.clock = clock;
  }

  static async open(store: StoreUnderTest, limits: StoreLimits = {}): Promise<World> {
    const clock = new TestClock();
    return new World(store, await store.open({ clock, limits }), clock);
  }

  async restart(): Promise<void> {
    await this.store.close();
    this.timelines = await this.store.open({ clock: this.clock });
  }

  draft(from: string, to: string, text: string, more: Partial<Draft> = {}): Draft {
    return {
      app: APP,
      timeline: between(from, to),
      members: [from, to],
      kind: "txt",
      sender: from,
      resource: "phone",
      ref: undefined,
      audience: undefined,
      audienceResource: undefined,
      once: { clientId: `c${++this.sent}`, content: Buffer.from(text) },
      effect: undefined,
      encode: (id, at) => bytesOf(text, id, at),
      ...more,
    };
  }

  /** Appends a message and gives the stored entry. */
  async say(from: string, to: string, text: string, more: Partial<Draft> = {}): Promise<Entry> {
    return stored(await this.timelines.append(this.draft(from, to, text, more)));
  }

  recall(original: Entry): Promise<Appended> {
    const effect = { type: "remove", id: original.id } as const;
    return this.timelines.append(this.about(original, "recall", { effect }));
  }

  edit(original: Entry, text: string, edits: number): Promise<Appended> {
    const meta = (id: Position, at: number) => bytesOf(text, id, at);
    const effect = { type: "replace", id: original.id, edits, meta } as const;
    return this.timelines.append(this.about(original, "edit", { effect }));
  }

  /** Something that speaks of an earlier entry, by its sender unless told otherwise. */
  about(original: Entry, kind: "read" | "recall" | "edit" | "delivered", more: Partial<Draft> = {}): Draft {
    const { timeline, sender, id } = original;
    const members = timeline.split("/").slice(2);
    return { ...this.draft(sender, sender, kind), timeline, members, kind, ref: id, ...more };
  }

  /** Receives everything pending in pages, as a session does, and acknowledges it. The texts, in order of arrival. */
  async receive(to: Device, limit = 10): Promise<string[]> {
    const texts: string[] = [];
    for (const { timeline, cursor } of await this.timelines.pending(to)) {
      let after = cursor;
      for (;;) {
        const page = await this.timelines.read({ device: to, timeline, after, limit });
        const last = page.at(-1);
        if (last === undefined) break;
        texts.push(...page.map(textOf));
        after = last.id;
        await this.timelines.moveCursor(to, timeline, after);
      }
    }
    return texts;
  }

  /** A whole session: opens, receives, closes. */
  async session(to: Device, options = { caughtUp: true }): Promise<string[]> {
    await this.timelines.openDevice(to);
    const texts = await this.receive(to);
    await this.timelines.closeDevice(to, options);
    return texts;
  }

  async history(timeline: TimelineKey, user: string, more: object = {}): Promise<string[]> {
    const all = { from: undefined, oldestFirst: true, limit: 100, kinds: undefined, sender: undefined };
    const query = { timeline, user, ...all, startAt: undefined, endAt: undefined, ...more };
    return (await this.timelines.history(query)).map(textOf);
  }
}

/** Bytes that tell for whom they were encoded. */
export function bytesOf(text: string, id: Position, at: number): Uint8Array {
  return new TextEncoder().encode(`${text}|${id}|${at}`);
}

export function textOf(entry: Entry): string {
  return new TextDecoder().decode(entry.meta).split("|")[0] ?? "";
}

export function stored(appended: Appended): Entry {
  if (appended.outcome !== "appended") throw new Error(`it was not stored: ${appended.outcome}`);
  return appended.entry;
}
