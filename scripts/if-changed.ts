/** Builds again only what has changed: a run of one test, or a second start, need not wait for it. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const LOOK_AGAIN_MS = 100;
const CACHE = join(root, "node_modules", ".cache", "built-from");

export interface Built {
  /** Files and folders that a build reads, from the root of the repository. `package-lock.json` stands for libraries. */
  readonly sources: readonly string[];
  /** A file that a build makes. What it was made from is remembered among the caches of `node_modules`. */
  readonly result: string;
  build(): void | Promise<void>;
}

/** Runs `build` unless its result is there and was made from the same sources. Who comes while it is built waits for it. */
export async function ifChanged({ sources, result, build }: Built): Promise<void> {
  const stampFile = join(CACHE, result.replaceAll("/", "-"));
  mkdirSync(CACHE, { recursive: true });
  const lock = `${stampFile}.lock`;
  while (!take(lock)) await setTimeout(LOOK_AGAIN_MS);
  try {
    await buildIfChanged({ sources, result, build }, stampFile);
  } finally {
    rmSync(lock, { force: true });
  }
}

/** False while another process has it. One that has ended without giving it back does not keep it. */
function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
    if (!isOwned(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isOwned(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, "utf8"));
    // Nothing in it yet: it has been made this moment.
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    if (isCode(error, "ESRCH")) return false;
    // Given back this moment, and perhaps taken again; or a process of somebody else's.
    if (isCode(error, "ENOENT") || isCode(error, "EPERM")) return true;
    throw error;
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

async function buildIfChanged({ sources, result, build }: Built, stampFile: string): Promise<void> {
  const stamp = stampOf(sources);
  const isCurrent =
    existsSync(join(root, result)) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
  if (isCurrent) return;
  await build();
  writeFileSync(stampFile, stamp);
}

/** Names, sizes and times of change: contents need not be read. */
function stampOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of filesOf(join(root, path))) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${relative(root, file)}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest("hex");
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
