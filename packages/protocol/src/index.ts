export * from "./address.ts";
export * from "./close-codes.ts";
export * from "./codec/index.ts";
export * from "./errors.ts";
export * from "./frames/index.ts";
export * from "./message-kind.ts";
export * from "./msync/index.ts";
export * from "./statuses.ts";
