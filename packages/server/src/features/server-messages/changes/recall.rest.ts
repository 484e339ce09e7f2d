import { Type } from "typebox";
import { AppError } from "../../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../../kernel/rest.ts";
import { flagIn, isMissing, type Members, membersOf, senderIn, textIn } from "../members.ts";
import type { PlaceType } from "../places.ts";
import type { Recall, RecallService } from "./recall.service.ts";

/** Messages taken back in one call (limits, section 5). */
const MAX_RECALLS = 30;

const types: Readonly<Record<string, PlaceType | undefined>> = { chat: "user", groupchat: "group", chatroom: "room" };

/** Taking messages back (RCL-01 to RCL-03). */
export function recallEndpoints(service: RecallService): Endpoint[] {
  return [
    endpoint({
      name: "recallMessage",
      method: "POST",
      path: "/messages/msg_recall",
      summary: "Take a message back (RCL-01)",
      access: "app",
      body: Type.Unknown({
        description: "msg_id, to, chat_type, from, sync_device, force, recallMessageExtensionInfo",
      }),
      async handle({ appKey, body }) {
        const recall = recallOf(appKey, membersOf(body));
        await service.recall([recall]);
        return { data: done(recall) };
      },
    }),
    ...[
      { name: "recallMessages", path: "/messages/batch_recall", summary: "Take back up to 30 messages (RCL-02)" },
      { name: "recallMessagesOfOld", path: "/messages/recall", summary: "The same for older callers (RCL-03)" },
    ].map((each) =>
      endpoint({
        ...each,
        method: "POST",
        access: "app",
        body: Type.Unknown({ description: "msgs: a list of what msg_recall takes" }),
        async handle({ appKey, body }) {
          const { msgs } = membersOf(body);
          if (!Array.isArray(msgs) || msgs.length === 0) throw new AppError("INVALID_BODY");
          if (msgs.length > MAX_RECALLS) {
            throw new AppError("RECALL_ILLEGAL", `params msgs's size can't exceed limit ${MAX_RECALLS}`);
          }
          const recalls = msgs.map((msg: unknown) => recallOf(appKey, membersOf(msg)));
          if (new Set(recalls.map(({ id }) => id)).size < recalls.length) throw new AppError("INVALID_BODY");
          await service.recall(recalls);
          return { data: recalls.map(done) };
        },
      }),
    ),
  ];
}

function recallOf(app: string, members: Members): Recall {
  const id = required(members, "msg_id");
  const to = required(members, "to");
  const chatType = required(members, "chat_type");
  const type = Object.hasOwn(types, chatType) ? types[chatType] : undefined;
  if (type === undefined) throw new AppError("RECALL_ILLEGAL", "param chat_type is illegal");
  return {
    app,
    id,
    to,
    type,
    from: senderIn(members),
    reachesSender: flagIn(members, "sync_device") ?? true,
    isForced: flagIn(members, "force") ?? false,
    extension: textIn(members, "recallMessageExtensionInfo"),
  };
}

function required(members: Members, name: string): string {
  if (isMissing(members[name])) throw new AppError("RECALL_ILLEGAL", `param ${name} can't be empty`);
  return textIn(members, name) ?? "";
}

function done({ id, from, to, type }: Recall) {
  const chattype = type === "user" ? "chat" : type === "group" ? "groupchat" : "chatroom";
  return { recalled: "yes", chattype, from, to, msg_id: id };
}
