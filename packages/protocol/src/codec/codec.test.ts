import { describe, expect, it } from "vitest";
import {
  CommNotice,
  CommSyncDL,
  DecodeError,
  decode,
  embed,
  encode,
  KeyValue,
  MessageBody,
  Meta,
  MSync,
  Provision,
} from "../index.ts";

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replace(/\s/g, ""), "hex"));

const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);

describe("codec", () => {
  it("[MS1] reads the ack of the published transcript with its exact 64-bit server id", () => {
    const frame = decode(MSync, hex("40004a1c0a0208001081a394bcd40c188180e491ed92b2e51040c8d195ffbc31"));
    expect(decode(CommSyncDL, frame.payload as Uint8Array)).toEqual({
      status: { errorCode: 0 },
      metaId: "434991600001",
      serverId: "1210000000000000001",
      timestamp: 1700000000200,
    });
  });

  it("[MS4] takes a packed list of no numbers for no list", () => {
    // Wire type 2, length 0.
    const { number = 0 } = Provision.fields.find(({ key }) => key === "compressType") ?? {};
    const bytes = encode(Provision, {});
    const packed = Uint8Array.from([...bytes, ...varint((number << 3) | 2), 0]);
    expect(decode(Provision, packed)).toEqual({});
  });

  it("[MS1] keeps every 64-bit integer exact, signed and unsigned", () => {
    for (const id of ["0", "1", "9007199254740993", "1210000000000000001", "18446744073709551615"]) {
      expect(decode(Meta, encode(Meta, { id })).id).toBe(id);
    }
    for (const varintValue of ["-1", "-9223372036854775808", "9223372036854775807", "-42", "0"]) {
      expect(decode(KeyValue, encode(KeyValue, { varintValue })).varintValue).toBe(varintValue);
    }
  });

  it("[MS1] does not write what is no 64-bit integer of its type", () => {
    const unsigned = ["", "-1", "1.5", "1e3", " 1", "0x10", "abc", "18446744073709551616", "184467440737095516150"];
    for (const id of unsigned) expect(() => encode(Meta, { id }), id).toThrow(RangeError);
    const signed = ["", "-", "--1", "9223372036854775808", "-9223372036854775809"];
    for (const varintValue of signed) expect(() => encode(KeyValue, { varintValue }), varintValue).toThrow(RangeError);
    for (const timestamp of [-1, Number.NaN]) expect(() => encode(Meta, { timestamp })).toThrow(RangeError);
  });

  it("[MS2] takes an already encoded message in place of a nested one", () => {
    const meta = encode(Meta, { id: "7", to: { name: "bob" } });
    expect(encode(CommSyncDL, { metas: [meta] })).toEqual(
      encode(CommSyncDL, { metas: [{ id: "7", to: { name: "bob" } }] }),
    );
  });

  it("[MS2] encodes what a byte field carries in place", () => {
    const list = { status: { errorCode: 0 }, metas: [{ id: "7", payload: embed(MessageBody, { type: 1 }) }] };
    const inner = encode(Meta, { id: "7", payload: encode(MessageBody, { type: 1 }) });
    expect(encode(MSync, { command: 0, payload: embed(CommSyncDL, list) })).toEqual(
      encode(MSync, { command: 0, payload: encode(CommSyncDL, { ...list, metas: [inner] }) }),
    );
  });

  it("[MS2] tells a field that is absent from one that is zero or empty", () => {
    expect(decode(MSync, new Uint8Array())).toEqual({});
    expect(decode(MSync, encode(MSync, { version: 0, command: 0, auth: "" }))).toEqual({
      version: 0,
      command: 0,
      auth: "",
    });
  });

  it("[MS2] reads lists of enums packed, unpacked and mixed, and writes each as the client does", () => {
    const packed = hex("2a020002");
    const unpacked = hex("28002802");
    expect(decode(Provision, packed).compressType).toEqual([0, 2]);
    expect(decode(Provision, unpacked).compressType).toEqual([0, 2]);
    expect(decode(Provision, Buffer.concat([packed, unpacked])).compressType).toEqual([0, 2, 0, 2]);
    expect(encode(Provision, { compressType: [0, 2] })).toEqual(unpacked);
    expect(encode(Provision, { protocolCompressType: [0, 2] })).toEqual(hex("b201020002"));
  });

  it("[MS2] keeps the number of an enum value it does not know", () => {
    for (const command of [99, -1, 2147483647]) expect(decode(MSync, encode(MSync, { command }))).toEqual({ command });
  });

  it("[MS5] skips unknown fields of every wire type, and known ones of another type", () => {
    const unknown = hex("f80101 f90100000000000000ff fa0103616263 fd0101020304");
    const textInPlaceOfNumber = hex("420161");
    expect(decode(MSync, Buffer.concat([unknown, textInPlaceOfNumber, hex("4004")]))).toEqual({ command: 4 });
  });

  it("[MS5] takes the last of a scalar that comes twice, and refuses a nested message that comes twice", () => {
    expect(decode(MSync, hex("40014004"))).toEqual({ command: 4 });
    const queue = encode(CommNotice, { queue: { name: "bob" } });
    expect(() => decode(CommNotice, Buffer.concat([queue, queue]))).toThrow(DecodeError);
  });

  it("[MS4] refuses groups, field number 0, oversized numbers and lengths that point outside", () => {
    for (const bytes of [
      "43",
      "44",
      "46",
      "0001",
      "ffffffffff01",
      "4080808080808080808080 01",
      "4a05",
      "4a8080808010",
    ]) {
      expect(() => decode(MSync, hex(bytes)), bytes).toThrow(DecodeError);
    }
  });

  it("[MS2] carries payloads of megabytes, before and after small ones", () => {
    const payload = new Uint8Array(3_000_000).fill(7);
    const large = encode(MSync, { auth: "t", payload });
    const small = encode(MSync, { command: 1 });
    expect(Buffer.from(decode(MSync, large).payload as Uint8Array).equals(payload)).toBe(true);
    expect(decode(MSync, small)).toEqual({ command: 1 });
  });
});
