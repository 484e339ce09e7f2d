import { AppSettings } from "@rondo/protocol/schema";
import { expect, it } from "vitest";
import { groupNames, groups } from "./definitions.ts";
import { bestUnit, byteUnits, durationUnits } from "./units.ts";

it("every setting that is stored is on the page, once", () => {
  const shown = groupNames.flatMap((group) => groups[group].map(({ name }) => name));
  expect([...shown].sort()).toEqual(Object.keys(AppSettings.properties).sort());
});

it("a value is shown in the largest unit in which it is whole", () => {
  const named = (value: number): string => bestUnit(durationUnits, value).name;
  expect([120_000, 90_000, 86_400_000, 1500, 0].map(named)).toEqual(["minute", "second", "day", "ms", "day"]);
  expect(bestUnit(byteUnits, 5 * 1024).name).toBe("KiB");
});
