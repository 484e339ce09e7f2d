import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Frame } from "./frame.ts";

/** How a client's frames look on the wire; the first frame that can be decoded decides (MSync 1.3). */
export type FrameKind = "binary" | "base64";

/**
 * One WebSocket, as the session sees it: frames out, in the kind the client speaks. The frames of one turn of the event
 * loop leave in one write; for a reader that does not keep up nothing is buffered without end.
 *
 * Frames carry their WebSocket header already and are written past `ws` to the stream, which is what `ws` itself would
 * do with them one by one: it holds nothing back without compression, and every write here is of whole frames. Reading
 * and the control frames are left to it.
 */
export class FrameSocket {
  /** Undefined until the first frame was understood. */
  kind: FrameKind | undefined;
  private readonly ws: WebSocket;
  private readonly stream: Duplex;
  private readonly maxBufferBytes: number;
  private isClosing = false;
  private pending: Buffer[] = [];
  private pendingBytes = 0;

  constructor(parts: { ws: WebSocket; stream: Duplex; maxBufferBytes: number }) {
    this.ws = parts.ws;
    this.stream = parts.stream;
    this.maxBufferBytes = parts.maxBufferBytes;
  }

  /** False when the reader is too slow: the session must end. What is sent after the end is dropped. */
  send(frame: Frame): boolean {
    if (this.isClosing || this.ws.readyState !== this.ws.OPEN) return true;
    if (this.stream.writableLength + this.pendingBytes > this.maxBufferBytes) return false;
    const bytes = this.kind === "base64" ? frame.text : frame.binary;
    this.pendingBytes += bytes.length;
    if (this.pending.push(bytes) === 1 && waiting.push(this) === 1) setImmediate(flushAll);
    return true;
  }

  /** False when the reader is too slow. */
  pong(data: Buffer): boolean {
    if (this.stream.writableLength > this.maxBufferBytes) return false;
    this.ws.pong(data);
    return true;
  }

  /** Writes what this turn has gathered. */
  flush(): void {
    const { pending } = this;
    if (pending.length === 0) return;
    this.pending = [];
    this.pendingBytes = 0;
    // In any other state a close frame has gone out, and nothing may follow it.
    if (this.ws.readyState !== this.ws.OPEN) return;
    const [first] = pending;
    this.stream.write(pending.length === 1 ? first : Buffer.concat(pending));
  }

  /** Stops reading, so that TCP stops the peer. Frames that have been read already still arrive. */
  pause(): void {
    this.ws.pause();
  }

  resume(): void {
    this.ws.resume();
  }

  /** Sends a close frame; the peer has a second to answer it (`closeTimeout` of the WebSocket server). */
  close(code: number, reason: string): void {
    if (this.isClosing) return;
    this.isClosing = true;
    this.flush();
    // The peer's answer could not be read while paused.
    this.ws.resume();
    this.ws.close(code, reason);
  }

  /** At once, without a close frame. */
  terminate(): void {
    this.isClosing = true;
    this.pending = [];
    this.ws.terminate();
  }
}

/** Sockets with frames to write when this turn of the event loop ends: one system call for each, not for each frame. */
let waiting: FrameSocket[] = [];

function flushAll(): void {
  const sockets = waiting;
  waiting = [];
  for (const socket of sockets) socket.flush();
}

/** The bytes of a frame, or undefined when it cannot be one. */
export function frameBytes(data: Buffer, isBinary: boolean): Uint8Array | undefined {
  if (isBinary) return data;
  const { length } = data;
  if (length === 0 || length % 4 !== 0) return undefined;
  const padding = data[length - 1] !== 0x3d ? 0 : data[length - 2] !== 0x3d ? 1 : 2;
  const bytes = Buffer.from(data.toString("latin1"), "base64");
  // What is not base64 is skipped by Node, and the result is too short then.
  return bytes.length === (length / 4) * 3 - padding ? bytes : undefined;
}
