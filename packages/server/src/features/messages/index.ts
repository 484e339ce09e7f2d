import type { Logger } from "pino";
import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Timelines, Transients } from "../../timeline/index.ts";
import type { Conversations } from "../conversations/api.ts";
import type { Users } from "../users/api.ts";
import type { GroupReceipts, Messages, MucGate, SendGuard } from "./api.ts";
import { KnownUsers } from "./known-users.ts";
import { MessageService } from "./messages.service.ts";

export type {
  Ack,
  GroupReceipt,
  GroupReceipts,
  MessageExtras,
  Messages,
  MucAdmission,
  MucGate,
  Sender,
  SendGuard,
  Submission,
  Uplinks,
} from "./api.ts";
export { bodyOf, countedBytes, editedMeta, withBody, withBodyMeta } from "./body.ts";
export { ConversationEvents } from "./conversation-events.ts";
export { CHAT_TYPES, editCountOf, editOf } from "./edit.ts";
export type { Target } from "./envelope.ts";
export { type EventOrigin, notifyOwnDevices, tellUser } from "./notify.ts";
export { whyUnreadable } from "./readable.ts";
export { whenRecalled } from "./recalled.ts";
export { type RestMessage, toRestMessage } from "./rest-message.ts";
export { chatTypeOf, draftOfServer, serverMeta, timelineOf } from "./rest-message-draft.ts";
export {
  customEvent,
  customExts,
  isObject,
  type RestContent,
  toContent,
  toKeyValues,
} from "./rest-message-form.ts";
export { historyForm, streamContent } from "./rest-message-stream.ts";

/** Messages between two users, their receipts, recalls and edits. Everything arrives on the socket: no endpoints. */
export function createMessages(deps: {
  timelines: Timelines;
  transients: Transients;
  users: Pick<Users, "find">;
  conversations: Pick<Conversations, "markRead">;
  guards: readonly SendGuard[];
  muc: MucGate;
  groupReceipts: GroupReceipts;
  bus: Bus;
  clock: Clock;
  log: Logger;
}): { api: Messages; endpoints: readonly Endpoint[]; close(): void } {
  const { timelines, transients, users, conversations, guards, muc, groupReceipts, bus, clock, log } = deps;
  const knownUsers = new KnownUsers({ users, bus, clock });
  const api = new MessageService({
    timelines,
    transients,
    knownUsers,
    conversations,
    guards,
    muc,
    groupReceipts,
    clock,
    onFault: (error, { device }) => log.error({ err: error, app: device.app, user: device.user }, "a message failed"),
  });
  return { api, endpoints: [], close: () => knownUsers.close() };
}
