import { readFileSync } from "node:fs";
import { create, createFileRegistry, type DescMessage, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import protobuf from "protobufjs";
import descriptor from "protobufjs/ext/descriptor.js";
import { bodyOf } from "../traffic.ts";
import { type Codec, commandOf, SCHEMA_FILE, TYPES } from "./codec.ts";

const descriptors = describeSchema();
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptors.set));
const type = (name: string): DescMessage => {
  const found = registry.getMessage(`easemob.pb.${name}`);
  if (found === undefined) throw new Error(`no message ${name}`);
  return found;
};
const [MSync, CommSyncDL, MessageBody] = [type("MSync"), type("CommSyncDL"), type("MessageBody")];

function write(of: DescMessage, value: Record<string, unknown>): Uint8Array {
  return toBinary(of, create(of, value));
}

// The types of messages are known at run time only.
const read = <T>(of: DescMessage, bytes: Uint8Array) => fromBinary(of, bytes) as Message as unknown as T;

export const bufbuild: Codec = {
  name: "@bufbuild/protobuf",
  encode(message) {
    const command = commandOf(message, (text) => text, write(MessageBody, bodyOf(message)));
    return write(MSync, { command: 0, payload: write(CommSyncDL, command) });
  },
  decode(frame) {
    const { payload } = read<{ payload: Uint8Array }>(MSync, frame);
    const { metas, nextKey } = read<{ metas: [{ id: string; payload: Uint8Array }]; nextKey: string }>(
      CommSyncDL,
      payload,
    );
    const body = read<{ contents: [{ text: string }] }>(MessageBody, metas[0].payload);
    return { metaId: metas[0].id, nextKey, text: body.contents[0].text };
  },
  bundleEntry: `
    import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
    import { fileDesc, messageDesc } from "@bufbuild/protobuf/codegenv2";
    const file = fileDesc(${JSON.stringify(Buffer.from(descriptors.file).toString("base64"))});
    self.types = ${JSON.stringify(TYPES.map((_, i) => i))}.map((i) => messageDesc(file, i));
    self.roundTrip = (name) => {
      const jid = self.types.find((type) => type.name === "JID");
      return fromBinary(jid, toBinary(jid, create(jid, { name }))).name;
    };`,
};

/** The schema as a compiled descriptor, with 64-bit integers as text. */
function describeSchema(): { set: Uint8Array; file: Uint8Array } {
  const text = readFileSync(SCHEMA_FILE, "utf8").replace(/(u?int64 \w+ = \d+);/g, "$1 [jstype = JS_STRING];");
  const { root } = protobuf.parse(text, { keepCase: true });
  root.resolveAll();
  const set = root.toDescriptor("proto2");
  const [first] = set.file;
  if (first === undefined || first === null) throw new Error("the schema has no file");
  qualify(first, root.lookup("easemob.pb") as protobuf.Namespace);
  return {
    set: descriptor.FileDescriptorSet.encode(set).finish(),
    file: descriptor.FileDescriptorProto.encode(first).finish(),
  };
}

interface MessageDescriptor {
  readonly name?: string | null;
  readonly field?: Array<{ name?: string | null; typeName?: string | null }> | null;
  readonly nestedType?: MessageDescriptor[] | null;
  readonly messageType?: MessageDescriptor[] | null;
}

/** Writes the names of types in full, as compilers do and readers of descriptors expect. */
function qualify(message: MessageDescriptor, namespace: protobuf.NamespaceBase): void {
  for (const field of message.field ?? []) {
    const declared = namespace instanceof protobuf.Type ? namespace.fields[field.name ?? ""]?.resolve() : undefined;
    if (declared?.resolvedType) field.typeName = declared.resolvedType.fullName;
  }
  for (const inner of [...(message.messageType ?? []), ...(message.nestedType ?? [])]) {
    qualify(inner, namespace.lookup(inner.name ?? "") as protobuf.Type);
  }
}
