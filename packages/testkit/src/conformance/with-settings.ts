import { Venue } from "../people/venue.ts";
import { Admin } from "../server/admin.ts";
import { startServer } from "../server/server.ts";
import type { Stage } from "./flow.ts";

type Place = Pick<Stage, "venue" | "server" | "admin">;

/** A server of the flow's own whose application has these settings, and people on the same platform. */
export function withSettings(
  stage: Stage,
  settings: Record<string, unknown>,
  play: (place: Place) => Promise<void>,
): Promise<void> {
  return withConfig(stage, { appDefaults: settings }, play);
}

/** The same with any configuration. */
export async function withConfig(
  stage: Stage,
  config: Record<string, unknown>,
  play: (place: Place) => Promise<void>,
): Promise<void> {
  const server = await startServer({ config });
  const venue = new Venue({ platform: stage.venue.platform, server });
  try {
    await play({ server, venue, admin: new Admin(server) });
  } finally {
    await venue.close();
    await server.stop();
  }
}
