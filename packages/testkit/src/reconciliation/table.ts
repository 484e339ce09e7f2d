import { WITHOUT_STATE } from "./without-state.ts";

/** Each event, and whether it explains what is fetched, or why there is nothing to explain. */
export function table(
  events: readonly string[],
  { inRows, explained }: { inRows: ReadonlySet<string>; explained: ReadonlyMap<string, readonly string[]> },
): string {
  const verdict = (event: string): string => {
    const asked = explained.get(event);
    if (asked?.length === 0) return "explains what is fetched";
    if (asked !== undefined) return `explains what is fetched, and says that ${asked.join(" and ")} must be asked for`;
    if (inRows.has(event)) return "NOT SHOWN";
    return event in WITHOUT_STATE ? `no state: ${WITHOUT_STATE[event]}` : "NO ROW";
  };
  const width = Math.max(...events.map((event) => event.length));
  const count = events.filter((event) => explained.has(event)).length;
  return [
    ...events.map((event) => `${event.padEnd(width)}  ${verdict(event)}`),
    "",
    `${count} of ${events.length} events explain what is fetched, ${Object.keys(WITHOUT_STATE).length} have no state`,
  ].join("\n");
}
