import type { Field, MessageType } from "./schema.ts";
import { readUtf8 } from "./utf8.ts";

/** The bytes are not a message of the wanted type. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}

let input = new Uint8Array(0);
let view = new DataView(input.buffer);
let position = 0;
/** The two halves of the last 64-bit varint. */
let low = 0;
let high = 0;

/**
 * Decodes one message. Unknown fields are skipped; byte fields are views on `bytes`, not copies.
 *
 * @throws DecodeError when the bytes are cut off or malformed.
 */
export function decode<T>(type: MessageType<T>, bytes: Uint8Array): T {
  input = bytes as Uint8Array<ArrayBuffer>;
  view = new DataView(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  position = 0;
  return readFields(type as MessageType<unknown>, bytes.length) as T;
}

function readFields(type: MessageType<unknown>, end: number): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  while (position < end) {
    readVarint64(end);
    if (high !== 0) throw new DecodeError("field number too large");
    const wireType = low & 7;
    const field = type.byNumber[low >>> 3];
    if (low >>> 3 === 0) throw new DecodeError("field number 0");
    if (field === undefined || !accepts(field, wireType)) skip(wireType, end);
    else if (!field.repeated) out[field.key] = readValue(field, end);
    else readRepeated(field, { wireType, end, out });
  }
  if (position !== end) throw new DecodeError("a field runs past the end of its message");
  return out;
}

function accepts(field: Field<unknown>, wireType: number): boolean {
  switch (field.kind) {
    case "string":
    case "bytes":
    case "message":
      return wireType === 2;
    case "double":
      return wireType === 1;
    case "float":
      return wireType === 5;
    default:
      return wireType === 0 || (field.repeated && wireType === 2);
  }
}

function readRepeated(
  field: Field<unknown> & { key: string },
  at: { wireType: number; end: number; out: Record<string, unknown> },
): void {
  const list = (at.out[field.key] as unknown[] | undefined) ?? [];
  at.out[field.key] = list;
  const isPacked = at.wireType === 2 && field.kind === "enum";
  if (!isPacked) {
    list.push(readValue(field, at.end));
    return;
  }
  const stop = readLength(at.end);
  while (position < stop) list.push(readValue(field, stop));
}

function readValue(field: Field<unknown>, end: number): unknown {
  switch (field.kind) {
    case "string": {
      const stop = readLength(end);
      const text = readUtf8(input, position, stop);
      position = stop;
      return text;
    }
    case "bytes": {
      const stop = readLength(end);
      const part = input.subarray(position, stop);
      position = stop;
      return part;
    }
    case "message":
      return readFields(field.message as MessageType<unknown>, readLength(end));
    case "double":
      need(8, end);
      position += 8;
      return view.getFloat64(position - 8, true);
    case "float":
      need(4, end);
      position += 4;
      return view.getFloat32(position - 4, true);
    default:
      readVarint64(end);
      return integer(field);
  }
}

function integer(field: Field<unknown>): unknown {
  switch (field.kind) {
    case "bool":
      return low !== 0 || high !== 0;
    case "u32":
      return low >>> 0;
    case "enum":
    case "i32":
      return low | 0;
    case "time":
      return high * 0x100000000 + low;
    case "i64":
      return decimal(high >= 0x80000000);
    default:
      return decimal(false);
  }
}

/** The last varint as decimal text, exact over the whole 64-bit range. */
function decimal(negative: boolean): string {
  let lo = low;
  let hi = high;
  if (negative) {
    lo = (~lo + 1) >>> 0;
    hi = (~hi + (lo === 0 ? 1 : 0)) >>> 0;
  }
  const sign = negative ? "-" : "";
  if (hi < 0x200000) return sign + String(hi * 0x100000000 + lo);
  // Base 10^7, sixteen bits at a time, so that no step passes 2^53.
  const limbs: [number, number, number] = [0, 0, 0];
  for (const part of [hi >>> 16, hi & 0xffff, lo >>> 16, lo & 0xffff]) {
    let carry = part;
    for (const i of [0, 1, 2] as const) {
      const value = limbs[i] * 0x10000 + carry;
      limbs[i] = value % 1e7;
      carry = Math.floor(value / 1e7);
    }
  }
  return sign + limbs[2] + String(limbs[1]).padStart(7, "0") + String(limbs[0]).padStart(7, "0");
}

function readLength(end: number): number {
  readVarint64(end);
  if (high !== 0 || low > end - position) throw new DecodeError("a length runs past the end of its message");
  return position + low;
}

function readVarint64(end: number): void {
  low = 0;
  high = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    if (position >= end) throw new DecodeError("a number is cut off");
    // The bound was checked on the line above.
    const byte = input[position++] as number;
    const bits = byte & 0x7f;
    if (shift < 28) low |= bits << shift;
    else if (shift === 28) {
      low |= bits << 28;
      high = bits >>> 4;
    } else high |= bits << (shift - 32);
    if (byte < 0x80) {
      low >>>= 0;
      high >>>= 0;
      return;
    }
  }
  throw new DecodeError("a number has more than ten bytes");
}

function skip(wireType: number, end: number): void {
  switch (wireType) {
    case 0:
      readVarint64(end);
      return;
    case 1:
      need(8, end);
      position += 8;
      return;
    case 2:
      position = readLength(end);
      return;
    case 5:
      need(4, end);
      position += 4;
      return;
    default:
      throw new DecodeError(`wire type ${wireType} is not in use`);
  }
}

function need(count: number, end: number): void {
  if (end - position < count) throw new DecodeError("a number is cut off");
}
