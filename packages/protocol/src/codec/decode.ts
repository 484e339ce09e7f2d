import { signedText, unsignedText } from "./int64.ts";
import type { Field, MessageType, NamedField } from "./schema.ts";
import { readUtf8 } from "./utf8.ts";

/** The bytes are not a message of the wanted type. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}

let input = new Uint8Array(0);
let position = 0;
/** The two halves of the last 64-bit varint. */
let low = 0;
let high = 0;

/**
 * Decodes one message. Byte fields are views on `bytes`, not copies: copy what outlives the frame.
 *
 * Unknown fields and known fields of another wire type are skipped. Of a scalar that comes twice the last one counts.
 * A nested message that comes twice is refused: some readers merge the two and others take the last, so bytes that are
 * checked here and passed on would mean something else to the receiver. Nesting is as deep as the schema and no deeper.
 *
 * @throws DecodeError when the bytes are cut off or malformed; never anything else, whatever the bytes.
 */
export function decode<T>(type: MessageType<T>, bytes: Uint8Array): T {
  input = bytes as Uint8Array<ArrayBuffer>;
  position = 0;
  return readFields(type as MessageType<unknown>, bytes.length) as T;
}

function readFields(type: MessageType<unknown>, end: number): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  while (position < end) {
    const tag = readVarint32(end, "field number too large");
    const wireType = tag & 7;
    const field = type.byNumber[tag >>> 3];
    if (tag >>> 3 === 0) throw new DecodeError("field number 0");
    if (field === undefined || !accepts(field, wireType)) skip(wireType, end);
    else if (field.repeated) readRepeated(field, { wireType, end, out });
    else if (field.kind === "message" && out[field.key] !== undefined) throw new DecodeError("a message comes twice");
    else out[field.key] = readValue(field, end);
  }
  return out;
}

function accepts(field: NamedField, wireType: number): boolean {
  // A list of numbers may come packed, whatever the schema says.
  return wireType === field.wireType || (field.repeated && field.wireType === 0 && wireType === 2);
}

function readRepeated(field: NamedField, at: { wireType: number; end: number; out: Record<string, unknown> }): void {
  const list = (at.out[field.key] as unknown[] | undefined) ?? [];
  if (at.wireType === field.wireType) list.push(readValue(field, at.end));
  else {
    const stop = readLength(at.end);
    while (position < stop) list.push(readValue(field, stop));
  }
  // A packed list of no numbers is no list, as when it is not there.
  if (list.length > 0) at.out[field.key] = list;
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
      return new DataView(input.buffer, input.byteOffset + take(8, end)).getFloat64(0, true);
    case "float":
      return new DataView(input.buffer, input.byteOffset + take(4, end)).getFloat32(0, true);
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
      return signedText(low, high);
    default:
      return unsignedText(low, high);
  }
}

function readLength(end: number): number {
  const length = readVarint32(end, PAST_THE_END);
  if (length > end - position) throw new DecodeError(PAST_THE_END);
  return position + length;
}

const PAST_THE_END = "a length runs past the end of its message";

/** Almost every tag and length is one byte. */
function readVarint32(end: number, why: string): number {
  const byte = input[position] as number; // undefined, which is no number below anything, behind the end
  if (position < end && byte < 0x80) {
    position++;
    return byte;
  }
  readVarint64(end);
  if (high !== 0) throw new DecodeError(why);
  return low;
}

function readVarint64(end: number): void {
  low = 0;
  high = 0;
  // Almost every enum is one byte.
  if (position < end && (input[position] as number) < 0x80) {
    low = input[position++] as number;
    return;
  }
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
      take(8, end);
      return;
    case 2:
      position = readLength(end);
      return;
    case 5:
      take(4, end);
      return;
    default:
      throw new DecodeError(`wire type ${wireType} is not in use`);
  }
}

/** Steps over `count` bytes and returns where they begin. */
function take(count: number, end: number): number {
  if (end - position < count) throw new DecodeError("a number is cut off");
  position += count;
  return position - count;
}
