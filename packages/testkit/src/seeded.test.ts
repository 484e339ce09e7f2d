import { describe, expect, it } from "vitest";
import { Seeded } from "./seeded.ts";

const draw = (random: Seeded): number[] => Array.from({ length: 20 }, () => random.below(1000));

describe("seeded chance", () => {
  it("repeats itself for the same seed, and differs for another", () => {
    expect(draw(new Seeded(7))).toEqual(draw(new Seeded(7)));
    expect(draw(new Seeded(7))).not.toEqual(draw(new Seeded(8)));
  });

  it("gives the things of a run sequences of their own", () => {
    expect(draw(Seeded.of(7, 0))).toEqual(draw(Seeded.of(7, 0)));
    expect(draw(Seeded.of(7, 0))).not.toEqual(draw(Seeded.of(7, 1)));
    expect(draw(Seeded.of(7, 1))).not.toEqual(draw(Seeded.of(8, 1)));
  });

  it("stays in its bounds", () => {
    const random = new Seeded(1);
    for (let n = 0; n < 1000; n++) {
      expect([3, 4, 5]).toContain(random.between(3, 5));
      expect(["a", "b"]).toContain(random.pick(["a", "b"]));
      expect(random.chance(0)).toBe(false);
      expect(random.chance(1)).toBe(true);
    }
    expect(random.bytes(9)).toHaveLength(9);
  });
});
