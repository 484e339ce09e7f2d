import type { Entry } from "./timeline.ts";

/** What is delivered to connected devices only and stored nowhere: an entry that no timeline has. */
export class Transients {
  private readonly listeners = new Set<(entry: Entry) => void>();

  /** To the members of `entry.timeline` who are connected, within its audience. */
  send(entry: Omit<Entry, "edits">): void {
    for (const listener of this.listeners) listener({ ...entry, edits: 0 });
  }

  /** Returns how to stop listening. */
  onSent(listener: (entry: Entry) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
