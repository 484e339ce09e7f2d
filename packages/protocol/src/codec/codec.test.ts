import { describe, expect, it } from "vitest";
import { CommSyncDL, decode, encode, KeyValue, Meta, MSync } from "../index.ts";

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replace(/\s/g, ""), "hex"));

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

  it("[MS1] keeps every 64-bit integer exact, signed and unsigned", () => {
    for (const id of ["0", "1", "9007199254740993", "1210000000000000001", "18446744073709551615"]) {
      expect(decode(Meta, encode(Meta, { id })).id).toBe(id);
    }
    for (const varintValue of ["-1", "-9223372036854775808", "9223372036854775807", "-42", "0"]) {
      expect(decode(KeyValue, encode(KeyValue, { varintValue })).varintValue).toBe(varintValue);
    }
  });

  it("takes an already encoded message in place of a nested one", () => {
    const meta = encode(Meta, { id: "7", to: { name: "bob" } });
    expect(encode(CommSyncDL, { metas: [meta] })).toEqual(
      encode(CommSyncDL, { metas: [{ id: "7", to: { name: "bob" } }] }),
    );
  });
});
