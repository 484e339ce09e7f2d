/**
 * Prints how large the pages are that browsers load, and how long the first one takes: in a browser that has loaded nothing yet,
 * and in one that has. Times are those of this machine.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { startServer } from "@rondo/testkit";
import { ConsoleBrowser, type Context, WIDE } from "../src/browser.fixture.ts";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const ROUNDS = 5;
const LARGEST = 6;
/** Bytes, gzipped, before the login is there. */
const AIM = 350 * 1024;

const index = readFileSync(`${DIST}index.html`, "utf8");
const first = [...index.matchAll(/(?:src|href)="\/console\/(assets\/[^"]+)"/g)].map(([, file = ""]) => file);
const all = readdirSync(`${DIST}assets`)
  .filter((file) => /\.(js|css)$/.test(file))
  .map((file) => `assets/${file}`);

const sizeOf = (files: readonly string[]): { bytes: number; gzip: number } => {
  const contents = files.map((file) => readFileSync(DIST + file));
  const sum = (sizes: number[]): number => sizes.reduce((total, size) => total + size, 0);
  return {
    bytes: sum(contents.map(({ length }) => length)),
    gzip: sum(contents.map((content) => gzipSync(content, { level: 9 }).length)),
  };
};
const largest = all.map((file) => ({ file, ...sizeOf([file]) })).sort((a, b) => b.gzip - a.gzip);
const loaded = sizeOf(first);
const isMet = loaded.gzip <= AIM;
const rows = [
  ["what index.html names", loaded, `≤ ${AIM}`, isMet ? "yes" : "NO"],
  ["all pages", sizeOf(all), "", ""],
  ...largest.slice(0, LARGEST).map(({ file, ...size }) => [file.replace(/-[\w-]{8}\./, "."), size, "", ""] as const),
] as const;
const lines = rows.map(([what, { bytes, gzip }, aim, met]) => `| ${what} | ${bytes} | ${gzip} | ${aim} | ${met} |\n`);
process.stdout.write(`| console | bytes | gzip | aim | met |\n|---|---|---|---|---|\n${lines.join("")}\n`);
if (!isMet) process.exitCode = 1;

const server = await startServer();
const browser = await ConsoleBrowser.launch(server.rest);
try {
  const cold: Load[] = [];
  const warm: Load[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const context = await browser.profile("en-GB", WIDE);
    cold.push(await load(context));
    warm.push(await load(context));
    await context.close();
  }
  const times = [
    ["the first time", cold],
    ["again", warm],
  ] as const;
  process.stdout.write(`| first page shown, median of ${ROUNDS} | ms | bytes over the network |\n|---|---|---|\n`);
  for (const [what, loads] of times) {
    process.stdout.write(
      `| ${what} | ${median(loads.map(({ ms }) => ms))} | ${median(loads.map(({ bytes }) => bytes))} |\n`,
    );
  }
} finally {
  await browser.close();
  await server.stop();
}

interface Load {
  /** From asking for the page until its heading is there. */
  readonly ms: number;
  readonly bytes: number;
}

async function load(context: Context): Promise<Load> {
  const page = await context.newPage();
  const startedAt = performance.now();
  await page.goto(browser.at("/"), { waitUntil: "commit" });
  await page.getByRole("heading", { level: 1 }).waitFor();
  const ms = Math.round(performance.now() - startedAt);
  // A text, because the globals of a page are not those of this program.
  const bytes = await page.evaluate<number>(
    `[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
      .reduce((sum, { transferSize }) => sum + transferSize, 0)`,
  );
  await page.close();
  return { ms, bytes };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
