import { globSync, readFileSync } from "node:fs";
import { operationActions } from "@rondo/protocol/console";
import { expect, it } from "vitest";

it("[OL1] has no action that nothing records: the pages have words for each", () => {
  const root = new URL("../../", import.meta.url).pathname;
  const sources = globSync("{features,.}/**/*.ts", { cwd: root }).filter((file) => !file.endsWith(".test.ts"));
  const text = sources.map((file) => readFileSync(`${root}${file}`, "utf8")).join("\n");
  expect(operationActions.filter((action) => !text.includes(`"${action}"`))).toEqual([]);
});
