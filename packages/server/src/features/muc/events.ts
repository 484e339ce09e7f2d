import { conferenceJid, type Encodable, encode, Meta, MetaNameSpace, MucBody, userJid } from "@rondo/protocol";
import type { Clock } from "../../kernel/clock.ts";
import { exceptFor, onlyFor, roomTimeline, type Timelines, type Transients } from "../../timeline/index.ts";
import { type EventOrigin, tellUser } from "../messages/index.ts";
import { timelineOf } from "./muc.service.ts";
import type { Muc } from "./muc.ts";

/** What an event says besides where it happened and who did it (MSync 7.2). */
export interface MucEvent {
  /** One of `MucBodyOperation`. */
  readonly operation: number;
  /** Who it is said of, as clients name it, when that is not who did it: who has come or gone. */
  readonly from?: string;
  /** The user it is about, as events name the first of `to`. */
  readonly about?: string;
  readonly reason?: string;
  /** JSON text of `eventInfo.ext`. */
  readonly info?: string;
  readonly ext?: string;
  readonly memberCount?: number;
  /** The group that the thread hangs in, for events of threads. */
  readonly parent?: string;
  /** Who joined or left together with others. */
  readonly members?: readonly string[];
}

type Target = Pick<Muc, "app" | "id" | "type" | "name">;

interface Deps {
  readonly timelines: Timelines;
  readonly transients: Transients;
  readonly clock: Clock;
}

/**
 * Tells who has to know what happened in a group or room. Groups: an entry of the group's timeline or of a user's own, so
 * that it reaches devices that are offline now. Rooms: whoever is there and connected.
 */
export class MucEvents {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** All members, or some of them. `only` and `except` name users; the device in `origin` is never told. */
  async tellMembers(
    muc: Target,
    event: MucEvent,
    { origin, only, except = [] }: { origin: EventOrigin; only?: readonly string[]; except?: readonly string[] },
  ): Promise<void> {
    const audience = only === undefined ? exceptFor(except) : onlyFor(only.filter((user) => !except.includes(user)));
    const payload = this.payload(muc, event, origin);
    const { app, id: mucId } = muc;
    const encodeMeta = (id: string, at: number): Uint8Array =>
      encode(Meta, { id, to: conferenceJid(app, mucId), timestamp: at, ns: MetaNameSpace.MUC, payload });
    const common = {
      kind: "event",
      sender: origin.user,
      resource: origin.resource ?? "",
      ref: undefined,
      audience,
      audienceResource: undefined,
    } as const;
    if (muc.type === "room") {
      const id = this.deps.timelines.newId();
      const at = this.deps.clock.now();
      const timeline = roomTimeline(app, mucId);
      this.deps.transients.send({ id, timeline, at, meta: encodeMeta(id, at), ...common });
      return;
    }
    const timeline = timelineOf(muc);
    await this.deps.timelines.append({
      app,
      timeline,
      members: [],
      once: undefined,
      effect: undefined,
      encode: encodeMeta,
      ...common,
    });
  }

  /** Users who are no members, or not any more: in their own timelines. */
  async tellUsers(muc: Target, event: MucEvent, to: { origin: EventOrigin; users: readonly string[] }): Promise<void> {
    const payload = this.payload(muc, event, to.origin);
    await Promise.all(
      to.users.map((user) =>
        tellUser(this.deps.timelines, { app: muc.app, user }, { ns: MetaNameSpace.MUC, payload, origin: to.origin }),
      ),
    );
  }

  private payload({ app, id, type, name }: Target, event: MucEvent, { user, resource }: EventOrigin): Uint8Array {
    const { operation, parent, from, about, reason, info, ext, memberCount, members } = event;
    return encode(MucBody, {
      mucId: conferenceJid(app, id),
      operation,
      from: from === undefined || from === user ? userJid(app, user, resource) : userJid(app, from),
      to: about === undefined ? undefined : [userJid(app, about)],
      isChatroom: type === "room",
      isThread: parent === undefined ? undefined : true,
      mucParentId: parent === undefined ? undefined : conferenceJid(app, parent),
      mucName: name,
      reason,
      eventInfo: info === undefined ? undefined : { ext: info },
      ext,
      mucMemberCount: memberCount,
      members,
    } as Encodable<MucBody>);
  }
}
