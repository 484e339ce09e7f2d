/**
 * UTF-8 for runtimes that may lack TextEncoder and TextDecoder, as mini programs do. Where they exist and prove to be
 * right they take over for longer texts, which they convert up to twenty times faster.
 *
 * Lone surrogates are written as U+FFFD, and so is read every malformed sequence, by the rule of the WHATWG decoder.
 */

const REPLACEMENT = 0xfffd;
/** Shorter texts are converted here: calling the runtime costs more. In UTF-16 units and in bytes, measured on V8. */
const WORTH_AN_ENCODER = 24;
const WORTH_A_DECODER = 48;
/** Calls with very many arguments overflow the stack. */
const CHUNK = 4096;

/** Writes `text` into `target` from `start`; the caller has reserved three bytes per UTF-16 unit. Returns the end. */
export function writeUtf8(text: string, target: Uint8Array, start: number): number {
  if (nativeEncoder === undefined || text.length < WORTH_AN_ENCODER) return writePortably(text, target, start);
  return start + nativeEncoder.encodeInto(text, target.subarray(start)).written;
}

export function readUtf8(source: Uint8Array, start: number, end: number): string {
  if (nativeDecoder === undefined || end - start < WORTH_A_DECODER) return readPortably(source, start, end);
  return nativeDecoder.decode(source.subarray(start, end));
}

/** {@link writeUtf8} without help from the runtime. */
export function writePortably(text: string, target: Uint8Array, start: number): number {
  let at = start;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      target[at++] = code;
      continue;
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      const next = text.charCodeAt(i + 1);
      if (code <= 0xdbff && next >= 0xdc00 && next <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00);
        i++;
      } else code = REPLACEMENT;
    }
    if (code < 0x800) target[at++] = 0xc0 | (code >> 6);
    else {
      if (code < 0x10000) target[at++] = 0xe0 | (code >> 12);
      else {
        target[at++] = 0xf0 | (code >> 18);
        target[at++] = 0x80 | ((code >> 12) & 0x3f);
      }
      target[at++] = 0x80 | ((code >> 6) & 0x3f);
    }
    target[at++] = 0x80 | (code & 0x3f);
  }
  return at;
}

/** By a hash of the bytes, the last text with each: the names in frames are the same few again and again. */
const known: string[] = [];
const KNOWN = 256;

/** {@link readUtf8} without help from the runtime. */
export function readPortably(source: Uint8Array, start: number, end: number): string {
  let hash = end - start;
  let all = 0;
  for (let at = start; at < end; at++) {
    const byte = source[at] as number; // before the end
    all |= byte;
    hash = (hash * 31 + byte) | 0;
  }
  // ASCII, or it would not be as long as its bytes.
  if (all > 0x7f || end - start > WORTH_A_DECODER) return readAny(source, start, end);
  const slot = hash & (KNOWN - 1);
  const text = known[slot];
  if (text !== undefined && isText(text, source, start, end)) return text;
  const made = readAny(source, start, end);
  known[slot] = made;
  return made;
}

function isText(text: string, source: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== source[start + i]) return false;
  return true;
}

function readAny(source: Uint8Array, start: number, end: number): string {
  let text = "";
  const units: number[] = [];
  let at = start;
  while (at < end) {
    // The loop bound was checked on the line above.
    const lead = source[at++] as number;
    if (lead < 0x80) units.push(lead);
    else {
      let missing = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
      let code = missing === 0 ? REPLACEMENT : lead & (0x3f >> missing);
      // The second byte is narrower where it would make an overlong form, a surrogate or a number past U+10FFFF.
      let least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      let most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      for (; missing > 0; missing--) {
        const next = at < end ? (source[at] as number) : -1;
        if (next < least || next > most) {
          code = REPLACEMENT;
          break;
        }
        code = (code << 6) | (next & 0x3f);
        at++;
        least = 0x80;
        most = 0xbf;
      }
      if (code < 0x10000) units.push(code);
      else units.push(0xd7c0 + (code >> 10), 0xdc00 + (code & 0x3ff));
    }
    if (units.length >= CHUNK) {
      text += String.fromCharCode.apply(null, units);
      units.length = 0;
    }
  }
  return text + String.fromCharCode.apply(null, units);
}

// Looked for in `probe`: not every host has them.
declare const TextDecoder: new (
  label: string,
  options: { ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => {
  encodeInto(text: string, target: Uint8Array): { readonly read: number; readonly written: number };
};

/** A text with everything converters get wrong: a byte order mark, four-byte characters, malformed bytes. */
const PROBE_TEXT = "\ufeff\u6d88\ud83d\ude00";
const PROBE_BYTES = [0xef, 0xbb, 0xbf, 0xe6, 0xb6, 0x88, 0xf0, 0x9f, 0x98, 0x80];

// Some hosts carry half a converter: it is used only when it converts the probe, and nothing it throws gets out.
const nativeDecoder = probe(() => {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const isRight = decoder.decode(new Uint8Array([...PROBE_BYTES, 0xf0, 0x9f])) === `${PROBE_TEXT}\ufffd`;
  return isRight ? decoder : undefined;
});

const nativeEncoder = probe(() => {
  const encoder = new TextEncoder();
  const target = new Uint8Array(16);
  const { written } = encoder.encodeInto(`${PROBE_TEXT}\ud83d`, target);
  const expected = [...PROBE_BYTES, 0xef, 0xbf, 0xbd];
  return written === expected.length && expected.every((byte, i) => target[i] === byte) ? encoder : undefined;
});

function probe<T>(make: () => T | undefined): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
