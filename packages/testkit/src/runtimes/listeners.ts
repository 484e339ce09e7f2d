import type { Realm } from "../realm/realm.ts";

/**
 * A platform's `onX` / `offX` pair as mini programs behave: the same function added twice is called twice, `off(fn)`
 * removes one registration, `off()` removes all of them, whoever made them (Alipay facts 4.18).
 */
export class Listeners {
  private list: unknown[] = [];
  private readonly realm: Realm;

  constructor(realm: Realm) {
    this.realm = realm;
  }

  readonly on = (listener: unknown): void => {
    if (typeof listener === "function") this.list.push(listener);
  };

  readonly off = (listener?: unknown): void => {
    if (listener === undefined) {
      this.list = [];
      return;
    }
    const at = this.list.indexOf(listener);
    if (at >= 0) this.list = this.list.filter((_, index) => index !== at);
  };

  emit(event?: unknown): void {
    for (const listener of [...this.list]) this.realm.call(listener, event);
  }

  get count(): number {
    return this.list.length;
  }
}
