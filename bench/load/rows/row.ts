import type { Scale } from "../options.ts";
import type { Machine } from "../processes.ts";

/** One line of the table. */
export interface Line {
  readonly what: string;
  readonly baseline: string;
  readonly ours: string;
  readonly ratio: string;
  readonly aim: string;
  readonly isMet: boolean | undefined;
}

export interface Row {
  readonly lines: readonly Line[];
  /** Remarks for the reader: windows, who was busy, doubts. */
  readonly notes: readonly string[];
  /** Messages lost, doubled, out of order: the run is worth nothing then. */
  readonly faults: readonly string[];
  /** Everything that was measured. */
  readonly details: object;
}

export interface Setting {
  readonly machine: Machine;
  readonly server: string;
  readonly scale: Scale;
}

export const whole = (value: number) => Math.round(value).toLocaleString("en-US");
export const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
export const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} ms`;
export const seconds = (value: number) => `${value.toFixed(2)} s`;
export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
export const kilobytes = (bytes: number) => `${(bytes / 1e3).toFixed(1)} KB`;
export const times = (value: number) => `${value.toFixed(2)} ×`;
