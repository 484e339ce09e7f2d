import type { Caller } from "../../kernel/rest.ts";
import type { Actor } from "./people.ts";

/** In whose name a call acts. A device acts only with the user's own token: the application's server is none. */
export function actorOf(call: {
  appKey: string;
  caller: Caller;
  params: { user: string };
  resource: string | undefined;
}): Actor {
  const { appKey, caller, params, resource } = call;
  return { app: appKey, user: params.user, resource: caller.kind === "user" ? resource : undefined };
}
