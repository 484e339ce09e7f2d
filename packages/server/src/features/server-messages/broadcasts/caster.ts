import { setTimeout as delay } from "node:timers/promises";
import { decode, type KeyValue, KeyValueValueType, MessageBody } from "@rondo/protocol";
import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { Draft, Timelines, Transients } from "../../../timeline/index.ts";
import { chatTypeOf, draftOfServer } from "../../messages/index.ts";
import type { Place, Places, PlaceType } from "../places.ts";
import { priorityPair } from "../sending/priority.ts";
import { type Broadcast, type BroadcastTables, broadcastStore as store } from "./broadcasts.store.ts";

/** Receivers in one step, with a pause after each: a thousand users a second (limits, section 6). */
const STEP = 100;
const BUSY_MS = 1000;

interface Deps {
  readonly database: Database;
  readonly places: Places;
  readonly timelines: Timelines;
  readonly transients: Transients;
  readonly clock: Clock;
  /** User ids in their order, behind `after`. */
  readonly listUsers: (app: string, page: { after: string | undefined; limit: number }) => Promise<readonly string[]>;
  readonly listRooms: (app: string, page: { after: string | undefined; limit: number }) => Promise<readonly string[]>;
  readonly onlineUsers: (app: string) => readonly string[];
  readonly pauseMs: number;
  readonly onFault: (error: unknown, broadcast: Broadcast) => void;
}

/**
 * Sends broadcasts, one after the other, behind the calls that have asked for them. How far one has come is recorded after
 * each step, and what a step repeats after a crash is recognised: everybody gets it once.
 */
export class Caster {
  private readonly deps: Deps;
  private readonly closing = new AbortController();
  private last: Promise<void> = Promise.resolve();

  constructor(deps: Deps) {
    this.deps = deps;
  }

  cast(broadcast: Broadcast): void {
    this.last = this.last
      .then(() => this.run(broadcast))
      .catch((error: unknown) => {
        if (!this.closing.signal.aborted) this.deps.onFault(error, broadcast);
      });
  }

  /** Takes up what a run of the server before this one has left. */
  async resume(): Promise<void> {
    for (const broadcast of await store.unfinished(this.db)) this.cast(broadcast);
  }

  /** Resolves when everything asked for so far is sent. */
  settled(): Promise<void> {
    return this.last;
  }

  /** What is not sent yet is for the next run. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.last;
  }

  private async run(broadcast: Broadcast): Promise<void> {
    if (broadcast.audience === "online") await this.toOnline(broadcast);
    else await this.toAll(broadcast);
    await store.finish(this.db, broadcast);
  }

  private async toAll(broadcast: Broadcast): Promise<void> {
    const { listUsers, listRooms, pauseMs } = this.deps;
    const list = broadcast.audience === "users" ? listUsers : listRooms;
    const type = broadcast.audience === "users" ? "user" : "room";
    let after = broadcast.position ?? undefined;
    for (;;) {
      this.closing.signal.throwIfAborted();
      const names = await list(broadcast.app, { after, limit: STEP });
      await this.patiently(() => Promise.all(names.map((name) => this.store(broadcast, { type, name }))));
      after = names.at(-1);
      if (after !== undefined) await store.moveOn(this.db, broadcast, after);
      if (names.length < STEP) return;
      await delay(pauseMs, undefined, { signal: this.closing.signal });
    }
  }

  /** A store that is busy is asked again. */
  private async patiently(step: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await step();
        return;
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "OVERLOADED") throw error;
        await delay(BUSY_MS, undefined, { signal: this.closing.signal });
      }
    }
  }

  private async store(broadcast: Broadcast, target: { type: PlaceType; name: string }): Promise<void> {
    const place = await this.placeOf(broadcast, target);
    if (place === undefined) return;
    await this.deps.places.membersOf(place);
    const once = { clientId: `broadcast/${broadcast.id}/${target.name}`, content: broadcast.body };
    await this.deps.timelines.append({ ...draftOf(broadcast, place), once });
  }

  /** Received now or never. */
  private async toOnline(broadcast: Broadcast): Promise<void> {
    const { onlineUsers, timelines, transients, clock } = this.deps;
    const users = onlineUsers(broadcast.app);
    for (let i = 0; i < users.length; i += STEP) {
      for (const name of users.slice(i, i + STEP)) {
        const place = await this.placeOf(broadcast, { type: "user", name });
        if (place === undefined) continue;
        const draft = draftOf(broadcast, place);
        const id = timelines.newId();
        const at = clock.now();
        transients.send({ ...draft, id, at, meta: draft.encode(id, at) });
      }
      await delay(this.deps.pauseMs, undefined, { signal: this.closing.signal });
    }
  }

  /** Nobody has a broadcast from oneself, and a room in which nobody has ever written is none to write to. */
  private async placeOf(
    { app, sender }: Broadcast,
    target: { type: PlaceType; name: string },
  ): Promise<Place | undefined> {
    if (target.type === "user") return target.name === sender ? undefined : this.deps.places.find(app, sender, target);
    const place = await this.deps.places.find(app, sender, target).catch(ifDisabled);
    if (place === undefined) return undefined;
    const [member = ""] = await this.deps.places.membersOf(place);
    const page = { from: undefined, oldestFirst: false, limit: 1, kinds: undefined, sender: undefined };
    const range = { startAt: undefined, endAt: undefined };
    const [message] = await this.deps.timelines.history({ ...page, ...range, timeline: place.timeline, user: member });
    return message === undefined ? undefined : place;
  }

  private get db() {
    return this.deps.database.query<BroadcastTables>();
  }
}

/** A room that is disabled takes nothing. */
function ifDisabled(error: unknown): undefined {
  if (error instanceof AppError && error.code === "MUC_DISABLED") return undefined;
  throw error;
}

function draftOf({ app, sender, kind, body, priority }: Broadcast, { to, members }: Place): Draft {
  const isRoom = to.type === "room";
  return draftOfServer({
    app,
    from: sender,
    to,
    members,
    kind,
    body: { ...decode(MessageBody, body), type: chatTypeOf(to) },
    ext: isRoom ? [priorityPair(priority), IS_BROADCAST] : undefined,
    audience: undefined,
    reachesSender: false,
  });
}

/** Clients show it (MSync 6.4). */
const IS_BROADCAST: KeyValue = { key: "is_broadcast", type: KeyValueValueType.BOOL, varintValue: "1" };
