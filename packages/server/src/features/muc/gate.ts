import { ackRefusals, type MessageBody, MessageBodyType, type Meta, namedAckRefusals } from "@rondo/protocol";
import type { Clock } from "../../kernel/clock.ts";
import type { MucAdmission, MucGate, Sender } from "../messages/index.ts";
import type { Muc } from "./muc.ts";
import { priorityOf, Shedder } from "./shedder.ts";
import { type MucState, type MucStates, mucKey } from "./states.ts";

/** Whether a room can take one more message of the application's server, which may write wherever it wants. */
export interface RoomGate {
  /** Counts the message when it is taken. `ratePerSecond` 0: no limit. */
  takes(room: { app: string; id: string }, meta: Meta, ratePerSecond: number): boolean;
}

/** Who may write in a group or room (SPEC.md, MU): asked for every message, answered from memory almost always. */
export class Gate implements MucGate, RoomGate {
  private readonly states: MucStates;
  private readonly clock: Clock;
  private readonly shedder: Shedder;

  constructor(deps: { states: MucStates; clock: Clock }) {
    this.states = deps.states;
    this.clock = deps.clock;
    this.shedder = new Shedder(deps.clock);
  }

  admit(sender: Sender, id: string, message: Message): MucAdmission | Promise<MucAdmission> {
    const key = mucKey(sender.device.app, id);
    const state = this.states.peek(key);
    if (state !== undefined && state.muc.type !== "thread") return this.judge(state, sender, message);
    return this.states.load(key).then((loaded) => this.judgeLoaded(loaded, sender, { id, ...message }));
  }

  takes({ app, id }: { app: string; id: string }, meta: Meta, ratePerSecond: number): boolean {
    return this.shedder.admits(mucKey(app, id), priorityOf(meta), ratePerSecond);
  }

  /** Who is muted in a group is so in its threads. */
  private async judgeLoaded(
    state: MucState | undefined,
    sender: Sender,
    message: Message & { id: string },
  ): Promise<MucAdmission> {
    if (state === undefined) return refuseUnknown(message.id, message.body);
    const admission = this.judge(state, sender, message);
    if (state.muc.type !== "thread" || !admission.ok) return admission;
    const parent = await this.states.load(mucKey(state.muc.app, parentOf(state.muc)));
    if (parent === undefined) return refuse(ackRefusals.GROUP_NOT_FOUND);
    const inGroup = this.judge(parent, sender, message);
    return inGroup.ok ? { ...admission, isModerator: inGroup.isModerator } : inGroup;
  }

  private judge(state: MucState, { device, settings }: Sender, { body, meta }: Message): MucAdmission {
    const { muc } = state;
    const member = state.members.get(device.user);
    if (member === undefined) return refuse(ackRefusals.NOT_IN_GROUP);
    if (muc.isDisabled) return refuse(muc.type === "room" ? ackRefusals.ROOM_DISABLED : ackRefusals.GROUP_DISABLED);
    const isModerator = member.role !== "member";
    if (speaks(body) && !isModerator) {
      if ((state.mutes.get(device.user) ?? 0) > this.clock.now()) return refuse(ackRefusals.USER_MUTED);
      if (muc.isMuted && !state.allowed.has(device.user)) return refuse(ackRefusals.NOT_IN_ALLOW_LIST);
    }
    const isShed =
      body.type === MessageBodyType.CHATROOM &&
      !this.shedder.admits(mucKey(muc.app, muc.id), priorityOf(meta), settings.roomMessagesPerSecond);
    return {
      ok: true,
      type: muc.type,
      isModerator,
      isShed,
      bodyMeta: muc.type === "thread" ? threadMeta(muc) : undefined,
    };
  }
}

interface Message {
  readonly body: MessageBody;
  readonly meta: Meta;
}

/** What messages in a thread say of it (MSync 6.5). */
export function threadMeta({ custom, name }: Pick<Muc, "custom" | "name">): Record<string, unknown> {
  // Written by the feature that makes threads.
  return { thread: { ...(JSON.parse(custom) as Record<string, string>), thread_name: name } };
}

function parentOf({ custom }: Muc): string {
  return (JSON.parse(custom) as { muc_parent_id: string }).muc_parent_id;
}

/** Mutes are about what others would hear: who is muted may still read, and take back what was said. */
function speaks({ type }: MessageBody): boolean {
  return type === MessageBodyType.GROUPCHAT || type === MessageBodyType.CHATROOM || type === MessageBodyType.EDIT;
}

function refuseUnknown(id: string, { type }: MessageBody): MucAdmission {
  return refuse(type === MessageBodyType.CHATROOM ? namedAckRefusals.ROOM_NOT_FOUND(id) : ackRefusals.GROUP_NOT_FOUND);
}

function refuse({ code, reason }: { code: number; reason: string }): MucAdmission {
  return { ok: false, code, reason } as MucAdmission;
}
