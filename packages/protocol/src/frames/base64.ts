/**
 * Base64 text frames (MSync 1.3), for runtimes without Buffer and atob: standard alphabet, with padding. On Node the
 * Buffer functions give the same results faster.
 */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PADDING = 61;
const INVALID = 0x80;
/** Calls with very many arguments overflow the stack. A multiple of four. */
const CHUNK = 4096;

const codes = Array.from(ALPHABET, (character) => character.charCodeAt(0));
const values = new Uint8Array(128).fill(INVALID);
for (const [value, code] of codes.entries()) values[code] = value;

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  const units: number[] = [];
  const whole = bytes.length - (bytes.length % 3);
  // Indices stay inside the arrays: six bits index 64 codes, and the loop bound is the array's own length.
  const code = (bits: number) => codes[bits & 63] as number;
  for (let at = 0; at < whole; at += 3) {
    const group = ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
    units.push(code(group >> 18), code(group >> 12), code(group >> 6), code(group));
    if (units.length >= CHUNK) {
      text += String.fromCharCode.apply(null, units);
      units.length = 0;
    }
  }
  if (whole < bytes.length) {
    const first = bytes[whole] as number;
    const second = bytes[whole + 1];
    units.push(code(first >> 2), code((first << 4) | ((second ?? 0) >> 4)));
    units.push(second === undefined ? PADDING : code(second << 2), PADDING);
  }
  return text + String.fromCharCode.apply(null, units);
}

/** The bytes of a base64 text; undefined when it is not one: no other characters, no line breaks, padded. */
export function fromBase64(text: string): Uint8Array | undefined {
  const { length } = text;
  if (length % 4 !== 0) return undefined;
  const padding = !text.endsWith("=") ? 0 : text.endsWith("==") ? 2 : 1;
  const whole = padding === 0 ? length : length - 4;
  const bytes = new Uint8Array((length / 4) * 3 - padding);
  let seen = 0;
  let out = 0;
  for (let at = 0; at < whole; at += 4) {
    const a = valueAt(text, at);
    const b = valueAt(text, at + 1);
    const c = valueAt(text, at + 2);
    const d = valueAt(text, at + 3);
    seen |= a | b | c | d;
    bytes[out++] = (a << 2) | (b >> 4);
    bytes[out++] = (b << 4) | (c >> 2);
    bytes[out++] = (c << 6) | d;
  }
  if (padding > 0) {
    const a = valueAt(text, whole);
    const b = valueAt(text, whole + 1);
    const c = padding === 1 ? valueAt(text, whole + 2) : 0;
    seen |= a | b | c;
    bytes[out++] = (a << 2) | (b >> 4);
    if (padding === 1) bytes[out] = (b << 4) | (c >> 2);
  }
  return (seen & INVALID) === 0 ? bytes : undefined;
}

/** The six bits of a character, or {@link INVALID}, which no six bits contain. */
function valueAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit < 128 ? (values[unit] as number) : INVALID;
}
