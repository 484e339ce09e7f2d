import { describe, expect, it } from "vitest";
import { Seeded } from "../seeded.ts";
import { toFailure, toLine } from "./report.ts";
import { tellStory } from "./story.ts";

const MESSAGES = 10_000;
const TIMEOUT_MS = 120_000;
const random = Number(process.env.RONDO_SEED ?? Seeded.anySeed());

describe("five users chat while everything breaks, and nothing is lost, doubled, out of order or left behind", () => {
  it.each([1, 2, 3, 4, 5, random])("[DE7][ME3][ME10] story %i", { timeout: TIMEOUT_MS }, async (seed) => {
    const report = await tellStory({ seed, messages: MESSAGES });
    process.stdout.write(`${toLine(report)}\n`);
    expect(report.violations, toFailure(report)).toEqual([]);
    // The story is void when nothing happened.
    expect(report.acknowledged).toBeGreaterThan(MESSAGES / 3);
    expect(Math.min(report.cuts, report.reconnects)).toBeGreaterThan(100);
    expect(report.restarts).toBeGreaterThan(3);
  });

  it("is the same story each time it is told with the same seed", { timeout: TIMEOUT_MS }, async () => {
    const stories = [await tellStory({ seed: 7, messages: 500 }), await tellStory({ seed: 7, messages: 500 })];
    expect(stories[0]).toEqual(stories[1]);
  });
});
