import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { ProviderClient } from "../../kernel/provider.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Apps } from "../apps/api.ts";
import { translationEndpoints } from "./translation.rest.ts";
import { TranslationService } from "./translation.service.ts";

/** Translations by a service that the application has chosen. Nothing is stored, and nothing else asks for it: no api. */
export function createTranslation(deps: {
  apps: Pick<Apps, "get" | "getSecret">;
  clock: Clock;
  log: Logger;
  /** How the service is called; tests bound it tighter. */
  client?: ProviderClient;
}): { endpoints: readonly Endpoint[] } {
  const { apps, clock, log, client = new ProviderClient() } = deps;
  return { endpoints: translationEndpoints(new TranslationService({ apps, client, clock, log })) };
}
