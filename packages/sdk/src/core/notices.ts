import { type Meta, MetaNameSpace, readUtf8 } from "@rondo/protocol";
import type { Inbound } from "./client.ts";

/** A notice of the server: JSON whose `type` says what the rest is (MSync 7.3). */
export type Notice = Readonly<Record<string, unknown>>;

/** Notices by their type. One that nobody handles is passed over: a newer server may have more to say. */
export class Notices {
  /** Features may share a type, of which each knows what is its own. */
  private readonly handlers: Record<string, Array<(notice: Notice) => void> | undefined> = {};

  constructor(inbound: Inbound) {
    inbound.handle(MetaNameSpace.NOTIFY, { receive: (meta) => this.receive(meta) });
  }

  handle(type: string, handler: (notice: Notice) => void): void {
    const handlers = this.handlers[type] || [];
    handlers.push(handler);
    this.handlers[type] = handlers;
  }

  private receive({ payload }: Meta): void {
    if (payload === undefined) return;
    // An object, by the protocol; what its members are is looked at by who handles them.
    const notice = JSON.parse(readUtf8(payload, 0, payload.length)) as Notice;
    for (const handler of this.handlers[String(notice.type)] || []) handler(notice);
  }
}
