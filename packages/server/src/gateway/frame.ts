/** WebSocket opcodes with the FIN bit (RFC 6455, 5.2). */
const TEXT = 0x81;
const BINARY = 0x82;

/**
 * One encoded downlink frame, with its WebSocket header, in either of the two kinds that clients speak (MSync 1.3). What
 * the server sends is not masked, so the same bytes go to every session that gets the same frame.
 */
export class Frame {
  private readonly bytes: Uint8Array;
  private binaryFrame: Buffer | undefined;
  private textFrame: Buffer | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get binary(): Buffer {
    if (this.binaryFrame === undefined) {
      const { bytes } = this;
      const { buffer, start } = withHeader(BINARY, bytes.length);
      buffer.set(bytes, start);
      this.binaryFrame = buffer;
    }
    return this.binaryFrame;
  }

  /** As standard base64. */
  get text(): Buffer {
    if (this.textFrame === undefined) {
      const { buffer: memory, byteOffset, byteLength } = this.bytes;
      const base64 = Buffer.from(memory, byteOffset, byteLength).toString("base64");
      const { buffer, start } = withHeader(TEXT, base64.length);
      buffer.write(base64, start, "latin1");
      this.textFrame = buffer;
    }
    return this.textFrame;
  }
}

function withHeader(opcode: number, length: number): { buffer: Buffer; start: number } {
  const start = length < 126 ? 2 : length < 0x10000 ? 4 : 10;
  const buffer = Buffer.allocUnsafe(start + length);
  buffer[0] = opcode;
  if (start === 2) buffer[1] = length;
  else if (start === 4) {
    buffer[1] = 126;
    buffer.writeUInt16BE(length, 2);
  } else {
    buffer[1] = 127;
    buffer.writeUInt32BE(Math.floor(length / 0x100000000), 2);
    buffer.writeUInt32BE(length >>> 0, 6);
  }
  return { buffer, start };
}
