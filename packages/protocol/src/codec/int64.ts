/** Decimal text of 64-bit integers from and to their two 32-bit halves, exact, without BigInt. */

const MILLION = 1_000_000;
const TWO_32 = 0x100000000;
/** What is left of twenty digits without the last six is below 2^53. */
const TAIL_DIGITS = 6;

/** The unsigned integer `high * 2^32 + low` as decimal text. */
export function unsignedText(low: number, high: number): string {
  if (high < 0x200000) return String(high * TWO_32 + low);
  // Long division by a million: every step stays below 2^53.
  const rest = (high % MILLION) * TWO_32 + low;
  const head = Math.floor(high / MILLION) * TWO_32 + Math.floor(rest / MILLION);
  return String(head) + String(MILLION + (rest % MILLION)).slice(1);
}

/** The two's complement integer with these halves as decimal text. */
export function signedText(low: number, high: number): string {
  if (high < 0x80000000) return unsignedText(low, high);
  const negated = (~low + 1) >>> 0;
  return `-${unsignedText(negated, (~high + (negated === 0 ? 1 : 0)) >>> 0)}`;
}

/** The halves of a 64-bit integer, two's complement when it is negative. One object, overwritten by every call. */
export const halves = { low: 0, high: 0 };

/**
 * Splits decimal text into {@link halves}.
 *
 * @throws RangeError when the text is not an integer in the range of the type.
 */
export function splitDecimal(text: string, options: { signed: boolean }): void {
  const isNegative = options.signed && text.charCodeAt(0) === 45;
  const from = isNegative ? 1 : 0;
  const digits = text.length - from;
  if (digits < 1 || digits > 20) throw notInRange(text);
  const cut = Math.max(from, text.length - TAIL_DIGITS);
  const head = digitsBetween(text, from, cut);
  const product = (head >>> 0) * MILLION + digitsBetween(text, cut, text.length);
  const low = product >>> 0;
  const high = Math.floor(head / TWO_32) * MILLION + Math.floor(product / TWO_32);
  const limit = options.signed ? 0x80000000 : TWO_32;
  if (high >= limit && !(isNegative && high === limit && low === 0)) throw notInRange(text);
  halves.low = isNegative ? (~low + 1) >>> 0 : low;
  halves.high = isNegative ? (~high + (low === 0 ? 1 : 0)) >>> 0 : high;
}

function digitsBetween(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) throw notInRange(text);
    value = value * 10 + digit;
  }
  return value;
}

function notInRange(text: string): RangeError {
  return new RangeError(`not a 64-bit integer: ${text.slice(0, 40)}`);
}
