/** How many ids are remembered, and at most twice as many: what one device can have received in a long reconnect, at least. */
const REMEMBERED = 5000;

/**
 * Ids that have been seen, the oldest forgotten first. In two halves: taking the first out of one set again and again is
 * slow in the engines.
 */
export class SeenIds {
  private recent = new Set<string>();
  private earlier = new Set<string>();

  /** False when it was there already. */
  add(id: string): boolean {
    const { recent } = this;
    if (recent.has(id) || this.earlier.has(id)) return false;
    recent.add(id);
    if (recent.size >= REMEMBERED) {
      this.earlier = recent;
      this.recent = new Set();
    }
    return true;
  }

  clear(): void {
    this.recent.clear();
    this.earlier.clear();
  }
}
