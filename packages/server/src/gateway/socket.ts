import type { Duplex } from "node:stream";
import { closeCodes } from "@rondo/protocol";
import type { WebSocket } from "ws";

/** How a client's frames look on the wire; the first frame that can be decoded decides (MSync 1.3). */
export type FrameKind = "binary" | "base64";

/**
 * One WebSocket, as the session sees it: bytes in, bytes out, in the kind the client speaks. Frames of one turn of the
 * event loop leave in one write; a reader that does not keep up is closed, not buffered for.
 */
export class FrameSocket {
  kind: FrameKind | undefined;
  private readonly ws: WebSocket;
  private readonly stream: Duplex;
  private readonly maxBufferBytes: number;
  private isCorked = false;
  private isClosing = false;

  constructor(parts: { ws: WebSocket; stream: Duplex; maxBufferBytes: number }) {
    this.ws = parts.ws;
    this.stream = parts.stream;
    this.maxBufferBytes = parts.maxBufferBytes;
  }

  get isOpen(): boolean {
    return !this.isClosing && this.ws.readyState === this.ws.OPEN;
  }

  send(bytes: Uint8Array): void {
    if (!this.isOpen) return;
    if (this.ws.bufferedAmount > this.maxBufferBytes) {
      this.close(closeCodes.SLOW_READER, "slow reader");
      return;
    }
    this.cork();
    if (this.kind === "base64") this.ws.send(toBase64(bytes));
    else this.ws.send(bytes, { binary: true });
  }

  /** Sends a close frame; the peer has a second to answer it. */
  close(code: number, reason: string): void {
    if (this.isClosing) return;
    this.isClosing = true;
    this.ws.close(code, reason);
    // A peer that is gone or does not read never answers, and its socket would stay.
    setTimeout(() => this.ws.terminate(), 1000).unref();
  }

  private cork(): void {
    if (this.isCorked) return;
    this.isCorked = true;
    this.stream.cork();
    setImmediate(() => {
      this.isCorked = false;
      this.stream.uncork();
    });
  }
}

/** The bytes of a frame, or undefined when it cannot be one. */
export function frameBytes(data: Buffer, isBinary: boolean): Uint8Array | undefined {
  if (isBinary) return data;
  const text = data.toString("latin1");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  return Buffer.from(text, "base64");
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
