import { hash } from "node:crypto";
import {
  ackRefusals,
  CONFERENCE_DOMAIN,
  DecodeError,
  decode,
  encode,
  MessageBody,
  MessageBodyEditScope,
  MessageBodyType,
  type Meta,
  MetaRouteType,
  Meta as MetaType,
  messageKindOf,
  normalizeUserId,
} from "@rondo/protocol";
import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import {
  type Appended,
  conversationTimeline,
  type Draft,
  type Effect,
  type Entry,
  type EntryKind,
  messageKinds,
  type Timelines,
} from "../../timeline/index.ts";
import type { Conversations } from "../conversations/api.ts";
import type { Ack, Messages, Sender, Submission } from "./api.ts";
import { countedBytes, type EditInfo, withEditInfo, withNames } from "./body.ts";
import { chatMeta, notifyMeta, type Target } from "./envelope.ts";
import type { KnownUsers } from "./known-users.ts";
import { refuse, wrongParameter } from "./refusal.ts";

interface Deps {
  readonly timelines: Timelines;
  readonly knownUsers: KnownUsers;
  readonly conversations: Pick<Conversations, "markRead">;
  readonly clock: Clock;
  /** A fault of ours while handling a meta; the client is told FAIL without detail. */
  readonly onFault: (error: unknown, sender: Sender) => void;
}

/** One uplink meta, understood. */
interface Uplink {
  readonly sender: Sender;
  readonly meta: Meta;
  readonly body: MessageBody;
  readonly payload: Uint8Array;
  readonly to: Target;
  readonly timeline: string;
}

type Placed = { readonly ack: Promise<Ack> };
const answered = (ack: Ack): Placed => ({ ack: Promise.resolve(ack) });

/**
 * The rules of chat metas between two users: who may send what, what is stored, who receives it, how it is answered
 * (SPEC.md, ME).
 */
export class MessageService implements Messages {
  private readonly deps: Deps;
  private readonly transientListeners = new Set<(entry: Entry) => void>();

  constructor(deps: Deps) {
    this.deps = deps;
  }

  submit(sender: Sender, meta: Meta): Submission {
    let placed: Placed | Promise<Placed>;
    try {
      placed = this.place(sender, meta);
    } catch (error) {
      placed = answered(this.explain(error, sender));
    }
    if (!(placed instanceof Promise)) return { placed: undefined, ack: this.guard(placed.ack, sender) };
    const safe = placed.catch((error: unknown) => answered(this.explain(error, sender)));
    return {
      placed: safe.then(() => undefined),
      ack: this.guard(
        safe.then((done) => done.ack),
        sender,
      ),
    };
  }

  onTransient(listener: (entry: Entry) => void): () => void {
    this.transientListeners.add(listener);
    return () => this.transientListeners.delete(listener);
  }

  private place(sender: Sender, meta: Meta): Placed | Promise<Placed> {
    const uplink = this.understand(sender, meta);
    if ("ok" in uplink) return answered(uplink);
    const exists = this.deps.knownUsers.exists(sender.device.app, uplink.to.user);
    if (exists === true) return this.route(uplink);
    return exists.then((found) =>
      found ? this.route(uplink) : answered(refuse({ code: 1, reason: `username ${uplink.to.user} doesn't exist!` })),
    );
  }

  private understand(sender: Sender, meta: Meta): Uplink | Ack {
    const { device, settings } = sender;
    if (meta.to?.domain === CONFERENCE_DOMAIN) return refuse(ackRefusals.GROUP_NOT_FOUND);
    const user = normalizeUserId(meta.to?.name ?? "");
    if (user === undefined) return wrongParameter("the receiver is not a user id");
    const payload = meta.payload;
    if (payload === undefined) return wrongParameter("the message has no body");
    const body = decode(MessageBody, payload);
    if (payload.length > settings.maxMessageBytes && countedBytes(body) > settings.maxMessageBytes) {
      return refuse(ackRefusals.DATA_TOO_LARGE);
    }
    const resource = meta.to?.clientResource === "" ? undefined : meta.to?.clientResource;
    return {
      sender,
      meta,
      body,
      payload: withNames(payload, body, { from: device.user, to: user }),
      to: { user, resource },
      timeline: conversationTimeline(device.app, device.user, user),
    };
  }

  private route(uplink: Uplink): Placed | Promise<Placed> {
    switch (uplink.body.type) {
      case MessageBodyType.CHAT:
        return this.message(uplink);
      case MessageBodyType.READ_ACK:
        return this.receipt(uplink, "read");
      case MessageBodyType.DELIVER_ACK:
        return this.receipt(uplink, "delivered");
      case MessageBodyType.CHANNEL_ACK:
        return this.channelAck(uplink);
      case MessageBodyType.RECALL:
        return this.recall(uplink);
      case MessageBodyType.EDIT:
        return this.edit(uplink);
      default:
        return answered(wrongParameter("this type of message is not sent to a user"));
    }
  }

  private message(uplink: Uplink): Placed {
    const kind = messageKindOf(uplink.body);
    if (kind === undefined) return answered(wrongParameter("the message has no content of a known kind"));
    if (uplink.meta.routetype === MetaRouteType.ROUTE_ONLINE) return this.sendTransient(uplink, kind);
    return this.append(this.draft(uplink, kind));
  }

  /** A read receipt goes to the sender of the message and to the reader's other devices; a delivery receipt only to the sender. */
  private receipt(uplink: Uplink, kind: "read" | "delivered"): Placed {
    const ref = uplink.body.ackMessageId;
    if (ref === undefined || ref === "0") return answered(wrongParameter("the receipt names no message"));
    const { device } = uplink.sender;
    const audience = kind === "delivered" ? uplink.to.user : undefined;
    const placed = this.append({ ...this.draft(uplink, kind), ref, audience });
    if (kind === "delivered") return placed;
    return this.thenMarkRead(placed, uplink, () => ({ app: device.app, upTo: ref }));
  }

  /** "I have read this conversation": everything up to the ack's own place. */
  private channelAck(uplink: Uplink): Placed {
    const placed = this.append(this.draft(uplink, "channel"));
    return this.thenMarkRead(placed, uplink, (ack) => ({ app: uplink.sender.device.app, upTo: ack.id }));
  }

  private thenMarkRead(
    placed: Placed,
    uplink: Uplink,
    position: (ack: Extract<Ack, { ok: true }>) => { app: string; upTo: string },
  ): Placed {
    const mark = async (): Promise<Ack> => {
      const ack = await placed.ack;
      if (!ack.ok) return ack;
      const { app, upTo } = position(ack);
      await this.deps.conversations.markRead(app, uplink.sender.device.user, { peer: uplink.to.user, upTo });
      return ack;
    };
    return { ack: mark() };
  }

  private async recall(uplink: Uplink): Promise<Placed> {
    const { device, settings } = uplink.sender;
    if (settings.recallWindowMs <= 0) return answered(refuse(ackRefusals.RECALL_DISABLED));
    const original = await this.findMessage(uplink, uplink.body.ackMessageId);
    if (original === undefined) return answered(refuse(ackRefusals.EDIT_MESSAGE_NOT_FOUND));
    if (original.sender !== device.user) return answered(refuse(ackRefusals.EDIT_FORBIDDEN));
    if (original.kind === "cmd") return answered(wrongParameter("a command message cannot be recalled"));
    if (this.deps.clock.now() - original.at > settings.recallWindowMs) {
      return answered(refuse(ackRefusals.RECALL_TIME_LIMIT));
    }
    return this.append({
      ...this.draft(uplink, "recall"),
      ref: original.id,
      effect: { type: "remove", id: original.id },
    });
  }

  private async edit(uplink: Uplink): Promise<Placed> {
    const { device, settings } = uplink.sender;
    const { body } = uplink;
    if (settings.maxEdits <= 0) return answered(refuse(ackRefusals.EDIT_DISABLED));
    const original = await this.findMessage(uplink, body.editMessageId);
    if (original === undefined) return answered(refuse(ackRefusals.EDIT_MESSAGE_NOT_FOUND));
    if (original.sender !== device.user) return answered(refuse(ackRefusals.EDIT_FORBIDDEN));
    if (messageKindOf(body) !== original.kind || original.kind === "cmd") {
      return answered(refuse(ackRefusals.EDIT_FORMAT));
    }
    if (original.edits >= settings.maxEdits) return answered(refuse(ackRefusals.EDIT_LIMIT));

    const info: EditInfo = {
      count: original.edits + 1,
      operator: device.user,
      edit_time: this.deps.clock.now(),
      sender: original.sender,
      send_time: original.at,
      chat_type: "chat:user",
    };
    return this.append(this.editDraft(uplink, original, info), (stamp) => [
      notifyMeta(device.app, device.user, { json: { edit_msg: info }, ...stamp }),
    ]);
  }

  private editDraft(uplink: Uplink, original: Entry, info: EditInfo): Draft {
    const { body, to } = uplink;
    const { device } = uplink.sender;
    const before = messageOf(original);
    const replacesExt = body.editScope === MessageBodyEditScope.BODY_AND_EXT;
    const edited: MessageBody = {
      ...before,
      contents: body.contents,
      ext: replacesExt ? body.ext : before.ext,
      meta: withEditInfo(before.meta, info),
    };
    const push = encode(MessageBody, {
      ...edited,
      type: MessageBodyType.EDIT,
      editMessageId: original.id,
      editScope: body.editScope,
    });
    const effect: Effect = {
      type: "replace",
      id: original.id,
      edits: info.count,
      meta: (id, at) =>
        chatMeta(
          { from: { ...device, resource: original.resource }, to, ext: undefined },
          encode(MessageBody, edited),
          {
            id,
            at,
          },
        ),
    };
    return {
      ...this.draft(uplink, "edit"),
      ref: original.id,
      effect,
      encode: (id, at) => chatMeta({ from: device, to, ext: uplink.meta.ext }, push, { id, at }),
    };
  }

  /** The message a recall or edit speaks of, when it is in this conversation and still there. */
  private async findMessage(uplink: Uplink, id: string | undefined): Promise<Entry | undefined> {
    if (id === undefined || id === "0") return undefined;
    const entry = await this.deps.timelines.find(uplink.timeline, id);
    return entry !== undefined && isMessage(entry.kind) ? entry : undefined;
  }

  private draft(uplink: Uplink, kind: EntryKind): Draft {
    const { meta, payload, to, timeline } = uplink;
    const { device } = uplink.sender;
    return {
      app: device.app,
      timeline,
      members: [device.user, to.user],
      kind,
      sender: device.user,
      resource: device.resource,
      ref: undefined,
      audience: to.resource === undefined ? undefined : to.user,
      audienceResource: to.resource,
      once: { clientId: meta.id ?? "0", digest: digestOf(uplink) },
      effect: undefined,
      encode: (id, at) => chatMeta({ from: device, to, ext: meta.ext }, payload, { id, at }),
    };
  }

  private append(draft: Draft, metas: (stamp: { id: string; at: number }) => Uint8Array[] = () => []): Placed {
    return {
      ack: this.deps.timelines.append(draft).then((appended) => answerTo(appended, metas)),
    };
  }

  private sendTransient(uplink: Uplink, kind: EntryKind): Placed {
    const stamp = { id: this.deps.timelines.newId(), at: this.deps.clock.now() };
    const draft = this.draft(uplink, kind);
    const entry: Entry = {
      id: stamp.id,
      timeline: draft.timeline,
      at: stamp.at,
      kind,
      sender: draft.sender,
      resource: draft.resource,
      ref: undefined,
      audience: draft.audience,
      audienceResource: draft.audienceResource,
      meta: draft.encode(stamp.id, stamp.at),
      edits: 0,
    };
    for (const listener of this.transientListeners) listener(entry);
    return answered({ ok: true, ...stamp, metas: [] });
  }

  private guard(ack: Promise<Ack>, sender: Sender): Promise<Ack> {
    return ack.catch((error: unknown) => this.explain(error, sender));
  }

  private explain(error: unknown, sender: Sender): Ack {
    if (error instanceof DecodeError) return wrongParameter("the body is not a message");
    if (error instanceof AppError && error.code === "OVERLOADED") return refuse(ackRefusals.TRAFFIC_LIMIT);
    this.deps.onFault(error, sender);
    return { ok: false, code: 1, reason: "internal error" };
  }
}

function answerTo(appended: Appended, metas: (stamp: { id: string; at: number }) => Uint8Array[]): Ack {
  switch (appended.outcome) {
    case "appended": {
      const { id, at } = appended.entry;
      return { ok: true, id, at, metas: metas({ id, at }) };
    }
    case "duplicate":
      return { ok: true, id: appended.id, at: appended.at, metas: metas(appended) };
    case "conflict":
      // Recalled or edited by another device a moment ago.
      return refuse(ackRefusals.EDIT_MESSAGE_NOT_FOUND);
    default:
      return appended satisfies never;
  }
}

function messageOf(entry: Entry): MessageBody {
  const { payload } = decode(MetaType, entry.meta);
  return decode(MessageBody, payload as Uint8Array);
}

function isMessage(kind: EntryKind): boolean {
  return (messageKinds as readonly string[]).includes(kind);
}

/**
 * What makes two uplinks the same message besides the client's own id, which is unique only within one instance of the
 * official client: receiver, route and body bytes.
 */
function digestOf({ meta, payload, to }: Uplink): Uint8Array {
  const route = Buffer.from(`${to.user}/${to.resource ?? ""}/${meta.routetype ?? 0}/`);
  return hash("sha1", Buffer.concat([route, payload]), "buffer").subarray(0, 16);
}
