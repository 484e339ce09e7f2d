import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import type { Field, MessageType } from "../codec/schema.ts";
import * as protocol from "../index.ts";

const root = new protobuf.Root().loadSync(fileURLToPath(new URL("../../msync.proto", import.meta.url)), {
  keepCase: true,
});
const types = new Map<string, MessageType<unknown>>();
for (const value of Object.values(protocol)) {
  if (typeof value === "object" && "byNumber" in value) types.set((value as MessageType<unknown>).name, value);
}

const kinds: Record<string, readonly string[]> = {
  bool: ["bool"],
  bytes: ["bytes"],
  double: ["double"],
  float: ["float"],
  int32: ["i32"],
  int64: ["i64"],
  string: ["string"],
  uint32: ["u32"],
  uint64: ["u64", "time"],
};

describe("the schema in TypeScript", () => {
  const declared = allIn(root.lookup("easemob.pb") as protobuf.Namespace);

  it("[MS2] has the message types of msync.proto and no others", () => {
    const names = declared.filter((one) => one instanceof protobuf.Type).map(nameOf);
    expect([...types.keys()].sort()).toEqual(names.sort());
  });

  it("[MS2] has every field of msync.proto with its number, type, repetition and packing", () => {
    for (const type of declared) {
      if (!(type instanceof protobuf.Type)) continue;
      const ours = types.get(nameOf(type));
      const describeOurs = (field: Field<unknown> & { key: string }) => ({
        key: field.key,
        number: field.number,
        repeated: field.repeated,
        packed: field.packed,
        kind: field.message === undefined ? field.kind : field.message.name,
      });
      const theirs = type.fieldsArray.map((field) => ({
        key: field.name,
        number: field.id,
        repeated: field.repeated,
        packed: field.repeated && field.packed,
        kind: kindOf(field, ours),
      }));
      expect(ours?.fields.map(describeOurs)).toEqual(theirs.sort((a, b) => a.number - b.number));
    }
  });

  it("[MS2] names the values of every enum as msync.proto does", () => {
    const enums = new Map(Object.entries(protocol).map(([key, value]) => [key.toLowerCase(), value]));
    for (const one of declared) {
      if (!(one instanceof protobuf.Enum)) continue;
      expect(enums.get(nameOf(one).replaceAll(".", "").toLowerCase()), nameOf(one)).toEqual(one.values);
    }
  });
});

function kindOf(field: protobuf.Field, ours: MessageType<unknown> | undefined): string | undefined {
  field.resolve();
  if (field.resolvedType instanceof protobuf.Type) return nameOf(field.resolvedType);
  if (field.resolvedType instanceof protobuf.Enum) return "enum";
  // Two of ours stand for uint64: ids are text, times are numbers.
  const accepted = kinds[field.type] ?? [];
  return accepted.find((kind) => kind === ours?.byNumber[field.id]?.kind) ?? accepted[0];
}

function allIn(namespace: protobuf.NamespaceBase): protobuf.ReflectionObject[] {
  return namespace.nestedArray.flatMap((one) => (one instanceof protobuf.Type ? [one, ...allIn(one)] : [one]));
}

function nameOf(object: protobuf.ReflectionObject): string {
  return object.fullName.replace(".easemob.pb.", "");
}
