import { describe, expect, it } from "vitest";
import { conferenceJid, formatAppKey, normalizeUserId, parseAppKey, userJid } from "./index.ts";

describe("addresses", () => {
  it("[MS10] an application key is two names joined by a number sign", () => {
    for (const text of [
      "easemob-demo#chatdemoui",
      "1101200527113881#my_app.2",
      `${"o".repeat(64)}#${"a".repeat(64)}`,
    ]) {
      const key = parseAppKey(text);
      expect(key && formatAppKey(key)).toBe(text);
    }
  });

  it("[MS10] nothing else is an application key", () => {
    const long = "a".repeat(65);
    for (const text of [
      "",
      "#",
      "a",
      "a#",
      "#b",
      "a#b#",
      "a#b#c",
      "a b#c",
      "-a#b",
      `${long}#b`,
      `a#${long}`,
      "a#b\n",
      "a/..#b",
    ]) {
      expect(parseAppKey(text), text).toBeUndefined();
    }
  });

  it("[MS11] a user id is 1 to 64 of letters, digits, underscore, hyphen and dot, in either case", () => {
    expect(normalizeUserId("Alice_1-x.Y")).toBe("alice_1-x.y");
    expect(normalizeUserId("a".repeat(64))).toBe("a".repeat(64));
    for (const text of ["", "a".repeat(65), "a b", "a@b", "a/b", "小王", "a\n", "\u212a"]) {
      expect(normalizeUserId(text), text).toBeUndefined();
    }
  });

  it("[MS11] users and conferences are told apart by their domain", () => {
    expect(userJid("o#a", "alice")).toEqual({ appKey: "o#a", name: "alice", domain: "easemob.com" });
    expect(userJid("o#a", "alice", "web_1").clientResource).toBe("web_1");
    expect(conferenceJid("o#a", "77").domain).toBe("conference.easemob.com");
  });
});
