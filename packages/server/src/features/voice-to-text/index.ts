import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { ProviderClient } from "../../kernel/provider.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Apps } from "../apps/api.ts";
import type { Files } from "../files/api.ts";
import { voiceEndpoints } from "./voice.rest.ts";
import { VoiceService } from "./voice.service.ts";

/** Recordings as text, by a service that the application has chosen. Nothing is stored, and nothing else asks for it: no api. */
export function createVoiceToText(deps: {
  apps: Pick<Apps, "get" | "getSecret">;
  files: Pick<Files, "read">;
  clock: Clock;
  log: Logger;
  /** How the service is called; tests bound it tighter. */
  client?: ProviderClient;
}): { endpoints: readonly Endpoint[] } {
  const { client = new ProviderClient({ maxConcurrent: 8 }), ...others } = deps;
  return { endpoints: voiceEndpoints(new VoiceService({ ...others, client })) };
}
