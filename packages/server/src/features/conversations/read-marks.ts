import { AppError } from "../../kernel/errors.ts";
import { compareIds } from "../../kernel/ids.ts";
import type { ReadMark } from "./conversations.store.ts";

/** Conversations in one batch; marks for further ones are refused until it is stored. */
const MAX_BATCH = 20_000;
const ROWS_PER_STATEMENT = 500;

interface Batch {
  readonly marks: Map<string, ReadMark>;
  readonly stored: Promise<void>;
}

/**
 * Read marks come with every read receipt, so they are not written one by one: what arrives while the batch before is
 * written, and during `wait`, becomes one batch with one row per conversation. `add` resolves when its batch is stored,
 * so a receipt is acknowledged only when its mark would survive a crash.
 */
export class ReadMarks {
  private readonly store: (marks: readonly ReadMark[]) => Promise<void>;
  private readonly wait: () => Promise<void>;
  private gathering: Batch | undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(deps: { store: (marks: readonly ReadMark[]) => Promise<void>; wait: () => Promise<void> }) {
    this.store = deps.store;
    this.wait = deps.wait;
  }

  /** @throws AppError OVERLOADED when the batch is full. */
  async add(mark: ReadMark): Promise<void> {
    this.gathering ??= this.begin();
    const { marks, stored } = this.gathering;
    // The timeline names the application.
    const key = `${mark.user}/${mark.timeline}`;
    const before = marks.get(key);
    if (before === undefined && marks.size >= MAX_BATCH) throw new AppError("OVERLOADED");
    marks.set(key, before === undefined ? mark : later(before, mark));
    await stored;
  }

  /** Resolves when everything added before is stored or has failed. */
  async settled(): Promise<void> {
    await this.last;
  }

  private begin(): Batch {
    const marks = new Map<string, ReadMark>();
    const stored = this.last.then(this.wait).then(async () => {
      this.gathering = undefined;
      const rows = [...marks.values()];
      for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
        await this.store(rows.slice(at, at + ROWS_PER_STATEMENT));
      }
    });
    // A batch that fails has told those who added to it; the next one goes on.
    this.last = stored.catch(() => {});
    return { marks, stored };
  }
}

function later(a: ReadMark, b: ReadMark): ReadMark {
  return { ...a, upTo: laterId(a.upTo, b.upTo), wholeUpTo: laterId(a.wholeUpTo, b.wholeUpTo) };
}

function laterId(a: string, b: string): string {
  return compareIds(a, b) >= 0 ? a : b;
}
