import { encode, MetaNameSpace, RosterBody, type RosterBodyOperation, userJid } from "@rondo/protocol";
import type { Timelines } from "../../timeline/index.ts";
import { type EventOrigin, tellUser } from "../messages/index.ts";
import type { Actor } from "./people.ts";

export interface RosterEvent {
  readonly operation: RosterBodyOperation;
  /** Who did it, or has become a contact; clients show this name. */
  readonly from: string;
  readonly to: string | readonly string[];
  readonly reason?: string;
}

/** Roster events (MSync 7.1). They are taken in when the method is called, so events are in the order of the calls. */
export class RosterEvents {
  private readonly timelines: Timelines;

  constructor(timelines: Timelines) {
    this.timelines = timelines;
  }

  /** All devices of somebody else than the actor. */
  tell(actor: Actor, user: string, event: RosterEvent): Promise<void> {
    return this.send(actor.app, user, event, actor);
  }

  /** The actor's devices but the one that acts: it has the answer. */
  tellOtherDevices(actor: Actor, event: RosterEvent): Promise<void> {
    return this.send(actor.app, actor.user, event, actor);
  }

  /** All of the actor's devices: clients expect this one on the acting device, too. */
  tellOwnDevices(actor: Actor, event: RosterEvent): Promise<void> {
    return this.send(actor.app, actor.user, event, { user: actor.user, resource: undefined });
  }

  private send(app: string, user: string, event: RosterEvent, origin: EventOrigin): Promise<void> {
    const { operation, from, to, reason } = event;
    const names = typeof to === "string" ? [to] : to;
    const payload = encode(RosterBody, {
      operation,
      from: userJid(app, from),
      to: names.map((name) => userJid(app, name)),
      reason,
    });
    return tellUser(this.timelines, { app, user }, { ns: MetaNameSpace.ROSTER, payload, origin });
  }
}
