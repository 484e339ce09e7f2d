import { expect, it } from "vitest";
import { bothWays, packNames } from "./both-ways.ts";

it("finds numbers by names and names by numbers, the last one where there are two", () => {
  const codes = bothWays({ NONE: 0, LOST: -1, ALSO_NONE: 0, ONE: 1, MANY: 70 });
  expect(codes).toEqual({
    NONE: 0,
    LOST: -1,
    ALSO_NONE: 0,
    ONE: 1,
    MANY: 70,
    0: "ALSO_NONE",
    "-1": "LOST",
    1: "ONE",
    70: "MANY",
  });
});

it("packs a number only where it is not the one before plus one", () => {
  expect(packNames({ NONE: 0, LOST: -1, ALSO_NONE: 0, ONE: 1, MANY: 70 })).toBe("none=0 lost=-1 also_none one many=70");
});
