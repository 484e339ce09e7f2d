import { CommSyncDL, decode, embed, encode, MessageBody, type Meta, MSync } from "@rondo/protocol";
import { bodyOf } from "../traffic.ts";
import { type Codec, commandOf, TYPES } from "./codec.ts";

const names = TYPES.map((name) => name.replace(/^MUC/, "Muc").replace(/^JID$/, "Jid"));

export const rondo: Codec = {
  name: "rondo",
  encode(message) {
    const command = commandOf(message, (text) => text, embed(MessageBody, bodyOf(message)));
    // Times are numbers here and text nowhere else.
    const metas = command.metas.map(
      (meta) => ({ ...meta, timestamp: message.at }) satisfies Parameters<typeof encode<Meta>>[1],
    );
    return encode(MSync, { command: 0, payload: embed(CommSyncDL, { ...command, metas }) });
  },
  decode(frame) {
    const { payload = new Uint8Array() } = decode(MSync, frame);
    const { metas, nextKey = "" } = decode(CommSyncDL, payload);
    const meta: Meta = metas?.[0] ?? {};
    const body = decode(MessageBody, meta.payload ?? new Uint8Array());
    return { metaId: meta.id ?? "", nextKey, text: body.contents?.[0]?.text ?? "" };
  },
  bundleEntry: `
    import { decode, encode, ${names.join(", ")} } from "@rondo/protocol";
    self.types = [${names.join(", ")}];
    self.roundTrip = (name) => decode(Jid, encode(Jid, { name })).name;`,
};
