import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBase64, toBase64 } from "../index.ts";

describe("base64 frames", () => {
  it("[MS7] are what Buffer writes and reads, for every length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = Buffer.from(bytes).toString("base64");
        expect(toBase64(bytes)).toBe(text);
        expect(fromBase64(text)).toEqual(bytes);
      }),
      { numRuns: 1000 },
    );
  });

  it("[MS7] are padded, of the standard alphabet, and nothing else is read as one", () => {
    expect(toBase64(Uint8Array.of(0xfb, 0xff, 0xfe, 0xfb))).toBe("+//++w==");
    expect(fromBase64("")).toEqual(new Uint8Array());
    for (const text of [
      "undefined",
      "QQ",
      "QQ=",
      "Q===",
      "====",
      "=",
      "Q=Q=",
      "QQ==QQ==",
      "QUJ\n",
      "-_-_",
      "QUI€",
      "QUIĀ",
    ]) {
      expect(fromBase64(text), text).toBeUndefined();
    }
  });

  it("[MS7] read exactly the texts made of padded groups of the alphabet", () => {
    const characters = fc.constantFrom("A", "z", "9", "+", "/", "=", "-", "_", " ", "\n", "é");
    const pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 12 }), (list) => {
        const text = list.join("");
        const bytes = fromBase64(text);
        expect(bytes !== undefined).toBe(pattern.test(text));
        if (bytes !== undefined) expect(bytes).toEqual(Uint8Array.from(Buffer.from(text, "base64")));
      }),
      { numRuns: 2000 },
    );
  });

  it("[MS7] may be of megabytes", () => {
    const bytes = Uint8Array.from({ length: 1_000_001 }, (_, i) => (i * 31) & 0xff);
    const text = toBase64(bytes);
    expect(text === Buffer.from(bytes).toString("base64")).toBe(true);
    expect(Buffer.from(fromBase64(text) as Uint8Array).equals(bytes)).toBe(true);
  });
});
