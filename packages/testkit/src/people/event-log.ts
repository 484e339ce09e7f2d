export interface LoggedEvent {
  readonly name: string;
  readonly payload: unknown;
}

interface Waiter {
  accepts(event: LoggedEvent): boolean;
  resolve(event: LoggedEvent): void;
}

/** Everything that happened to a person, in order; and waiting for what has not happened yet. */
export class EventLog {
  readonly events: LoggedEvent[] = [];
  private readonly waiters = new Set<Waiter>();
  private readonly owner: string;
  /** Upper bound of every wait. Generous: a wait that is met costs nothing. */
  readonly timeoutMs: number;

  constructor(owner: string, timeoutMs: number) {
    this.owner = owner;
    this.timeoutMs = timeoutMs;
  }

  add(name: string, payload: unknown): void {
    const event = { name, payload };
    this.events.push(event);
    for (const waiter of [...this.waiters]) {
      if (!waiter.accepts(event)) continue;
      this.waiters.delete(waiter);
      waiter.resolve(event);
    }
  }

  /** A position to wait from: what happened before does not count. */
  mark(): number {
    return this.events.length;
  }

  /** The first event that fits, already seen (at or after `after`) or to come; fails with what did happen. */
  async waitFor<T>(
    name: string,
    accepts: (payload: T) => boolean = () => true,
    options: { after?: number; timeoutMs?: number } = {},
  ): Promise<T> {
    // Payloads are whatever the SDK handed over; the caller says which shape it checks for.
    const fits = (event: LoggedEvent): boolean => event.name === name && accepts(event.payload as T);
    const seen = this.events.slice(options.after ?? 0).find(fits);
    if (seen) return seen.payload as T;
    const timeoutMs = options.timeoutMs ?? this.timeoutMs;
    const failure = new Error(); // made here so that the stack shows the test's line
    return new Promise<T>((resolve, reject) => {
      const waiter: Waiter = {
        accepts: fits,
        resolve: (event) => {
          clearTimeout(timer);
          resolve(event.payload as T);
        },
      };
      const timer = setTimeout(() => {
        this.waiters.delete(waiter);
        failure.message = `${this.owner} waited ${timeoutMs} ms for ${name}; last seen: ${this.tail()}`;
        reject(failure);
      }, timeoutMs);
      this.waiters.add(waiter);
    });
  }

  all<T>(name: string, accepts: (payload: T) => boolean = () => true, after = 0): T[] {
    return this.events
      .slice(after)
      .filter((event) => event.name === name && accepts(event.payload as T))
      .map((event) => event.payload as T);
  }

  private tail(): string {
    return this.events
      .slice(-8)
      .map((event) => `${event.name} ${JSON.stringify(event.payload)?.slice(0, 200)}`)
      .join(" | ");
  }
}
