export * from "./envelope.ts";
export * from "./session.ts";
export * from "./sync.ts";
export * from "./chat.ts";
export * from "./events.ts";
