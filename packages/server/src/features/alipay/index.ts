import type { Logger } from "pino";
import type { Database, Migration } from "../../kernel/database/database.ts";
import { ProviderClient } from "../../kernel/provider.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Apps } from "../apps/api.ts";
import type { Tokens } from "../tokens/api.ts";
import type { Users } from "../users/api.ts";
import { alipayEndpoints } from "./alipay.rest.ts";
import { AlipayGateway } from "./gateway.ts";
import { type IdentityTables, identityStore } from "./identities.store.ts";
import { createAlipayTables } from "./migrations/2026-11-29-alipay.ts";
import { SignInService } from "./sign-in.service.ts";

export const alipayMigrations: readonly Migration[] = [createAlipayTables];

/** Users of mini programs at Alipay: they sign in with what they are there. */
export function createAlipay(deps: {
  apps: Pick<Apps, "get" | "getSecret">;
  users: Pick<Users, "find" | "register" | "remove">;
  tokens: Pick<Tokens, "issueUser">;
  database: Database;
  log: Logger;
  /** How the gateway is called; tests bound it tighter. */
  client?: ProviderClient;
}): { api: { forgetUser(app: string, user: string): Promise<void> }; endpoints: readonly Endpoint[] } {
  const { client = new ProviderClient(), ...others } = deps;
  const gateway = new AlipayGateway(client);
  const signIn = new SignInService({ ...others, gateway });
  return {
    api: {
      forgetUser: (app, user) => identityStore.forget(deps.database.query<IdentityTables>(), app, user),
    },
    endpoints: alipayEndpoints({ signIn }),
  };
}
