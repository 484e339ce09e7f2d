import type { Database } from "../../kernel/database/database.ts";
import type { Timelines } from "../../timeline/index.ts";
import type { Devices } from "./devices.ts";
import { type PresenceTables, presenceStore } from "./presence.store.ts";

/** Devices that are not online and shown nevertheless: the last ones seen. Some clients make a new one of every login. */
const MAX_KNOWN = 10;

/** What others see of a user. */
export interface State {
  readonly user: string;
  /** What the user has published; "" when nothing. */
  readonly text: string;
  /** When it last changed, epoch milliseconds; 0: the user was never seen. */
  readonly changedAt: number;
  /** By resource: 0 offline, 1 online, other numbers as published. */
  readonly devices: ReadonlyMap<string, number>;
}

/** Puts together what is stored and what the gateway knows at this moment. */
export class States {
  private readonly deps: { database: Database; timelines: Pick<Timelines, "listDevices">; devices: Devices };

  constructor(deps: States["deps"]) {
    this.deps = deps;
  }

  /** In the order of the users. */
  async of(app: string, users: readonly string[]): Promise<State[]> {
    if (users.length === 0) return [];
    const { database, timelines } = this.deps;
    const [texts, known] = await Promise.all([
      presenceStore.texts(database.query<PresenceTables>(), app, users),
      Promise.all(users.map((user) => timelines.listDevices(app, user))),
    ]);
    const published = new Map(texts.map((row) => [row.username, row]));
    return users.map((user, i) => {
      const { text = "", publishedAt = 0 } = published.get(user) ?? {};
      return this.state(app, user, { text, publishedAt, known: known[i] ?? [] });
    });
  }

  private state(
    app: string,
    user: string,
    stored: { text: string; publishedAt: number; known: readonly { resource: string; seenAt: number }[] },
  ): State {
    const online = this.deps.devices.online(app, user);
    const away = stored.known.filter(({ resource }) => !online.has(resource)).slice(0, MAX_KNOWN);
    const seenAt = this.deps.devices.lastCameAt(app, user) ?? stored.known[0]?.seenAt ?? 0;
    return {
      user,
      text: stored.text,
      changedAt: Math.max(stored.publishedAt, seenAt),
      devices: new Map([...online, ...away.map(({ resource }) => [resource, 0] as const)]),
    };
  }
}
