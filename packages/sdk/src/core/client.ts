import type { Encodable, Meta } from "@rondo/protocol";
import type { Config } from "./config.ts";
import type { Events } from "./events.ts";
import type { Log } from "./log.ts";
import type { Notices } from "./notices.ts";
import type { Platform } from "./platform.ts";
import type { SeenIds } from "./seen-ids.ts";

/** What a feature is given: everything it may use of the client. */
export interface Client {
  readonly config: Config;
  readonly platform: Platform;
  readonly log: Log;
  readonly events: Events;
  readonly uplink: Uplink;
  readonly inbound: Inbound;
  readonly notices: Notices;
  /** Ids of chat metas that have been shown, or were sent from here: what comes again is dropped. */
  readonly seen: SeenIds;
  /** Undefined before a login and after the logout. */
  readonly identity: Identity | undefined;
  /** Looks up the addresses that are not known yet. */
  locate(): Promise<void>;
  /** A new local id: decimal text, growing, unique in this program (MSync 4.1). */
  newLocalId(): string;
}

export interface Identity {
  /** Lower case. */
  readonly user: string;
  readonly token: string;
  /** Of this device, as the server knows it. */
  readonly resource: string;
  /** Epoch ms; undefined: unknown or never. */
  readonly expiresAt: number | undefined;
}

/** Sending metas over the socket. */
export interface Uplink {
  /**
   * Sends a meta that is acknowledged and resolves with the ack. Offline it waits for the connection, in order, and after
   * a reconnect it is sent again with the same id, until the server has answered.
   *
   * Rejects with the ChatError of a refusal (MSync 4.4), 39 when nobody is logged in, 510 when the connection ends for good,
   * 50 when too many wait.
   */
  send(meta: Encodable<Meta> & { readonly id: string }): Promise<SendAck>;
}

export interface SendAck {
  readonly serverId: string;
  /** Epoch ms. */
  readonly timestamp: number;
  /** Content the server has rewritten, the result of an edit, and the like. */
  readonly metas: readonly Meta[];
}

/** Receiving metas, by name space (MetaNameSpace). */
export interface Inbound {
  handle(ns: number, handler: InboundHandler): void;
}

export interface InboundHandler {
  /** One meta. A throw loses this meta only: it is logged and told through `onError`. */
  receive(meta: Meta): void;
  /** After the last meta of a frame, if any was received. */
  endOfFrame?(): void;
}

/** A feature: its methods, which become methods of the connection. */
export type Feature<Methods extends object> = (client: Client) => Methods;
