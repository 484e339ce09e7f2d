import { describe, expect, it } from "vitest";
import { hasPhrases, phrasesOf, tokensOf } from "./words.ts";

const finds = (words: string, text: string) => hasPhrases(text, phrasesOf(words));

describe("words", () => {
  it("[SR2] have one token for each character where there are no spaces, and one for each word elsewhere", () => {
    expect(tokensOf("我们明天去 Zürich，OK？")).toEqual(["我", "们", "明", "天", "去", "zurich", "ok"]);
    expect(tokensOf("ＡＢＣ１２３ がっこう 서울에서")).toEqual([
      "abc123",
      "が",
      "っ",
      "こ",
      "う",
      "서",
      "울",
      "에",
      "서",
    ]);
    expect(tokensOf("हिन्दी й")).toEqual(["हिन्दी", "и"]);
    expect(tokensOf(" …! 😀 ")).toEqual([]);
  });

  it("[SR2] are found in the middle of Chinese, from one character on, and by their beginning in English", () => {
    const text = "我们明天下午三点开会 with Node24版本";
    for (const words of [
      "明",
      "明天",
      "天下",
      "点开会",
      "我们明天下午三点开会",
      "WITH",
      "wi",
      "node",
      "node24版",
      "会 版本",
    ]) {
      expect(finds(words, text), words).toBe(true);
    }
    for (const words of ["天明", "明下", "ith", "ode", "with version", "node版"])
      expect(finds(words, text), words).toBe(false);
  });

  it("[SR2] say nothing without letters and digits", () => {
    expect(phrasesOf(' ! 😀 " * ')).toEqual([]);
    expect(phrasesOf('foo" OR bar*')).toEqual([
      { tokens: ["foo"], isPrefix: true },
      { tokens: ["or"], isPrefix: true },
      { tokens: ["bar"], isPrefix: true },
    ]);
  });
});
