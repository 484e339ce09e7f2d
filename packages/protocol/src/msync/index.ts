export * from "./chat.ts";
export * from "./envelope.ts";
export * from "./events.ts";
export * from "./session.ts";
export * from "./sync.ts";
