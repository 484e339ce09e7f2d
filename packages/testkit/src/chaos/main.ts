/** `npm run chaos -- --seed S --messages N --stories K` */
import { parseArgs } from "node:util";
import { Seeded } from "../seeded.ts";
import { toFailure, toLine } from "./report.ts";
import { tellStory } from "./story.ts";

const { values } = parseArgs({
  options: { seed: { type: "string" }, messages: { type: "string" }, stories: { type: "string" } },
});
const first = Number(values.seed ?? Seeded.anySeed());
const messages = Number(values.messages ?? 10_000);
const stories = Number(values.stories ?? 1);
if (![first, messages, stories].every((number) => Number.isSafeInteger(number) && number >= 0)) {
  throw new Error("--seed, --messages and --stories take whole numbers");
}
for (let seed = first; seed < first + stories; seed++) {
  const report = await tellStory({ seed, messages });
  console.log(toLine(report));
  if (report.violations.length === 0) continue;
  console.log(toFailure(report));
  process.exitCode = 1;
}
