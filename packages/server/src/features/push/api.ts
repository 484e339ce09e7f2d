import type { Entry } from "../../timeline/index.ts";
import type { RestMessage } from "../messages/index.ts";
import type { Binding } from "./tables.ts";

/** That a user who is not connected has got a message: what a push service would show, and where. */
export interface Notice {
  readonly app: string;
  /** Who is to see it. */
  readonly user: string;
  readonly conversation: { readonly kind: "user" | "chatgroup"; readonly target: string };
  readonly message: RestMessage;
  /** The sender's nickname, or id where there is none. */
  readonly senderName: string;
  readonly isMentioned: boolean;
  readonly title: string;
  readonly content: string;
  /** In which language the user wants notices; undefined: no wish. */
  readonly language: string | undefined;
  /** Where to: may be empty, when the user's devices take notices by other ways. */
  readonly devices: readonly Binding[];
  /** Messages of the conversation that the user has not read. Counted when it is called, for those who show it. */
  unread(): Promise<number>;
}

/** A way by which notices leave. */
export interface Notifier {
  /**
   * Whether notices of this application leave this way. Asked for every few messages, of all applications, and so answered
   * from memory; nothing is decided for an application that nobody takes notices of.
   */
  isFor(app: string): Promise<boolean>;
  /**
   * Takes a notice that leaves. Called in the order of the messages of a conversation, never in the path of a commit. It
   * returns at once: what is slow queues by itself, and bounds its queue.
   */
  take(notice: Notice): void;
}

export interface Push {
  /** Adds a way by which notices leave. Returns how to stop. */
  onNotice(notifier: Notifier): () => void;
  /** A message that was stored unfinished is whole now: it is noticed like one that has just been committed. */
  notice(message: Entry): void;
  /** Resolves when everything committed so far is decided. */
  settled(): Promise<void>;
  forgetUser(app: string, user: string): Promise<void>;
}
