import {
  ackRefusals,
  type Encodable,
  encode,
  MessageBody,
  MessageBodyEditScope,
  MessageBodyType,
  type Meta,
  messageKindOf,
} from "@rondo/protocol";
import type { Clock } from "../../kernel/clock.ts";
import type { Draft, Entry, Timelines } from "../../timeline/index.ts";
import { answerTo } from "./answer.ts";
import type { Ack } from "./api.ts";
import { bodyOf, countedBytes, type EditInfo, editedMeta, editInfoOf, withBody } from "./body.ts";
import { chatMeta, notifyMeta, type Origin, type Target } from "./envelope.ts";
import { findMessage, type Message, refuseUnlessResent } from "./originals.ts";
import { answered, type Placed } from "./placed.ts";
import { type Refused, refuse } from "./refusal.ts";
import { draftOf, type Uplink } from "./uplink.ts";

interface Deps {
  readonly timelines: Timelines;
  readonly clock: Clock;
}

export const CHAT_TYPES = { user: "chat:user", group: "chat:group", thread: "chat:group", room: "chat:room" } as const;

/** How often an edit looks again after another device of the sender has edited at the same moment. */
const MAX_RETRIES = 3;

/** Gives a message new content: history and devices that have not received it yet see only the new one. */
export async function edit(deps: Deps, uplink: Uplink, { retries = MAX_RETRIES } = {}): Promise<Placed> {
  const { timelines, clock } = deps;
  const original = await findMessage(timelines, uplink, { id: uplink.body.editMessageId });
  const refusal = whyNot(uplink, original);
  if (refusal !== undefined) return { ack: refusedEdit(timelines, uplink, refusal) };
  // `whyNot` refuses when there is none.
  const message = original as Message;
  const info: EditInfo = {
    count: editCountOf(message) + 1,
    operator: uplink.sender.device.user,
    edit_time: clock.now(),
    sender: message.sender,
    send_time: message.at,
    chat_type: CHAT_TYPES[uplink.to.type],
  };
  const edited = editedBody(uplink.body, bodyOf(message.meta), info);
  if (countedBytes(edited) > uplink.sender.settings.maxMessageBytes)
    return answered(refuse(ackRefusals.DATA_TOO_LARGE));
  const appended = timelines.append(editDraft(uplink, { message, edited }));
  const finish = async (): Promise<Ack> => {
    const result = await appended;
    switch (result.outcome) {
      case "appended":
        return withEditInfo(answerTo(result), uplink, info);
      case "duplicate":
        return withStoredInfo(timelines, uplink, answerTo(result));
      case "conflict":
        // Recalled or edited by another device a moment ago: looking again tells which.
        if (retries === 0) return refuse(ackRefusals.EDIT_FAILED);
        return (await edit(deps, uplink, { retries: retries - 1 })).ack;
      default:
        return result satisfies never;
    }
  };
  return { ack: finish() };
}

function whyNot({ sender, body }: Uplink, original: Message | undefined): Refused | undefined {
  const { device, settings } = sender;
  if (settings.maxEdits <= 0) return refuse(ackRefusals.EDIT_DISABLED);
  if (original === undefined) return refuse(ackRefusals.EDIT_MESSAGE_NOT_FOUND);
  if (original.sender !== device.user) return refuse(ackRefusals.EDIT_FORBIDDEN);
  if (original.kind === "cmd" || messageKindOf(body) !== original.kind) return refuse(ackRefusals.EDIT_FORMAT);
  if (editCountOf(original) >= settings.maxEdits) return refuse(ackRefusals.EDIT_LIMIT);
  return undefined;
}

function editedBody(edit: MessageBody, before: MessageBody, info: EditInfo): MessageBody {
  const replacesExt = edit.editScope === MessageBodyEditScope.BODY_AND_EXT;
  return {
    ...before,
    contents: edit.contents,
    ext: replacesExt ? edit.ext : before.ext,
    meta: editedMeta(before.meta, edit.meta, info),
  };
}

function editDraft(uplink: Uplink, { message, edited }: { message: Message; edited: MessageBody }): Draft {
  const { to, meta, body, sender } = uplink;
  const scope = body.editScope ?? MessageBodyEditScope.BODY;
  return {
    ...draftOf(uplink, "edit"),
    ...editOf(message, { edited, scope, from: sender.device, to, ext: meta.ext }),
  };
}

/** The push tells of the edit under an id of its own; the stored message keeps its id, time, device and place. */
export function editOf(
  message: Entry,
  change: { edited: MessageBody; scope: number; from: Origin; to: Target; ext: Meta["ext"] },
): Pick<Draft, "ref" | "audience" | "audienceResource" | "effect" | "encode"> {
  const { edited, scope, from, to, ext } = change;
  const { id: messageId, audience, audienceResource } = message;
  const push = encode(MessageBody, {
    ...edited,
    type: MessageBodyType.EDIT,
    editMessageId: messageId,
    editScope: scope,
  } as Encodable<MessageBody>);
  const stored = withBody(message.meta, edited);
  return {
    ref: messageId,
    audience,
    audienceResource,
    effect: { type: "replace", id: messageId, edits: message.edits + 1, meta: () => stored },
    encode: (id, at) => chatMeta({ from, to, ext }, push, { id, at }),
  };
}

/** How often people have edited it: the store counts what the server has replaced besides (a streamed text that is whole). */
export function editCountOf(message: Entry): number {
  if (message.edits === 0) return 0;
  const info = editInfoOf(bodyOf(message.meta));
  // Written by the server; without it nobody has edited.
  return (info as EditInfo | undefined)?.count ?? 0;
}

async function refusedEdit(timelines: Timelines, uplink: Uplink, refusal: Refused): Promise<Ack> {
  const ack = await refuseUnlessResent(timelines, uplink, { kind: "edit", refusal });
  return withStoredInfo(timelines, uplink, ack);
}

/** For a resent edit: what the message says of its edits now. A recalled one says nothing. */
async function withStoredInfo(timelines: Timelines, uplink: Uplink, ack: Ack): Promise<Ack> {
  if (!ack.ok) return ack;
  const message = await findMessage(timelines, uplink, { id: uplink.body.editMessageId });
  const info = message === undefined ? undefined : editInfoOf(bodyOf(message.meta));
  return info === undefined ? ack : withEditInfo(ack, uplink, info);
}

/** The ack of an edit carries what the edit tells about itself (MSync 4.7). */
function withEditInfo(ack: Ack, uplink: Uplink, info: unknown): Ack {
  if (!ack.ok) return ack;
  const { app, user } = uplink.sender.device;
  const { id, at } = ack;
  return { ...ack, metas: [notifyMeta(app, user, { json: { edit_msg: info }, id, at })] };
}
