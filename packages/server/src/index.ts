export { type Config, ConfigError, defaultLimits, type Limits, readConfig } from "./config.ts";
export type { Endpoint } from "./kernel/rest.ts";
export { createLog } from "./log.ts";
export { type RondoServer, startServer } from "./server.ts";
