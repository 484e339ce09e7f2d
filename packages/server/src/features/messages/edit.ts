import {
  ackRefusals,
  decode,
  type Encodable,
  encode,
  MessageBody,
  MessageBodyEditScope,
  MessageBodyType,
  Meta,
  messageKindOf,
} from "@rondo/protocol";
import type { Clock } from "../../kernel/clock.ts";
import type { Draft, Timelines } from "../../timeline/index.ts";
import { answerTo } from "./answer.ts";
import type { Ack } from "./api.ts";
import { bodyOf, countedBytes, type EditInfo, editedMeta, editInfoOf } from "./body.ts";
import { chatMeta, notifyMeta } from "./envelope.ts";
import { findMessage, type Message, refuseUnlessResent } from "./originals.ts";
import { answered, type Placed } from "./placed.ts";
import { type Refused, refuse } from "./refusal.ts";
import { draftOf, type Uplink } from "./uplink.ts";

interface Deps {
  readonly timelines: Timelines;
  readonly clock: Clock;
}

const CHAT_TYPES = { user: "chat:user", group: "chat:group", thread: "chat:group", room: "chat:room" } as const;

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
    count: message.edits + 1,
    operator: uplink.sender.device.user,
    edit_time: clock.now(),
    sender: message.sender,
    send_time: message.at,
    chat_type: CHAT_TYPES[uplink.to.type],
  };
  const edited = editedBody(uplink.body, bodyOf(message.meta), info);
  if (countedBytes(edited) > uplink.sender.settings.maxMessageBytes)
    return answered(refuse(ackRefusals.DATA_TOO_LARGE));
  const appended = timelines.append(editDraft(uplink, { message, edited, edits: info.count }));
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
  if (original.edits >= settings.maxEdits) return refuse(ackRefusals.EDIT_LIMIT);
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

/** The push tells of the edit under an id of its own; the stored message keeps its id, time, device and place. */
function editDraft(uplink: Uplink, change: { message: Message; edited: MessageBody; edits: number }): Draft {
  const { message, edited, edits } = change;
  const { id: messageId, audience, audienceResource } = message;
  const { device } = uplink.sender;
  const push = encode(MessageBody, {
    ...edited,
    type: MessageBodyType.EDIT,
    editMessageId: messageId,
    editScope: uplink.body.editScope ?? MessageBodyEditScope.BODY,
  } as Encodable<MessageBody>);
  const stored = encode(Meta, {
    ...decode(Meta, message.meta),
    payload: encode(MessageBody, edited as Encodable<MessageBody>),
  } as Encodable<Meta>);
  return {
    ...draftOf(uplink, "edit"),
    ref: messageId,
    audience,
    audienceResource,
    effect: { type: "replace", id: messageId, edits, meta: () => stored },
    encode: (id, at) => chatMeta({ from: device, to: uplink.to, ext: uplink.meta.ext }, push, { id, at }),
  };
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
