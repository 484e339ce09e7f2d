import type { Clock } from "./clock.ts";

interface Slot<V> {
  readonly value: Promise<V>;
  /** Set when the value has arrived; undefined while it is being loaded. */
  expiresAt: number | undefined;
}

/**
 * Remembers what `load` answered, for at most `maxAgeMs` and at most `maxEntries` keys. Concurrent reads of a key share one
 * load. After `forget` no read answers what was loaded before it: not even a load that was under way.
 *
 * `forget` is a hint that may get lost between nodes; the age is the bound on how long a lost one can matter.
 */
export class LoadingCache<V> {
  private readonly slots = new Map<string, Slot<V>>();
  private readonly options: {
    load: (key: string) => Promise<V>;
    maxEntries: number;
    maxAgeMs: number;
    clock: Clock;
  };

  constructor(options: { load: (key: string) => Promise<V>; maxEntries: number; maxAgeMs: number; clock: Clock }) {
    this.options = options;
  }

  get(key: string): Promise<V> {
    const slot = this.slots.get(key);
    if (slot !== undefined && (slot.expiresAt === undefined || slot.expiresAt > this.options.clock.now())) {
      this.moveToEnd(key, slot);
      return slot.value;
    }
    return this.startLoading(key);
  }

  forget(key: string): void {
    this.slots.delete(key);
  }

  private startLoading(key: string): Promise<V> {
    const slot: Slot<V> = { value: this.options.load(key), expiresAt: undefined };
    this.moveToEnd(key, slot);
    this.dropOldest();
    slot.value.then(
      () => {
        slot.expiresAt = this.options.clock.now() + this.options.maxAgeMs;
      },
      () => {
        // Whoever asked has the error; the next one tries again.
        if (this.slots.get(key) === slot) this.slots.delete(key);
      },
    );
    return slot.value;
  }

  private moveToEnd(key: string, slot: Slot<V>): void {
    this.slots.delete(key);
    this.slots.set(key, slot);
  }

  private dropOldest(): void {
    if (this.slots.size <= this.options.maxEntries) return;
    for (const oldest of this.slots.keys()) {
      this.slots.delete(oldest);
      return;
    }
  }
}
