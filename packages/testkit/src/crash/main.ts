/** `npm run crash -- --rounds N --seed S` */
import { parseArgs } from "node:util";
import { Seeded } from "../seeded.ts";
import { crash } from "./crash.ts";
import { isClean, toLines } from "./report.ts";

const { values } = parseArgs({ options: { rounds: { type: "string" }, seed: { type: "string" } } });
const seed = Number(values.seed ?? Seeded.anySeed());
const rounds = Number(values.rounds ?? 20);
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(rounds) || rounds < 1) {
  throw new Error("--rounds and --seed take whole numbers");
}
const print = (line: string): void => console.log(line);
print(`seed ${seed}, ${rounds} rounds`);
const report = await crash({ seed, rounds, print });
for (const line of toLines(report, { seed, rounds })) print(line);
process.exitCode = isClean(report) ? 0 : 1;
