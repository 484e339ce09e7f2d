import { expect, it } from "vitest";
import { en } from "./en/index.ts";
import { zhCN } from "./zh-CN/index.ts";

const texts = flat(zhCN);
const english = flat(en);

it("both languages have the same texts, with the same things filled in", () => {
  expect([...english.keys()]).toEqual([...texts.keys()]);
  for (const [key, text] of texts) expect(namesIn(english.get(key) ?? ""), key).toEqual(namesIn(text));
});

it("English is English, and Chinese is punctuated as Chinese", () => {
  for (const [key, text] of english) expect(text, key).not.toMatch(/[\u4e00-\u9fff，。：；？！（）]/);
  for (const [key, text] of texts) expect(text, key).not.toMatch(/[\u4e00-\u9fff][,:;?!]/);
});

function flat(tree: object, prefix = ""): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + name, value]] : [...flat(value as object, `${prefix}${name}.`)],
  );
  return new Map(entries);
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = ""]) => name).sort();
}
