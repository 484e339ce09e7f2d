import type { AppFigures, Usage } from "@rondo/protocol/console";
import type { Logger } from "pino";
import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Timelines } from "../../timeline/index.ts";
import type { Apps } from "../apps/api.ts";
import type { AppRecord } from "../apps/settings.ts";
import { Counter } from "./counter.ts";
import { dateOf, datesUpTo } from "./days.ts";
import { createUsage as createTables } from "./migrations/2026-11-29-usage.ts";
import { type UsageTables, usageStore } from "./usage.store.ts";

export const usageMigrations: readonly Migration[] = [createTables];

type AppOfFigures = Pick<AppRecord, "appKey" | "timeZone">;

/** Figures of applications, now and by day (SPEC.md, UG). */
export interface UsageFigures {
  now(app: AppOfFigures): Promise<AppFigures>;
  /** The last days, today included. */
  days(app: AppOfFigures, count: number): Promise<Usage>;
}

export function createUsage(deps: {
  database: Database;
  timelines: Pick<Timelines, "log" | "onCommitted">;
  apps: Pick<Apps, "getRecord" | "find">;
  /** Devices of a user that are connected to this node. */
  devices: (app: string, user: string) => number;
  countUsers: (app: string) => Promise<number>;
  bus: Bus;
  clock: Clock;
  nodeId: number;
  log: Logger;
}): { api: UsageFigures; close(): Promise<void> } {
  const { database, clock, countUsers } = deps;
  const counter = new Counter(deps);
  const db = () => database.query<UsageTables>();

  async function days(app: AppOfFigures, count: number): Promise<Usage> {
    await counter.settle();
    const { appKey, timeZone } = app;
    const dates = datesUpTo(dateOf(clock.now(), timeZone), count);
    const from = dates[0] ?? "";
    const rows = new Map((await usageStore.list(db(), appKey, from)).map((row) => [row.date, row]));
    const registeredUsers = await countUsers(appKey);
    let registered = (await usageStore.registeredBefore(db(), appKey, from)) ?? null;
    const list = dates.map((date, i) => {
      const row = rows.get(date);
      registered = row?.registered ?? registered;
      const isToday = i === dates.length - 1;
      const { messages = 0, peakOnline = 0 } = row ?? {};
      return { date, messages, peakOnline, registeredUsers: isToday ? registeredUsers : registered };
    });
    const today = list.at(-1);
    const onlineUsers = counter.onlineUsers(appKey);
    const now = {
      registeredUsers,
      onlineUsers,
      messagesToday: today?.messages ?? 0,
      peakOnlineToday: Math.max(today?.peakOnline ?? 0, onlineUsers),
    };
    return { timeZone, now, days: list };
  }
  return {
    api: { now: async (app) => (await days(app, 1)).now, days },
    close: () => counter.close(),
  };
}
