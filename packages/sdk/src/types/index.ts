/** The public types, by their official names. Types only: nothing of it is there at run time. */

export type * from "./common.ts";
export type * from "./connection.ts";
export type * from "./connection-parameters.ts";
export type * from "./contacts.ts";
export type * from "./create-messages.ts";
export type * from "./device-events.ts";
export type * from "./events.ts";
export type * from "./groups.ts";
export type * from "./later-events.ts";
export type * from "./logger.ts";
export type * from "./messages.ts";
export type * from "./methods.ts";
export type * from "./pins.ts";
export type * from "./presence.ts";
export type * from "./push.ts";
export type * from "./reactions.ts";
export type * from "./report.ts";
export type * from "./results.ts";
export type * from "./rooms.ts";
export type * from "./rtc.ts";
export type * from "./sdk.ts";
export type * from "./shared-files.ts";
export type * from "./threads.ts";
export type * from "./translation.ts";
export type * from "./utils.ts";
export type * from "./voice.ts";
