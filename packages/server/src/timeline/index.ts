export { EVERY_DEVICE, exceptFor, isAddressed, isForDevice, NO_DEVICE, onlyFor } from "./audience.ts";
export * from "./keys.ts";
export { timelineMembers } from "./members.store.ts";
export { timelineMigrations } from "./migrations/index.ts";
export { Records } from "./records.store.ts";
export { type OpenTimelines, openTimelines } from "./sqlite/index.ts";
export type { TimelineTables } from "./tables.ts";
export * from "./timeline.ts";
export { Transients } from "./transients.ts";
