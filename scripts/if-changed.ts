/** Builds again only what has changed: a run of one test, or a second start, need not wait for it. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

export interface Built {
  /** Files and folders that a build reads, from the root of the repository. `package-lock.json` stands for libraries. */
  readonly sources: readonly string[];
  /** A file that a build makes; beside it is kept what it was made from. */
  readonly result: string;
  build(): void | Promise<void>;
}

/** Runs `build` unless its result is there and was made from the same sources. */
export async function ifChanged({ sources, result, build }: Built): Promise<void> {
  const stampFile = join(root, `${result}.built-from`);
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
