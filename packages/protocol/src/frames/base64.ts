/**
 * Base64 text frames (MSync 1.3), for runtimes without Buffer and atob: standard alphabet, with padding. On Node the
 * Buffer functions give the same results faster.
 */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const INVALID = 0x80;
/** Calls with very many arguments overflow the stack. */
const CHUNK = 4096;

const codes = Array.from(ALPHABET, (character) => character.charCodeAt(0));
const values = new Uint8Array(128).fill(INVALID);
codes.forEach((code, value) => {
  values[code] = value;
});

export function toBase64(bytes: Uint8Array): string {
  const { length } = bytes;
  let text = "";
  const units: number[] = [];
  // Six bits index 64 codes.
  const code = (bits: number) => codes[bits & 63] as number;
  for (let at = 0; at < length; at += 3) {
    // What lies behind the end is undefined, and zero to these operators: written as A, and replaced below.
    const group = ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
    units.push(code(group >> 18), code(group >> 12), code(group >> 6), code(group));
    if (units.length >= CHUNK) text += String.fromCharCode.apply(null, units.splice(0));
  }
  text += String.fromCharCode.apply(null, units);
  const missing = (length * 2) % 3;
  return text.slice(0, text.length - missing) + "==".slice(2 - missing);
}

/** The bytes of a base64 text; undefined when it is not one: no other characters, no line breaks, padded. */
export function fromBase64(text: string): Uint8Array | undefined {
  const { length } = text;
  if (length % 4 !== 0) return undefined;
  const padding = !text.endsWith("=") ? 0 : text.endsWith("==") ? 2 : 1;
  const bytes = new Uint8Array((length / 4) * 3 - padding);
  let seen = 0;
  let out = 0;
  /** The six bits of a character, or {@link INVALID}, which no six bits contain. Padding is zero. */
  const value = (at: number): number => {
    const unit = text.charCodeAt(at);
    const bits = at >= length - padding ? 0 : unit < 128 ? (values[unit] as number) : INVALID;
    seen |= bits;
    return bits;
  };
  for (let at = 0; at < length; at += 4) {
    const b = value(at + 1);
    const c = value(at + 2);
    // What is written behind the end is lost.
    bytes[out++] = (value(at) << 2) | (b >> 4);
    bytes[out++] = (b << 4) | (c >> 2);
    bytes[out++] = (c << 6) | value(at + 3);
  }
  return (seen & INVALID) === 0 ? bytes : undefined;
}
