import { type MessageBody, type Meta, MetaNameSpace } from "@rondo/protocol";
import type { Client } from "../../core/client.ts";
import { create } from "./create.ts";
import { fromMeta } from "./from-wire.ts";
import { kindOf } from "./kinds.ts";
import { legacyEvent, toLegacy } from "./legacy-shape.ts";
import { toMeta } from "./to-wire.ts";
import type { Received } from "./types.ts";

/** Turns metas of the name space CHAT into the application's events, in their order (MSync 5.7, 5.8). Chunks of streamed texts are none. */
export function receiveMessages(client: Client, takeStreamed?: (chunk: Received, body: MessageBody) => void): void {
  const { events } = client;
  /** Of one frame, for `onMessage`. */
  let shown: Received[] = [];

  const show = (message: Received): void => {
    const { event } = kindOf(message.type);
    const old = legacyEvent(event);
    if (events.isLegacyHeard(old)) {
      const payload = toLegacy(message);
      if (payload) events.emitLegacy(old, payload);
    }
    events.emitModern(event, message);
    if (message.type !== "cmd") shown.push(message);
  };

  client.inbound.handle(MetaNameSpace.CHAT, {
    receive(meta) {
      // Read before it counts as seen: what cannot be read is told of as often as it comes.
      const read = fromMeta(client, meta);
      if (read?.is === "stream") {
        takeStreamed?.(read.message, read.body);
        return;
      }
      if (meta.id !== undefined && !client.seen.add(meta.id)) return;
      if (read === undefined || isOwnEcho(client, meta, read)) return;
      if (read.is === "event") {
        if (read.event === "onModifiedMessage") events.emitModern(read.event, read.payload);
        else events.emit(read.event, read.payload);
        return;
      }
      confirm(client, read.message);
      show(read.message);
    },
    endOfFrame() {
      const messages = shown;
      shown = [];
      // A handler of one of them may have logged out.
      if (messages.length > 0 && client.identity !== undefined) events.emitModern("onMessage", messages);
    },
  });
}

/** Rooms send everybody everything, the sender included. */
function isOwnEcho(client: Client, { from }: Meta, read: NonNullable<ReturnType<typeof fromMeta>>): boolean {
  const { user, resource } = client.identity ?? {};
  const isRoom = read.is === "message" && read.message.chatType === "chatRoom";
  return isRoom && from?.name === user && from?.clientResource === resource;
}

/** The automatic delivery receipt (MSync 5.9). One that cannot be sent is missed by nobody here. */
function confirm(client: Client, { chatType, from, id }: Received): void {
  const { config, identity, uplink, log } = client;
  const sender = from.split("/")[0] ?? "";
  if (!config.sendsDeliveryReceipts || chatType !== "singleChat" || sender === identity?.user) return;
  const receipt = create({ type: "delivery", ackId: id, to: sender });
  uplink.send(toMeta(client, receipt, noContent)).catch((error: unknown) => {
    log.warn("a delivery receipt was not sent", { id, error: String(error) });
  });
}

const noContent = (): object => ({});
