import type { ChatMessage } from "../traffic.ts";

/** What a receiver wants of a frame; ids as text, as applications see them. */
interface Read {
  readonly metaId: string;
  readonly nextKey: string;
  readonly text: string;
}

/** One way to write and read a frame with one chat message: MSync, CommSyncDL, Meta, MessageBody. */
export interface Codec {
  readonly name: string;
  encode(message: ChatMessage): Uint8Array;
  decode(frame: Uint8Array): Read;
  /**
   * A program with every message type of the schema, both ways, for the size of a bundle. It sets `self.types` and
   * `self.roundTrip`, which writes a JID with a name and returns the name it reads.
   */
  readonly bundleEntry: string;
}

/** The message types at the top of the schema. */
export const TYPES = [
  "MSync Provision Logout CommSyncUL CommSyncDL CommNotice CommUnreadUL CommUnreadDL MetaQueue Meta JID KeyValue Status",
  "RedirectInfo MessageBody MUCBody RosterBody StatisticsBody ConferenceBody",
].flatMap((line) => line.split(" "));

export const SCHEMA_FILE = new URL("../../../packages/protocol/msync.proto", import.meta.url);

/** The plain object of a frame's command and metas, without the payloads that are encoded on their own. */
export function commandOf<Id, Bytes>(message: ChatMessage, id: (text: string) => Id, payload: Bytes) {
  const jid = (name: string) => ({ appKey: "1101200527113881#imdemo", name, domain: "easemob.com" });
  const meta = {
    id: id(message.id),
    from: { ...jid(message.from), clientResource: "webim_web_1764028800000" },
    to: jid(message.to),
    timestamp: id(String(message.at)),
    ns: 1,
    payload,
  };
  return { status: { errorCode: 0 }, metas: [meta], nextKey: id(message.id), queue: jid(message.from), isLast: false };
}
