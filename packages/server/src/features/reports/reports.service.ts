import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { isId } from "../../kernel/ids.ts";
import type { Timelines } from "../../timeline/index.ts";
import type { Apps } from "../apps/api.ts";
import {
  type Report,
  type ReportQuery,
  type ReportState,
  type ReportTables,
  reportStore as store,
} from "./reports.store.ts";

const MAX_TAG_BYTES = 64;
const MAX_REASON_BYTES = 512;
const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_PER_DAY = 100;

interface Deps {
  readonly apps: Pick<Apps, "get">;
  readonly timelines: Pick<Timelines, "findVisible" | "newId">;
  readonly database: Database;
  readonly clock: Clock;
}

export interface ReportPage {
  readonly items: readonly Report[];
  /** "" on the last page. */
  readonly nextCursor: string;
}

/** What users report to the moderators of their application (SPEC.md, RP). */
export class ReportService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /**
   * Reports a message. A second report of it by the same user changes nothing.
   *
   * @throws AppError FORBIDDEN when the application takes no reports, INVALID_ARGUMENT, REPORTED_MESSAGE_NOT_FOUND,
   *   SERVICE_QUOTA.
   */
  async report(
    reporter: { app: string; user: string },
    { messageId, tag, reason }: { messageId: string; tag: string; reason: string },
  ): Promise<void> {
    const { apps, timelines, clock } = this.deps;
    const { app, user } = reporter;
    const { settings } = await apps.get(app);
    if (!settings.messageReports) throw new AppError("FORBIDDEN", "message report not open");
    if (tag === "" || Buffer.byteLength(tag) > MAX_TAG_BYTES) {
      throw new AppError("INVALID_ARGUMENT", `reportType is missing, or longer than ${MAX_TAG_BYTES} bytes`);
    }
    if (Buffer.byteLength(reason) > MAX_REASON_BYTES) {
      throw new AppError("INVALID_ARGUMENT", `reportReason is longer than ${MAX_REASON_BYTES} bytes`);
    }
    const ids = isId(messageId) ? [messageId] : [];
    const [message] = await timelines.findVisible({ app, user, ids });
    if (message === undefined) throw new AppError("REPORTED_MESSAGE_NOT_FOUND");
    if (await store.isReported(this.db, { app, reporter: user, messageId })) return;
    const now = clock.now();
    const count = await store.countSince(this.db, { app, reporter: user, since: now - DAY_MS });
    if (count >= MAX_PER_DAY) throw new AppError("SERVICE_QUOTA");
    const { timeline, meta } = message;
    const facts = { app, id: timelines.newId(), messageId, reporter: user, tag, reason, timeline, meta };
    // Of two at once the second finds the first.
    await store.insert(this.db, { ...facts, state: "open", reportedAt: now, handledAt: null });
  }

  async list(query: ReportQuery): Promise<ReportPage> {
    const found = await store.list(this.db, { ...query, limit: query.limit + 1 });
    const items = found.slice(0, query.limit);
    return { items, nextCursor: found.length > query.limit ? (items.at(-1)?.id ?? "") : "" };
  }

  /** @throws AppError NOT_FOUND. */
  async setState(app: string, id: string, state: ReportState): Promise<Report> {
    const handledAt = state === "handled" ? this.deps.clock.now() : null;
    const report = isId(id) ? await store.setState(this.db, { app, id }, { state, handledAt }) : undefined;
    if (report === undefined) throw new AppError("NOT_FOUND", "the report does not exist");
    return report;
  }

  async forgetUser(app: string, user: string): Promise<void> {
    await store.forgetReporter(this.db, app, user);
  }

  private get db() {
    return this.deps.database.query<ReportTables>();
  }
}
