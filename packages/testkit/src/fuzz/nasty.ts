import type { Seeded } from "../seeded.ts";

/** Texts that programs have stumbled over. */
const TEXTS = [
  "",
  " ",
  "0",
  "-1",
  "1e999",
  "NaN",
  "null",
  "undefined",
  "true",
  "[object Object]",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "../../../../etc/passwd",
  "..%2f..%2f",
  "%",
  "%zz",
  "%00",
  "%c0%af",
  "\0",
  "\r\nx-injected: 1\r\n",
  "' OR 1=1 --",
  '"; DROP TABLE user; --',
  "%_",
  "<script>alert(1)</script>",
  "{{7*7}}",
  "\u202e\u200b\ufeff",
  "\ud800",
  "\udc00x",
  "ﬃ İ ı ß Å",
  "👩‍👩‍👧‍👦",
  "e\u0301".repeat(50),
  "a/b",
  "a@b",
  "a#b",
  "a_b",
  "*",
  "?",
  "9007199254740993",
  "18446744073709551615",
  "18446744073709551616",
  "-9223372036854775808",
  "2026-02-30T25:61:61Z",
  "{",
  "[[[[[[[[",
  '{"a":',
];

export function nastyText(random: Seeded): string {
  const kind = random.below(10);
  if (kind < 7) return random.pick(TEXTS);
  if (kind === 7) return random.pick(TEXTS).repeat(random.between(1, 200));
  if (kind === 8) return "a".repeat(random.pick([1, 63, 64, 65, 255, 256, 257, 1024, 8192, 8193, 70_000]));
  return String.fromCharCode(...Array.from({ length: random.between(1, 40) }, () => random.below(0x10000)));
}

export const nastyNumber = (random: Seeded): number =>
  random.pick([
    0,
    -0,
    1,
    -1,
    0.5,
    2 ** 31 - 1,
    -(2 ** 31),
    2 ** 32,
    2 ** 53,
    2 ** 53 + 2,
    -(2 ** 63),
    1e21,
    1e308,
    5e-324,
  ]);
