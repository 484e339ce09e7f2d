import type { Client } from "../../core/client.ts";
import type { PresenceType } from "../../types/presence.ts";

/** As the server writes it; numbers may be texts. */
export interface Value {
  readonly uid: string;
  readonly last_time: string | number;
  readonly expiry: string | number;
  readonly ext: string;
  readonly status?: Readonly<Record<string, string | number>>;
}

export function tellOfPresence({ events, notices }: Client): void {
  notices.handle("presence", ({ data }) => {
    // By the protocol; without values there is nobody to tell of.
    const { values = [] } = (data || {}) as { values?: readonly Value[] };
    events.emit("onPresenceStatusChange", values.map(toPresence));
  });
}

export function toPresence({ uid, last_time: lastTime, expiry, ext, status = {} }: Value): PresenceType {
  const statusDetails = Object.keys(status).map((device) => ({ device, status: Number(status[device]) }));
  return { userId: uid, lastTime: Number(lastTime), expire: Number(expiry), ext, statusDetails };
}
