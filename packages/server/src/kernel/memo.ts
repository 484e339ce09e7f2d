/**
 * Remembers at most `max` things that can be had again. A new one when it is full empties it: what is in use is soon back,
 * and nothing has to be known about the rest.
 */
export class Memo<K, V> extends Map<K, V> {
  private readonly max: number;

  constructor(max: number) {
    super();
    this.max = max;
  }

  override set(key: K, value: V): this {
    if (this.size >= this.max && !this.has(key)) this.clear();
    return super.set(key, value);
  }
}
