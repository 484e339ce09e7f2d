/** `npm run fuzz -- --seed S --inputs N`: N frames and two thirds as many HTTP requests. */
import { parseArgs } from "node:util";
import { Seeded } from "../seeded.ts";
import { fuzz } from "./fuzz.ts";
import { isClean, toLines } from "./report.ts";

const { values } = parseArgs({ options: { inputs: { type: "string" }, seed: { type: "string" } } });
const seed = Number(values.seed ?? Seeded.anySeed());
const inputs = Number(values.inputs ?? 5000);
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(inputs) || inputs < 10) {
  throw new Error("--inputs and --seed take whole numbers");
}
console.log(`seed ${seed}`);
const frames = Math.round(inputs * 0.6);
const report = await fuzz({ seed, frames, requests: inputs - frames });
for (const line of toLines(report, seed)) console.log(line);
process.exitCode = isClean(report) ? 0 : 1;
