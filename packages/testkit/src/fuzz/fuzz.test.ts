import { expect, it } from "vitest";
import { Seeded } from "../seeded.ts";
import { fuzz } from "./fuzz.ts";
import { isClean, toLines } from "./report.ts";

const TIMEOUT_MS = 600_000;

// What a seed has found is tested beside the code that was at fault: inputs of a seed change with the fuzzer.
it.skipIf(process.env.RONDO_URL)(
  "[SE3][RE8] frames and requests nobody should send do no harm: no crash, no hang, no 5xx, no growth, nobody disturbed",
  { timeout: TIMEOUT_MS },
  async () => {
    const seed = Number(process.env.RONDO_SEED ?? Seeded.anySeed());
    const report = await fuzz({ seed, frames: 3000, requests: 2000 });
    const lines = toLines(report, seed);
    process.stdout.write(`\n${lines.join("\n")}\n`);
    expect(isClean(report), lines.join("\n")).toBe(true);
    // The test is void when nothing got through or nobody chatted.
    expect(report.bystanders.acknowledged).toBeGreaterThan(20);
    expect(report.statuses).toContain("200: ");
    expect(report.acks).toContain("0: ");
  },
);
