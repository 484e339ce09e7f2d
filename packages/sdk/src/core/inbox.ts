import { type CommSyncDL, CommUnreadDL, decode, type Jid, type Meta } from "@rondo/protocol";
import type { Inbound, InboundHandler } from "./client.ts";
import { ChatError } from "./error.ts";
import type { Events } from "./events.ts";
import { pullFrame } from "./frames.ts";
import type { Log } from "./log.ts";

interface Deps {
  readonly events: Events;
  readonly log: Log;
  readonly write: (frame: Uint8Array) => void;
}

/**
 * Receiving (MSync 5). The server names the queues that have something; each is pulled page by page, and asking for the
 * next page acknowledges the one before, which is why metas are handed on before that. What comes twice is recognised by
 * its id further up.
 */
export class Inbox implements Inbound {
  private readonly deps: Deps;
  private readonly handlers: Record<number, InboundHandler | undefined> = {};
  /** Queues named by the first UNREAD answer of this connection that have not been drained yet; undefined: none came. */
  private syncing: Set<string> | undefined;
  private hasListed = false;
  /** Counts connections: what one has brought is not handed on after its end. */
  private generation = 0;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  handle(ns: number, handler: InboundHandler): void {
    this.handlers[ns] = handler;
  }

  /** A new connection, or none any more: everything unread is listed anew. */
  reset(): void {
    this.generation++;
    this.hasListed = false;
    this.syncing = undefined;
  }

  /** The answer to an UNREAD; gives the server's time. */
  unread(payload: Uint8Array): number | undefined {
    const { unread = [], timestamp } = decode(CommUnreadDL, payload);
    const queues = unread.map(({ queue }) => queue).filter((queue): queue is Jid => queue !== undefined);
    if (!this.hasListed && queues.length > 0) {
      this.syncing = new Set(queues.map(nameOf));
      this.deps.events.emitModern("onOfflineMessageSyncStart");
    }
    this.hasListed = true;
    for (const queue of queues) this.pull(queue, undefined);
    return timestamp;
  }

  /** Something new lies in a queue. */
  notice(queue: Jid): void {
    this.pull(queue, undefined);
  }

  /** A page of a queue, or a push. */
  sync({ metas = [], queue, nextKey, isLast }: CommSyncDL): void {
    const touched: InboundHandler[] = [];
    const { generation } = this;
    for (const meta of metas) if (generation === this.generation) this.receive(meta, touched);
    for (const handler of touched) handler.endOfFrame?.();
    if (queue === undefined || generation !== this.generation) return;
    if (isLast) this.drained(queue);
    else if (nextKey !== undefined) this.pull(queue, nextKey);
  }

  private receive(meta: Meta, touched: InboundHandler[]): void {
    const handler = this.handlers[meta.ns ?? 0];
    if (handler === undefined) return;
    if (touched.indexOf(handler) < 0) touched.push(handler);
    try {
      handler.receive(meta);
    } catch (error) {
      this.deps.log.error("a meta could not be read", { id: meta.id, ns: meta.ns, error: String(error) });
      this.deps.events.emit("onError", new ChatError(604, String(error), { mid: meta.id }));
    }
  }

  private drained(queue: Jid): void {
    if (this.syncing?.delete(nameOf(queue)) === true && this.syncing.size === 0) {
      this.syncing = undefined;
      this.deps.events.emitModern("onOfflineMessageSyncFinish");
    }
  }

  private pull(queue: Jid, key: string | undefined): void {
    this.deps.write(pullFrame(queue, key));
  }
}

const nameOf = ({ domain = "", name = "", clientResource = "" }: Jid): string => `${domain}/${name}/${clientResource}`;
