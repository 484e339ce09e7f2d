import {
  ackRefusals,
  DecodeError,
  MessageBodyType,
  type Meta,
  MetaRouteType,
  messageKindOf,
  namedAckRefusals,
} from "@rondo/protocol";
import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { type EntryKind, type Timelines, type Transients, userTimeline } from "../../timeline/index.ts";
import type { Conversations } from "../conversations/api.ts";
import { answerTo } from "./answer.ts";
import type { Ack, GroupReceipts, Messages, MucAdmission, MucGate, Sender, SendGuard, Submission } from "./api.ts";
import { edit } from "./edit.ts";
import { nameOf, notifyMeta } from "./envelope.ts";
import type { KnownUsers } from "./known-users.ts";
import { answered, type Placed } from "./placed.ts";
import { recall } from "./recall.ts";
import { Receipts } from "./receipts.ts";
import { refuse, wrongParameter } from "./refusal.ts";
import { draftOf, isToUser, refuseMuc, toMuc, type Uplink, type UserUplink, understand } from "./uplink.ts";

interface Deps {
  readonly timelines: Timelines;
  readonly transients: Transients;
  readonly knownUsers: KnownUsers;
  readonly conversations: Pick<Conversations, "markRead">;
  readonly guards: readonly SendGuard[];
  readonly muc: MucGate;
  readonly groupReceipts: GroupReceipts;
  readonly clock: Clock;
  /** A fault of ours while handling a meta; the client is told FAIL without detail. */
  readonly onFault: (error: unknown, sender: Sender) => void;
}

/**
 * The rules of chat metas: who may send what, what is stored, who receives it, how it is answered
 * (SPEC.md, ME).
 */
export class MessageService implements Messages {
  private readonly deps: Deps;
  private readonly receipts: Receipts;

  constructor(deps: Deps) {
    this.deps = deps;
    this.receipts = new Receipts(deps);
  }

  submit(sender: Sender, meta: Meta): Submission {
    let placed: Placed | Promise<Placed>;
    try {
      placed = this.place(sender, meta);
    } catch (error) {
      placed = answered(this.explain(error, sender));
    }
    const answer = (done: Placed) => done.ack.catch((error: unknown) => this.explain(error, sender));
    if (!(placed instanceof Promise)) return { placed: undefined, ack: answer(placed) };
    const safe = placed.catch((error: unknown) => answered(this.explain(error, sender)));
    return { placed: safe.then(() => undefined), ack: safe.then(answer) };
  }

  notifyConnected({ app, user }: { app: string; user: string }, json: unknown): void {
    const { timelines, transients, clock } = this.deps;
    const id = timelines.newId();
    const at = clock.now();
    const meta = notifyMeta(app, user, { json, id, at });
    // Caused by no device, so that it reaches all of them.
    const nobody = { sender: "", resource: "", ref: undefined, audience: undefined, audienceResource: undefined };
    transients.send({ id, timeline: userTimeline(app, user), at, kind: "event", ...nobody, meta });
  }

  private place(sender: Sender, meta: Meta): Placed | Promise<Placed> {
    const uplink = understand(sender, meta);
    if ("ok" in uplink) return answered(uplink);
    if (!isToUser(uplink)) return this.enter(uplink);
    const { user } = uplink.to;
    const exists = this.deps.knownUsers.exists(sender.device.app, user);
    if (exists === true) return this.guard(uplink, 0);
    return exists.then((found) =>
      found ? this.guard(uplink, 0) : answered(refuse(namedAckRefusals.USER_NOT_FOUND(user))),
    );
  }

  /** Asks the guards one after the other, from the one at `index` on, and waits only for those that have to. */
  private guard(uplink: UserUplink, index: number): Placed | Promise<Placed> {
    const { guards } = this.deps;
    for (let i = index; i < guards.length; i++) {
      const refusal = guards[i]?.check(uplink.sender, uplink.to.user, uplink.body);
      if (refusal instanceof Promise) {
        return refusal.then((late) => (late === undefined ? this.guard(uplink, i + 1) : answered(refuse(late))));
      }
      if (refusal !== undefined) return answered(refuse(refusal));
    }
    return this.route(uplink);
  }

  /** To a group or room, which says who may write there. */
  private enter(uplink: Uplink): Placed | Promise<Placed> {
    const { sender, to } = uplink;
    const admission = this.deps.muc.admit(sender, nameOf(to), uplink);
    if (admission instanceof Promise) return admission.then((late) => this.routeMuc(uplink, late));
    return this.routeMuc(uplink, admission);
  }

  private routeMuc(uplink: Uplink, admission: MucAdmission): Placed | Promise<Placed> {
    if (!admission.ok) return answered(refuse(admission));
    const { type, isModerator, isShed, bodyMeta } = admission;
    const to = { type, id: nameOf(uplink.to) };
    const there = toMuc(isShed ? { ...uplink, directed: [] } : uplink, to, bodyMeta);
    switch (uplink.body.type) {
      case MessageBodyType.GROUPCHAT:
        return type === "room" ? answered(refuse(ackRefusals.GROUP_NOT_FOUND)) : this.message(there);
      case MessageBodyType.CHATROOM:
        return type === "room" ? this.message(there) : answered(refuseMuc("room", there.to.id));
      case MessageBodyType.READ_ACK:
        return this.receipts.groupRead(there);
      case MessageBodyType.CHANNEL_ACK:
        return this.receipts.groupChannel(there);
      case MessageBodyType.RECALL:
        return recall(this.deps, there, { isModerator });
      case MessageBodyType.EDIT:
        return edit(this.deps, there);
      default:
        return answered(wrongParameter("this type of message is not sent to a group or room"));
    }
  }

  private route(uplink: UserUplink): Placed | Promise<Placed> {
    switch (uplink.body.type) {
      case MessageBodyType.CHAT:
        return this.message(uplink);
      case MessageBodyType.READ_ACK:
        return this.receipts.read(uplink);
      case MessageBodyType.DELIVER_ACK:
        return this.receipts.delivered(uplink);
      case MessageBodyType.CHANNEL_ACK:
        return this.receipts.channel(uplink);
      case MessageBodyType.RECALL:
        return recall(this.deps, uplink, { isModerator: false });
      case MessageBodyType.EDIT:
        return edit(this.deps, uplink);
      default:
        return answered(wrongParameter("this type of message is not sent to a user"));
    }
  }

  private message(uplink: Uplink): Placed {
    const kind = messageKindOf(uplink.body);
    if (kind === undefined) return answered(wrongParameter("the message has no content of a known kind"));
    if (uplink.meta.routetype === MetaRouteType.ROUTE_ONLINE) return answered(this.sendTransient(uplink, kind));
    return { ack: this.deps.timelines.append(draftOf(uplink, kind)).then(answerTo) };
  }

  /** To whoever is connected now; nothing is stored, so a resend is delivered again. */
  private sendTransient(uplink: Uplink, kind: EntryKind): Ack {
    const { timelines, transients, clock } = this.deps;
    const id = timelines.newId();
    const at = clock.now();
    const { timeline, sender, resource, ref, audience, audienceResource, encode } = draftOf(uplink, kind);
    const meta = encode(id, at);
    transients.send({ id, timeline, at, kind, sender, resource, ref, audience, audienceResource, meta });
    return { ok: true, id, at, metas: [] };
  }

  private explain(error: unknown, sender: Sender): Ack {
    if (error instanceof DecodeError) return wrongParameter("the body is not a message");
    if (error instanceof AppError && error.code === "OVERLOADED") return refuse(ackRefusals.TRAFFIC_LIMIT);
    this.deps.onFault(error, sender);
    return refuse(ackRefusals.INTERNAL);
  }
}
