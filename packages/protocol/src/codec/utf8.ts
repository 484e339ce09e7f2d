/** UTF-8 without TextEncoder and TextDecoder, which mini programs lack. Lone surrogates and bad bytes become U+FFFD. */

const REPLACEMENT = 0xfffd;

/** Writes `text` into `target` from `start`; the caller has reserved three bytes per UTF-16 unit. Returns the end. */
export function writeUtf8(text: string, target: Uint8Array, start: number): number {
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

export function readUtf8(source: Uint8Array, start: number, end: number): string {
  let text = "";
  let at = start;
  while (at < end) {
    const lead = source[at++] as number;
    if (lead < 0x80) {
      text += String.fromCharCode(lead);
      continue;
    }
    const length =
      lead >= 0xf0 && lead < 0xf5 ? 3 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xc2 && lead < 0xe0 ? 1 : 0;
    let code = length === 0 ? REPLACEMENT : lead & (0x3f >> length);
    let read = 0;
    while (read < length && at < end && ((source[at] as number) & 0xc0) === 0x80) {
      code = (code << 6) | ((source[at++] as number) & 0x3f);
      read++;
    }
    const isShort = read < length || (length === 2 && code < 0x800) || (length === 3 && code < 0x10000);
    if (isShort || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) code = REPLACEMENT;
    text +=
      code < 0x10000 ? String.fromCharCode(code) : String.fromCharCode(0xd7c0 + (code >> 10), 0xdc00 + (code & 0x3ff));
  }
  return text;
}
