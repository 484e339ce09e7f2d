import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pino from "pino";
import { afterEach, beforeEach, expect, it } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { openSqlite } from "../../kernel/database/sqlite/index.ts";
import { between, device, textOf } from "../contract/world.ts";
import { timelineMigrations } from "../migrations/index.ts";
import { openTimelines } from "./index.ts";

const ROUNDS = 3;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-crash-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** Lets a process write, and kills it in the middle after a number of acknowledgements. What it had acknowledged. */
async function writeAndKill(run: string, acknowledgements: number): Promise<string[]> {
  const fixture = fileURLToPath(new URL("./crash.fixture.ts", import.meta.url));
  const notes = join(dir, `${run}.txt`);
  const args = [fixture, dir, run, notes, String(acknowledgements)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), exited]);
  child.kill("SIGKILL");
  expect(await exited).toEqual([null, "SIGKILL"]);
  const lines = (await readFile(notes, "utf8")).split("\n").slice(0, -1);
  expect(lines.filter((line) => !line.startsWith("appended "))).toEqual([]);
  return lines.map((line) => line.slice("appended ".length));
}

it("[TL2] a process killed in the middle of writing has lost nothing it acknowledged, and each is there once", async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    acknowledged.push(...(await writeAndKill(`round${round}`, 400 + round * 600)));
  }
  const database = await openSqlite({ dir, migrations: timelineMigrations });
  const timelines = await openTimelines({ database, clock: systemClock, nodeId: 1, log: pino({ level: "silent" }) });
  await timelines.openDevice(device("bob"));
  expect(await timelines.pending(device("bob"))).toHaveLength(50);

  const found = new Set<string>();
  for (let index = 0; index < 50; index++) {
    const query = { device: device("bob"), timeline: between(`user${index}`, "bob"), after: "0", limit: 100_000 };
    const texts = (await timelines.read(query)).map(textOf);
    for (let round = 0; round < ROUNDS; round++) {
      const numbers = texts
        .filter((text) => text.startsWith(`round${round} `))
        .map((text) => Number(text.split(" ")[2]));
      expect(numbers).toEqual(numbers.map((_, position) => position));
    }
    for (const text of texts) found.add(text);
  }
  expect(acknowledged.filter((text) => !found.has(text))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThanOrEqual(400 + 1000 + 1600);
  await timelines.close();
  await database.close();
});
