import { type Timelines, userTimeline } from "../../timeline/index.ts";
import { notifyMeta } from "./envelope.ts";

/**
 * Tells the other devices of a user what one of them did (MSync 7.3, 7.6): an event in the user's own timeline, so that
 * devices that are offline now learn of it too. Resolves after the commit.
 */
export async function notifyOwnDevices(
  timelines: Timelines,
  origin: { app: string; user: string; resource: string | undefined },
  events: readonly unknown[],
): Promise<void> {
  const { app, user, resource } = origin;
  const append = (json: unknown) =>
    timelines.append({
      app,
      timeline: userTimeline(app, user),
      members: [user],
      kind: "event",
      sender: user,
      resource: resource ?? "",
      ref: undefined,
      audience: undefined,
      audienceResource: undefined,
      once: undefined,
      effect: undefined,
      encode: (id, at) => notifyMeta(app, user, { json, id, at }),
    });
  await Promise.all(events.map(append));
}
