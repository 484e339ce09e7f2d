import type { Client } from "../core/client.ts";
import type { Status } from "../core/session.ts";
import type { ConnectionContext } from "../types/connection.ts";

const STATUS_OPENED = 4;

export function contextOf({ config, identity }: Client, status: Status): ConnectionContext {
  const { appKey, appId } = config;
  const [orgName = "", appName = ""] = appKey.split("#");
  const { user: userId = "", token: accessToken = "", resource: clientResource = "" } = identity ?? {};
  return {
    userId,
    accessToken,
    appKey,
    appId,
    appName,
    orgName,
    status: status.is === "online" ? STATUS_OPENED : 0,
    jid: { appKey, name: userId, domain: "easemob.com", clientResource },
  };
}
