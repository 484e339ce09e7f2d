import type { Clock } from "../../kernel/clock.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { ServerKeys } from "../../kernel/server-keys.ts";
import type { Apps } from "../apps/api.ts";
import type { Users } from "../users/api.ts";
import type { Tokens } from "./api.ts";
import { Grants } from "./grants.ts";
import { tokensRest } from "./tokens.rest.ts";
import { TokenService } from "./tokens.service.ts";

export { authorize } from "./access.ts";
export type { Tokens } from "./api.ts";

/** Tokens: who somebody is, proved by a signature. Nothing is stored, so there is nothing to migrate. */
export function createTokens(deps: { apps: Apps; users: Users; keys: ServerKeys; clock: Clock }): {
  api: Tokens;
  endpoints: readonly Endpoint[];
} {
  const { apps, users, clock } = deps;
  const tokens = new TokenService(deps);
  const grants = new Grants({ apps, users, tokens });
  return { api: tokens, endpoints: tokensRest({ grants, tokens, clock }) };
}
