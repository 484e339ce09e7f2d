/**
 * What a durable append costs: 1,000 concurrent senders of 160-byte messages in 500 conversations, against the baseline of
 * one commit per message on the same file system. Prints one line of JSON per case, then the ratio.
 *
 * Options: --messages N (default 200,000), --senders N (1,000), --dir PATH (a temporary directory).
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import pino from "pino";
import { systemClock } from "../../packages/server/src/kernel/clock.ts";
import { openSqlite } from "../../packages/server/src/kernel/database/sqlite/index.ts";
import {
  conversationTimeline,
  type Draft,
  type OpenTimelines,
  openTimelines,
  timelineMigrations,
} from "../../packages/server/src/timeline/index.ts";

const { values } = parseArgs({
  options: {
    messages: { type: "string", default: "200000" },
    senders: { type: "string", default: "1000" },
    dir: { type: "string", default: tmpdir() },
  },
});
const messages = Number(values.messages);
const senders = Number(values.senders);
const app = "acme#chat";
const payload = Buffer.alloc(160, "x");

interface Result {
  readonly name: string;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

function report(result: Result): Result {
  console.log(JSON.stringify({ ...result, perSecond: Math.round(result.perSecond) }));
  return result;
}

function summary(name: string, elapsedMs: number, latencies: number[]): Result {
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number) => Number((sorted[Math.floor((sorted.length - 1) * share)] as number).toFixed(2));
  return { name, perSecond: (latencies.length * 1000) / elapsedMs, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** The two rows a message needs, in a transaction of its own. */
async function oneCommitPerMessage(dir: string): Promise<Result> {
  const db = new DatabaseSync(join(dir, "baseline.db"));
  db.exec("pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 8192");
  db.exec("create table entry (timeline text, id integer, meta blob, primary key (timeline, id)) without rowid");
  db.exec("create table once (digest blob primary key, id integer) without rowid");
  const entry = db.prepare("insert into entry values (?, ?, ?)");
  const once = db.prepare("insert into once values (?, ?)");
  const latencies: number[] = [];
  const count = Math.min(messages, 20_000);
  const startedAt = performance.now();
  for (let i = 0; i < count; i++) {
    const before = performance.now();
    const digest = crypto.getRandomValues(new Uint8Array(16));
    db.exec("begin immediate");
    entry.run(`${app}/c/user${i % 500}`, i, payload);
    once.run(digest, i);
    db.exec("commit");
    latencies.push(performance.now() - before);
  }
  const result = summary("one commit per message", performance.now() - startedAt, latencies);
  db.close();
  return result;
}

async function grouped(timelines: OpenTimelines, name: string, acknowledges: boolean): Promise<Result> {
  const latencies: number[] = [];
  const perSender = Math.floor(messages / senders);
  const send = async (index: number): Promise<void> => {
    const [from, to] = [`user${index}`, `user${index ^ 1}`];
    const timeline = conversationTimeline(app, from, to);
    const members = [from, to];
    const receiver = { app, user: to, resource: "phone" };
    if (acknowledges) await timelines.openDevice(receiver);
    for (let number = 0; number < perSender; number++) {
      const before = performance.now();
      const appended = await timelines.append(draft({ timeline, members, from, clientId: `${name} ${number}` }));
      if (appended.outcome !== "appended") throw new Error(appended.outcome);
      latencies.push(performance.now() - before);
      if (acknowledges) void timelines.moveCursor(receiver, timeline, appended.entry.id);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: senders }, (_, index) => send(index)));
  return summary(name, performance.now() - startedAt, latencies);
}

function draft(of: { timeline: string; members: string[]; from: string; clientId: string }): Draft {
  return {
    app,
    timeline: of.timeline,
    members: of.members,
    kind: "txt",
    sender: of.from,
    resource: "webim_random_1764000000000",
    ref: undefined,
    audience: undefined,
    audienceResource: undefined,
    once: { clientId: of.clientId, content: payload },
    effect: undefined,
    encode: () => payload,
  };
}

const dir = await mkdtemp(join(values.dir, "rondo-bench-"));
const database = await openSqlite({ dir, migrations: timelineMigrations });
const timelines = await openTimelines({ database, clock: systemClock, nodeId: 1, log: pino({ level: "silent" }) });
try {
  const baseline = report(await oneCommitPerMessage(dir));
  await grouped(timelines, "warm-up", false);
  const ours = report(await grouped(timelines, "appends, group commit", false));
  report(await grouped(timelines, "appends with a cursor move each", true));
  console.log(`appends/s: baseline ${Math.round(baseline.perSecond)}, ours ${Math.round(ours.perSecond)}`);
  console.log(`ratio ${(ours.perSecond / baseline.perSecond).toFixed(1)}`);
} finally {
  await timelines.close();
  await database.close();
  await rm(dir, { recursive: true, force: true });
}
