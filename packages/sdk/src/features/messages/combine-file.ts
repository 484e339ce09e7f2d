import { decode, Meta } from "@rondo/protocol";
import { ChatError } from "../../core/error.ts";
import { statusCode } from "../../core/status-code.ts";

/** The file of a combined message (MSync 8.4): a magic, messages with their lengths, a checksum. */

const MAGIC = [0x63, 0x6d];
const LENGTH_BYTES = 4;

export function writeCombined(metas: readonly Uint8Array[]): Uint8Array {
  const total = metas.reduce((sum, meta) => sum + LENGTH_BYTES + meta.length, MAGIC.length + 1);
  const bytes = new Uint8Array(total);
  bytes.set(MAGIC);
  const view = new DataView(bytes.buffer);
  let at = MAGIC.length;
  for (const meta of metas) {
    view.setUint32(at, meta.length);
    bytes.set(meta, at + LENGTH_BYTES);
    at += LENGTH_BYTES + meta.length;
  }
  bytes[at] = checksumOf(bytes);
  return bytes;
}

/** @throws ChatError 203 for a file that is none, or not whole. */
export function readCombined(bytes: Uint8Array): Meta[] {
  const end = bytes.length - 1;
  if (end < MAGIC.length || bytes[end] !== checksumOf(bytes)) throw damaged("File verification failed");
  if (bytes[0] !== MAGIC[0] || bytes[1] !== MAGIC[1]) throw damaged("Parse file failed");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const metas: Meta[] = [];
  let at = MAGIC.length;
  while (at < end) {
    const start = at + LENGTH_BYTES;
    if (start > end) throw damaged("Parse file failed");
    const stop = start + view.getUint32(at);
    if (stop > end) throw damaged("Parse file failed");
    try {
      metas.push(decode(Meta, bytes.subarray(start, stop)));
    } catch (error) {
      throw damaged("Read file failed", error);
    }
    at = stop;
  }
  return metas;
}

/** All bytes at odd places from the third on, the checksum itself left out. */
function checksumOf(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 3; at < bytes.length - 1; at += 2) sum ^= bytes[at] as number;
  return sum;
}

const damaged = (message: string, cause?: unknown): ChatError =>
  new ChatError(statusCode.PARSE_FILE_ERROR, message, cause);
