import { encode, MessageBody } from "@rondo/protocol";
import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import { KeyedLock } from "../../../kernel/keyed-lock.ts";
import type { Apps } from "../../apps/api.ts";
import { readContent, type Written } from "../content.ts";
import type { Priority } from "../sending/priority.ts";
import {
  type Broadcast,
  type BroadcastAudience,
  type BroadcastTables,
  broadcastStore as store,
} from "./broadcasts.store.ts";
import type { Caster } from "./caster.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

interface Limit {
  readonly calls: number;
  readonly windowMs: number;
  /** From 00:00 to 24:00 UTC. */
  readonly perDay: number;
  /** What is said when the day's are used up. */
  readonly refusal: string;
}

/** Limits, section 6. */
const limits: Readonly<Record<BroadcastAudience, Limit>> = {
  users: { calls: 1, windowMs: 30 * MINUTE_MS, perDay: 3, refusal: "broadcast message limit exceeded" },
  online: { calls: 1, windowMs: MINUTE_MS, perDay: 50, refusal: "online user broadcast limit exceeded" },
  rooms: { calls: 10, windowMs: MINUTE_MS, perDay: 100, refusal: "broadcast message limit exceeded" },
};

interface Deps {
  readonly apps: Pick<Apps, "get">;
  readonly database: Database;
  readonly caster: Caster;
  readonly clock: Clock;
}

export interface BroadcastWish {
  readonly app: string;
  readonly audience: BroadcastAudience;
  readonly from: string;
  readonly message: Written;
  readonly priority: Priority;
}

/** Messages to everybody (SPEC.md, SM): recorded, answered, and then sent bit by bit. */
export class BroadcastService {
  private readonly deps: Deps;
  /** One application's after each other: each counts those before it. */
  private readonly lock = new KeyedLock();

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Answers its number, once it is recorded. @throws AppError SEND_…, RATE_LIMITED, BROADCAST_LIMIT. */
  async begin(wish: BroadcastWish): Promise<number> {
    const { app, audience, from, message, priority } = wish;
    const { settings } = await this.deps.apps.get(app);
    const rules = { app, maxMessageBytes: settings.maxMessageBytes, ownFilesOnly: true };
    const { kind, content, ext } = readContent(message, rules);
    const body = encode(MessageBody, { contents: [content], ext: [...ext] });
    const broadcast = await this.lock.run(app, async () => {
      const now = this.deps.clock.now();
      await this.checkLimits(app, audience, now);
      const db = this.db;
      // Time-ordered and, for a JavaScript client, exact.
      const id = Math.max(now * 1000, (await store.newestId(db, app)) + 1);
      const made: Broadcast = { app, id, audience, sender: from, kind, body, priority, position: null, createdAt: now };
      await store.add(db, made);
      await store.forgetBefore(db, app, now - 2 * DAY_MS);
      return made;
    });
    this.deps.caster.cast(broadcast);
    return broadcast.id;
  }

  private async checkLimits(app: string, audience: BroadcastAudience, now: number): Promise<void> {
    const { calls, windowMs, perDay, refusal } = limits[audience];
    const midnight = now - (now % DAY_MS);
    const today = await store.countSince(this.db, app, { audience, since: midnight - 1 });
    if (today >= perDay) throw new AppError("BROADCAST_LIMIT", refusal);
    const lately = await store.countSince(this.db, app, { audience, since: now - windowMs });
    if (lately >= calls) throw new AppError("RATE_LIMITED");
  }

  private get db() {
    return this.deps.database.query<BroadcastTables>();
  }
}
