/** `@rondo/sdk/report`: messages that moderators should see. */
import { report as feature } from "../features/report/index.ts";
import type { Feature } from "../types/feature.ts";
import type { ReportMethods } from "../types/report.ts";

export const report: Feature<ReportMethods> = feature;
export type { ReportMethods };
