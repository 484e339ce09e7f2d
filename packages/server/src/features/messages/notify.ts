import { type Timelines, userTimeline } from "../../timeline/index.ts";
import { eventMeta, notifyMeta } from "./envelope.ts";

/** Who caused an event. The device it was done on does not receive it; undefined: not done on a device. */
export interface EventOrigin {
  readonly user: string;
  readonly resource: string | undefined;
}

/**
 * Tells one user on all devices: an event in the user's own timeline, so that devices that are offline now learn of it
 * too. Resolves after the commit. `payload` is the encoded body of the namespace `ns` (MSync 7).
 */
export async function tellUser(
  timelines: Timelines,
  to: { app: string; user: string },
  event: { ns: number; payload: Uint8Array; origin: EventOrigin },
): Promise<void> {
  const { app, user } = to;
  const { ns, payload, origin } = event;
  await append(timelines, to, origin, (id, at) => eventMeta(app, user, { ns, payload, id, at }));
}

/** The same with a JSON body (MSync 7.3). */
async function notifyUser(
  timelines: Timelines,
  to: { app: string; user: string },
  event: { json: unknown; origin: EventOrigin },
): Promise<void> {
  const { app, user } = to;
  const { json, origin } = event;
  await append(timelines, to, origin, (id, at) => notifyMeta(app, user, { json, id, at }));
}

/** Tells the other devices of a user what one of them did (MSync 7.3, 7.6). */
export async function notifyOwnDevices(
  timelines: Timelines,
  origin: { app: string; user: string; resource: string | undefined },
  events: readonly unknown[],
): Promise<void> {
  await Promise.all(events.map((json) => notifyUser(timelines, origin, { json, origin })));
}

async function append(
  timelines: Timelines,
  { app, user }: { app: string; user: string },
  origin: EventOrigin,
  encode: (id: string, at: number) => Uint8Array,
): Promise<void> {
  await timelines.append({
    app,
    timeline: userTimeline(app, user),
    members: [user],
    kind: "event",
    sender: origin.user,
    resource: origin.resource ?? "",
    ref: undefined,
    audience: undefined,
    audienceResource: undefined,
    once: undefined,
    effect: undefined,
    encode,
  });
}
