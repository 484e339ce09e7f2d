/**
 * What a client remembers in order to recognise what comes again: the official one its last hundred ids, those of its own
 * acknowledged messages among them.
 */
export class Ring {
  private readonly ids = new Set<string>();
  private readonly size: number;

  constructor(size = 100) {
    this.size = size;
  }

  /** False for an id that is remembered already. */
  add(id: string): boolean {
    if (this.ids.has(id)) return false;
    this.ids.add(id);
    if (this.ids.size > this.size) {
      const [oldest] = this.ids;
      if (oldest !== undefined) this.ids.delete(oldest);
    }
    return true;
  }
}
