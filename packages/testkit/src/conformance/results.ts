import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PlatformName } from "../people/person.ts";

export type Result = "ok" | "FAILED" | "not run";

const PLATFORMS: PlatformName[] = ["my", "wx", "web"];
const FOLDER = fileURLToPath(new URL("../../../../node_modules/.cache/rondo-conformance/", import.meta.url));

/** The results of one platform's run, kept beside those of the others so that each run can show the whole table. */
export function keepResults(platform: PlatformName, results: ReadonlyMap<string, Result>): void {
  mkdirSync(FOLDER, { recursive: true });
  replace(join(FOLDER, `${platform}.json`), JSON.stringify(Object.fromEntries(results), null, 2));
  replace(join(FOLDER, "table.md"), `${table()}\n`);
}

/** "flow · my · wx · web", one line a flow, from the last run of each platform. */
export function table(): string {
  const columns = PLATFORMS.map(lastResults);
  const names = [...new Set(columns.flatMap((column) => Object.keys(column)))];
  const width = Math.max(4, ...names.map((name) => name.length));
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, index) => cell.padEnd(index === 0 ? width : 7)).join(" | ")} |`;
  const rows = names.map((name) => line([name, ...columns.map((column) => column[name] ?? "–")]));
  return [line(["flow", ...PLATFORMS]), line(["-".repeat(width), ...PLATFORMS.map(() => "-------")]), ...rows].join(
    "\n",
  );
}

function lastResults(platform: PlatformName): Record<string, Result> {
  try {
    // Written by keepResults.
    return JSON.parse(readFileSync(join(FOLDER, `${platform}.json`), "utf8")) as Record<string, Result>;
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
