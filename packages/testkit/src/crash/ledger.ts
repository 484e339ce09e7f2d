/**
 * Who sent what, what was acknowledged, and what reached which device: the book that says whether a message was lost.
 *
 * A *flow* is a stream of numbered messages with one sending device; a *device* is where an application shows messages.
 * Numbers of a flow begin with 0 and are given out in the order in which messages are sent.
 */
export interface Verdict {
  readonly sent: number;
  readonly acknowledged: number;
  /** Deliveries that are due and did not happen, counted per device. */
  readonly lost: number;
  /** Deliveries beyond the first, counted per device. */
  readonly duplicated: number;
  /** Deliveries of a message after a later one of the same flow, counted per device. */
  readonly outOfOrder: number;
  /** Deliveries under another id than the sender was told, and of what nobody sent. */
  readonly misidentified: number;
  /** The first of each kind, for people. */
  readonly examples: readonly string[];
}

/**
 * Which messages are due at every receiver: those that were acknowledged, or, where the sender repeats what was not
 * acknowledged until it is, all that were sent.
 */
export type Due = "acknowledged" | "sent";

interface FlowBook {
  readonly name: string;
  readonly receivers: ReadonlyMap<string, Arrivals>;
  readonly due: Due;
  sent: number;
  acknowledged: number;
  /** By number: the id the sender was told. */
  readonly ids: (string | undefined)[];
}

interface Arrivals {
  /** By number: how often it came. */
  readonly counts: number[];
  /** By number: under which id it came first. */
  readonly ids: (string | undefined)[];
  latest: number;
}

const MAX_EXAMPLES = 12;

/**
 * Resolves true as soon as `condition` holds, which is looked at after every change of a ledger; false when nothing at all
 * changes for `silenceMs`.
 */
export function until(ledgers: readonly Ledger[], condition: () => boolean, silenceMs: number): Promise<boolean> {
  if (condition()) return Promise.resolve(true);
  return new Promise((resolve) => {
    let isOver = false;
    const end = (isMet: boolean): void => {
      isOver = true;
      clearTimeout(timer);
      for (const unwatch of unwatches) unwatch();
      resolve(isMet);
    };
    const timer = setTimeout(() => end(false), silenceMs);
    const unwatches = ledgers.map((ledger) =>
      ledger.watch(() => {
        if (isOver) return; // called once more by a change that was under way: `refresh` would start the timer again
        if (condition()) end(true);
        else timer.refresh();
      }),
    );
  });
}

export class Ledger {
  private readonly flows = new Map<string, FlowBook>();
  private readonly seen: string[] = [];
  private readonly watchers = new Set<() => void>();
  /** Deliveries that are due and have not happened. */
  private open = 0;
  private acks = 0;
  private duplicated = 0;
  private outOfOrder = 0;
  private strange = 0;

  /** Begins a flow; every message that is due must come to each of `receivers` (names of devices). */
  begin(flow: string, options: { receivers: readonly string[]; due: Due }): void {
    const receivers = new Map(options.receivers.map((device) => [device, { counts: [], ids: [], latest: -1 }]));
    this.flows.set(flow, { name: flow, receivers, due: options.due, sent: 0, acknowledged: 0, ids: [] });
  }

  /** A message is about to be sent; answers its number. */
  send(flow: string): number {
    const book = this.book(flow);
    const number = book.sent++;
    if (book.due === "sent") this.open += book.receivers.size;
    return number;
  }

  acknowledge(flow: string, number: number, id: string): void {
    const book = this.book(flow);
    if (book.ids[number] !== undefined) return; // an acknowledged message may be acknowledged again
    book.ids[number] = id;
    book.acknowledged++;
    this.acks++;
    if (book.due === "acknowledged") {
      for (const arrivals of book.receivers.values()) if (!arrivals.counts[number]) this.open++;
    }
    this.changed();
  }

  /** A message was shown to the application on `device`. */
  arrive(device: string, message: { flow: string; number: number; id: string }): void {
    const { flow, number, id } = message;
    const book = this.flows.get(flow);
    const arrivals = book?.receivers.get(device);
    if (!book || !arrivals || !(number >= 0 && number < book.sent)) {
      this.strange++;
      this.note(`${device} received ${flow} ${number} (${id}), which was not sent to it`);
      return;
    }
    const before = arrivals.counts[number] ?? 0;
    arrivals.counts[number] = before + 1;
    if (before > 0) {
      this.duplicated++;
      const distance = arrivals.latest - number;
      this.note(`${device} received ${flow} ${number} again as ${id}, ${distance} messages later`);
      return;
    }
    arrivals.ids[number] = id;
    if (book.due === "sent" || book.ids[number] !== undefined) this.open--;
    if (number < arrivals.latest) {
      this.outOfOrder++;
      this.note(`${device} received ${flow} ${number} after ${arrivals.latest}`);
    } else arrivals.latest = number;
    this.changed();
  }

  get acknowledged(): number {
    return this.acks;
  }

  /** Everything due so far has come. */
  get isSettled(): boolean {
    return this.open === 0;
  }

  /** What has not come yet, for people: "gus lacks 29 of fay>gus, from 12". */
  missing(): string[] {
    const lines: string[] = [];
    for (const book of this.flows.values()) {
      for (const [device, { counts }] of book.receivers) {
        const due = Array.from({ length: book.sent }, (_, number) => number).filter(
          (number) => !counts[number] && (book.due === "sent" || book.ids[number] !== undefined),
        );
        if (due.length > 0) lines.push(`${device} lacks ${due.length} of ${book.name}, from ${due[0]}`);
      }
    }
    return lines;
  }

  /** Calls back after every change, until the function it answers is called. */
  watch(look: () => void): () => void {
    this.watchers.add(look);
    return () => this.watchers.delete(look);
  }

  verdict(): Verdict {
    const examples = [...this.seen];
    const note = (example: string): void => {
      if (examples.length < MAX_EXAMPLES) examples.push(example);
    };
    let lost = 0;
    let sent = 0;
    let misidentified = this.strange;
    for (const book of this.flows.values()) {
      sent += book.sent;
      for (const [device, arrivals] of book.receivers) {
        for (let number = 0; number < book.sent; number++) {
          const id = book.ids[number];
          if (!arrivals.counts[number]) {
            if (book.due === "acknowledged" && id === undefined) continue;
            lost++;
            note(`${device} never received ${book.name} ${number} (${id ?? "not acknowledged"})`);
          } else if (id !== undefined && arrivals.ids[number] !== id) {
            misidentified++;
            note(`${device} received ${book.name} ${number} as ${arrivals.ids[number]}, the sender was told ${id}`);
          }
        }
      }
    }
    const { acks: acknowledged, duplicated, outOfOrder } = this;
    return { sent, acknowledged, lost, duplicated, outOfOrder, misidentified, examples };
  }

  private book(flow: string): FlowBook {
    const book = this.flows.get(flow);
    if (!book) throw new Error(`the flow ${flow} has not begun`);
    return book;
  }

  private note(example: string): void {
    if (this.seen.length < MAX_EXAMPLES) this.seen.push(example);
  }

  private changed(): void {
    for (const look of [...this.watchers]) look();
  }
}
