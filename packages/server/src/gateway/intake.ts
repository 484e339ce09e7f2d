interface RawFrame {
  readonly data: Buffer;
  readonly isBinary: boolean;
}

/**
 * Keeps the frames of a connection in order while something has to happen before the next one: a login, a meta without
 * its place yet, too many acks to come. Meanwhile nothing is read from the socket, so what waits here is at most what
 * one read had brought already, and TCP holds back the rest.
 */
export class Intake {
  private readonly socket: { pause(): void; resume(): void };
  private readonly handle: (data: Buffer, isBinary: boolean) => void;
  /** How many reasons there are to wait. */
  private holds = 0;
  private waiting: RawFrame[] | undefined;
  private isClosed = false;

  constructor(socket: { pause(): void; resume(): void }, handle: (data: Buffer, isBinary: boolean) => void) {
    this.socket = socket;
    this.handle = handle;
  }

  receive(data: Buffer, isBinary: boolean): void {
    if (this.isClosed) return;
    if (this.holds === 0) this.handle(data, isBinary);
    else {
      this.waiting ??= [];
      this.waiting.push({ data, isBinary });
    }
  }

  hold(): void {
    if (this.holds++ === 0 && !this.isClosed) this.socket.pause();
  }

  release(): void {
    this.holds--;
    while (this.holds === 0 && !this.isClosed) {
      const frame = this.waiting?.shift();
      if (frame === undefined) {
        this.waiting = undefined;
        this.socket.resume();
        return;
      }
      this.handle(frame.data, frame.isBinary);
    }
  }

  /** Nothing is handled any more. */
  close(): void {
    this.isClosed = true;
    this.waiting = undefined;
  }
}
