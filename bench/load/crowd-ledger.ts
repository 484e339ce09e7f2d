/**
 * The bookkeeping of a group or room: every acknowledged message is delivered exactly once to everybody who is online but
 * its sender, in the order of its sender. Who is online has an index; the first of them send.
 */
import type { Account } from "./ledger.ts";

const ACKED = 1;
const REFUSED = 2;

export class CrowdLedger {
  readonly totals = { sent: 0, acked: 0, refused: 0, delivered: 0, duplicated: 0, disordered: 0, stray: 0 };
  private readonly senders: number;
  private readonly receivers: number;
  private readonly answers: Bytes[];
  /** Of each receiver and sender, how often each number came. */
  private readonly came: Bytes[];
  /** Of each receiver and sender, the highest number. */
  private readonly last: Int32Array;
  private readonly sentBy: Uint32Array;

  constructor({ online, senders }: { online: number; senders: number }) {
    this.senders = senders;
    this.receivers = online;
    this.answers = Array.from({ length: senders }, () => new Bytes());
    this.came = Array.from({ length: online * senders }, () => new Bytes());
    this.last = new Int32Array(online * senders).fill(-1);
    this.sentBy = new Uint32Array(senders);
  }

  /** Takes the next `count` numbers of a sender and gives the first. */
  send(sender: number, count: number): number {
    const first = this.sentOf(sender);
    this.sentBy[sender] = first + count;
    this.totals.sent += count;
    return first;
  }

  sentOf(sender: number): number {
    return this.sentBy[sender] as number;
  }

  /** An answer; false when it is none to a message of this sender (keep-alives may be answered too). */
  answer(sender: number, number: number, code: number): boolean {
    if (sender >= this.senders || number < 0 || number >= this.sentOf(sender)) return false;
    const answers = this.answers[sender] as Bytes;
    if (answers.at(number) !== 0) this.totals.duplicated += 1;
    else if (code === 0) this.totals.acked += 1;
    else this.totals.refused += 1;
    answers.set(number, code === 0 ? ACKED : REFUSED);
    return true;
  }

  deliver(receiver: number, sender: number, number: number): void {
    if (sender >= this.senders || number >= this.sentOf(sender) || receiver === sender) {
      this.totals.stray += 1;
      return;
    }
    const at = receiver * this.senders + sender;
    const came = this.came[at] as Bytes;
    if (came.at(number) !== 0) {
      this.totals.duplicated += 1;
      return;
    }
    came.set(number, 1);
    this.totals.delivered += 1;
    if (number < (this.last[at] as number)) this.totals.disordered += 1;
    else this.last[at] = number;
  }

  /** Everything was answered, and everything acknowledged has arrived everywhere. */
  get isSettled(): boolean {
    const { sent, acked, refused, delivered } = this.totals;
    return acked + refused >= sent && delivered >= acked * (this.receivers - 1);
  }

  close(): Account {
    let [lost, unanswered, refusedButDelivered] = [0, 0, 0];
    for (let sender = 0; sender < this.senders; sender++) {
      for (let number = 0; number < this.sentOf(sender); number++) {
        const answer = (this.answers[sender] as Bytes).at(number);
        const arrivals = this.arrivals(sender, number);
        if (answer === 0) unanswered += 1;
        if (answer === ACKED) lost += this.receivers - 1 - arrivals;
        if (answer === REFUSED) refusedButDelivered += arrivals;
      }
    }
    return { ...this.totals, stray: this.totals.stray + refusedButDelivered, lost, unanswered };
  }

  private arrivals(sender: number, number: number): number {
    let count = 0;
    for (let receiver = 0; receiver < this.receivers; receiver++) {
      count += (this.came[receiver * this.senders + sender] as Bytes).at(number);
    }
    return count;
  }
}

/** Bytes that are 0 until they are set, however many. */
class Bytes {
  private bytes = new Uint8Array(32);

  at(index: number): number {
    return this.bytes[index] ?? 0;
  }

  set(index: number, value: number): void {
    if (index >= this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.bytes.length * 2, index + 1));
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes[index] = value;
  }
}
