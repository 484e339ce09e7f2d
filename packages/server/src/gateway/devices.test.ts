import { describe, expect, it } from "vitest";
import { familyOf, makeRoom } from "./devices.ts";

describe("the family of a resource", () => {
  it.each([
    ["webim_web_1700000000000", "webim_web"],
    ["webim_zfb_1700000000000", "webim_zfb"],
    ["webim_random_wx_1700000000000", "webim_wx"],
    ["webim_web_my own name", "webim_web"],
    ["custom7_0f8fad5b", "custom7"],
    ["custom100_random_web_1", "custom100"],
    ["ios_1", "ios"],
    ["android_abc", "android"],
    ["webim", "other"],
    ["custom_1", "other"],
    ["iosphone", "other"],
    ["assigned_12", "other"],
    ["", "other"],
  ])("[SE16] of %s is %s", (resource, family) => {
    expect(familyOf(resource)).toBe(family);
  });
});

describe("making room", () => {
  const now = 1_000_000;
  const device = (name: string, family: string, age: { connected: number; heard: number }) => ({
    name,
    family,
    connectedAt: now - age.connected,
    heardAt: now - age.heard,
  });
  const devices = [
    device("new", "web", { connected: 10_000, heard: 1000 }),
    device("old", "web", { connected: 90_000, heard: 76_000 }),
    device("oldest", "web", { connected: 100_000, heard: 75_000 }),
    device("phone", "ios", { connected: 200_000, heard: 100_000 }),
  ];
  const names = (room: ReturnType<typeof makeRoom<(typeof devices)[number]>>) =>
    room === "full" ? room : room.map(({ name }) => name);

  it("[SE16] is not needed below the limit, in another family, or without a limit", () => {
    expect(names(makeRoom(devices, { family: "web", max: 4, whenFull: "refuse", now }))).toEqual([]);
    expect(names(makeRoom(devices, { family: "wx", max: 1, whenFull: "refuse", now }))).toEqual([]);
    expect(names(makeRoom(devices, { family: "web", max: 0, whenFull: "refuse", now }))).toEqual([]);
  });

  it("[SE16] signs out those that have been connected longest, as many as it takes", () => {
    expect(names(makeRoom(devices, { family: "web", max: 3, whenFull: "kick-oldest", now }))).toEqual(["oldest"]);
    // The limit was lowered while they were online.
    expect(names(makeRoom(devices, { family: "web", max: 1, whenFull: "kick-oldest", now }))).toEqual([
      "oldest",
      "old",
      "new",
    ]);
  });

  it("[SE16] refuses, except in favour of a device that has been silent for more than 75 s", () => {
    expect(names(makeRoom(devices, { family: "web", max: 3, whenFull: "refuse", now }))).toEqual(["old"]);
    expect(names(makeRoom(devices, { family: "web", max: 2, whenFull: "refuse", now }))).toBe("full");
  });
});
