import type { Client, Feature } from "../../core/client.ts";
import { data, type Given, nothing, type Operation, operations } from "../../core/operations.ts";
import type { PinMethods } from "../../types/pins.ts";
import { fromJson, type JsonMessage } from "../messages/index.ts";

/** As the server calls them. */
const TYPES: Readonly<Record<string, string>> = { singleChat: "chat", groupChat: "groupchat", chatRoom: "chatroom" };
const typeIn = ({ conversationType }: Given): string | undefined => TYPES[String(conversationType)];
const OPERATIONS: Readonly<Record<string, string | undefined>> = { pin: "pin", pin_delete: "unpin" };

const change = (verb: string): Operation => ({
  call: `${verb}! /sdk/user/~/user_channel/pin`,
  needs: "conversationId:text messageId:text",
  body: (given) => ({ to: given.conversationId, type: typeIn(given), pin_msg_id: given.messageId }),
  gives: nothing,
});

interface Page {
  readonly msg_infos?: ReadonlyArray<{
    /** A message whose payload is JSON. */
    readonly message?: { readonly payload?: unknown };
    readonly pin_opt_at?: number;
    readonly pin_operator?: string;
  }>;
  readonly cursor?: string;
}

/** Messages pinned in a conversation (API 3.13). */
export const pins: Feature<PinMethods> = (client) => {
  client.notices.handle("conv", ({ data: said }) => tellOfPin(client, said as Readonly<Record<string, unknown>>));
  return operations(client, {
    pinMessage: change("POST"),
    unpinMessage: change("DELETE"),
    getServerPinnedMessages: {
      call: "GET /sdk/user/~/user_channel/pin",
      needs: "conversationId:text pageSize?:number cursor?:string",
      query: (given) => ({
        to: given.conversationId,
        type: typeIn(given),
        limit: given.pageSize || 10,
        cursor: given.cursor || "",
      }),
      gives: data(({ data: page }) => {
        const { msg_infos: infos = [], cursor = "" } = (page || {}) as Page;
        const list = infos.map((info) => ({
          message: messageIn(client, info.message),
          pinTime: info.pin_opt_at,
          operatorId: info.pin_operator,
        }));
        return { list, cursor };
      }),
    },
  });
};

/** @throws SyntaxError when its payload is no JSON. */
function messageIn(client: Client, message: { readonly payload?: unknown } | undefined) {
  const payload = typeof message?.payload === "string" ? JSON.parse(message.payload) : message?.payload;
  // Checked member by member where it is read.
  return fromJson(client, { ...message, payload } as JsonMessage);
}

/** In a single chat it is with the other one, whoever of the two has pinned it. */
function tellOfPin({ events, identity }: Client, said: Readonly<Record<string, unknown>>): void {
  const { op, id, type, from, ext: messageId, ts: time, res } = said;
  const operation = OPERATIONS[String(op)];
  const isOwn = from === identity?.user;
  if (!operation || (isOwn && res === identity?.resource)) return;
  events.emitModern("onMessagePinEvent", {
    messageId,
    conversationId: type === "chat" && !isOwn ? from : id,
    conversationType: Object.keys(TYPES).find((name) => TYPES[name] === type),
    operation,
    operatorId: from,
    time,
  });
}
