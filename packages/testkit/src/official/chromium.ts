import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const INSTALL_LIMIT_MS = 10 * 60_000;

/** Starts the system's Chromium, with more `flags` than every test needs; close it when done. */
export function launchChromium(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: requireChromium(), args: [...FLAGS, ...flags] });
}

/** Where Chromium is; installs it on a Debian where we may. A missing browser is an error, not a skipped test. */
export function requireChromium(): string {
  const found = findChromium() ?? (mayInstall() ? installChromium() : undefined);
  if (found) return found;
  throw new Error("no Chromium found: install it (Debian: apt-get install chromium) or name it in RONDO_CHROMIUM");
}

function findChromium(): string | undefined {
  const named = process.env.RONDO_CHROMIUM;
  if (named) {
    if (!isExecutable(named)) throw new Error(`RONDO_CHROMIUM names ${named}, which cannot be executed`);
    return named;
  }
  const folders = ["/usr/bin", ...(process.env.PATH ?? "").split(delimiter)];
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

const mayInstall = (): boolean => process.getuid?.() === 0 && existsSync("/etc/debian_version");

function installChromium(): string | undefined {
  try {
    // A new machine has no list of packages yet.
    execFileSync("apt-get", ["update"], { stdio: "pipe", timeout: INSTALL_LIMIT_MS });
    execFileSync("apt-get", ["install", "-y", "chromium"], { stdio: "pipe", timeout: INSTALL_LIMIT_MS });
  } catch (error) {
    throw new Error("no Chromium found, and `apt-get install -y chromium` failed", { cause: error });
  }
  return findChromium();
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
