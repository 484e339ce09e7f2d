import { normalizeUserId } from "@rondo/protocol";
import { Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import { conversationTimeline, groupTimeline } from "../../timeline/index.ts";
import type { ConversationService, Target } from "./conversations.service.ts";
import { parseMark } from "./marks.ts";

const MAX_TARGETS = 20;

const OwnPath = Type.Object({ user: Type.String() });
const Text = Type.Optional(Type.String());
const MarkTarget = Type.Object({ to: Type.String(), type: Type.String() });
const MarkBody = Type.Object({ mark: Text, targets: Type.Optional(Type.Array(MarkTarget)) });

type Actor = { readonly appKey: string; readonly params: { user: string }; readonly resource: string | undefined };

/** What a user does with conversations (CONV-3, 6, 7, 8, 9). */
export function changeEndpoints(service: ConversationService): Endpoint[] {
  return [
    endpoint({
      name: "deleteConversation",
      method: "DELETE",
      path: "/user/:user/user_channel",
      summary: "Take a conversation from the list, with or without its history (CONV-3)",
      access: "self",
      rate: "deletion",
      params: OwnPath,
      body: Type.Object({ channel: Text, type: Text, delete_roam: Type.Optional(Type.Boolean()) }),
      async handle(call) {
        const { channel, type, delete_roam: withHistory } = call.body;
        if (!channel) throw new AppError("INVALID_ARGUMENT", "field channel cannot be null or empty");
        if (!type) throw new AppError("INVALID_ARGUMENT", "field type cannot be null or empty");
        if (withHistory === undefined) throw new AppError("INVALID_ARGUMENT", "field delete_roam cannot be null");
        const target = targetOf(call, { to: channel, type });
        // Deleting what is not there is no error: the outcome is the wanted one.
        if (target !== undefined) await service.remove(target, { withHistory });
        return { data: { result: "ok" } };
      },
    }),
    endpoint({
      name: "markConversations",
      method: "POST",
      path: "/sdk/user/:user/user_channels/mark",
      summary: "Put a mark on conversations (CONV-6)",
      access: "self",
      params: OwnPath,
      body: MarkBody,
      handle: (call) => changeMarks(call, (target, mark) => service.addMark(target, mark)),
    }),
    endpoint({
      name: "unmarkConversations",
      method: "DELETE",
      path: "/sdk/user/:user/user_channels/mark",
      summary: "Take a mark from conversations (CONV-7)",
      access: "self",
      params: OwnPath,
      body: MarkBody,
      handle: (call) => changeMarks(call, (target, mark) => service.removeMark(target, mark)),
    }),
    endpoint({
      name: "pinConversation",
      method: "POST",
      path: "/sdk/user/:user/user_channel/top",
      summary: "Pin a conversation (CONV-8)",
      access: "self",
      params: OwnPath,
      body: Type.Object({ type: Text, to: Text }),
      async handle(call) {
        const { pinnedAt } = await service.pin(getTarget(call, call.body));
        return { data: { is_top: true, update_top_status_time: pinnedAt } };
      },
    }),
    endpoint({
      name: "unpinConversation",
      method: "DELETE",
      path: "/sdk/user/:user/user_channel/top",
      summary: "Take the pin from a conversation (CONV-9)",
      access: "self",
      params: OwnPath,
      query: Type.Object({ type: Text, to: Text }),
      async handle(call) {
        await service.unpin(getTarget(call, call.query));
        return { data: { is_top: false, update_top_status_time: 0 } };
      },
    }),
  ];
}

/** Targets that are no conversation of the user are named in `ignore`; the others are changed. */
async function changeMarks(
  call: Actor & { body: { mark?: string; targets?: Array<{ to: string; type: string }> } },
  change: (target: Target, mark: number) => Promise<boolean>,
) {
  const mark = parseMark(call.body.mark);
  const targets = call.body.targets ?? [];
  // The sentence is the one by which clients recognise a limit.
  if (targets.length > MAX_TARGETS) throw new AppError("INVALID_ARGUMENT", "The quantity has exceeded the limit!");
  const ignored = [];
  for (const named of targets) {
    const target = targetOf(call, named);
    if (target === undefined || !(await change(target, mark))) ignored.push({ to: named.to, type: named.type });
  }
  return { data: { ignore: ignored } };
}

/** @throws AppError INVALID_ARGUMENT, CONVERSATION_NOT_FOUND. */
function getTarget(call: Actor, named: { to?: string; type?: string }): Target {
  if (!named.to) throw new AppError("INVALID_ARGUMENT", "field to cannot be null or empty");
  if (!named.type) throw new AppError("INVALID_ARGUMENT", "field type cannot be null or empty");
  const target = targetOf(call, { to: named.to, type: named.type });
  if (target === undefined) throw new AppError("CONVERSATION_NOT_FOUND");
  return target;
}

const GROUP_ID = /^\d{1,20}$/;

/** Undefined for what nobody has conversations with. The spelling of types varies in clients. */
function targetOf({ appKey: app, params, resource }: Actor, named: { to: string; type: string }): Target | undefined {
  const { user } = params;
  const type = named.type.toLowerCase();
  if (type === "groupchat" && GROUP_ID.test(named.to)) {
    return { app, user, type, peer: named.to, resource, timeline: groupTimeline(app, named.to) };
  }
  const peer = normalizeUserId(named.to);
  if (type !== "chat" || peer === undefined) return undefined;
  return { app, user, type, peer, resource, timeline: conversationTimeline(app, user, peer) };
}
