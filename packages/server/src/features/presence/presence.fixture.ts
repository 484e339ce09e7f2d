/** Presence behind REST, on a store in memory, with sessions and alarms that the test moves. */

import { defaultLimits } from "../../config.ts";
import { TestRest } from "../../http/testing.ts";
import { openTimelines, timelineMigrations } from "../../timeline/index.ts";
import { createPresence, presenceMigrations } from "./index.ts";
import type { PresenceTables } from "./presence.store.ts";
import type { PresenceForm } from "./presence-form.ts";

export type World = Awaited<ReturnType<typeof openWorld>>;

export async function openWorld() {
  const connected = new Map<string, Map<string, number>>();
  const alarms = new Set<{ at: number; run: () => void }>();
  const told: Array<{ to: string; json: unknown }> = [];
  let parts: Awaited<ReturnType<typeof build>> | undefined;
  let isBroken = false;

  const build = async ({ database, users, bus, clock, log }: Parameters<Features>[0]) => {
    const timelines = await openTimelines({ database, clock, nodeId: 0, log });
    const presence = createPresence({
      database: {
        ...database,
        query: <T>() => {
          if (isBroken) throw new Error("the store is broken");
          return database.query<T>();
        },
        inTransaction: (run) => database.inTransaction(run),
        close: () => database.close(),
      },
      users,
      timelines,
      messages: { notifyConnected: ({ user }, json) => told.push({ to: user, json }) },
      sessions: {
        list: (_app, user) =>
          [...(connected.get(user) ?? [])].map(([resource, connectedAt]) => ({ resource, connectedAt })),
      },
      bus,
      clock,
      log,
      later: (delayMs, run) => {
        const alarm = { at: clock.now() + delayMs, run };
        alarms.add(alarm);
        return () => alarms.delete(alarm);
      },
    });
    return { timelines, presence, bus, database };
  };

  const rest = await TestRest.start({
    config: { limits: { ...defaultLimits, requestsPerSecond: 1_000_000 } },
    migrations: [...presenceMigrations, ...timelineMigrations],
    features: async (given) => {
      parts = await build(given);
      return parts.presence.endpoints;
    },
  });
  if (parts === undefined) throw new Error("the features were built");
  const { timelines, presence, bus, database } = parts;
  const tokens = new Map<string, string>();

  return {
    rest,
    presence,
    db: () => database.query<PresenceTables>(),
    /** Statements fail from now on. */
    breakStore: (broken = true) => {
      isBroken = broken;
    },

    async freshApp(people: readonly string[]): Promise<void> {
      connected.clear();
      alarms.clear();
      tokens.clear();
      await rest.freshApp();
      for (const name of people) tokens.set(name, await rest.register(name));
      told.length = 0;
    },

    async comesOnline(user: string, resource = "webim_web_1"): Promise<void> {
      const device = { app: rest.appKey, user, resource };
      await timelines.openDevice(device);
      connected.set(user, new Map(connected.get(user)).set(resource, rest.now));
      bus.publish("device.online", device);
      await presence.api.settled();
    },

    async goesOffline(user: string, resource = "webim_web_1"): Promise<void> {
      connected.get(user)?.delete(resource);
      const device = { app: rest.appKey, user, resource };
      await timelines.closeDevice(device, { caughtUp: true });
      bus.publish("device.offline", device);
      await presence.api.settled();
    },

    /** The process was killed: its sessions are gone, and nobody has said so. */
    crash(): void {
      connected.clear();
      alarms.clear();
    },

    async pass(ms: number): Promise<void> {
      rest.now += ms;
      for (const alarm of [...alarms].filter(({ at }) => at <= rest.now)) {
        alarms.delete(alarm);
        alarm.run();
      }
      await presence.api.settled();
    },

    /** What people have been told since the last look. */
    news(): Array<PresenceForm & { to: string }> {
      return told.splice(0).map(({ to, json }) => {
        // The event's documented form; a test compares all of it once.
        const { values } = (json as { data: { values: PresenceForm[] } }).data;
        const [form] = values;
        if (form === undefined || values.length !== 1) throw new Error("an event speaks of one user");
        return { to, ...form };
      });
    },

    rawNews: () => told.splice(0),

    as(user: string) {
      const token = tokens.get(user);
      const own = `/users/${user}/presence`;
      return {
        token,
        publish: (ext: unknown, path = "/webim_web_1/1") => rest.call(`${own}${path}`, { token, json: { ext } }),
        subscribe: (usernames: unknown, expiry: number | string = 3600) =>
          rest.call(`${own}/${expiry}`, { token, json: { usernames } }),
        unsubscribe: (json: unknown) => rest.call(own, { method: "DELETE", token, json }),
        query: (usernames: unknown) => rest.call(own, { token, json: { usernames } }),
        list: (query = "?pageNum=1&pageSize=100") => rest.call(`${own}/sublist${query}`, { token }),
      };
    },

    async close(): Promise<void> {
      await presence.close();
      await timelines.close();
      await rest.close();
    },
  };
}

type Features = NonNullable<NonNullable<Parameters<typeof TestRest.start>[0]>["features"]>;
