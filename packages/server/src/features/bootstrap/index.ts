import { Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import type { Apps } from "../apps/api.ts";
import type { App } from "../apps/settings.ts";
import type { DataCentres } from "../data-centres/index.ts";
import { serverDocument } from "./server-document.ts";

/** Where clients learn our addresses, when they do not have them from their configuration. */
export function createBootstrap(deps: {
  apps: Pick<Apps, "find" | "findById">;
  dataCentres: Pick<DataCentres, "addressesOf" | "hereId">;
}): { endpoints: readonly Endpoint[] } {
  const { apps, dataCentres } = deps;
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
      const app = await findApp(query);
      const addresses = dataCentres.addressesOf(app?.dataCentre ?? dataCentres.hereId, baseUrl);
      if (addresses === undefined) throw new AppError("DATA_CENTRE_UNAVAILABLE");
      return serverDocument(addresses, { appKey: app?.appKey });
    },
  });
  return { endpoints: [getServers] };

  /**
   * An `app_key` may be cut off at its raw `#` on mini programs, or missing: for one that we do not
   * know this node's own addresses are answered. By `app_id` clients ask for the key, and can do nothing without it.
   */
  async function findApp(query: { app_key?: string; app_id?: string }): Promise<App | undefined> {
    if (query.app_id !== undefined) {
      const app = await apps.findById(query.app_id);
      if (app === undefined) throw new AppError("APP_NOT_FOUND");
      return app;
    }
    return query.app_key === undefined ? undefined : apps.find(query.app_key);
  }
}
