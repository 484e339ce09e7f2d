import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Timelines } from "../../timeline/index.ts";
import type { Apps } from "../apps/api.ts";
import { createReport } from "./migrations/2026-11-28-reports.ts";
import { reportEndpoints } from "./reports.rest.ts";
import { ReportService } from "./reports.service.ts";

export const reportsMigrations: readonly Migration[] = [createReport];

/** Messages that users report, and the list of them for moderators. */
export function createReports(deps: {
  apps: Pick<Apps, "get">;
  timelines: Pick<Timelines, "findVisible" | "newId">;
  database: Database;
  clock: Clock;
}): { api: { forgetUser(app: string, user: string): Promise<void> }; endpoints: readonly Endpoint[] } {
  const service = new ReportService(deps);
  return { api: service, endpoints: reportEndpoints(service) };
}
