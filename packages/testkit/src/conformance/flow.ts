import type { Person } from "../people/person.ts";
import type { Venue } from "../people/venue.ts";
import type { Admin } from "../server/admin.ts";
import type { Server } from "../server/server.ts";

/** Where a flow plays. */
export interface Stage {
  readonly venue: Venue;
  readonly server: Server;
  readonly admin: Admin;
  /** Two people who are online and stay for many flows; a flow that throws somebody out brings its own people. */
  pair(): Promise<{ alice: Person; bob: Person }>;
}

/** Something people do with a client and what they must see; the same on every platform. */
export interface Flow {
  /** A sentence. Rules of SPEC.md it shows are given in brackets, `[ME2]`. */
  readonly name: string;
  readonly play: (stage: Stage) => Promise<void>;
  /** What it needs beyond an address; a server started elsewhere may not offer it, and the flow is then reported as not run. */
  readonly needs: "nothing" | "admin" | "process";
  readonly timeoutMs: number;
}

const TIMEOUT_MS = 90_000;

export function flow(
  name: string,
  play: Flow["play"],
  options: { needs?: Flow["needs"]; timeoutMs?: number } = {},
): Flow {
  return { name, play, needs: options.needs ?? "nothing", timeoutMs: options.timeoutMs ?? TIMEOUT_MS };
}
