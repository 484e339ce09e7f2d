import { expect, it } from "vitest";
import { createWx, loadOfficial } from "../../../testkit/src/index.ts";
import { statusCode } from "./status-code.ts";

it("has every name and number of the official object, both ways", () => {
  const runtime = createWx();
  // What the published build exports.
  const official = loadOfficial(runtime) as { statusCode: Record<string, string | number> };
  expect({ ...statusCode }).toEqual({ ...official.statusCode });
  runtime.close();
});
