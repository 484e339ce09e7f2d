/** Builds again only what has changed: a run of one test, or a second start, need not wait for it. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const CACHE = join(root, "node_modules", ".cache", "built-from");

export interface Built {
  /** Files and folders that a build reads, from the root of the repository. `package-lock.json` stands for libraries. */
  readonly sources: readonly string[];
  /** A file that a build makes. What it was made from is remembered among the caches of `node_modules`. */
  readonly result: string;
  build(): void | Promise<void>;
}

/** Runs `build` unless its result is there and was made from the same sources. */
export async function ifChanged({ sources, result, build }: Built): Promise<void> {
  const stampFile = join(CACHE, result.replaceAll("/", "-"));
  const stamp = stampOf(sources);
  const isCurrent =
    existsSync(join(root, result)) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
  if (isCurrent) return;
  await build();
  mkdirSync(CACHE, { recursive: true });
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
