import { Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import type { Apps } from "../apps/api.ts";
import { serverDocument } from "./server-document.ts";

/** Where clients learn our addresses, when they do not have them from their configuration. */
export function createBootstrap(deps: { apps: Pick<Apps, "find" | "findById"> }): { endpoints: readonly Endpoint[] } {
  const { apps } = deps;
  const getServers = endpoint({
    name: "getServers",
    method: "GET",
    path: "/easemob/server.json",
    rooted: true,
    summary: "Addresses of the REST and WebSocket servers",
    access: "anyone",
    answers: "plain",
    query: Type.Object({ app_key: Type.Optional(Type.String()), app_id: Type.Optional(Type.String()) }),
    async handle({ query, baseUrl }) {
      return serverDocument(baseUrl, { appKey: await findAppKey(query) });
    },
  });
  return { endpoints: [getServers] };

  /**
   * An `app_key` may be cut off at its raw `#` on mini programs, or missing, and the addresses are the same for all: so one
   * that we do not know is no error. By `app_id` clients ask for the key, and can do nothing without it.
   */
  async function findAppKey(query: { app_key?: string; app_id?: string }): Promise<string | undefined> {
    if (query.app_id !== undefined) {
      const app = await apps.findById(query.app_id);
      if (app === undefined) throw new AppError("APP_NOT_FOUND");
      return app.appKey;
    }
    return query.app_key === undefined ? undefined : (await apps.find(query.app_key))?.appKey;
  }
}
