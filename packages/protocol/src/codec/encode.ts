import { halves, splitDecimal } from "./int64.ts";
import type { Field, MessageType, NamedField } from "./schema.ts";
import { writeUtf8 } from "./utf8.ts";

/**
 * What the encoder takes for a message of type T: nested messages may be given already encoded, and byte fields as the
 * message that they carry.
 */
export type Encodable<T> = {
  [K in keyof T]: T[K] extends Uint8Array | undefined
    ? T[K] | Embedded
    : T[K] extends Array<infer E> | undefined
      ? ReadonlyArray<E extends object ? Encodable<E> | Uint8Array : E> | undefined
      : T[K] extends object | undefined
        ? Encodable<NonNullable<T[K]>> | Uint8Array | undefined
        : T[K];
};

/** A message in a byte field, such as the command in a frame. It is encoded in place: nothing is allocated for it. */
class Embedded {
  readonly type: MessageType<unknown>;
  readonly value: Record<string, unknown>;

  constructor(type: MessageType<unknown>, value: Record<string, unknown>) {
    this.type = type;
    this.value = value;
  }
}

export type { Embedded };

export function embed<T>(type: MessageType<T>, value: Encodable<T>): Embedded {
  return new Embedded(type as MessageType<unknown>, value as Record<string, unknown>);
}

const INITIAL_BYTES = 4096;
/** A work buffer that a rare large message made larger than this is given back. */
const KEPT_BYTES = 1 << 20;

let buffer = new Uint8Array(INITIAL_BYTES);
let view = new DataView(buffer.buffer);
let position = 0;

/**
 * Encodes one message. Fields are written in the order of the schema, which is that of their numbers; `undefined` ones
 * are left out. The result is a copy the caller owns. Whatever was decoded can be encoded.
 *
 * The work buffer is shared and grows as needed, so this is not re-entrant: `value` may have no getters that encode.
 *
 * @throws RangeError when a 64-bit integer is not decimal text in the range of its type, or a time is negative.
 */
export function encode<T>(type: MessageType<T>, value: Encodable<T>): Uint8Array {
  position = 0;
  writeFields(type as MessageType<unknown>, value as Record<string, unknown>);
  const result = buffer.slice(0, position);
  if (buffer.length > KEPT_BYTES) replaceBuffer(new Uint8Array(INITIAL_BYTES));
  return result;
}

function writeFields(type: MessageType<unknown>, value: Record<string, unknown>): void {
  const { fields } = type;
  for (let i = 0; i < fields.length; i++) {
    // The loop bound is the array's own length.
    const field = fields[i] as NamedField;
    const item = value[field.key];
    if (item === undefined) continue;
    if (!field.repeated) writeField(field, item);
    else if (field.packed) writePacked(field, item as unknown[]);
    else for (const element of item as unknown[]) writeField(field, element);
  }
}

function writeField(field: NamedField, item: unknown): void {
  writeVarint32((field.number << 3) | field.wireType);
  switch (field.kind) {
    case "string":
      writeString(item as string);
      return;
    case "bytes":
      if (item instanceof Embedded) writeNested(item.type, item.value);
      else writeBytes(item as Uint8Array);
      return;
    case "message":
      if (item instanceof Uint8Array) writeBytes(item);
      else writeNested(field.message as MessageType<unknown>, item as Record<string, unknown>);
      return;
    case "double":
      reserve(8);
      view.setFloat64(position, item as number, true);
      position += 8;
      return;
    case "float":
      reserve(4);
      view.setFloat32(position, item as number, true);
      position += 4;
      return;
    default:
      writeInteger(field, item);
  }
}

function writeInteger(field: Field<unknown>, item: unknown): void {
  switch (field.kind) {
    case "bool":
      writeVarint32(item ? 1 : 0);
      return;
    case "u32":
      writeVarint32((item as number) >>> 0);
      return;
    case "time":
      writeTime(item as number);
      return;
    case "enum":
    case "i32": {
      const number = item as number;
      if (number >= 0) writeVarint32(number);
      else writeVarint64(number >>> 0, 0xffffffff);
      return;
    }
    default:
      splitDecimal(item as string, { signed: field.kind === "i64" });
      writeVarint64(halves.low, halves.high);
  }
}

function writePacked(field: Field<unknown>, items: unknown[]): void {
  if (items.length === 0) return;
  writeVarint32((field.number << 3) | 2);
  const start = beginLength();
  for (const item of items) writeInteger(field, item);
  endLength(start);
}

function writeNested(type: MessageType<unknown>, value: Record<string, unknown>): void {
  const start = beginLength();
  writeFields(type, value);
  endLength(start);
}

/** Reserves one byte for a length; almost every nested message is shorter than 128 bytes. */
function beginLength(): number {
  reserve(1);
  position += 1;
  return position;
}

/** Writes the length in front of what was written since `start`, moving it when one byte is not enough. */
function endLength(start: number): void {
  const length = position - start;
  if (length < 0x80) {
    buffer[start - 1] = length;
    return;
  }
  const extra = length < 0x4000 ? 1 : length < 0x200000 ? 2 : length < 0x10000000 ? 3 : 4;
  reserve(extra);
  buffer.copyWithin(start + extra, start, position);
  position = start - 1;
  writeVarint32(length);
  position += length;
}

function writeString(text: string): void {
  // UTF-8 takes at most 3 bytes for one UTF-16 unit.
  reserve(text.length * 3 + 5);
  const start = beginLength();
  position = writeUtf8(text, buffer, start);
  endLength(start);
}

function writeBytes(bytes: Uint8Array): void {
  writeVarint32(bytes.length);
  reserve(bytes.length);
  buffer.set(bytes, position);
  position += bytes.length;
}

function writeVarint32(value: number): void {
  reserve(5);
  let rest = value >>> 0;
  while (rest > 0x7f) {
    buffer[position++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  buffer[position++] = rest;
}

function writeTime(value: number): void {
  if (!(value >= 0)) throw new RangeError(`not a time: ${value}`);
  writeVarint64(value >>> 0, Math.floor(value / 0x100000000));
}

function writeVarint64(low: number, high: number): void {
  reserve(10);
  let lo = low >>> 0;
  let hi = high >>> 0;
  while (hi > 0 || lo > 0x7f) {
    buffer[position++] = (lo & 0x7f) | 0x80;
    lo = ((lo >>> 7) | (hi << 25)) >>> 0;
    hi >>>= 7;
  }
  buffer[position++] = lo;
}

function reserve(bytes: number): void {
  const needed = position + bytes;
  if (needed <= buffer.length) return;
  let size = buffer.length * 2;
  while (size < needed) size *= 2;
  const grown = new Uint8Array(size);
  grown.set(buffer.subarray(0, position));
  replaceBuffer(grown);
}

function replaceBuffer(bytes: Uint8Array<ArrayBuffer>): void {
  buffer = bytes;
  view = new DataView(bytes.buffer);
}
