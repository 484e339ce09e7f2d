/**
 * Reads out of a server frame what a generator must know, without building objects: whom an acknowledgement is for, which
 * texts arrived, what to acknowledge. Everything else is stepped over.
 */
import { DecodeError, MSyncCommand } from "@rondo/protocol";
import { readText } from "./frames.ts";

/** What the last scanned frame said; reused, so it is valid until the next scan. */
export interface Scanned {
  command: number;
  payloadStart: number;
  payloadEnd: number;
  /** The status of a SYNC answer; 0 is OK. */
  code: number;
  /** The client id an acknowledgement speaks of; 0: not an acknowledgement. */
  metaId: number;
  metas: number;
  isLast: boolean;
  keyStart: number;
  keyEnd: number;
  queueStart: number;
  queueEnd: number;
  /** Texts of ours, in order. */
  texts: Array<{ sender: number; number: number }>;
}

const out: Scanned = {
  command: 0,
  payloadStart: 0,
  payloadEnd: 0,
  code: 0,
  metaId: 0,
  metas: 0,
  isLast: false,
  keyStart: 0,
  keyEnd: 0,
  queueStart: 0,
  queueEnd: 0,
  texts: [],
};

let input: Uint8Array = new Uint8Array(0);
let at = 0;
/** Of the length-delimited field that `next` stopped at. */
let stop = 0;

/** @throws DecodeError when the bytes are not a frame. */
export function scan(bytes: Uint8Array, start: number, end: number): Scanned {
  input = bytes;
  at = start;
  out.command = MSyncCommand.SYNC;
  out.payloadStart = end;
  out.payloadEnd = end;
  while (at < end) {
    const tag = varint(end);
    if (tag === 0x40) out.command = varint(end);
    else if (tag === 0x4a) {
      out.payloadStart = enter(end);
      out.payloadEnd = stop;
      at = stop;
    } else skip(tag, end);
  }
  if (out.command === MSyncCommand.SYNC) scanSync(out.payloadStart, out.payloadEnd);
  return out;
}

function scanSync(start: number, end: number): void {
  at = start;
  out.code = 0;
  out.metaId = 0;
  out.metas = 0;
  out.isLast = false;
  out.keyStart = 0;
  out.keyEnd = 0;
  out.queueStart = 0;
  out.queueEnd = 0;
  out.texts.length = 0;
  while (at < end) {
    const tag = varint(end);
    switch (tag) {
      case 0x0a:
        scanStatus(enter(end), stop);
        break;
      case 0x10:
        out.metaId = varint(end);
        break;
      case 0x22:
        out.metas += 1;
        scanMeta(enter(end), stop);
        break;
      case 0x28:
        out.keyStart = at;
        varint(end);
        out.keyEnd = at;
        break;
      case 0x32:
        out.queueStart = enter(end);
        out.queueEnd = stop;
        at = stop;
        break;
      case 0x38:
        out.isLast = varint(end) !== 0;
        break;
      default:
        skip(tag, end);
    }
  }
}

function scanStatus(start: number, end: number): void {
  at = start;
  while (at < end) {
    const tag = varint(end);
    if (tag === 0x08) out.code = varint(end);
    else skip(tag, end);
  }
}

/** Meta 6 → MessageBody 4 → Content 2: the text. */
function scanMeta(start: number, end: number): void {
  descend(0x32, start, { end, inner: scanBody });
}

function scanBody(start: number, end: number): void {
  descend(0x22, start, { end, inner: scanContent });
}

function scanContent(start: number, end: number): void {
  descend(0x12, start, { end, inner: scanText });
}

function scanText(start: number, end: number): void {
  const text = readText(input, start, end);
  if (text !== undefined) out.texts.push(text);
  at = end;
}

function descend(
  wanted: number,
  start: number,
  into: { end: number; inner: (start: number, end: number) => void },
): void {
  const { end, inner } = into;
  at = start;
  while (at < end) {
    const tag = varint(end);
    if (tag !== wanted) {
      skip(tag, end);
      continue;
    }
    const from = enter(end);
    const to = stop;
    inner(from, to);
    at = to;
  }
}

/** Reads a length; gives where the field's bytes begin and sets `stop` behind them. */
function enter(end: number): number {
  const length = varint(end);
  if (length > end - at) throw new DecodeError("a length runs past the end of its message");
  stop = at + length;
  return at;
}

function skip(tag: number, end: number): void {
  switch (tag & 7) {
    case 0:
      varint(end);
      return;
    case 1:
      at += 8;
      break;
    case 2:
      enter(end);
      at = stop;
      return;
    case 5:
      at += 4;
      break;
    default:
      throw new DecodeError(`wire type ${tag & 7} is not in use`);
  }
  if (at > end) throw new DecodeError("a number is cut off");
}

/** Exact up to 2^53; larger ones (server ids, keys) are only stepped over. */
function varint(end: number): number {
  let value = 0;
  let scale = 1;
  for (let count = 0; count < 10; count++) {
    if (at >= end) throw new DecodeError("a number is cut off");
    const byte = input[at++] as number;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
    scale *= 128;
  }
  throw new DecodeError("a number has more than ten bytes");
}
