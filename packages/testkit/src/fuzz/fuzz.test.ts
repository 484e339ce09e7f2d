import { describe, expect, it } from "vitest";
import { Seeded } from "../seeded.ts";
import { fuzz } from "./fuzz.ts";
import { isClean, toLines } from "./report.ts";

const TIMEOUT_MS = 600_000;

/** Seeds that found something once, each with what it was. */
const REGRESSIONS = [
  { seed: 1, frames: 300, requests: 200, found: "a request that broke off was logged as a fault of the server" },
] as const;

describe.skipIf(process.env.RONDO_URL)("the server under fuzzing", () => {
  it(
    "[SE3][RE8] does not crash, hang, answer 5xx or grow, and disturbs nobody, whatever frames and requests it gets",
    { timeout: TIMEOUT_MS },
    () => survives({ seed: Number(process.env.RONDO_SEED ?? Seeded.anySeed()), frames: 3000, requests: 2000 }),
  );

  it.each(REGRESSIONS)("seed $seed: $found", { timeout: TIMEOUT_MS }, survives);
});

async function survives(options: { seed: number; frames: number; requests: number }): Promise<void> {
  const report = await fuzz(options);
  const lines = toLines(report, options.seed);
  process.stdout.write(`\n${lines.join("\n")}\n`);
  expect(isClean(report), lines.join("\n")).toBe(true);
  // The test is void when nothing got through or nobody chatted.
  expect(report.bystanders.acknowledged).toBeGreaterThan(20);
  expect(report.statuses).toContain("200: ");
  expect(report.acks).toContain("0: ");
}
