export * from "./keys.ts";
export { timelineMigrations } from "./migrations/index.ts";
export { type OpenTimelines, openTimelines } from "./sqlite/index.ts";
export * from "./timeline.ts";
