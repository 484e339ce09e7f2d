import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type Result = "ok" | "FAILED" | "not run";

/** One for each run: the platform, and which SDK plays when it is not the official one alone. */
const COLUMNS = ["my", "wx", "web", "my ours", "wx ours", "web ours", "my mixed", "my mixed 2", "wx mixed"] as const;
export type Column = (typeof COLUMNS)[number];

const FOLDER = fileURLToPath(new URL("../../../../node_modules/.cache/rondo-conformance/", import.meta.url));

/** The results of one run, kept beside those of the others so that each run can show the whole table. */
export function keepResults(column: Column, results: ReadonlyMap<string, Result>): void {
  mkdirSync(FOLDER, { recursive: true });
  replace(join(FOLDER, `${column}.json`), JSON.stringify(Object.fromEntries(results), null, 2));
  replace(join(FOLDER, "table.md"), `${table()}\n`);
}

/** "flow · my · wx · web · …", one line a flow, from the last run of each column. */
export function table(): string {
  const columns = COLUMNS.map(lastResults);
  const names = [...new Set(columns.flatMap((column) => Object.keys(column)))];
  const width = Math.max(4, ...names.map((name) => name.length));
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(index === 0 ? width : Math.max(7, COLUMNS[index - 1]?.length ?? 0))).join(" | ")} |`;
  const rows = names.map((name) => line([name, ...columns.map((column) => column[name] ?? "–")]));
  return [
    line(["flow", ...COLUMNS]),
    line(["-".repeat(width), ...COLUMNS.map((column) => "-".repeat(Math.max(7, column.length)))]),
    ...rows,
  ].join("\n");
}

function lastResults(column: Column): Record<string, Result> {
  try {
    // Written by keepResults.
    return JSON.parse(readFileSync(join(FOLDER, `${column}.json`), "utf8")) as Record<string, Result>;
  } catch {
    return {}; // not run yet
  }
}

/** In one step, because the platforms run side by side. */
function replace(path: string, text: string): void {
  const next = `${path}.${process.pid}`;
  writeFileSync(next, text);
  renameSync(next, path);
}
