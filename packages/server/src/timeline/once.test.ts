import { describe, expect, it } from "vitest";
import { DEVICE_CHARS, OnceKeys } from "./once.ts";
import { userSlot } from "./slots.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const sent = (more: object = {}) => ({
  app: "acme#chat",
  sender: "alice",
  resource: "phone",
  once: { clientId: "1/bob/", content: bytes("hello") },
  ...more,
});
const key = (more: object = {}) => new OnceKeys().of(sent(more));
const keyOf = (clientId: string, content: string) => key({ once: { clientId, content: bytes(content) } })?.digest;

describe("the keys of resends", () => {
  it("[TL4] are stored, so they stay what they are", () => {
    expect(key()).toEqual({ slot: userSlot("acme#chat", "alice"), digest: "8Ekz6q-hRhib1.gr7hre.5" });
  });

  it("[TL4] are the same for the same message, remembered or not, and wherever its bytes lie", () => {
    const keys = new OnceKeys();
    const inside = bytes("..hello..").subarray(2, 7);
    expect(keys.of(sent())).toEqual(key());
    expect(keys.of(sent({ once: { clientId: "1/bob/", content: inside } }))).toEqual(key());
  });

  it("[TL4] begin with the device, and belong to the sender's slot", () => {
    const device = (more: object) => key(more)?.digest.slice(0, DEVICE_CHARS);
    expect(device({ once: { clientId: "2", content: bytes("other") } })).toBe(device({}));
    expect(device({ resource: "tablet" })).not.toBe(device({}));
    expect(key({ sender: "bob" })?.slot).toBe(userSlot("acme#chat", "bob"));
  });

  it("[TL4] of one device grow with its ids, so that what is new comes to lie together", () => {
    const ids = ["", "7", "12", "98", "1790000000001", "1790000000002", "1790000001000", "18446744073709551615"];
    const digests = ids.map((id, i) => keyOf(`${id}/${"bob".repeat(10 - i)}/`, "hello".repeat(100 - i)) ?? "");
    expect(digests).toEqual([...digests].sort());
    expect(new Set(digests).size).toBe(ids.length);
  });

  it("[TL4] hold nothing that a table could keep in another way than it was written, and are short", () => {
    for (const id of ["\ud83d\ude00", "12\0", "9".repeat(5000), "1/~/\u00e4"]) {
      const digest = keyOf(id, "x".repeat(10_000)) ?? "";
      expect(digest).toMatch(/^[\w.-]+$/);
      expect(digest.length).toBeLessThan(50);
    }
  });

  it("[TL4] tell the parts of a message apart, wherever one ends and the next begins", () => {
    const all = [
      keyOf("1", "23"),
      keyOf("12", "3"),
      keyOf("", "123"),
      keyOf("1/bob/", "carol"),
      keyOf("1/bob/c", "arol"),
      keyOf("1/carol/", "carol"),
      keyOf("9".repeat(20), "9"),
      keyOf("9".repeat(21), ""),
      key({ sender: "bob" })?.digest,
      key({ app: "acme#other" })?.digest,
      key()?.digest,
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it("are not made for what is never a resend", () => {
    expect(key({ once: undefined })).toBeUndefined();
  });
});
