/** Builds the pages when something they are made of has changed since the last build; otherwise it takes a few milliseconds. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const dist = join(root, "packages/console/dist");
const stampFile = join(dist, ".built-from");
/** What a build reads: the pages, and what they import of the workspace; the lock file stands for the libraries. */
const sources = [
  "packages/console/src",
  "packages/console/public",
  "packages/console/index.html",
  "packages/console/package.json",
  "packages/console/vite.config.ts",
  "packages/protocol/src",
  "packages/sdk/src",
  "package-lock.json",
];

const stamp = stampOf(sources);
const isCurrent = existsSync(join(dist, "index.html")) && readStamp() === stamp;
if (!isCurrent) {
  // Whoever starts it (a test run, say): what is built is what is shipped.
  process.env.NODE_ENV = "production";
  // Loaded only now: most starts need no build.
  const { build } = await import("vite");
  await build({ configFile: join(root, "packages/console/vite.config.ts"), logLevel: "warn" });
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

function readStamp(): string | undefined {
  return existsSync(stampFile) ? readFileSync(stampFile, "utf8") : undefined;
}
