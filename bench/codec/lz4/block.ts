/** One raw LZ4 block, whose matches may reach back into what stands before it in the same buffer. */

const MIN_MATCH = 4;
/** The last match starts at least this many bytes before the end of a block. */
const LAST_MATCH_MARGIN = 12;
const LAST_LITERALS = 5;
const MAX_DISTANCE = 0xffff;
const HASH_BITS = 12;
const NOT_SEEN = -1;

/** The bytes are not an LZ4 block of the announced size. */
export class Lz4Error extends Error {
  override readonly name = "Lz4Error";
}

/** Where four-byte sequences were last seen, by hash. 16 KiB for each direction of a connection that is compressed. */
export type MatchTable = Int32Array;

export function newMatchTable(): MatchTable {
  return new Int32Array(1 << HASH_BITS).fill(NOT_SEEN);
}

/** The most bytes that compressing `length` bytes can give. */
export function maxCompressedLength(length: number): number {
  return length + Math.ceil(length / 255) + 16;
}

/**
 * Compresses `window[start, end)` into `target` from `at`; returns where it ends. The reader must have the same bytes
 * before `start`. `table` holds positions in `window`.
 */
export function compressBlock(
  window: Uint8Array,
  part: { start: number; end: number; table: MatchTable },
  into: { target: Uint8Array; at: number },
): number {
  const { start, end, table } = part;
  const { target } = into;
  let out = into.at;
  let literalsFrom = start;
  const matchLimit = end - LAST_LITERALS;
  let at = start;
  while (at <= end - LAST_MATCH_MARGIN) {
    const slot = hashAt(window, at);
    const candidate = table[slot] as number;
    table[slot] = at;
    if (candidate === NOT_SEEN || at - candidate > MAX_DISTANCE || !sameFour(window, candidate, at)) {
      at++;
      continue;
    }
    let length = MIN_MATCH;
    while (at + length < matchLimit && window[candidate + length] === window[at + length]) length++;
    out = writeSequence(target, out, { window, literalsFrom, literalsTo: at, matchLength: length });
    target[out++] = (at - candidate) & 0xff;
    target[out++] = (at - candidate) >> 8;
    if (length >= MIN_MATCH + 15) out = writeExtra(target, out, length - MIN_MATCH - 15);
    at += length;
    literalsFrom = at;
  }
  return writeSequence(target, out, { window, literalsFrom, literalsTo: end, matchLength: MIN_MATCH });
}

/**
 * Decompresses `source[from, to)` into `window[start, end)`; matches may begin at `oldest` or later.
 *
 * @throws Lz4Error
 */
export function decompressBlock(
  block: { source: Uint8Array; from: number; to: number },
  window: Uint8Array,
  place: { start: number; end: number; oldest: number },
): void {
  const { source, to } = block;
  let at = block.from;
  let out = place.start;
  const next = (): number => {
    if (at >= to) throw new Lz4Error("the block is cut off");
    return source[at++] as number;
  };
  const lengthFrom = (nibble: number): number => {
    let length = nibble;
    if (nibble === 15) {
      let byte: number;
      do {
        byte = next();
        length += byte;
      } while (byte === 255);
    }
    return length;
  };
  for (;;) {
    const token = next();
    const literals = lengthFrom(token >> 4);
    if (literals > to - at || literals > place.end - out) throw new Lz4Error("literals run past the end");
    window.set(source.subarray(at, at + literals), out);
    at += literals;
    out += literals;
    if (at === to) break;
    const distance = next() | (next() << 8);
    const match = lengthFrom(token & 15) + MIN_MATCH;
    if (distance === 0 || out - distance < place.oldest) throw new Lz4Error("a match begins before the dictionary");
    if (match > place.end - out) throw new Lz4Error("a match runs past the end");
    // Byte by byte: a match may overlap itself.
    for (let i = 0; i < match; i++, out++) window[out] = window[out - distance] as number;
  }
  if (out !== place.end) throw new Lz4Error("the block has another length than announced");
}

function writeSequence(
  target: Uint8Array,
  at: number,
  part: { window: Uint8Array; literalsFrom: number; literalsTo: number; matchLength: number },
): number {
  const literals = part.literalsTo - part.literalsFrom;
  let out = at;
  target[out++] = (Math.min(literals, 15) << 4) | Math.min(part.matchLength - MIN_MATCH, 15);
  if (literals >= 15) out = writeExtra(target, out, literals - 15);
  target.set(part.window.subarray(part.literalsFrom, part.literalsTo), out);
  return out + literals;
}

function writeExtra(target: Uint8Array, at: number, length: number): number {
  let out = at;
  let rest = length;
  for (; rest >= 255; rest -= 255) target[out++] = 255;
  target[out++] = rest;
  return out;
}

function sameFour(bytes: Uint8Array, a: number, b: number): boolean {
  return (
    bytes[a] === bytes[b] &&
    bytes[a + 1] === bytes[b + 1] &&
    bytes[a + 2] === bytes[b + 2] &&
    bytes[a + 3] === bytes[b + 3]
  );
}

function hashAt(bytes: Uint8Array, at: number): number {
  // The caller stays twelve bytes away from the end.
  const word =
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24);
  return Math.imul(word, 0x9e3779b1) >>> (32 - HASH_BITS);
}
