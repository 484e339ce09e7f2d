/** One stored message. */
export interface Entry {
  readonly id: string;
  readonly at: number;
  readonly from: string;
  readonly resource: string;
  readonly to: string;
  readonly payload: Uint8Array;
}

/** What a user sees of the conversation with a partner, oldest first. */
export type Queue = Entry[];

/**
 * What survives a crash of the model: messages, the resends that are known (SPEC ME3), and how far each device is
 * recorded to have acknowledged (SPEC DE7).
 */
export class ModelStore {
  private readonly queues = new Map<string, Map<string, Queue>>();
  private readonly resends = new Map<string, Entry>();
  private readonly recorded = new Map<string, Map<string, number>>();
  private lastId = 1_000_000;
  readonly stored: Entry[] = [];

  newId(): string {
    return String(++this.lastId);
  }

  /** Stores a message, or finds the one it is a resend of. */
  add(message: Omit<Entry, "id">, clientId: string): { entry: Entry; isNew: boolean } {
    const { from, resource, to, payload } = message;
    const key = [from, resource, to, clientId, Buffer.from(payload).toString("base64")].join(" ");
    const known = this.resends.get(key);
    if (known !== undefined) return { entry: known, isNew: false };
    // What was read is a view on the frame.
    const entry = { ...message, payload: payload.slice(), id: this.newId() };
    this.resends.set(key, entry);
    this.stored.push(entry);
    this.queue(to, from).push(entry);
    if (to !== from) this.queue(from, to).push(entry);
    return { entry, isNew: true };
  }

  /** The queues of a user, by the partner's name (SPEC DE2). */
  queuesOf(user: string): Map<string, Queue> {
    let queues = this.queues.get(user);
    if (queues === undefined) {
      queues = new Map();
      this.queues.set(user, queues);
    }
    return queues;
  }

  /** Where a device stands in each queue: the index of the next entry. A device that is new starts as SPEC TL8 says. */
  positionsOf(user: string, resource: string): Map<string, number> {
    const key = `${user}/${resource}`;
    let positions = this.recorded.get(key);
    if (positions === undefined) {
      positions = new Map();
      for (const [device, theirs] of this.recorded) {
        if (!device.startsWith(`${user}/`)) continue;
        for (const [queue, index] of theirs) positions.set(queue, Math.max(index, positions.get(queue) ?? 0));
      }
      this.recorded.set(key, positions);
    }
    return positions;
  }

  private queue(user: string, partner: string): Queue {
    const queues = this.queuesOf(user);
    let queue = queues.get(partner);
    if (queue === undefined) {
      queue = [];
      queues.set(partner, queue);
    }
    return queue;
  }
}
