/** A task that is to run at a moment; cancelled ones are passed over when their moment comes. */
interface Appointment {
  readonly at: number;
  /** Of two at the same moment, the one that was made first. */
  readonly order: number;
  run: (() => void) | undefined;
}

/** Cancels; afterwards, or when the task has run, it does nothing. */
export type Cancel = () => void;

/**
 * Time that passes only when somebody lets it: no waiting, and the same order of events whenever the same things are
 * arranged. After each event all promises that can go on do so, as between two events of a host.
 */
export class VirtualTime {
  /** Milliseconds since the beginning. */
  now = 0;
  private readonly heap: Appointment[] = [];
  private made = 0;

  after(delayMs: number, run: () => void): Cancel {
    const appointment: Appointment = { at: this.now + Math.max(0, delayMs), order: this.made++, run };
    this.push(appointment);
    return () => {
      appointment.run = undefined;
    };
  }

  /** Lets time pass until `until` says so, checked after each event, or for `maxMs`. True when it was `until`. */
  async pass(maxMs: number, until: () => boolean = () => false): Promise<boolean> {
    const end = this.now + maxMs;
    await settlePromises();
    while (!until()) {
      const next = this.heap[0];
      if (next === undefined || next.at > end) {
        this.now = end;
        return until();
      }
      this.pop();
      if (next.run === undefined) continue;
      this.now = next.at;
      const { run } = next;
      next.run = undefined;
      run();
      await settlePromises();
    }
    return true;
  }

  private push(appointment: Appointment): void {
    const { heap } = this;
    let at = heap.push(appointment) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (isBefore(heap[parent] as Appointment, appointment)) break; // indices stay inside the heap
      heap[at] = heap[parent] as Appointment;
      at = parent;
    }
    heap[at] = appointment;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop() as Appointment; // asked only when there is one
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, heap[child] as Appointment)) child++;
      if (isBefore(last, heap[child] as Appointment)) break;
      heap[at] = heap[child] as Appointment;
      at = child;
    }
    heap[at] = last;
  }
}

const isBefore = (one: Appointment, other: Appointment): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

/** An immediate runs after every promise that can go on, and after those these set off. */
const settlePromises = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
