/** Durations and sizes are stored in one unit and typed in the one that suits them. */
export interface Unit {
  readonly name: "ms" | "second" | "minute" | "hour" | "day" | "B" | "KiB" | "MiB";
  readonly size: number;
}

export const durationUnits: readonly Unit[] = [
  { name: "ms", size: 1 },
  { name: "second", size: 1000 },
  { name: "minute", size: 60_000 },
  { name: "hour", size: 3_600_000 },
  { name: "day", size: 86_400_000 },
];

export const byteUnits: readonly Unit[] = [
  { name: "B", size: 1 },
  { name: "KiB", size: 1024 },
  { name: "MiB", size: 1024 * 1024 },
];

/** The largest unit in which it is a whole number. */
export function bestUnit(units: readonly Unit[], value: number): Unit {
  const fitting = units.filter(({ size }) => value % size === 0);
  // The smallest has size 1 or is all there is.
  return (value === 0 ? units.at(-1) : fitting.at(-1)) ?? (units[0] as Unit);
}
