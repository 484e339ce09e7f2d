import type { Logger } from "pino";
import type { Device, Position, Timelines } from "../timeline/index.ts";

/** What one device has acknowledged in one timeline and how much of it is recorded. */
export interface Cursor {
  readonly timeline: string;
  /** Acknowledged up to here; undefined: not known yet, the store knows. */
  acked: Position | undefined;
  /** Acknowledged entries whose record has not been asked for. */
  unrecorded: number;
  /** The write that is on its way; it never rejects. */
  moving: Promise<void> | undefined;
}

/**
 * Records what a device acknowledges. While one position of a timeline is being written, newer ones wait and become one
 * write.
 */
export class CursorWriter {
  private readonly deps: { device: Device; timelines: Timelines; log: Logger };
  private readonly onRecorded: (cursor: Cursor, entries: number) => void;

  /** `onRecorded` hears how many acknowledged entries a finished write covered. */
  constructor(
    deps: { device: Device; timelines: Timelines; log: Logger },
    onRecorded: (cursor: Cursor, entries: number) => void,
  ) {
    this.deps = deps;
    this.onRecorded = onRecorded;
  }

  acknowledged(cursor: Cursor, upTo: Position, entries: number): void {
    cursor.acked = upTo;
    cursor.unrecorded += entries;
    if (cursor.moving === undefined) cursor.moving = this.write(cursor, upTo);
  }

  /** Resolves when everything that was acknowledged is written. */
  async flush(cursors: readonly Cursor[]): Promise<void> {
    let moving = cursors;
    while (moving.length > 0) {
      await Promise.all(moving.map((cursor) => cursor.moving));
      moving = moving.filter((cursor) => cursor.moving !== undefined);
    }
  }

  private async write(cursor: Cursor, to: Position): Promise<void> {
    const { device, timelines, log } = this.deps;
    const entries = cursor.unrecorded;
    cursor.unrecorded = 0;
    try {
      await timelines.moveCursor(device, cursor.timeline, to);
    } catch (error) {
      // The next acknowledgement writes a later position; without one the device receives these entries again.
      log.warn({ err: error, timeline: cursor.timeline }, "a cursor could not be recorded");
    }
    // What was acknowledged meanwhile is one write.
    cursor.moving = cursor.unrecorded > 0 && cursor.acked !== undefined ? this.write(cursor, cursor.acked) : undefined;
    this.onRecorded(cursor, entries);
  }
}
