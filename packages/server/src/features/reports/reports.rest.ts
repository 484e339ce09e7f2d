import { Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { isId } from "../../kernel/ids.ts";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import { toRestMessage } from "../messages/index.ts";
import type { ReportService } from "./reports.service.ts";
import { type Report, reportStates } from "./reports.store.ts";

const MAX_PAGE = 100;

const Text = Type.Optional(Type.String());
const Time = Type.Optional(Type.Integer({ minimum: 0, description: "Epoch milliseconds, inclusive" }));
const State = Type.Enum(reportStates);

/** Reporting a message (MSG-7), and what moderators do with reports. */
export function reportEndpoints(service: ReportService): readonly Endpoint[] {
  return [
    endpoint({
      name: "reportMessage",
      method: "POST",
      path: "/user/:user/moderation/report/message/:messageId",
      summary: "Report a message to the application's moderators (MSG-7)",
      access: "self",
      params: Type.Object({ user: Type.String(), messageId: Type.String() }),
      // Who reports is who calls, whatever `username` says.
      body: Type.Object({ username: Text, reportType: Text, reportReason: Text }),
      async handle({ appKey, params, body }) {
        const { reportType: tag = "", reportReason: reason = "" } = body;
        await service.report({ app: appKey, user: params.user }, { messageId: params.messageId, tag, reason });
        return { data: { result: true } };
      },
    }),
    endpoint({
      name: "listReports",
      method: "GET",
      path: "/moderation/reports",
      summary: "Reported messages, newest report first",
      access: "app",
      query: Type.Object({
        state: Type.Optional(State),
        startTime: Time,
        endTime: Time,
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE })),
        cursor: Text,
      }),
      async handle({ appKey, query }) {
        const { state, startTime: startAt, endTime: endAt, limit = 20, cursor: before } = query;
        if (before !== undefined && !isId(before)) throw new AppError("INVALID_ARGUMENT", "the cursor is not valid");
        const page = await service.list({ app: appKey, state, startAt, endAt, limit, before });
        return { data: { reports: page.items.map(toRestReport), cursor: page.nextCursor } };
      },
    }),
    endpoint({
      name: "changeReport",
      method: "PUT",
      path: "/moderation/reports/:reportId",
      summary: "Mark a report as handled, or as open again",
      access: "app",
      params: Type.Object({ reportId: Type.String() }),
      body: Type.Object({ state: State }),
      async handle({ appKey, params, body }) {
        return { data: toRestReport(await service.setState(appKey, params.reportId, body.state)) };
      },
    }),
  ];
}

function toRestReport(report: Report): Record<string, unknown> {
  const { id, state, reporter, tag, reason, reportedAt, handledAt, meta } = report;
  return {
    id,
    state,
    reporter,
    reportType: tag,
    reportReason: reason,
    reportedAt,
    handledAt,
    message: toRestMessage(meta),
  };
}
