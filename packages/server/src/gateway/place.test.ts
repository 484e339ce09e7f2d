import { provisionRefusals } from "@rondo/protocol";
import { expect, it } from "vitest";
import { LocalBus } from "../cluster/bus.ts";
import { appsMigrations, createApps } from "../features/apps/index.ts";
import { DataCentres } from "../features/data-centres/index.ts";
import { openSqlite } from "../kernel/database/sqlite/index.ts";
import { ServerKeys } from "../kernel/server-keys.ts";
import { admit } from "./provision.ts";

it("[DC5] a login on the socket of another data centre is refused, and told where to go", async () => {
  const host = (name: string) => ({
    rest: [`rest.${name}`],
    websocket: { web: [`ws.${name}`], wechat: [`wx.${name}`], alipay: [`zfb.${name}`] },
  });
  const centre = (id: string) => {
    return { id, name: { zh: id, en: id }, location: "mainland", kind: "self-service", ...host(id) } as const;
  };
  const dataCentres = new DataCentres({ list: [centre("here"), centre("there")], here: "here" });
  const database = await openSqlite({ dir: ":memory:", migrations: appsMigrations });
  const clock = { now: () => 0 };
  const apps = createApps({ database, keys: ServerKeys.ephemeral(), bus: new LocalBus(), clock, dataCentres }).api;
  await apps.create({ org: "acme", name: "shop", settings: {}, dataCentre: "there" });
  const claim = {
    app: "acme#shop",
    user: "carl",
    token: "any",
    resource: undefined,
    deviceUuid: "",
    deviceName: "",
    loginExt: undefined,
  };
  // Nobody asks for the user or the token of an application that is not here.
  const refusal = await admit(claim, { apps, users: {} as never, tokens: {} as never });
  expect(refusal).toMatchObject({ code: provisionRefusals.AUTH_FAILED.code });
  expect("reason" in refusal && refusal.reason).toBe(
    "acme#shop belongs to the data centre there: use REST https://rest.there, WebSocket wss://ws.there/websocket or wss://wx.there/websocket or wss://zfb.there/websocket",
  );
  await database.close();
});
