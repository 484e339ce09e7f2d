import type { Socket } from "node:net";

/** What the fuzzer found, and what it has tried. */
export class Findings {
  readonly list: string[] = [];
  private readonly counts = new Map<string, number>();

  /** Something that must not happen, with what led to it. */
  report(what: string, input: string | Uint8Array): void {
    if (this.list.length >= 20) return;
    this.list.push(`${what} <- ${show(input)}`);
  }

  count(what: string, times = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }

  get(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  /** "200: 17, 404: 3", largest first. */
  summary(prefix: string): string {
    return [...this.counts]
      .filter(([what]) => what.startsWith(prefix))
      .sort(([, one], [, other]) => other - one)
      .map(([what, times]) => `${what.slice(prefix.length)}: ${times}`)
      .join(", ");
  }
}

const MAX_SHOWN = 600;

function show(input: string | Uint8Array): string {
  const text = typeof input === "string" ? JSON.stringify(input) : `hex ${Buffer.from(input).toString("hex")}`;
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}… (${input.length})` : text;
}

/** Rejects with `what` unless `happening` ends in time. */
export async function within<T>(ms: number, what: string, happening: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing for ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([happening, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves when the connection is over, however it ended. */
export function whenClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on("error", () => {}); // "close" follows
    socket.once("close", () => resolve());
  });
}
