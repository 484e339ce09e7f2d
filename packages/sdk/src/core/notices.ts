import { type Meta, MetaNameSpace, readUtf8 } from "@rondo/protocol";
import type { Inbound } from "./client.ts";

/** A notice of the server: JSON whose `type` says what the rest is (MSync 7.3). */
export type Notice = Readonly<Record<string, unknown>>;

/** Notices by their type. One that nobody handles is passed over: a newer server may have more to say. */
export class Notices {
  private readonly handlers: Record<string, ((notice: Notice) => void) | undefined> = {};

  constructor(inbound: Inbound) {
    inbound.handle(MetaNameSpace.NOTIFY, { receive: (meta) => this.receive(meta) });
  }

  handle(type: string, handler: (notice: Notice) => void): void {
    this.handlers[type] = handler;
  }

  private receive({ payload }: Meta): void {
    if (payload === undefined) return;
    // An object, by the protocol; what its members are is looked at by who handles them.
    const notice = JSON.parse(readUtf8(payload, 0, payload.length)) as Notice;
    this.handlers[String(notice.type)]?.(notice);
  }
}
