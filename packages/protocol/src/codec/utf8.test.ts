import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPortably, readUtf8, writePortably, writeUtf8 } from "./utf8.ts";

const reference = new TextDecoder("utf-8", { ignoreBOM: true });

function written(text: string, write: typeof writeUtf8): Uint8Array {
  const target = new Uint8Array(text.length * 3 + 2).fill(0xaa);
  const end = write(text, target, 1);
  expect([target[0], target[end]]).toEqual([0xaa, 0xaa]);
  return target.slice(1, end);
}

describe("UTF-8", () => {
  it("[MS6] is written the same with and without the runtime's encoder, lone surrogates included", () => {
    const units = fc.array(fc.oneof(fc.nat(0x7f), fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff })));
    fc.assert(
      fc.property(units, (codes) => {
        const text = String.fromCharCode(...codes);
        const expected = new TextEncoder().encode(text);
        expect(written(text, writePortably)).toEqual(expected);
        expect(written(text, writeUtf8)).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it("[MS6] is read the same with and without the runtime's decoder, malformed bytes included", () => {
    const tricky = fc.constantFrom(
      0x7f,
      0x80,
      0xbf,
      0xc0,
      0xc2,
      0xe0,
      0xa0,
      0x9f,
      0xed,
      0xef,
      0xbb,
      0xf0,
      0x90,
      0xf4,
      0x8f,
      0xf5,
    );
    const bytes = fc
      .array(fc.oneof(tricky, tricky, fc.nat(0xff)), { maxLength: 60 })
      .map((list) => Uint8Array.from(list));
    fc.assert(
      fc.property(bytes, (source) => {
        const expected = reference.decode(source);
        expect(readPortably(source, 0, source.length)).toBe(expected);
        expect(readUtf8(source, 0, source.length)).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it("[MS6] keeps a byte order mark and long texts of every width", () => {
    const text = "\ufeff" + "aé消😀".repeat(5000);
    const bytes = written(text, writePortably);
    expect(readPortably(bytes, 0, bytes.length)).toBe(text);
    expect(readUtf8(bytes, 0, bytes.length)).toBe(text);
  });
});
