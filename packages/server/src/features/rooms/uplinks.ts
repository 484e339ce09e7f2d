import {
  ackRefusals,
  conferenceJid,
  DecodeError,
  decode,
  type Encodable,
  encode,
  Meta,
  MetaNameSpace,
  MucBody,
  MucBodyOperation,
  namedAckRefusals,
  userJid,
} from "@rondo/protocol";
import type { Clock } from "../../kernel/clock.ts";
import type { Timelines } from "../../timeline/index.ts";
import type { Ack, Sender, Submission, Uplinks } from "../messages/index.ts";
import type { Mucs } from "../muc/index.ts";
import type { Attendance, RoomInfo } from "./attendance.ts";

/** In UTF-16 units. */
const MAX_EXT = 4096;
/** Shown of a name that is no room's. */
const MAX_NAME = 64;

interface Deps {
  readonly attendance: Attendance;
  readonly mucs: Mucs;
  readonly timelines: Timelines;
  readonly clock: Clock;
  /** A fault of ours; the client is told FAIL without detail. */
  readonly onFault: (error: unknown, sender: Sender) => void;
}

/** Joining and leaving rooms over the socket (MSync 4.8). */
export class RoomUplinks implements Uplinks {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  submit(sender: Sender, meta: Meta): Submission {
    const ack = this.answer(sender, meta).catch((error: unknown) => {
      if (error instanceof DecodeError) return refuse(ackRefusals.WRONG_PARAMETER);
      this.deps.onFault(error, sender);
      return refuse(ackRefusals.INTERNAL);
    });
    // What the same client sends to the room next has to find it inside.
    return { placed: ack.then(() => undefined), ack };
  }

  private async answer(sender: Sender, meta: Meta): Promise<Ack> {
    const body = decode(MucBody, meta.payload ?? new Uint8Array());
    const id = body.mucId?.name ?? "";
    if (body.isChatroom !== true || !/^\d{1,20}$/.test(id)) {
      return refuse(namedAckRefusals.ROOM_NOT_FOUND(id.slice(0, MAX_NAME)));
    }
    switch (body.operation ?? MucBodyOperation.CREATE) {
      case MucBodyOperation.JOIN:
        return this.join(sender, id, body);
      case MucBodyOperation.LEAVE:
        return this.leave(sender, id);
      default:
        return refuse(ackRefusals.WRONG_PARAMETER);
    }
  }

  private async join({ device, settings }: Sender, id: string, { ext, leaveOtherRooms }: MucBody): Promise<Ack> {
    if ((ext?.length ?? 0) > MAX_EXT) return refuse(ackRefusals.WRONG_PARAMETER);
    const wish = { ext, leavesOthers: leaveOtherRooms === true, maxJoined: settings.maxJoinedRooms };
    const entrance = await this.deps.attendance.enter(device, id, wish);
    return entrance.ok ? this.ok([welcome(device, id, entrance.info)]) : refuse(entrance.refusal);
  }

  private async leave({ device }: Sender, id: string): Promise<Ack> {
    const room = await this.deps.mucs.find(device.app, id);
    if (room?.type !== "room") return refuse(namedAckRefusals.ROOM_NOT_FOUND(id));
    await this.deps.attendance.exit(device, room);
    return this.ok([]);
  }

  private ok(metas: readonly Uint8Array[]): Ack {
    return { ok: true, id: this.deps.timelines.newId(), at: this.deps.clock.now(), metas };
  }
}

/** What rides on the ack of a join: the state of the room under the name of who joined. */
function welcome({ app, user }: Sender["device"], id: string, info: RoomInfo): Uint8Array {
  const body = {
    mucId: conferenceJid(app, id),
    operation: MucBodyOperation.JOIN,
    from: userJid(app, user),
    isChatroom: true,
    status: { chatroomInfo: JSON.stringify({ [user]: info }) },
  };
  return encode(Meta, { ns: MetaNameSpace.MUC, payload: encode(MucBody, body as Encodable<MucBody>) });
}

function refuse({ code, reason }: { readonly code: number; readonly reason: string }): Ack {
  return { ok: false, code, reason };
}
