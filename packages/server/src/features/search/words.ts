/**
 * Text as tokens, and what is looked for as phrases of tokens. Scripts that are written without spaces, and Korean, where
 * words change their ends, have one token for each character: a phrase of them is any part of a text, from a single
 * character on. Elsewhere a token is a word, and is found by its beginning.
 *
 * Stored in the index: a change needs the index built anew.
 */

/** A character that is a token of its own, or a run of other letters, digits and their marks. */
const TOKEN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])[\p{L}\p{N}\p{M}])+/gu;
const SINGLE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u;

export interface Phrase {
  readonly tokens: readonly string[];
  /** The last token need only begin so. */
  readonly isPrefix: boolean;
}

/** Width, case and the accents of European scripts make no difference. */
export function tokensOf(text: string): string[] {
  const plain = text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase();
  return plain.match(TOKEN) ?? [];
}

/** What somebody types, by spaces: each part is a phrase that has to occur. Parts without letters or digits say nothing. */
export function phrasesOf(words: string): Phrase[] {
  return words
    .split(/\s+/u)
    .map(tokensOf)
    .filter((tokens) => tokens.length > 0)
    .map((tokens) => ({ tokens, isPrefix: !SINGLE.test(tokens.at(-1) ?? "") }));
}

/** Whether a text has all of them, as the index would say. */
export function hasPhrases(text: string, phrases: readonly Phrase[]): boolean {
  const spaced = ` ${tokensOf(text).join(" ")} `;
  return phrases.every(({ tokens, isPrefix }) => spaced.includes(` ${tokens.join(" ")}${isPrefix ? "" : " "}`));
}
