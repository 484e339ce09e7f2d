import type { Client } from "../core/client.ts";
import type { Status } from "../core/session.ts";

/** What applications read of a connection beside its methods (official API, section 2, last paragraph). */
export interface ConnectionContext {
  readonly userId: string;
  readonly accessToken: string;
  readonly appKey: string;
  readonly appId: string | undefined;
  readonly appName: string;
  readonly orgName: string;
  /** 4 when online, as the official client has it; else 0. */
  readonly status: number;
  readonly jid: {
    readonly appKey: string;
    readonly name: string;
    readonly domain: string;
    readonly clientResource: string;
  };
}

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
