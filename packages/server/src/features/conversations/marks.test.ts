import { expect, it } from "vitest";
import { fromCursor, toCursor } from "./cursor.ts";
import { markNames, parseMark, withMark, withoutMark } from "./marks.ts";

it("[CV7] marks 0 to 19 exist", () => {
  expect(parseMark("mark_0")).toBe(0);
  expect(parseMark("mark_19")).toBe(19);
  for (const text of ["mark_20", "mark_-1", "mark_1.5", "1", "mark_", "mark_1 "]) {
    expect(() => parseMark(text)).toThrow("param mark illegal, please check it!");
  }
  for (const text of ["", undefined])
    expect(() => parseMark(text)).toThrow("param mark must be not empty, please check!");
});

it("[CV7] marks are set and taken one by one", () => {
  const both = withMark(withMark(0, 19), 0);
  expect(markNames(both)).toEqual(["mark_0", "mark_19"]);
  expect(markNames(withoutMark(both, 19))).toEqual(["mark_0"]);
});

it("[CV1] a cursor comes back as it was made; others are refused", () => {
  const position = { value: "9223372036854775807", timeline: "rondo#demo/c/alice/bob" };
  expect(fromCursor("rondo#demo", toCursor(position))).toEqual(position);
  expect(fromCursor("rondo#demo", "")).toBeUndefined();
  for (const cursor of [
    "x",
    "%%%",
    toCursor({ value: "1", timeline: "other#app/u/bob" }),
    toCursor({ value: "-1", timeline: "" }),
  ]) {
    expect(() => fromCursor("rondo#demo", cursor)).toThrow("the cursor is not valid");
  }
});
