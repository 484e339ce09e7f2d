export * from "./keys.ts";
export * from "./timeline.ts";
