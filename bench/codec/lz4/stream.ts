/**
 * The compressed frames of MSync 1.6: LEB128 length, big-endian CRC-32 of the plain bytes, one LZ4 block. The blocks of
 * one direction are one stream, so each direction of each connection remembers its last 64 KiB.
 */
import {
  compressBlock,
  decompressBlock,
  Lz4Error,
  type MatchTable,
  maxCompressedLength,
  newMatchTable,
} from "./block.ts";

const DICTIONARY_BYTES = 0x10000;
const MAX_PLAIN_BYTES = 10 * 1024 * 1024;
const MAX_LENGTH_BYTES = 4;
const CRC_BYTES = 4;

export type Crc32 = (bytes: Uint8Array) => number;

/** The plain bytes of a stream, of which the last 64 KiB are kept. */
class Window {
  bytes = new Uint8Array(0);
  end = 0;

  /** Makes room for `length` more bytes. Returns by how much everything has moved towards the beginning. */
  reserve(length: number): number {
    if (this.end + length <= this.bytes.length) return 0;
    const kept = Math.min(this.end, DICTIONARY_BYTES);
    const moved = this.end - kept;
    const room = Math.max(4096, 2 * Math.min(kept + length, DICTIONARY_BYTES), kept + length);
    const bytes = this.bytes.length >= room ? this.bytes : new Uint8Array(room);
    bytes.set(this.bytes.subarray(moved, this.end));
    this.bytes = bytes;
    this.end = kept;
    return moved;
  }
}

export class Lz4Encoder {
  private readonly window = new Window();
  private readonly table: MatchTable = newMatchTable();
  private readonly crc32: Crc32;
  private readonly isIndependent: boolean;

  /** Independent blocks do not look back: then one encoder serves all connections. */
  constructor(options: { crc32: Crc32; isIndependent: boolean }) {
    this.crc32 = options.crc32;
    this.isIndependent = options.isIndependent;
  }

  encode(plain: Uint8Array): Uint8Array {
    if (plain.length === 0) return plain;
    if (plain.length > MAX_PLAIN_BYTES) throw new RangeError("a frame has more than 10 MiB");
    const { window, table } = this;
    if (this.isIndependent) {
      window.end = 0;
      table.fill(-1);
    }
    const moved = window.reserve(plain.length);
    if (moved > 0) for (let i = 0; i < table.length; i++) table[i] = Math.max(-1, (table[i] as number) - moved);
    const start = window.end;
    window.bytes.set(plain, start);
    window.end += plain.length;
    const target = new Uint8Array(MAX_LENGTH_BYTES + CRC_BYTES + maxCompressedLength(plain.length));
    const at = writeHeader(target, plain.length, this.crc32(plain));
    const end = compressBlock(window.bytes, { start, end: window.end, table }, { target, at });
    return target.slice(0, end);
  }
}

export class Lz4Decoder {
  private readonly window = new Window();
  private readonly crc32: Crc32;

  constructor(options: { crc32: Crc32 }) {
    this.crc32 = options.crc32;
  }

  /**
   * The plain bytes: a view that is good until the next call.
   *
   * @throws Lz4Error when the frame cannot be read; the stream is lost then and the connection has to be closed.
   */
  decode(frame: Uint8Array): Uint8Array {
    if (frame.length === 0) return frame;
    const { length, at } = readLength(frame);
    if (length > MAX_PLAIN_BYTES) throw new Lz4Error("a frame has more than 10 MiB");
    if (frame.length < at + CRC_BYTES) throw new Lz4Error("the frame is cut off");
    const { window } = this;
    window.reserve(length);
    const start = window.end;
    const end = start + length;
    const oldest = Math.max(0, start - DICTIONARY_BYTES);
    decompressBlock({ source: frame, from: at + CRC_BYTES, to: frame.length }, window.bytes, { start, end, oldest });
    window.end = end;
    const plain = window.bytes.subarray(start, end);
    const expected = new DataView(frame.buffer, frame.byteOffset + at).getUint32(0);
    if (this.crc32(plain) !== expected) throw new Lz4Error("the check sum is wrong");
    return plain;
  }
}

function writeHeader(target: Uint8Array, length: number, crc: number): number {
  let at = 0;
  let rest = length;
  for (; rest > 0x7f; rest >>>= 7) target[at++] = (rest & 0x7f) | 0x80;
  target[at++] = rest;
  new DataView(target.buffer).setUint32(at, crc);
  return at + CRC_BYTES;
}

function readLength(frame: Uint8Array): { length: number; at: number } {
  let length = 0;
  for (let at = 0; at < MAX_LENGTH_BYTES; at++) {
    const byte = frame[at];
    if (byte === undefined) break;
    length |= (byte & 0x7f) << (7 * at);
    if (byte < 0x80) return { length, at: at + 1 };
  }
  throw new Lz4Error("the length is cut off or longer than four bytes");
}
