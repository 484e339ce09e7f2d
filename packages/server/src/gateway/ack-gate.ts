import { compareIds } from "../kernel/ids.ts";
import type { Position } from "../timeline/index.ts";
import type { Frame } from "./frame.ts";

/**
 * The official client recognises what comes again among the last hundred ids it has seen, and the ids of its own
 * acknowledged messages are among them (MSync 5.8). What a device may receive again after a crash of the server, and the
 * acks that follow it, must fit in there together: `WINDOW` (delivery.ts) and these two.
 */
const MAX_ACKS_AFTER = 30;
/** Acks in a new session while it is not known what the ones before left unrecorded: three may break off in a row. */
const MAX_ACKS_ON_RETURN = 6;
/**
 * A client that acknowledges nothing for so many ticks, seconds of a server that runs, has not taken what it was sent, or
 * does not count on being remembered. The official client waits fifteen seconds for an answer.
 */
const PATIENCE_TICKS = 10;
/** Acks that wait; one that sends so much ahead gets them all. */
const MAX_HELD = 256;

interface Exposure {
  readonly owner: object;
  readonly upTo: Position;
  /** How many acks had been sent when the entries left. */
  readonly acksBefore: number;
  /** It is waited for the device until this tick; once it has acknowledged, for the store as long as that takes. */
  until: number;
}

const START: Position = "0";

/**
 * Holds back acks of a device's own messages while the server may have to deliver again what the device has seen before
 * them. Few clients ever notice: it takes dozens of messages on their way at the moment when others arrive.
 */
export class AckGate {
  private readonly outlet: { send(frame: Frame): void };
  /** Oldest first. Like what is held, made only when there are any: most sessions are idle most of the time. */
  private exposures: Exposure[] | undefined;
  private held: Frame[] | undefined;
  private sent = 0;
  private now = 0;

  /** For a new session: until `returned`, something may come again that an earlier one has delivered. */
  constructor(outlet: { send(frame: Frame): void }) {
    this.outlet = outlet;
    const acksBefore = MAX_ACKS_ON_RETURN - MAX_ACKS_AFTER;
    this.exposures = [{ owner: this, upTo: START, acksBefore, until: PATIENCE_TICKS }];
  }

  /** Entries of a queue leave for the device. */
  exposed(owner: object, upTo: Position): void {
    this.exposures ??= [];
    this.exposures.push({ owner, upTo, acksBefore: this.sent, until: this.now + PATIENCE_TICKS });
  }

  /** The device has seen these entries, and may yet get them again. */
  acknowledged(owner: object, upTo: Position): void {
    for (const exposure of this.exposures ?? NOTHING) {
      if (covers({ owner, upTo }, exposure)) exposure.until = Number.POSITIVE_INFINITY;
    }
  }

  /** These entries will not come again. */
  recorded(owner: object, upTo: Position): void {
    if (this.exposures === undefined) return;
    const left = this.exposures.filter((exposure) => !covers({ owner, upTo }, exposure));
    this.exposures = left.length > 0 ? left : undefined;
    this.release();
  }

  /** What earlier sessions left unrecorded is recorded by now. */
  returned(): void {
    this.recorded(this, START);
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

  /** A second has passed. Not so much by the clock: one that was set, or a machine that was suspended, says nothing of the device. */
  tick(): void {
    this.now++;
    this.release();
  }

  /** Sends all that waits. */
  flush(): void {
    this.sendFirst(MAX_HELD + 1);
  }

  private release(): void {
    if (this.held === undefined) return;
    let count = 0;
    while (count < this.held.length && this.isOpen(count)) count++;
    this.sendFirst(count);
  }

  /** Whether one more ack may leave, after `more` that are about to. */
  private isOpen(more = 0): boolean {
    let oldest = this.exposures?.[0];
    while (oldest !== undefined && this.now >= oldest.until) {
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

function covers(moved: { owner: object; upTo: Position }, { owner, upTo }: Exposure): boolean {
  return moved.owner === owner && compareIds(upTo, moved.upTo) <= 0;
}

const NOTHING: readonly never[] = [];
