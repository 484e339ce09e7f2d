export { type Config, ConfigError, defaultLimits, type Limits, readConfig } from "./config.ts";
export { type RondoServer, startServer } from "./server.ts";
