import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import { ProviderClient } from "../../kernel/provider.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Apps } from "../apps/api.ts";
import type { Notifier } from "../push/index.ts";
import type { Tokens } from "../tokens/api.ts";
import type { Users } from "../users/api.ts";
import { alipayEndpoints } from "./alipay.rest.ts";
import { AlipayGateway } from "./gateway.ts";
import { Identities } from "./identities.service.ts";
import { createAlipayUser } from "./migrations/2026-11-29-alipay.ts";
import { createAlipaySubscription } from "./migrations/2026-11-29-alipay-subscriptions.ts";
import { AlipayNotices } from "./notices.ts";
import { SignInService } from "./sign-in.service.ts";
import { SubscriptionService } from "./subscriptions.service.ts";
import { type SubscriptionTables, subscriptionStore } from "./subscriptions.store.ts";

export const alipayMigrations: readonly Migration[] = [createAlipayUser, createAlipaySubscription];

/** Users of mini programs at Alipay: they sign in with what they are there, and get messages there when they are not connected. */
export function createAlipay(deps: {
  apps: Pick<Apps, "find" | "getRecord" | "getSecret">;
  users: Pick<Users, "find" | "register" | "remove">;
  tokens: Pick<Tokens, "issueUser">;
  database: Database;
  clock: Clock;
  log: Logger;
  /** How the gateway is called; tests bound it tighter. */
  client?: ProviderClient;
}): {
  api: { forgetUser(app: string, user: string): Promise<void> };
  endpoints: readonly Endpoint[];
  notices: Notifier & Pick<AlipayNotices, "settled" | "close">;
} {
  const { database, clock, client = new ProviderClient() } = deps;
  const gateway = new AlipayGateway({ client, clock });
  const identities = new Identities(deps);
  const signIn = new SignInService({ ...deps, identities, gateway });
  const subscriptions = new SubscriptionService({ ...deps, identities });
  return {
    api: {
      async forgetUser(app, user) {
        await identities.forget(app, user);
        await subscriptionStore.forget(database.query<SubscriptionTables>(), app, user);
      },
    },
    endpoints: alipayEndpoints({ signIn, subscriptions }),
    notices: new AlipayNotices({ ...deps, identities, gateway }),
  };
}
