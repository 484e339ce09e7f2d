import type { Logger } from "pino";
import type { Timelines } from "../../timeline/index.ts";

/**
 * What other features keep about a message goes when the message is recalled. It follows behind, and what a crash leaves
 * is about messages that nobody sees.
 */
export function whenRecalled(
  deps: { timelines: Timelines; log: Logger },
  forget: (timeline: string, messageIds: readonly string[]) => Promise<void>,
): { settled(): Promise<void>; close(): Promise<void> } {
  const running = new Set<Promise<void>>();
  const stop = deps.timelines.onCommitted((entries) => {
    const recalled = new Map<string, string[]>();
    for (const { kind, ref, timeline } of entries) {
      if (kind === "recall" && ref !== undefined) recalled.set(timeline, [...(recalled.get(timeline) ?? []), ref]);
    }
    for (const [timeline, ids] of recalled) {
      const work = forget(timeline, ids)
        .catch((error: unknown) => deps.log.error({ err: error, timeline }, "what was about recalled messages stays"))
        .finally(() => running.delete(work));
      running.add(work);
    }
  });
  const settled = async (): Promise<void> => {
    await Promise.all(running);
  };
  return {
    settled,
    close() {
      stop();
      return settled();
    },
  };
}
