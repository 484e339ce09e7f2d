import { fileURLToPath } from "node:url";
import fc from "fast-check";
import Long from "long";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import * as protocol from "../index.ts";
import { DecodeError, decode, encode } from "../index.ts";
import type { Field, MessageType } from "./schema.ts";

type Plain = Record<string, unknown>;
type AnyType = MessageType<unknown>;

const peer = new protobuf.Root().loadSync(fileURLToPath(new URL("../../msync.proto", import.meta.url)), {
  keepCase: true,
});

const isMessageType = (value: unknown): value is AnyType =>
  typeof value === "object" && value !== null && "byNumber" in value;
/** Every message type that is not defined inside another one. */
const topLevel = Object.values<unknown>(protocol)
  .filter(isMessageType)
  .filter((type) => !type.name.includes("."));
const RUNS_PER_TYPE = 600;

describe("the codec and another implementation of protobuf", () => {
  it("[MS3] are compared on at least 10,000 messages of every top-level type together", () => {
    const declared = peer.lookup("easemob.pb") as protobuf.Namespace;
    const names = declared.nestedArray.filter((one) => one instanceof protobuf.Type).map((one) => one.name);
    expect(topLevel.map((type) => type.name).sort()).toEqual(names.sort());
    expect(topLevel.length * RUNS_PER_TYPE).toBeGreaterThanOrEqual(10_000);
  });

  it.each(topLevel.map((type) => [type.name, type] as const))("[MS3] write and read the same %s", (name, type) => {
    const peerType = peer.lookupType(`easemob.pb.${name}`);
    fc.assert(
      fc.property(messages(type), (value) => {
        const ours = encode(type, value);
        const theirs = peerType.encode(toPeer(type, value)).finish();
        // Both write fields in the order of their numbers, so the bytes are the same and not only the values.
        expect(Buffer.from(ours).equals(theirs)).toBe(true);
        expect(fromPeer(type, peerType.decode(ours))).toEqual(value);
        expect(plain(decode(type, Uint8Array.from(theirs)))).toEqual(value);
      }),
      { numRuns: RUNS_PER_TYPE },
    );
  });
});

describe("the decoder and what is not a message", () => {
  it.each(topLevel.map((type) => [type.name, type] as const))(
    "[MS4] reads damaged bytes of a %s as a message that can be written again, or refuses them",
    (_name, type) => {
      fc.assert(
        fc.property(damaged(type), (bytes) => survives(type, bytes)),
        { numRuns: 400 },
      );
    },
  );

  it("[MS4] refuses what is cut off, wherever it is cut", () => {
    const meta = { id: "434991600001", to: { name: "bob" }, payload: new Uint8Array(9), ext: [{ doubleValue: 1 }] };
    const bytes = encode(protocol.CommSyncDL, { status: { errorCode: 0 }, metas: [meta] });
    const statusEnd = 4;
    for (let end = 0; end < bytes.length; end++) {
      const cut = () => decode(protocol.CommSyncDL, bytes.subarray(0, end));
      if (end === 0 || end === statusEnd) cut();
      else expect(cut, `at ${end}`).toThrow(DecodeError);
    }
  });

  it("[MS4] is done with a large frame of nonsense after one look at it", () => {
    for (const byte of [0x00, 0x0a, 0x22, 0x58, 0x5a, 0x7f, 0x80, 0xff]) {
      for (const type of topLevel) survives(type, new Uint8Array(64 * 1024).fill(byte));
    }
  });
});

function survives(type: AnyType, bytes: Uint8Array): void {
  let value: unknown;
  try {
    value = decode(type, bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
    return;
  }
  const again = decode(type, encode(type, value as Plain));
  expect(plain(again)).toEqual(plain(value));
}

function messages(type: AnyType): fc.Arbitrary<Plain> {
  const fields = Object.fromEntries(type.fields.map((field) => [field.key, values(field, type)]));
  if (type.name !== "KeyValue") return fc.record(fields, { requiredKeys: [] });
  const { key, type: valueType, ...oneOfThem } = fields as Record<string, fc.Arbitrary<unknown>>;
  const choices = Object.entries(oneOfThem).map(([name, one]) =>
    fc.record({ key: key as fc.Arbitrary<unknown>, type: valueType as fc.Arbitrary<unknown>, [name]: one }),
  );
  return fc.oneof(...choices);
}

function values(field: Field<unknown> & { key: string }, of: AnyType): fc.Arbitrary<unknown> {
  // An empty list and no list are the same bytes.
  if (field.repeated) return fc.array(values({ ...field, repeated: false }, of), { minLength: 1, maxLength: 4 });
  switch (field.kind) {
    case "bool":
      return fc.boolean();
    case "bytes":
      return fc.uint8Array({ maxLength: 200 });
    case "double":
      return fc.double();
    case "float":
      return fc.float();
    case "enum":
      return fc.constantFrom(...enumValues(of, field.key));
    case "i32":
      return fc.integer();
    case "u32":
      return fc.oneof(
        fc.maxSafeNat().map((n) => n >>> 0),
        fc.constantFrom(0, 127, 128, 0xffffffff),
      );
    case "time":
      return fc.maxSafeNat();
    case "u64":
      return integers(0n, 2n ** 64n - 1n);
    case "i64":
      return integers(-(2n ** 63n), 2n ** 63n - 1n);
    case "string":
      return fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.string({ unit: "grapheme", maxLength: 60 }));
    case "message":
      return messages(field.message as AnyType);
    default:
      return field.kind satisfies never;
  }
}

/** The values the schema names: the other implementation sets those it does not know apart. */
function enumValues(type: AnyType, key: string): number[] {
  const { resolvedType } = peer.lookupType(`easemob.pb.${type.name}`).fields[key]?.resolve() ?? {};
  if (!(resolvedType instanceof protobuf.Enum)) throw new TypeError(`${type.name}.${key} is not an enum`);
  return Object.values(resolvedType.values);
}

/** 64-bit integers: all of the range, and above all its borders and those of doubles and 32-bit halves. */
function integers(min: bigint, max: bigint): fc.Arbitrary<string> {
  const powers = [0n, 7n, 28n, 31n, 32n, 35n, 49n, 53n, 56n, 63n, 64n].map((power) => 2n ** power);
  const borders = powers
    .flatMap((power) => [power - 1n, power, power + 1n, -power])
    .filter((border) => border >= min && border <= max);
  return fc.oneof(fc.bigInt({ min, max }), fc.constantFrom(...borders)).map(String);
}

/** Bytes that were never a message, are the beginning of one, or are one with some bytes changed. */
function damaged(type: AnyType): fc.Arbitrary<Uint8Array> {
  const valid = messages(type).map((value) => encode(type, value));
  const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 });
  return fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.tuple(valid, fc.nat()).map(([bytes, cut]) => bytes.subarray(0, cut % (bytes.length + 1))),
    fc.tuple(valid, changes).map(([bytes, list]) => {
      const changed = bytes.slice();
      for (const [at, byte] of list) if (changed.length > 0) changed[at % changed.length] = byte;
      return changed;
    }),
  );
}

function toPeer(type: AnyType, value: Plain): Plain {
  return mapFields(type, value, (field, item) => {
    if (field.kind === "message") return toPeer(field.message as AnyType, item as Plain);
    if (field.kind === "time") return Long.fromNumber(item as number, true);
    if (field.kind === "u64" || field.kind === "i64") return Long.fromString(item as string, field.kind === "u64");
    return item;
  });
}

function fromPeer(type: AnyType, message: protobuf.Message): Plain {
  const object = (message.$type as protobuf.Type).toObject(message, { longs: String });
  const convert = (of: AnyType, value: Plain): Plain =>
    mapFields(of, value, (field, item) => {
      if (field.kind === "message") return convert(field.message as AnyType, item as Plain);
      if (field.kind === "time") return Number(item);
      return item instanceof Uint8Array ? Uint8Array.from(item) : item;
    });
  return convert(type, object);
}

function mapFields(type: AnyType, value: Plain, change: (field: Field<unknown>, item: unknown) => unknown): Plain {
  const out: Plain = {};
  for (const [key, item] of Object.entries(value)) {
    const field = type.fields.find((one) => one.key === key) as Field<unknown>;
    out[key] = field.repeated ? (item as unknown[]).map((one) => change(field, one)) : change(field, item);
  }
  return out;
}

/** Views on the input become arrays of their own, which can be compared. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
