import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Frame } from "./frame.ts";
import { frameBytes } from "./socket.ts";

describe("a text frame", () => {
  it("[SE2] is the base64 of the bytes, both ways", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        const text = Buffer.from(bytes).toString("base64");
        expect(payloadOf(new Frame(bytes).text, 0x81).toString("latin1")).toBe(text);
        expect(Buffer.from(frameBytes(Buffer.from(text), false) ?? [])).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it("[SE2] and a binary one have the header that their length asks for", () => {
    for (const length of [1, 93, 94, 125, 126, 49_151, 49_152, 65_535, 65_536, 200_000]) {
      const bytes = Buffer.alloc(length, length);
      const frame = new Frame(bytes);
      expect(payloadOf(frame.binary, 0x82).equals(bytes)).toBe(true);
      expect(payloadOf(frame.text, 0x81).toString("latin1")).toBe(bytes.toString("base64"));
    }
  });

  it("[SE3] of anything else is none", () => {
    for (const text of ["", "undefined", "QQ", "QQ=", "Q===", "====", "QQ==QQ==", "QU\nJ", "QUI€", "QUJ\u0100"]) {
      expect(frameBytes(Buffer.from(text), false), text).toBeUndefined();
    }
  });
});

/** Reads an unmasked WebSocket frame (RFC 6455, 5.2). */
function payloadOf(frame: Buffer, firstByte: number): Buffer {
  expect(frame[0]).toBe(firstByte);
  const length = frame[1] ?? 0;
  const start = length < 126 ? 2 : length === 126 ? 4 : 10;
  const told = length < 126 ? length : length === 126 ? frame.readUInt16BE(2) : Number(frame.readBigUInt64BE(2));
  const payload = frame.subarray(start);
  expect(told).toBe(payload.length);
  // The shortest form that holds the length.
  expect(start).toBe(told < 126 ? 2 : told < 0x10000 ? 4 : 10);
  return payload;
}
