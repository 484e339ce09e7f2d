/** The public types, by their official names. Types only: nothing of it is there at run time. */
export type * from "./common.ts";
export type * from "./connection.ts";
export type * from "./connection-parameters.ts";
export type * from "./create-messages.ts";
export type * from "./device-events.ts";
export type * from "./events.ts";
export type * from "./later-events.ts";
export type * from "./logger.ts";
export type * from "./messages.ts";
export type * from "./methods.ts";
export type * from "./results.ts";
export type * from "./sdk.ts";
export type * from "./utils.ts";
