import type { Logger } from "pino";
import type { Device, Position, Timelines } from "../timeline/index.ts";

/** What one device has acknowledged in one timeline and how much of it is recorded. */
export interface Cursor {
  readonly timeline: string;
  /** Acknowledged up to here; undefined: not known yet, the store knows. */
  acked: Position | undefined;
  /** Acknowledged entries whose record has not been asked for. */
  unrecorded: number;
  isMoving: boolean;
}

/**
 * Records what a device acknowledges. While one position of a timeline is being written, newer ones wait and become one
 * write.
 */
export class CursorWriter {
  private readonly deps: { device: Device; timelines: Timelines; log: Logger };
  private readonly onRecorded: (cursor: Cursor, upTo: Position, entries: number) => void;

  /** `onRecorded` hears up to where a finished write went, and how many acknowledged entries it covered. */
  constructor(
    deps: { device: Device; timelines: Timelines; log: Logger },
    onRecorded: (cursor: Cursor, upTo: Position, entries: number) => void,
  ) {
    this.deps = deps;
    this.onRecorded = onRecorded;
  }

  acknowledged(cursor: Cursor, upTo: Position, entries: number): void {
    cursor.acked = upTo;
    cursor.unrecorded += entries;
    if (!cursor.isMoving) void this.write(cursor, upTo);
  }

  /** Asks for everything that waits, at once: what is asked of the store after this comes after it there, too. */
  flush(cursors: Iterable<Cursor>): void {
    for (const cursor of cursors) {
      if (cursor.unrecorded > 0 && cursor.acked !== undefined) void this.write(cursor, cursor.acked);
    }
  }

  private async write(cursor: Cursor, to: Position): Promise<void> {
    const { device, timelines, log } = this.deps;
    const entries = cursor.unrecorded;
    cursor.unrecorded = 0;
    cursor.isMoving = true;
    try {
      await timelines.moveCursor(device, cursor.timeline, to);
    } catch (error) {
      // The next acknowledgement writes a later position; without one the device receives these entries again.
      log.warn({ err: error, ...device, timeline: cursor.timeline }, "a cursor could not be recorded");
    }
    cursor.isMoving = false;
    if (cursor.unrecorded > 0 && cursor.acked !== undefined) void this.write(cursor, cursor.acked);
    this.onRecorded(cursor, to, entries);
  }
}
