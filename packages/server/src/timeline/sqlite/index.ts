export type { QueueLimits } from "./group-commit.ts";
export { type OpenTimelines, openTimelines, type TimelinesOptions } from "./timelines.ts";
