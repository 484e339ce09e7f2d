/**
 * One encoded downlink frame. It is encoded once and may be sent to many sessions, in either of the two kinds that
 * clients speak (MSync 1.3).
 */
export class Frame {
  readonly bytes: Uint8Array;
  private base64: Buffer | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The frame as standard base64, made when the first session asks for it. */
  get text(): Buffer {
    if (this.base64 === undefined) {
      const { buffer, byteOffset, byteLength } = this.bytes;
      this.base64 = Buffer.from(Buffer.from(buffer, byteOffset, byteLength).toString("base64"), "latin1");
    }
    return this.base64;
  }
}
