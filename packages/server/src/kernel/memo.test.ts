import { expect, it } from "vitest";
import { Memo } from "./memo.ts";

it("a memo begins anew when something else would be one too many", () => {
  const memo = new Memo<string, number>(2);
  memo.set("a", 1).set("b", 2).set("b", 3);
  expect([...memo]).toEqual([
    ["a", 1],
    ["b", 3],
  ]);
  memo.set("c", 4);
  expect([...memo]).toEqual([["c", 4]]);
});
