import { RosterBodyOperation as Done, decode, MetaNameSpace, RosterBody } from "@rondo/protocol";
import type { Client } from "../../core/client.ts";

/** The events, behind `onContact`, and what kind of change each is said to be (MSync 7.1). */
const EVENTS: Record<number, readonly [event: string, type: string] | undefined> = {
  [Done.ADD]: ["Invited", "subscribe"],
  [Done.REMOVE]: ["Deleted", "unsubscribed"],
  [Done.ACCEPT]: ["Added", "subscribed"],
  [Done.DECLINE]: ["Refuse", "unsubscribed"],
  [Done.REMOTE_ACCEPT]: ["Agreed", "subscribed"],
  [Done.REMOTE_DECLINE]: ["Refuse", "unsubscribed"],
};

export function tellOfContacts({ events, inbound }: Client): void {
  inbound.handle(MetaNameSpace.ROSTER, {
    receive({ payload }) {
      if (payload === undefined) return;
      const { operation = 0, from, to = [], reason: status = "" } = decode(RosterBody, payload);
      const [event, type] = EVENTS[operation] || [];
      if (event === undefined) return;
      const change = { type, to: to[0]?.name ?? "", from: from?.name ?? "", status };
      events.emit(`onContact${event}`, change);
      // The one callback of old for all of it.
      events.emitLegacy("onPresence", change);
    },
  });
}
