import type { Caller } from "../../kernel/rest.ts";
import type { EventOrigin } from "../messages/index.ts";
import type { Muc } from "../muc/index.ts";

/** In whose name something is done to a group, and on which device. */
export interface Actor {
  readonly app: string;
  /** Undefined: the application itself, which may do everything. */
  readonly user: string | undefined;
  /** Undefined: on no device. */
  readonly resource: string | undefined;
}

export function actorOf(call: { appKey: string; caller: Caller; resource: string | undefined }): Actor {
  const { appKey: app, caller, resource } = call;
  return caller.kind === "user"
    ? { app, user: caller.username, resource }
    : { app, user: undefined, resource: undefined };
}

/** Who clients see as the cause of an event. What the application does, its server does for the owner. */
export function originOf({ user, resource }: Actor, group: Pick<Muc, "owner">): EventOrigin {
  return { user: user ?? group.owner, resource };
}
