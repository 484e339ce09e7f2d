import type { Feature } from "../../core/client.ts";
import { nothing, type Operation, operations } from "../../core/operations.ts";
import type { ReportMethods } from "../../types/report.ts";

const TABLE: Record<string, Operation> = {
  reportMessage: {
    call: "POST /user/~/moderation/report/message/:messageId",
    needs: "reportType:text messageId:text reportReason:text",
    body: ({ reportType, reportReason }, { identity }) => ({ username: identity?.user, reportType, reportReason }),
    gives: nothing,
  },
};

/** Messages that moderators should see (API 3.16). */
export const report: Feature<ReportMethods> = (client) => operations(client, TABLE);
