/** The calls of the console about messages of an application (SPEC.md, CM). */
import { Readable } from "node:stream";
import { type ConsoleEndpoint, consoleEndpoint, STREAMED } from "../../kernel/console.ts";
import type { ConsoleMessages } from "./messages.service.ts";

const PAGE = 20;

export function messageEndpoints(service: ConsoleMessages): readonly ConsoleEndpoint[] {
  return [
    consoleEndpoint("listMessages", ({ appKey, query }) => {
      const { text, cursor, limit = PAGE, ...filter } = query;
      return service.list(appKey, { ...filter, text, cursor, limit });
    }),
    consoleEndpoint("getMessage", ({ appKey, params }) => service.get(appKey, params.message)),
    consoleEndpoint("recallMessage", async ({ actor, appKey, params }) => {
      await service.recall(actor, appKey, params.message);
      return {};
    }),
    consoleEndpoint("removeMessage", async ({ actor, appKey, params }) => {
      await service.remove(actor, appKey, params.message);
      return {};
    }),
    consoleEndpoint("exportMessages", async ({ actor, appKey, query, reply }) => {
      const name = `${appKey.replace("#", "-")}-messages.jsonl`;
      const lines = Readable.from(service.export(actor, appKey, query));
      await reply
        .type("application/x-ndjson; charset=utf-8")
        .header("content-disposition", `attachment; filename="${name}"`)
        .header("x-content-type-options", "nosniff")
        .send(lines);
      return STREAMED;
    }),
  ];
}
