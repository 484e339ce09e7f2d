/** The table for people and the file for later. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { coreCount } from "./meters.ts";
import type { Options } from "./options.ts";
import { isDataInMemory, type Machine } from "./processes.ts";
import type { Line, Row } from "./rows/row.ts";

const columns = ["what", "baseline", "ours", "ratio", "aim", "met"] as const;

function table(lines: readonly Line[]): string {
  const cells = lines.map((line) => [
    line.what,
    line.baseline,
    line.ours,
    line.ratio,
    line.aim,
    line.isMet === undefined ? "" : line.isMet ? "yes" : "NO",
  ]);
  const widths = columns.map((name, i) => Math.max(name.length, ...cells.map((row) => (row[i] as string).length)));
  const show = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i] as number)).join(" | ")} |`;
  return [show(columns), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...cells.map(show)].join("\n");
}

export function conditions(machine: Machine, options: Options): Record<string, string | number | boolean> {
  return {
    date: new Date().toISOString(),
    commit: commit(),
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model ?? "unknown",
    cores: coreCount,
    memoryBytes: totalmem(),
    cores_used:
      machine.cores === undefined
        ? "server and generator share all cores (no taskset, or only one core)"
        : `servers on core ${machine.cores.server} with all their threads, generator on core ${machine.cores.generator}`,
    data: isDataInMemory() ? "IN MEMORY: commits cost nothing here, the durable figures do not count" : "on disk",
    quick: options.quick,
  };
}

export function show(rows: readonly Row[], under: Record<string, unknown>): string {
  const notes = rows.flatMap((row) => row.notes.map((note) => `  - ${note}`));
  const faults = rows.flatMap((row) => row.faults.map((fault) => `  ! ${fault}`));
  return [
    table(rows.flatMap((row) => row.lines)),
    "",
    `  ${Object.entries(under)
      .map(([name, value]) => `${name}: ${value}`)
      .join("; ")}`,
    ...notes,
    ...(faults.length > 0 ? ["", "FAILED: messages were not delivered exactly once and in order", ...faults] : []),
  ].join("\n");
}

/** @returns the path of the file. */
export function keep(result: object, name: string): string {
  const directory = join(import.meta.dirname, "..", "results");
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `${name}.json`);
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`);
  return path;
}

function commit(): string {
  try {
    return execFileSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    // Measured outside of a repository, or without git: the figures are as good.
    return "unknown";
  }
}
