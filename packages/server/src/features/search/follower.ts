import type { Logger } from "pino";
import type { Entry, EntryKind, Position, Timelines } from "../../timeline/index.ts";
import { documentOf, isFollowed, isSearched, searchedKinds } from "./document.ts";
import type { Document, SearchIndex } from "./search-index.ts";

/** Entries looked at in a step; what is read for it takes the thread of the database a few milliseconds. */
const STEP = 500;
/** How long what was committed may wait for company. */
const GATHER_MS = 250;
const MIN_PAUSE_MS = 20;
const RETRY_MS = 5000;

const followedKinds: readonly EntryKind[] = [...searchedKinds, "edit", "recall"];

interface Deps {
  readonly timelines: Pick<Timelines, "log" | "find" | "onCommitted">;
  readonly index: SearchIndex;
  readonly log: Logger;
}

/**
 * Keeps the index behind the log: step by step, one at a time, and resting as long as it works, so that it takes at most
 * half of what it stands on. Where it stands is stored with what it has done, so a crash repeats nothing and leaves
 * nothing out; and it makes no difference how long it was switched off.
 */
export class Follower {
  private readonly deps: Deps;
  private readonly stopListening: () => void;
  private position: Position | undefined;
  private timer: NodeJS.Timeout | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  constructor(deps: Deps) {
    this.deps = deps;
    this.stopListening = deps.timelines.onCommitted(() => this.wake(GATHER_MS));
    // What came while nobody followed.
    this.wake(0);
  }

  /**
   * Goes on until the end of the log, at most so many steps, without rest: somebody waits. True: this is the end.
   * @throws Error when the record or the index cannot be read.
   */
  async catchUp({ steps }: { steps: number }): Promise<boolean> {
    for (let i = 0; i < steps; i++) if (!(await this.step())) return true;
    return false;
  }

  /** Of messages that have left the log: a step that has read them before is waited for. @throws Error as `catchUp`. */
  forget(ids: readonly Position[]): Promise<void> {
    const removal = this.last.then(() => this.deps.index.remove(ids));
    this.last = removal.catch(() => {});
    return removal;
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.stopListening();
    clearTimeout(this.timer);
    await this.last;
  }

  private wake(afterMs: number): void {
    if (this.timer !== undefined || this.isClosed) return;
    this.timer = setTimeout(() => void this.work(), afterMs);
    this.timer.unref();
  }

  private async work(): Promise<void> {
    let pauseMs: number | undefined;
    try {
      const startedAt = performance.now();
      if (await this.step()) pauseMs = Math.max(MIN_PAUSE_MS, performance.now() - startedAt);
    } catch (error) {
      this.deps.log.error({ err: error }, "the search index cannot be brought up to date");
      pauseMs = RETRY_MS;
    }
    this.timer = undefined;
    if (pauseMs !== undefined) this.wake(pauseMs);
  }

  /** One step after those that were asked for before. False: there was nothing to do. */
  private step(): Promise<boolean> {
    const step = this.last.then(() => this.advance());
    // Whoever asked for the step that fails is told; the next one tries again.
    this.last = step.catch(() => {});
    return step;
  }

  private async advance(): Promise<boolean> {
    if (this.isClosed) return false;
    const { timelines, index } = this.deps;
    this.position ??= await index.position();
    const { entries, upTo } = await timelines.log({ after: this.position, limit: STEP, kinds: followedKinds });
    if (upTo === undefined) return false;
    await index.apply({ ...(await this.changesOf(entries)), upTo });
    this.position = upTo;
    return true;
  }

  /** A message is in the log as it is now; an edit says that it may be in the index as it was before. */
  private async changesOf(entries: readonly Entry[]): Promise<{ put: Document[]; remove: Position[] }> {
    const put = new Map<Position, Document>();
    const remove: Position[] = [];
    for (const entry of entries) {
      const { kind, ref, timeline } = entry;
      if (!isFollowed(timeline)) continue;
      if (isSearched(kind)) put.set(entry.id, documentOf(entry));
      else if (kind === "recall" && ref !== undefined) remove.push(ref);
      else if (kind === "edit" && ref !== undefined) {
        const message = await this.deps.timelines.find(timeline, ref);
        if (message !== undefined && isSearched(message.kind)) put.set(ref, documentOf(message));
      }
    }
    return { put: [...put.values()], remove };
  }
}
