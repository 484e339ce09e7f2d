import { KeyValueValueType as T } from "@rondo/protocol";
import { describe, expect, it } from "vitest";
import { whyUnreadable } from "./readable.ts";

describe("what official clients cannot read", () => {
  it.each([
    ["an ext of type JSON that is not JSON", { ext: [{ key: "a", type: T.JSON_STRING, stringValue: "{" }] }],
    ["an ext of type JSON without a value", { ext: [{ key: "a", type: T.JSON_STRING }] }],
    [
      "a custom ext that is not JSON",
      { contents: [{ customExts: [{ key: "a", type: T.JSON_STRING, stringValue: "x" }] }] },
    ],
    [
      "custom params that are not JSON",
      { contents: [{ params: [{ key: "a", type: T.JSON_STRING, stringValue: "" }] }] },
    ],
    ["a body meta that is not JSON", { meta: "{'a':1}" }],
    ["a body meta that is null", { meta: "null" }],
    ["a body meta that is a list", { meta: "[]" }],
    [
      "a read receipt whose first ext is not JSON",
      { type: 4, ext: [{ key: "a", type: T.STRING, stringValue: "hello" }] },
    ],
  ])("[ME8] %s is refused", (_, body) => {
    expect(whyUnreadable(body, {})).toBeTypeOf("string");
  });

  it("[ME8] a meta ext of type JSON that is not JSON is refused", () => {
    expect(whyUnreadable({}, { ext: [{ key: "a", type: T.JSON_STRING, stringValue: "]" }] })).toBeTypeOf("string");
  });

  it("[ME8] JSON that is nested so deeply that nobody could write it again is refused", () => {
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
    const said = (levels: number) => [
      whyUnreadable({ meta: nested(levels) }, {}),
      whyUnreadable({ ext: [{ key: "a", type: T.JSON_STRING, stringValue: nested(levels) }] }, {}),
    ];
    expect(said(500)).toEqual([undefined, undefined]);
    expect(said(501)).toEqual([expect.any(String), expect.any(String)]);
  });

  it.each([
    [
      "every other type of ext",
      {
        ext: [
          { key: "a", type: T.STRING, stringValue: "{" },
          { key: "b", type: T.INT },
        ],
      },
    ],
    ["JSON that is not an object", { ext: [{ key: "a", type: T.JSON_STRING, stringValue: "null" }] }],
    ["an empty body meta", { meta: "" }],
    ["a body meta that is an object", { meta: '{"translations":[]}' }],
    ["a read receipt without ext", { type: 4, ext: [] }],
  ])("[ME8] %s passes", (_, body) => {
    expect(whyUnreadable(body, {})).toBeUndefined();
  });
});
