import type { Logger } from "pino";
import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Timelines } from "../../timeline/index.ts";
import type { Messages } from "../messages/index.ts";
import type { Users } from "../users/api.ts";
import { Announcer } from "./announcer.ts";
import { Devices, type Later, type Sessions } from "./devices.ts";
import { createPresenceTables } from "./migrations/2026-11-28-presence.ts";
import { presenceEndpoints } from "./presence.rest.ts";
import { PresenceService } from "./presence.service.ts";
import { States } from "./states.ts";

export const presenceMigrations: readonly Migration[] = [createPresenceTables];

const SWEEP_MS = 60 * 60 * 1000;

export interface Presence {
  /** Everything that is kept about a user, when the account is removed; tells the subscribers. */
  forgetUser(app: string, user: string): Promise<void>;
  /** Resolves when nothing waits to be told. */
  settled(): Promise<void>;
}

/**
 * Who is online and what they say of themselves, for those who have subscribed to it.
 *
 * `sessions` is asked only while requests are served and after devices have come or gone. `later` is for tests.
 */
export function createPresence(deps: {
  database: Database;
  users: Pick<Users, "find">;
  timelines: Pick<Timelines, "listDevices">;
  messages: Pick<Messages, "notifyConnected">;
  sessions: Sessions;
  bus: Bus;
  clock: Clock;
  log: Logger;
  later?: Later;
}): { api: Presence; endpoints: readonly Endpoint[]; close(): Promise<void> } {
  const { database, users, timelines, messages, sessions, bus, clock, log, later = afterwards } = deps;
  const devices = new Devices({
    sessions,
    bus,
    later,
    onChange: (app, user) => void announcer.announce(app, user, { toSelf: false }),
  });
  const states = new States({ database, timelines, devices });
  const notify = messages.notifyConnected.bind(messages);
  const announcer = new Announcer({
    database,
    states,
    isOnline: (app, user) => sessions.list(app, user).length > 0,
    notify,
    clock,
    onFault: (error, app) => log.error({ err: error, app }, "a change of presence could not be told"),
  });
  const service = new PresenceService({ database, users, timelines, devices, states, announcer, notify, clock });
  const sweeper = setInterval(() => {
    service.removeExpired().catch((error: unknown) => log.error({ err: error }, "ended subscriptions stay for now"));
  }, SWEEP_MS);
  sweeper.unref();
  return {
    api: {
      forgetUser: (app, user) => service.forgetUser({ app, user }),
      settled: () => announcer.settled(),
    },
    endpoints: presenceEndpoints(service),
    async close() {
      clearInterval(sweeper);
      devices.close();
      await announcer.settled();
    },
  };
}

function afterwards(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
}
