import type { Clock } from "../kernel/clock.ts";
import type { Frame } from "./frame.ts";

/**
 * The official client recognises what comes again among the last hundred ids it has seen, and the ids of its own
 * acknowledged messages are among them (MSync 5.8). What a device may receive again after a crash of the server, and the
 * acks that follow it, must fit in there together: `WINDOW` (delivery.ts) and these two.
 */
const MAX_ACKS_AFTER = 30;
/** Acks in a new session while it is not known what the one before left unrecorded. */
const MAX_ACKS_ON_RETURN = 15;
/** A client that does not acknowledge for so long has not taken what it was sent, or does not count on being remembered. */
const PATIENCE_MS = 3000;
/** Acks that wait; one that sends so much ahead gets them all. */
const MAX_HELD = 256;

interface Exposure {
  readonly owner: object;
  entries: number;
  /** How many acks had been sent when the entries left. */
  readonly acksBefore: number;
  readonly at: number;
}

/**
 * Holds back acks of a device's own messages while the server may have to deliver again what the device has seen before
 * them. Few clients ever notice: it takes dozens of messages on their way at the moment when others arrive.
 */
export class AckGate {
  private readonly outlet: { send(frame: Frame): void };
  private readonly clock: Clock;
  /** Oldest first. Like what is held, made only when there are any: most sessions are idle most of the time. */
  private exposures: Exposure[] | undefined;
  private held: Frame[] | undefined;
  private sent = 0;

  /** For a new session: until `returned`, something may come again that an earlier one has delivered. */
  constructor(outlet: { send(frame: Frame): void }, clock: Clock) {
    this.outlet = outlet;
    this.clock = clock;
    const acksBefore = MAX_ACKS_ON_RETURN - MAX_ACKS_AFTER;
    this.exposures = [{ owner: this, entries: 1, acksBefore, at: clock.now() }];
  }

  /** Entries of a queue leave for the device. */
  exposed(owner: object, entries: number): void {
    this.exposures ??= [];
    this.exposures.push({ owner, entries, acksBefore: this.sent, at: this.clock.now() });
  }

  /** The oldest entries of a queue will not come again. */
  recorded(owner: object, entries: number): void {
    if (this.exposures === undefined) return;
    let rest = entries;
    for (const exposure of this.exposures) {
      if (exposure.owner !== owner) continue;
      const covered = Math.min(rest, exposure.entries);
      exposure.entries -= covered;
      rest -= covered;
    }
    const left = this.exposures.filter((exposure) => exposure.entries > 0);
    this.exposures = left.length > 0 ? left : undefined;
    this.release();
  }

  /** What earlier sessions left unrecorded is recorded by now. */
  returned(): void {
    this.recorded(this, 1);
  }

  /** Sends an ack: now, or when it may follow what was delivered. */
  ack(frame: Frame): void {
    if (this.held === undefined && this.isOpen()) {
      this.sent++;
      this.outlet.send(frame);
      return;
    }
    this.held ??= [];
    this.held.push(frame);
    if (this.held.length > MAX_HELD) this.flush();
  }

  /** Called now and then, too: patience ends without anything happening. */
  release(): void {
    if (this.held === undefined) return;
    let count = 0;
    while (count < this.held.length && this.isOpen(count)) count++;
    this.sendFirst(count);
  }

  /** Sends all that waits. */
  flush(): void {
    this.sendFirst(MAX_HELD + 1);
  }

  /** Whether one more ack may leave, after `more` that are about to. */
  private isOpen(more = 0): boolean {
    const now = this.clock.now();
    let oldest = this.exposures?.[0];
    while (oldest !== undefined && now - oldest.at >= PATIENCE_MS) {
      this.exposures?.shift();
      oldest = this.exposures?.[0];
    }
    return oldest === undefined || this.sent + more - oldest.acksBefore < MAX_ACKS_AFTER;
  }

  private sendFirst(count: number): void {
    const leaving = this.held?.splice(0, count) ?? [];
    if (this.held?.length === 0) this.held = undefined;
    this.sent += leaving.length;
    for (const frame of leaving) this.outlet.send(frame);
  }
}
