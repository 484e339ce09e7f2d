/** What many of the public types are made of. They have the official names, so that programs need no change. */
/** Whatever somebody has sent or answered: programs read it without asking, as they do with the official types. */
// biome-ignore lint/suspicious/noExplicitAny: with `unknown`, programs that compile with the official types would not.
export type Loose = any;

export type UserId = string;
export type GroupId = string;
export type KVString = { [key: string]: string };
export type Dictionary = { [key: string]: Loose };

export type ChatType = "singleChat" | "groupChat" | "chatRoom";
export type MessagePriority = "high" | "normal" | "low";

/** A mark on a conversation: 0 to 19. */
export type MarkType = number;

/** One of the numbers of `statusCode`. A server newer than the client may have others. */
export type Code = number;

/** What calls reject with, and what `onError` gets. */
export interface ErrorEvent {
  /** One of `statusCode`. */
  type: Code;
  message: string;
  data?: Loose;
}

export type ErrorParameters = ErrorEvent;

/** The answer of the server, and `type: 0`. */
export interface AsyncResult<T = Loose> {
  type: Code;
  data?: T;
  entities?: T;
  message?: string;
  [key: string]: Loose;
}

/** The old way to be told, beside the promise. */
export interface Callbacks<Result> {
  success?: (result: Result) => void;
  error?: (error: ErrorEvent) => void;
}

export interface Jid {
  appKey: string;
  clientResource: string;
  domain: string;
  name: string;
}
