import type { Realm } from "../../realm/realm.ts";
import type { Options } from "../values.ts";

/** How a platform call ended; `result` goes to success or fail. */
export interface Outcome {
  readonly ok: boolean;
  readonly result: Record<string, unknown>;
}

export const succeeded = (result: Record<string, unknown> = { success: true }): Outcome => ({ ok: true, result });

export const failed = (error: number, errorMessage: string): Outcome => ({
  ok: false,
  result: { error, errorMessage },
});

/** Answers calls the way `my` does: callbacks later, and a promise that rejects even when `fail` was given (4.19). */
export class Calls {
  private readonly realm: Realm;
  private readonly delayMs: number;

  constructor(realm: Realm, delayMs: number) {
    this.realm = realm;
    this.delayMs = delayMs;
  }

  /** success or fail, then complete, after the platform's delay. */
  settle(options: Options, outcome: Outcome): void {
    this.later(() => this.settleNow(options, outcome));
  }

  settleNow(options: Options, outcome: Outcome): void {
    const result = this.realm.adopt(outcome.result);
    this.realm.call(outcome.ok ? options.success : options.fail, result);
    this.realm.call(options.complete, result);
  }

  /** Settles by callbacks and by the returned promise; `extra` members are added to the promise (a task's methods). */
  promised(options: Options, outcome: Promise<Outcome> | Outcome, extra: Record<string, unknown> = {}): unknown {
    const deferred = this.realm.deferred();
    const finish = (settled: Outcome): void => {
      this.settleNow(options, settled);
      const result = this.realm.adopt(settled.result);
      if (settled.ok) deferred.resolve(result);
      else deferred.reject(result);
    };
    if (outcome instanceof Promise) {
      outcome.then(finish, (error: unknown) => finish(failed(1, String(error))));
    } else {
      this.later(() => finish(outcome));
    }
    return Object.assign(deferred.promise, extra);
  }

  later(run: () => void): void {
    setTimeout(run, this.delayMs);
  }
}
