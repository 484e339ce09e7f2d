export type Listener = (event?: unknown) => void;

/**
 * A platform's `onX` / `offX` pair as mini programs behave: the same function added twice is called twice, `off(fn)`
 * removes one registration, `off()` removes all of them, whoever made them (Alipay facts 4.18).
 */
export class Listeners {
  private list: Listener[] = [];

  readonly on = (listener: unknown): void => {
    // A guest's function has no type we could know.
    if (typeof listener === "function") this.list.push(listener as Listener);
  };

  readonly off = (listener?: unknown): void => {
    if (listener === undefined) {
      this.list = [];
      return;
    }
    const at = this.list.indexOf(listener as Listener) /* only compared */;
    if (at >= 0) this.list = this.list.filter((_, index) => index !== at);
  };

  emit(event?: unknown): void {
    for (const listener of [...this.list]) listener(event);
  }

  get count(): number {
    return this.list.length;
  }
}
