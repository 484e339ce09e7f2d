/** The calls of the console about applications and where they are (SPEC.md, AP, DC, UG). */
import { type ConsoleEndpoint, consoleEndpoint } from "../../kernel/console.ts";
import type { Apps } from "../apps/api.ts";
import type { UsageFigures } from "../usage/index.ts";
import type { ConsoleApps } from "./apps.service.ts";

/** How long the previous secret stays valid when nobody says. */
const ROTATION_SECONDS = 24 * 60 * 60;
const ALL_DAYS = 30;

export function appEndpoints(deps: {
  service: ConsoleApps;
  apps: Pick<Apps, "getRecord">;
  usage: UsageFigures;
}): readonly ConsoleEndpoint[] {
  const { service, apps, usage } = deps;
  return [
    consoleEndpoint("listDataCentres", async ({ baseUrl }) => ({ items: service.listDataCentres(baseUrl) })),
    consoleEndpoint("listApps", async ({ params, query }) => ({ items: await service.list(params.org, query.text) })),
    consoleEndpoint("createApp", ({ actor, params, body }) => {
      const { name, dataCentre, title, description, timeZone, registration } = body;
      const { org } = params;
      return service.create(actor, { org, name, dataCentre, title, description, timeZone, registration });
    }),
    consoleEndpoint("getApp", ({ appKey }) => service.get(appKey)),
    consoleEndpoint("changeApp", ({ actor, appKey, body }) => service.describe(actor, appKey, body)),
    consoleEndpoint("setAppDisabled", ({ actor, appKey, body }) => service.setDisabled(actor, appKey, body.disabled)),
    consoleEndpoint("deleteApp", ({ actor, appKey, body }) => service.delete(actor, appKey, body.name)),
    consoleEndpoint("undoAppDeletion", ({ actor, appKey }) => service.undoDeletion(actor, appKey)),
    consoleEndpoint("rotateSecret", ({ actor, appKey, body }) => {
      const { previousValidSeconds = ROTATION_SECONDS } = body;
      return service.rotateSecret(actor, appKey, { previousValidMs: previousValidSeconds * 1000 });
    }),
    consoleEndpoint("endSecretRotation", ({ actor, appKey }) => service.endRotation(actor, appKey)),
    consoleEndpoint("getAppSettings", ({ appKey }) => service.settings(appKey)),
    consoleEndpoint("changeAppSettings", ({ actor, appKey, body }) => service.changeSettings(actor, appKey, body)),
    consoleEndpoint("getOverview", ({ appKey, baseUrl }) => service.overview(appKey, baseUrl)),
    consoleEndpoint("getUsage", async ({ appKey, query }) =>
      usage.days(await apps.getRecord(appKey), query.days ?? ALL_DAYS),
    ),
  ];
}
