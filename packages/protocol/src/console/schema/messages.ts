/** Messages of an application, as those who run it see them. */
import { type Static, Type } from "typebox";
import { Nothing, OrNull, Page, PageQuery, Timestamp } from "./common.ts";

export const MessageType = Type.Enum(["txt", "img", "audio", "video", "file", "loc", "cmd", "custom", "combine"]);
export type MessageType = Static<typeof MessageType>;

const ChatType = Type.Enum(["chat", "group", "room", "thread"]);
const MessageId = Type.String({ pattern: "^[1-9]\\d{0,18}$" });

export const ConsoleMessage = Type.Object({
  id: MessageId,
  chatType: ChatType,
  from: Type.String(),
  /** A user, or the id of a group, room or thread. */
  to: Type.String(),
  type: MessageType,
  at: Timestamp,
  /** What there is to read in it: its text, a file's name, a place's address; "" when there is nothing. */
  text: Type.String(),
  /** As REST shows it: `msg`, or `url`, `filename`, `file_length`, …; see REST of the compatible service. */
  body: Type.Record(Type.String(), Type.Unknown()),
  ext: Type.Record(Type.String(), Type.Unknown()),
  /** How often it has been edited; what is shown is the last. */
  edits: Type.Integer(),
  /** Only these receive it; null: everybody there. */
  audience: OrNull(Type.Array(Type.String())),
});
export type ConsoleMessage = Static<typeof ConsoleMessage>;

/** Both inclusive. */
const Period = { since: Type.Optional(Timestamp), until: Type.Optional(Timestamp) };

const Filter = {
  /** Sent or received by this user. */
  user: Type.Optional(Type.String({ maxLength: 200 })),
  /** With `user`: only between these two. Alone: the id of a group, room or thread. */
  conversation: Type.Optional(Type.String({ maxLength: 200 })),
  type: Type.Optional(MessageType),
  ...Period,
};

export const messageShapes = {
  listMessages: {
    /**
     * Newest first. With `text` only what the index knows is found (text messages, names of files): SEARCH_OFF when the server
     * keeps none. A page may have fewer items than asked for although there are more: `nextCursor` tells.
     */
    query: Type.Object({ ...PageQuery, ...Filter, text: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })) }),
    reply: Page(ConsoleMessage),
  },
  getMessage: { reply: ConsoleMessage },
  recallMessage: { body: Nothing, reply: Nothing },
  removeMessage: { reply: Nothing },
  /** JSON Lines; `reply` is one line. */
  exportMessages: { query: Type.Object(Filter), reply: ConsoleMessage },
} as const;
