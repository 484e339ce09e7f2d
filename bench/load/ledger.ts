/**
 * The bookkeeping of a run: every acknowledged message is delivered exactly once, to its receiver, in the order of its
 * sender. Messages are named by sender and number; a sender's numbers count up from 0 over all its receivers.
 */

const SENT = 1;
const ACKED = 2;
const REFUSED = 4;
const DELIVERED = 8;

export interface Account {
  readonly sent: number;
  readonly acked: number;
  /** Answered with an error. */
  readonly refused: number;
  readonly delivered: number;
  /** Sent and never answered. */
  readonly unanswered: number;
  /** Acknowledged and never delivered. */
  readonly lost: number;
  /** Delivered or acknowledged a second time. */
  readonly duplicated: number;
  /** Delivered after a later message of the same sender to the same receiver. */
  readonly disordered: number;
  /** Delivered to somebody else, never sent, or refused and delivered all the same. */
  readonly stray: number;
}

export class Ledger {
  readonly totals = { sent: 0, acked: 0, refused: 0, delivered: 0, duplicated: 0, disordered: 0, stray: 0 };
  private readonly states: Uint8Array[];
  private readonly sentBy: Uint32Array;
  /** Per receiver: the last number it had of each sender. */
  private readonly last: Array<Map<number, number>> = [];
  private readonly receiverOf: (sender: number, number: number) => number;

  constructor(senders: number, receiverOf: (sender: number, number: number) => number) {
    this.states = Array.from({ length: senders }, () => new Uint8Array(256));
    this.sentBy = new Uint32Array(senders);
    this.receiverOf = receiverOf;
  }

  /** Takes the next `count` numbers of a sender and gives the first. */
  send(sender: number, count: number): number {
    const first = this.sentBy[sender] as number;
    const states = this.room(sender, first + count);
    for (let number = first; number < first + count; number++) states[number] = SENT;
    this.sentBy[sender] = first + count;
    this.totals.sent += count;
    return first;
  }

  sentOf(sender: number): number {
    return this.sentBy[sender] as number;
  }

  /** An answer; false when it is none to a message of this sender (keep-alives may be answered too). */
  answer(sender: number, number: number, code: number): boolean {
    if (number < 0 || number >= (this.sentBy[sender] as number)) return false;
    const states = this.states[sender] as Uint8Array;
    const state = states[number] as number;
    if ((state & (ACKED | REFUSED)) !== 0) this.totals.duplicated += 1;
    else if (code === 0) this.totals.acked += 1;
    else this.totals.refused += 1;
    states[number] = state | (code === 0 ? ACKED : REFUSED);
    return true;
  }

  deliver(receiver: number, sender: number, number: number): void {
    const isKnown = sender < this.states.length && number < (this.sentBy[sender] as number);
    if (!isKnown || this.receiverOf(sender, number) !== receiver) {
      this.totals.stray += 1;
      return;
    }
    const states = this.states[sender] as Uint8Array;
    const state = states[number] as number;
    if ((state & DELIVERED) !== 0) {
      this.totals.duplicated += 1;
      return;
    }
    states[number] = state | DELIVERED;
    this.totals.delivered += 1;
    const last = this.lastOf(receiver);
    if (number < (last.get(sender) ?? -1)) this.totals.disordered += 1;
    else last.set(sender, number);
  }

  /** Everything was answered, and everything acknowledged has arrived. */
  get isSettled(): boolean {
    const { sent, acked, refused, delivered } = this.totals;
    return acked + refused >= sent && delivered >= acked;
  }

  close(): Account {
    let lost = 0;
    let unanswered = 0;
    let refusedButDelivered = 0;
    this.states.forEach((states, sender) => {
      for (let number = 0; number < (this.sentBy[sender] as number); number++) {
        const state = states[number] as number;
        if ((state & (ACKED | REFUSED)) === 0) unanswered += 1;
        if ((state & (ACKED | DELIVERED)) === ACKED) lost += 1;
        if ((state & (REFUSED | DELIVERED)) === (REFUSED | DELIVERED)) refusedButDelivered += 1;
      }
    });
    return { ...this.totals, stray: this.totals.stray + refusedButDelivered, lost, unanswered };
  }

  private room(sender: number, count: number): Uint8Array {
    const states = this.states[sender] as Uint8Array;
    if (count <= states.length) return states;
    const grown = new Uint8Array(Math.max(states.length * 2, count));
    grown.set(states);
    this.states[sender] = grown;
    return grown;
  }

  private lastOf(receiver: number): Map<number, number> {
    const last = this.last[receiver] ?? new Map<number, number>();
    this.last[receiver] = last;
    return last;
  }
}

/** What must be zero for a run to count at all. */
export function faultsOf(account: Account): string[] {
  const { lost, duplicated, disordered, stray, unanswered } = account;
  return Object.entries({ lost, duplicated, disordered, stray, unanswered })
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`);
}
