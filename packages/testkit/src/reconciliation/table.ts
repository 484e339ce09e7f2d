import { WITHOUT_STATE } from "./without-state.ts";

/** Parts that had to be asked for, of events that were shown to explain what is fetched. */
type Shown = ReadonlyMap<string, readonly string[]>;

/** Each event, and whether it explains what is fetched, or why there is nothing to explain; the same after an absence. */
export function table(
  events: readonly string[],
  {
    inRows,
    own,
    explained,
    madeUpFor,
    lost,
  }: {
    inRows: ReadonlySet<string>;
    own: ReadonlySet<string>;
    explained: Shown;
    madeUpFor: Shown;
    lost: Readonly<Record<string, string>>;
  },
): string {
  const verdict = (event: string): string => {
    if (event in WITHOUT_STATE) return `no state: ${WITHOUT_STATE[event]}`;
    if (!inRows.has(event)) return "NO ROW";
    if (own.has(event)) return `${shown(explained.get(event))}; the observer's own act`;
    const later = event in lost ? `NOT: ${lost[event]}` : shown(madeUpFor.get(event));
    return `${shown(explained.get(event))}; after an absence: ${later}`;
  };
  const width = Math.max(...events.map((event) => event.length));
  const count = (which: Shown): number => events.filter((event) => which.has(event)).length;
  return [
    ...events.map((event) => `${event.padEnd(width)}  ${verdict(event)}`),
    "",
    `${count(explained)} of ${events.length} events explain what is fetched, ${count(madeUpFor)} after an absence, ` +
      `${Object.keys(WITHOUT_STATE).length} have no state`,
  ].join("\n");
}

function shown(asked: readonly string[] | undefined): string {
  if (asked === undefined) return "NOT SHOWN";
  return asked.length === 0 ? "explains" : `says that ${asked.join(" and ")} must be asked for`;
}
