export { type OpenTimelines, openTimelines } from "./timelines.ts";
