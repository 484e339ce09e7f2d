import type { Realm } from "../../realm/realm.ts";
import type { Options } from "../values.ts";

/** How a platform call ended: WeChat tells by `errMsg`, `name:ok` or `name:fail why`. */
export type Outcome =
  | { readonly ok: true; readonly result?: Record<string, unknown> }
  | { readonly ok: false; readonly why: string };

export const ok = (result: Record<string, unknown> = {}): Outcome => ({ ok: true, result });
export const fail = (why: string): Outcome => ({ ok: false, why });

/** Answers calls the way `wx` does: success or fail, then complete, a little later. */
export class Calls {
  private readonly realm: Realm;

  constructor(realm: Realm) {
    this.realm = realm;
  }

  settle(name: string, options: Options, outcome: Outcome): void {
    setTimeout(() => this.settleNow(name, options, outcome), 1);
  }

  settleNow(name: string, options: Options, outcome: Outcome): void {
    const result = this.realm.adopt(toResult(name, outcome));
    this.realm.call(outcome.ok ? options.success : options.fail, result);
    this.realm.call(options.complete, result);
  }

  /** Calls that return a promise when, and only when, no callback is given. */
  promised(name: string, options: Options, outcome: Outcome): unknown {
    const hasCallback = ["success", "fail", "complete"].some((key) => typeof options[key] === "function");
    if (hasCallback) {
      this.settle(name, options, outcome);
      return undefined;
    }
    const deferred = this.realm.deferred();
    const result = this.realm.adopt(toResult(name, outcome));
    setTimeout(() => (outcome.ok ? deferred.resolve(result) : deferred.reject(result)), 1);
    return deferred.promise;
  }
}

const toResult = (name: string, outcome: Outcome): Record<string, unknown> =>
  outcome.ok ? { ...outcome.result, errMsg: `${name}:ok` } : { errMsg: `${name}:fail ${outcome.why}` };
