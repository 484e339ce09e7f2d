import { ackRefusals, type CommSyncDL, MessageBodyType, MucBodyOperation, namedAckRefusals } from "@rondo/protocol";
import { sendBody, sendToRoom, words } from "./say.ts";

/** As `rules.ts`, of what is sent over the socket. The blocked and the stranger have been members, and spoken. */
export const uplinkRules = `
                    owner admin member muted blocked stranger foreign
group/text            x     x     x      m      n       n        g
group/directed        x     x     x      m      n       n        g
group/read            x     x     x      x      n       n        g
group/readAll         x     x     x      x      n       n        g
group/recallOthers    x     x     p      p      n       n        g
group/editOthers      p     p     p      m      n       n        g
group/editOwn         x     x     x      m      n       n        g
group/recallOwn       x     x     x      x      n       n        g
thread/text           n     n     x      m      n       n        g
thread/readAll        n     n     x      x      n       n        g
room/text             x     x     x      m      n       n        r
room/recallOthers     x     x     p      p      n       n        g
room/editOthers       p     p     p      m      n       n        g
room/editOwn          x     x     x      m      n       n        g
room/recallOwn        x     x     x      x      n       n        g
room/join             x     x     x      x      b       x        r
room/leave            x     x     x      x      x       x        r
`;

export interface Words {
  /** The group, room or thread. */
  readonly id: string;
  /** What the sender has said there, and what somebody else has, which nobody else is going to take back. */
  readonly own: string;
  readonly others: string;
}

type Send = (line: Parameters<typeof sendBody>[0], words: Words) => Promise<CommSyncDL>;
type Body = Parameters<typeof sendBody>[2];

const inMuc =
  (body: (words: Words) => Body): Send =>
  (line, said) =>
    sendBody(line, { name: said.id, domain: "conference.easemob.com" }, body(said));

const text = (type: MessageBodyType, more: Partial<Body> = {}): Send =>
  inMuc(() => ({ type, contents: words("and again"), ...more }));
const recall = (which: "own" | "others"): Send =>
  inMuc((said) => ({ type: MessageBodyType.RECALL, ackMessageId: said[which] }));
const edit = (which: "own" | "others"): Send =>
  inMuc((said) => ({ type: MessageBodyType.EDIT, editMessageId: said[which], contents: words("better met") }));
const readAll = inMuc(() => ({ type: MessageBodyType.CHANNEL_ACK }));

/** What is done in each row. */
export const sends: Readonly<Record<string, Send>> = {
  "group/text": text(MessageBodyType.GROUPCHAT),
  "group/directed": text(MessageBodyType.GROUPCHAT, { directedUsers: ["target"] }),
  "group/read": inMuc(({ others }) => ({ type: MessageBodyType.READ_ACK, ackMessageId: others })),
  "group/readAll": readAll,
  "group/recallOthers": recall("others"),
  "group/recallOwn": recall("own"),
  "group/editOthers": edit("others"),
  "group/editOwn": edit("own"),
  "thread/text": text(MessageBodyType.GROUPCHAT),
  "thread/readAll": readAll,
  "room/text": text(MessageBodyType.CHATROOM),
  "room/recallOthers": recall("others"),
  "room/recallOwn": recall("own"),
  "room/editOthers": edit("others"),
  "room/editOwn": edit("own"),
  "room/join": (line, { id }) => sendToRoom(line, id, MucBodyOperation.JOIN),
  "room/leave": (line, { id }) => sendToRoom(line, id, MucBodyOperation.LEAVE),
};

/** What the letters mean: the reason of the ack; undefined: success. */
export const reasons: Readonly<Record<string, (facts: { who: string; id: string }) => string | undefined>> = {
  x: () => undefined,
  m: () => ackRefusals.USER_MUTED.reason,
  n: () => ackRefusals.NOT_IN_GROUP.reason,
  g: () => ackRefusals.GROUP_NOT_FOUND.reason,
  r: ({ id }) => namedAckRefusals.ROOM_NOT_FOUND(id).reason,
  p: () => ackRefusals.EDIT_FORBIDDEN.reason,
  b: ({ who }) => namedAckRefusals.IN_ROOM_BLOCK_LIST(who).reason,
};
