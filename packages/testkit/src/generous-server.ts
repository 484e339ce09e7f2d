import { type Server, startServer } from "./server/server.ts";

const rates = {
  framesPerSecond: 1_000_000,
  framesBurst: 1_000_000,
  requestsPerSecond: 1_000_000,
  tokenRequestsPerSecond: 1_000_000,
};

/**
 * A server of our own whose rate limits are out of the way, for tests that send as fast as they can. Other limits are as
 * they are, unless `limits` says otherwise (`config.ts` of the server names them).
 */
export function startGenerousServer(limits: Readonly<Record<string, number>> = {}): Promise<Server> {
  return startServer({ config: { limits: { ...rates, ...limits } } });
}
