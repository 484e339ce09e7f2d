import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";
import { bodyOf } from "../traffic.ts";
import { type Codec, commandOf, SCHEMA_FILE, TYPES } from "./codec.ts";

const root = new protobuf.Root().loadSync(fileURLToPath(SCHEMA_FILE), { keepCase: true });
const type = (name: string) => root.lookupType(`easemob.pb.${name}`);
const [MSync, CommSyncDL, MessageBody] = [type("MSync"), type("CommSyncDL"), type("MessageBody")];

const run: Omit<Codec, "name" | "bundleEntry"> = {
  encode(message) {
    const body = MessageBody.encode(bodyOf(message)).finish();
    const command = commandOf(message, (text) => text, body);
    return MSync.encode({ command: 0, payload: CommSyncDL.encode(command).finish() }).finish();
  },
  decode(frame) {
    // The types of messages are known at run time only.
    const { payload } = MSync.decode(frame) as unknown as { payload: Uint8Array };
    const { metas, nextKey } = CommSyncDL.decode(payload) as unknown as {
      metas: [{ id: { toString(): string }; payload: Uint8Array }];
      nextKey: { toString(): string };
    };
    const body = MessageBody.decode(metas[0].payload) as unknown as { contents: [{ text: string }] };
    return { metaId: metas[0].id.toString(), nextKey: nextKey.toString(), text: body.contents[0].text };
  },
};

export const protobufjsReflection: Codec = {
  name: "protobufjs, reflection",
  ...run,
  bundleEntry: `
    import protobuf from "protobufjs/light.js";
    const root = protobuf.Root.fromJSON(${JSON.stringify(root.toJSON())});
    self.types = ${JSON.stringify(TYPES)}.map((name) => root.lookupType("easemob.pb." + name));
    self.roundTrip = (name) => {
      const jid = root.lookupType("easemob.pb.JID");
      return jid.decode(jid.encode({ name }).finish()).name;
    };`,
};

/** The same generated functions, written out: they run as fast, and need no code generation where they run. */
export const protobufjsStatic: Codec = {
  name: "protobufjs, static",
  ...run,
  bundleEntry: staticModule(),
};

function staticModule(): string {
  const all = allTypes(root.lookup("easemob.pb") as protobuf.Namespace);
  const indexOf = (one: protobuf.ReflectionObject | null) =>
    one instanceof protobuf.Type ? `T[${all.indexOf(one)}]` : "undefined";
  const definitions = all.map((one) => {
    const nested = one.fieldsArray.map((field) => indexOf(field.resolve().resolvedType));
    // The generators print the function that they would otherwise evaluate.
    const encode = protobuf.encoder(one).toString();
    const decode = protobuf.decoder(one).toString();
    return `{ const t = T[${all.indexOf(one)}], C = function () {}; t.types = () => [${nested.join(",")}];
      let types; const lazy = () => { types = types || t.types(); };
      t.encode = (m, w, q) => { lazy(); return (${encode})(m, w, q); };
      t.decode = (r, l, z, q, g) => { lazy(); return (${decode})(r, l, z, q, g); }; }`;
  });
  return `
    import protobuf from "protobufjs/minimal.js";
    const { Reader, Writer, util } = protobuf;
    const T = Array.from({ length: ${all.length} }, () => ({}));
    ${definitions.join("\n")}
    self.types = T;
    const jid = T[${all.findIndex((one) => one.name === "JID")}];
    self.roundTrip = (name) => jid.decode(jid.encode({ name }).finish()).name;`;
}

function allTypes(namespace: protobuf.NamespaceBase): protobuf.Type[] {
  return namespace.nestedArray.flatMap((one) => (one instanceof protobuf.Type ? [one, ...allTypes(one)] : []));
}
