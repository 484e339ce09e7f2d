/**
 * A WebSocket client that costs a generator as little as possible: one read buffer for all connections, frames handed
 * out as views on it, and whatever is sent while a read is handled leaves in one write. Binary and unfragmented frames
 * only, which is all the measured servers send.
 */
import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

/** Frames are masked like every client's; the key may be constant, so that frames can be masked beforehand. */
const MASK = [0x37, 0xfa, 0x21, 0x3d] as const;
const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** Read by one socket after the other: a read is handled before the next begins. */
const readBuffer = Buffer.allocUnsafe(256 * 1024);

/** Where frames to send gather; emptied by `flush`, so only one connection writes at a time. */
let scratch = Buffer.allocUnsafe(256 * 1024);
let used = 0;

export interface WebSocketHooks {
  /** One data frame; the bytes are valid only during the call. */
  onFrame(bytes: Uint8Array, start: number, end: number): void;
  /** The connection ended without `close` having been called. */
  onLost(reason: string): void;
}

export class WebSocketClient {
  private readonly hooks: WebSocketHooks;
  private readonly socket: Socket;
  private rest: Buffer | undefined;
  private isUpgraded = false;
  private isReading = false;
  private isClosed = false;
  private onUpgraded: () => void = () => {};

  constructor(url: string, hooks: WebSocketHooks) {
    const { hostname, port, pathname } = new URL(url);
    this.hooks = hooks;
    this.socket = connect({
      host: hostname,
      port: Number(port),
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (count) => {
          this.read(readBuffer.subarray(0, count));
          return true;
        },
      },
    });
    this.socket.on("error", (error) => this.lose(error.message));
    this.socket.on("close", () => this.lose("closed by the server"));
    this.socket.write(
      `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
  }

  /** Resolves when the server has accepted the upgrade; a refusal is reported through `onLost`. */
  opened(): Promise<void> {
    return this.isUpgraded
      ? Promise.resolve()
      : new Promise((resolve) => {
          this.onUpgraded = resolve;
        });
  }

  /** Adds a frame made by `maskedFrame`, and gives where it lies for patching. Leaves with the next `flush`. */
  append(frame: Uint8Array): { buffer: Buffer; at: number } {
    if (used + frame.length > scratch.length) {
      const grown = Buffer.allocUnsafe(Math.max(scratch.length * 2, used + frame.length));
      scratch.copy(grown, 0, 0, used);
      scratch = grown;
    }
    scratch.set(frame, used);
    used += frame.length;
    return { buffer: scratch, at: used - frame.length };
  }

  /** Writes what was appended. While a read is being handled this happens once, at its end. */
  flush(): void {
    if (this.isReading || used === 0) return;
    const bytes = Buffer.allocUnsafe(used);
    scratch.copy(bytes, 0, 0, used);
    used = 0;
    this.socket.write(bytes);
  }

  close(): void {
    this.isClosed = true;
    this.socket.destroy();
  }

  private read(chunk: Buffer): void {
    this.isReading = true;
    const bytes = this.rest === undefined ? chunk : Buffer.concat([this.rest, chunk]);
    this.rest = undefined;
    const end = this.isUpgraded ? 0 : this.readUpgrade(bytes);
    const handled = this.isUpgraded && !this.isClosed ? this.readFrames(bytes, end) : end;
    // What is left is part of a frame; it is copied because the read buffer is shared.
    if (handled < bytes.length && !this.isClosed) this.rest = Buffer.from(bytes.subarray(handled));
    this.isReading = false;
    if (this.isClosed) used = 0;
    else this.flush();
  }

  private readUpgrade(bytes: Buffer): number {
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0) return 0;
    const status = bytes.toString("latin1", 0, bytes.indexOf("\r\n"));
    if (!status.includes(" 101 ")) {
      this.lose(`the upgrade was answered "${status}"`);
      return bytes.length;
    }
    this.isUpgraded = true;
    this.onUpgraded();
    return end + 4;
  }

  private readFrames(bytes: Buffer, from: number): number {
    let at = from;
    while (bytes.length - at >= 2) {
      const first = bytes[at] as number;
      const short = bytes[at + 1] as number;
      const head = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (bytes.length - at < head) break;
      const length =
        head === 2 ? short : head === 4 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
      if (length > MAX_FRAME_BYTES) throw new Error(`a frame of ${length} bytes`);
      const start = at + head;
      if (bytes.length - start < length) break;
      at = start + length;
      if (first === 0x82) this.hooks.onFrame(bytes, start, at);
      else this.control(first, bytes.subarray(start, at));
    }
    return at;
  }

  private control(first: number, payload: Buffer): void {
    if (first === 0x89) this.append(maskedFrame(payload, 0x8a));
    else if (first === 0x88) {
      const code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      this.lose(`closed with ${code} "${payload.toString("utf8", 2)}"`);
    } else if (first !== 0x8a)
      throw new Error(`a frame that begins with ${first}: only whole binary ones are expected`);
  }

  private lose(reason: string): void {
    if (this.isClosed) return;
    this.close();
    this.hooks.onLost(reason);
  }
}

/** Header, mask and masked payload. */
export function maskedFrame(payload: Uint8Array, firstByte = 0x82): Buffer {
  const head = headLength(payload.length);
  const frame = Buffer.alloc(head + payload.length);
  frame[0] = firstByte;
  if (payload.length < 126) frame[1] = 0x80 | payload.length;
  else {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(payload.length, 2);
  }
  frame.set(MASK, head - 4);
  for (let i = 0; i < payload.length; i++) frame[head + i] = (payload[i] as number) ^ maskAt(i);
  return frame;
}

/** Bytes in front of a client's payload of this length (less than 64 KiB). */
export function headLength(payloadLength: number): number {
  if (payloadLength > 0xffff) throw new RangeError("frames of 64 KiB and more are not sent");
  return payloadLength < 126 ? 6 : 8;
}

/** What the payload byte at this place is combined with. */
export function maskAt(payloadIndex: number): number {
  return MASK[(payloadIndex & 3) as 0 | 1 | 2 | 3];
}
