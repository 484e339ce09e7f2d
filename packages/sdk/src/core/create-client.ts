import { MetaNameSpace } from "@rondo/protocol";
import { lookUpAddresses } from "./address-lookup.ts";
import type { Client, Uplink } from "./client.ts";
import type { Config } from "./config.ts";
import { deviceOf } from "./device.ts";
import { ChatError } from "./error.ts";
import { Events } from "./events.ts";
import { Inbox } from "./inbox.ts";
import { nextLocalId } from "./local-id.ts";
import type { Log } from "./log.ts";
import { Notices } from "./notices.ts";
import { Outbox } from "./outbox.ts";
import type { Platform } from "./platform.ts";
import { SeenIds } from "./seen-ids.ts";
import { Session, type Status } from "./session.ts";
import { statusCode } from "./status-code.ts";

/** Where the addresses of applications are looked up that give none of their own. */
const LOOKUP_BASES = ["https://rs.easemob.com", "https://rs.chat.agora.io"];

interface Parts {
  readonly config: Config;
  readonly platform: Platform;
  readonly log: Log;
  /** Holds the callbacks of `listen`. */
  readonly legacy: Record<string, unknown>;
  readonly onStatus: (status: Status) => void;
}

/** Everything behind a connection object, put together. Nothing runs until somebody logs in. */
export function createClient(parts: Parts): { client: Client; session: Session } {
  const { config, platform, log, legacy } = parts;
  const events = new Events(legacy, log, (event, error) => {
    if (event !== "onError")
      events.emit("onError", new ChatError(statusCode.WEBIM_CONNCTION_CALLBACK_INNER_ERROR, String(error)));
  });
  const inbox = new Inbox({ events, log, write: (frame) => session.write(frame) });
  const unsentKey = (): string | undefined =>
    session.identity && `rondo_unsent_${config.appKey}_${session.identity.user}_${session.identity.resource}`;
  const outbox = new Outbox({
    clock: platform.clock,
    writer: () => session.writer,
    onOverdue: () => session.lose(new ChatError(512, "send message timeout")),
    keep: config.keepsUnsent ? { storage: platform.storage, key: unsentKey } : undefined,
  });
  const lookUp = async () => {
    const addresses = await lookUpAddresses({ platform, config }, config.apiUrl ? [config.apiUrl] : LOOKUP_BASES);
    config.appKey = config.appKey || addresses.appKey;
    config.apiUrl = config.apiUrl || (addresses.rest[0] as string); // at least one of each kind
    config.takesParts = addresses.takesParts;
    return config.url ? { ...addresses, socket: [config.url] } : addresses;
  };
  const session: Session = new Session({
    platform,
    config,
    events,
    log,
    device: deviceOf(config, platform),
    inbox,
    outbox,
    locate: config.isLookedUp ? lookUp : undefined,
    onStatus: parts.onStatus,
  });
  inbox.handle(MetaNameSpace.STATISTIC, { receive: (meta) => session.handleStatistic(meta) });

  const locate = async (): Promise<void> => {
    if (config.isLookedUp) await lookUp();
  };
  const uplink: Uplink = {
    send(meta) {
      if (session.identity === undefined) {
        return Promise.reject(new ChatError(statusCode.WEBIM_CONNECTION_CLOSED, "not login"));
      }
      if (!session.hasHope) {
        return Promise.reject(new ChatError(statusCode.MESSAGE_WEBSOCKET_DISCONNECTED, "websocket disconnected"));
      }
      // In this order: who hears of the new attempt may send something, which is behind this.
      const sent = outbox.send(meta);
      session.revive();
      return sent;
    },
  };
  const client: Client = {
    config,
    platform,
    log,
    events,
    uplink,
    inbound: inbox,
    notices: new Notices(inbox),
    seen: new SeenIds(),
    locate,
    get identity() {
      return session.identity;
    },
    newLocalId: () => nextLocalId(platform.clock.now()),
  };
  return { client, session };
}
