/** How tests use a platform object: every call by callbacks, as programs of any age do. */

export type PlatformApi = Record<string, unknown>;
export type Result = Record<string, unknown>;

/** Calls `api[name]` with callbacks; resolves with how it ended. */
export function callOf(api: PlatformApi): (name: string, options?: Result) => Promise<{ ok: boolean; result: Result }> {
  return (name, options = {}) =>
    new Promise((resolve) => {
      const run = api[name];
      if (typeof run !== "function") throw new Error(`there is no ${name}`);
      const promise: unknown = run.call(api, {
        ...options,
        success: (result: Result) => resolve({ ok: true, result }),
        fail: (result: Result) => resolve({ ok: false, result }),
      });
      // Some calls return a promise that rejects although `fail` was given.
      if (promise && typeof promise === "object" && "catch" in promise && typeof promise.catch === "function") {
        promise.catch(() => {});
      }
    });
}

/** Calls a method that takes a listener or answers at once. */
export function useOf(api: PlatformApi): (name: string, ...args: unknown[]) => unknown {
  return (name, ...args) => {
    const run = api[name];
    if (typeof run !== "function") throw new Error(`there is no ${name}`);
    return run.apply(api, args);
  };
}

/** Events in order, and a promise for the next of a kind. */
export class Seen {
  readonly list: [string, Result][] = [];
  private readonly waiting = new Map<string, ((event: Result) => void)[]>();

  readonly as = (name: string) => (event: Result) => {
    this.list.push([name, event]);
    const waiters = this.waiting.get(name) ?? [];
    this.waiting.delete(name);
    for (const resolve of waiters) resolve(event);
  };

  next(name: string): Promise<Result> {
    return new Promise((resolve) => this.waiting.set(name, [...(this.waiting.get(name) ?? []), resolve]));
  }

  get names(): string[] {
    return this.list.map(([name]) => name);
  }
}
