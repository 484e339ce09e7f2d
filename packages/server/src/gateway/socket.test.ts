import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Frame } from "./frame.ts";
import { frameBytes } from "./socket.ts";

describe("a text frame", () => {
  it("[SE2] is the base64 of the bytes, both ways", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        const text = Buffer.from(bytes).toString("base64");
        expect(new Frame(bytes).text.toString("latin1")).toBe(text);
        expect(Buffer.from(frameBytes(Buffer.from(text), false) ?? [])).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it("[SE3] of anything else is none", () => {
    for (const text of ["", "undefined", "QQ", "QQ=", "Q===", "====", "QQ==QQ==", "QU\nJ", "QUI€", "QUJ\u0100"]) {
      expect(frameBytes(Buffer.from(text), false), text).toBeUndefined();
    }
  });
});
