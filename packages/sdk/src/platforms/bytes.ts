import { fromBase64 } from "@rondo/protocol";

/**
 * The bytes a host hands over: an ArrayBuffer of any context (`instanceof` knows only its own), a view, or base64 text.
 * Undefined when it is none of them.
 */
export function toBytes(data: unknown): Uint8Array | undefined {
  if (typeof data === "string") return fromBase64(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  // The tag says what it is; the constructor takes buffers of every context.
  if (Object.prototype.toString.call(data) === "[object ArrayBuffer]") return new Uint8Array(data as ArrayBuffer);
  return undefined;
}

/** Exactly these bytes: hosts send the whole buffer behind a view. */
export function toArrayBuffer({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBufferLike {
  return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
}
