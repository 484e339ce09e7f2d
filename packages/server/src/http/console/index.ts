import cookie from "@fastify/cookie";
import type { FastifyInstance } from "fastify";
import type { Config } from "../../config.ts";
import type { Clock } from "../../kernel/clock.ts";
import { type ConsoleParts, mountConsoleApi } from "./mount.ts";
import { mountPages } from "./pages.ts";

export type { ConsoleParts } from "./mount.ts";

/** The console: its API and its pages, apart from the REST of applications, which knows no cookies. */
export function mountConsole(
  server: FastifyInstance,
  parts: ConsoleParts & { config: Config; clock: Clock; pagesDirectory: string },
): void {
  server.register(cookie);
  server.register((api, _options, done) => {
    mountConsoleApi(api, parts, parts);
    done();
  });
  mountPages(server, parts.pagesDirectory);
}
