/** What can go wrong, by name. */
export type ViolationKind =
  | "lost"
  | "doubled"
  | "out of order"
  | "stored twice"
  | "unsettled"
  | "status"
  | "heard after close"
  | "timer left"
  | "unhandled rejection";

export interface Violation {
  readonly kind: ViolationKind;
  readonly what: string;
}

export interface Sent {
  /** The text: unique in the story. */
  readonly text: string;
  readonly from: string;
  readonly to: string;
  /** Counts the messages of one sending device in one conversation. */
  readonly turn: number;
  /** The program that sent it was killed before it heard of the outcome. */
  outcome: "waiting" | "acknowledged" | "rejected" | "orphaned";
}

/** Keeps account of every message, from the call of `send` to each device that should show it. */
export class Ledger {
  readonly violations: Violation[] = [];
  readonly sent = new Map<string, Sent>();
  private readonly turns = new Map<string, number>();
  /** By device: texts its application has ever shown. */
  private readonly shown = new Map<string, Set<string>>();
  /** By device and run of its program, and sender and conversation: the last turn that was shown. */
  private readonly lastTurns = new Map<string, number>();
  private readonly onBlame: (violation: Violation) => void;

  constructor(onBlame: (violation: Violation) => void) {
    this.onBlame = onBlame;
  }

  blame(kind: ViolationKind, what: string): void {
    const violation = { kind, what };
    this.violations.push(violation);
    this.onBlame(violation);
  }

  send(device: string, from: string, to: string): Sent {
    const key = `${device} ${to}`;
    const turn = (this.turns.get(key) ?? 0) + 1;
    this.turns.set(key, turn);
    const sent: Sent = { text: `${device}|${to}|${turn}`, from, to, turn, outcome: "waiting" };
    this.sent.set(sent.text, sent);
    return sent;
  }

  /** `run`: a run of the program on the device; it remembers what it has shown, the next does not. */
  show(device: string, run: { number: number; shown: Set<string> }, text: string): void {
    const sent = this.sent.get(text);
    if (sent === undefined) {
      this.blame("stored twice", `${device} was shown ${text}, which nobody sent`);
      return;
    }
    if (run.shown.has(text)) this.blame("doubled", `${device} was shown ${text} twice`);
    else {
      const stream = `${device} ${run.number} ${text.slice(0, text.lastIndexOf("|"))}`;
      const last = this.lastTurns.get(stream) ?? 0;
      if (sent.turn < last) this.blame("out of order", `${device} was shown ${text} after ${last}`);
      this.lastTurns.set(stream, Math.max(last, sent.turn));
    }
    run.shown.add(text);
    let everything = this.shown.get(device);
    if (everything === undefined) {
      everything = new Set();
      this.shown.set(device, everything);
    }
    everything.add(text);
  }

  /** What the server has, against what was sent. */
  checkStored(texts: readonly string[]): void {
    const seen = new Set<string>();
    const lastTurns = new Map<string, number>();
    for (const text of texts) {
      if (seen.has(text)) this.blame("stored twice", text);
      seen.add(text);
      const sent = this.sent.get(text);
      if (sent === undefined) continue;
      const stream = text.slice(0, text.lastIndexOf("|"));
      if (sent.turn < (lastTurns.get(stream) ?? 0)) this.blame("out of order", `${text} was stored late`);
      lastTurns.set(stream, sent.turn);
    }
    for (const { text, outcome } of this.sent.values()) {
      if (outcome === "acknowledged" && !seen.has(text))
        this.blame("lost", `${text} was acknowledged and is not stored`);
      if (outcome === "waiting") this.blame("unsettled", text);
    }
  }

  /** Whether a device has shown all of `texts`. */
  hasShown(device: string, texts: readonly string[]): boolean {
    const shown = this.shown.get(device);
    return texts.every((text) => shown?.has(text) === true);
  }

  checkShown(device: string, texts: readonly string[]): void {
    const shown = this.shown.get(device);
    for (const text of texts) if (shown?.has(text) !== true) this.blame("lost", `${device} was never shown ${text}`);
  }

  count(outcome: Sent["outcome"]): number {
    let count = 0;
    for (const sent of this.sent.values()) if (sent.outcome === outcome) count++;
    return count;
  }
}
