/** How many ids are remembered: what one device can have received in a long reconnect, at least. */
const REMEMBERED = 5000;

/** Ids that have been seen, the oldest forgotten first. */
export class SeenIds {
  private readonly ids = new Set<string>();

  /** False when it was there already. */
  add(id: string): boolean {
    if (this.ids.has(id)) return false;
    this.ids.add(id);
    if (this.ids.size > REMEMBERED) {
      // A set is in the order of insertion, and this one is not empty.
      this.ids.delete(this.ids.values().next().value as string);
    }
    return true;
  }

  clear(): void {
    this.ids.clear();
  }
}
