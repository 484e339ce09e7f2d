export interface StorageLimits {
  readonly maxBytesPerKey: number;
  readonly maxBytes: number;
}

/**
 * What a mini program keeps between starts. Values are kept as JSON, as the platforms do, so nothing a program stores can
 * be shared by reference. Passed into a runtime from outside when a test restarts the program.
 */
export class DeviceStorage {
  private readonly values = new Map<string, string>();
  readonly limits: StorageLimits;

  constructor(limits: StorageLimits) {
    this.limits = limits;
  }

  get(key: string): unknown {
    const text = this.values.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** Answers which limit was hit, if any. */
  set(key: string, value: unknown): "ok" | "key too large" | "full" {
    const text = JSON.stringify(value ?? null);
    const size = Buffer.byteLength(text);
    if (size > this.limits.maxBytesPerKey) return "key too large";
    const others = [...this.values].reduce(
      (sum, [name, held]) => (name === key ? sum : sum + Buffer.byteLength(held)),
      0,
    );
    if (others + size > this.limits.maxBytes) return "full";
    this.values.set(key, text);
    return "ok";
  }

  remove(key: string): void {
    this.values.delete(key);
  }

  clear(): void {
    this.values.clear();
  }

  info(): { keys: string[]; currentSizeKb: number; limitSizeKb: number } {
    const bytes = [...this.values.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    return {
      keys: [...this.values.keys()],
      currentSizeKb: Math.ceil(bytes / 1024),
      limitSizeKb: Math.floor(this.limits.maxBytes / 1024),
    };
  }
}
