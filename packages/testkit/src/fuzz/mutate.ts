import type { Seeded } from "../seeded.ts";

/** Bytes that mean something to many decoders: ends of ranges, continuation bits, text delimiters. */
const TELLING = [0x00, 0x01, 0x7f, 0x80, 0xff, 0xfe, 0x0a, 0x0d, 0x20, 0x22, 0x25, 0x2f, 0x5c, 0x7b, 0x7d];

type Change = (bytes: Uint8Array, random: Seeded) => Uint8Array;

const CHANGES: readonly Change[] = [
  // a bit the other way
  (bytes, random) => replaced(bytes, random, (byte) => byte ^ (1 << random.below(8))),
  // another byte
  (bytes, random) => replaced(bytes, random, () => random.below(256)),
  (bytes, random) => replaced(bytes, random, () => random.pick(TELLING)),
  // one more or one less, as lengths go wrong
  (bytes, random) => replaced(bytes, random, (byte) => byte + random.pick([1, -1])),
  // cut off
  (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
  // a piece missing
  (bytes, random) => {
    const [from, to] = piece(bytes, random);
    return joined(bytes.subarray(0, from), bytes.subarray(to));
  },
  // a piece twice
  (bytes, random) => {
    const [from, to] = piece(bytes, random);
    return joined(bytes.subarray(0, to), bytes.subarray(from));
  },
  // something put in between
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return joined(bytes.subarray(0, at), random.bytes(random.between(1, 12)), bytes.subarray(at));
  },
  // a varint without end
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return joined(bytes.subarray(0, at), new Uint8Array(random.between(4, 12)).fill(0xff), bytes.subarray(at));
  },
  // two pieces exchanged
  (bytes, random) => {
    const [from, to] = piece(bytes, random);
    return joined(bytes.subarray(to), bytes.subarray(from, to), bytes.subarray(0, from));
  },
];

/** The same bytes with one to four changes. */
export function mutated(bytes: Uint8Array, random: Seeded): Uint8Array {
  let result = bytes;
  for (let changes = random.between(1, 4); changes > 0; changes--) result = random.pick(CHANGES)(result, random);
  return result;
}

function replaced(bytes: Uint8Array, random: Seeded, change: (byte: number) => number): Uint8Array {
  if (bytes.length === 0) return bytes;
  const copy = Uint8Array.from(bytes);
  const at = random.below(copy.length);
  copy[at] = change(copy[at] ?? 0);
  return copy;
}

function piece(bytes: Uint8Array, random: Seeded): [from: number, to: number] {
  const from = random.below(bytes.length + 1);
  return [from, Math.min(bytes.length, from + random.between(1, 32))];
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
