import { expect, it } from "vitest";
import { Seeded } from "../seeded.ts";
import { crash } from "./crash.ts";
import { isClean, toLines } from "./report.ts";

const ROUNDS = 20;
/** Each round starts a server or two; waits inside have bounds of their own. */
const TIMEOUT_MS = 900_000;

it.skipIf(process.env.RONDO_URL)(
  `[DE7][ME1] the server is killed ${ROUNDS} times while people chat: nothing acknowledged is lost, doubled or out of order`,
  { timeout: TIMEOUT_MS },
  async () => {
    const seed = Number(process.env.RONDO_SEED ?? Seeded.anySeed());
    const rounds: string[] = [];
    const report = await crash({ seed, rounds: ROUNDS, print: (line) => rounds.push(line) });
    const lines = toLines(report, { seed, rounds: ROUNDS });
    process.stdout.write(`\n${lines.join("\n")}\n`);
    expect(isClean(report), [...rounds, ...lines].join("\n")).toBe(true);
    // The test is void when nothing happened.
    expect(report.official.acknowledged).toBeGreaterThan(100);
    expect(report.resending.acknowledged).toBeGreaterThan(100);
    expect(report.kills).toBeGreaterThanOrEqual(ROUNDS);
  },
);
