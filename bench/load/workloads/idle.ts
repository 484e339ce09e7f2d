/** What one idle connection costs: the server's resident memory with and without them. */
import { setTimeout as wait } from "node:timers/promises";
import { inParallel } from "../accounts.ts";
import { unreadFrame } from "../client/frames.ts";
import { WebSocketClient } from "../client/websocket.ts";
import type { Failure } from "../failure.ts";
import { Inspector } from "../inspector.ts";
import type { IdleResult, Job } from "../jobs.ts";
import { median, memoryOf } from "../meters.ts";
import { CONNECTING } from "./echo.ts";
import { logIn, type People, register, startAll } from "./people.ts";

type IdleJob = Extract<Job, { kind: "idle" }>;

interface Idle {
  heartbeat(): void;
  close(): void;
}

export async function measureIdle(job: IdleJob, failure: Failure): Promise<IdleResult> {
  const people = job.server === undefined ? undefined : await register(job.server, job.connections);
  // A few come and go first: what the server makes once, at its first connection, is not part of the price of one.
  const pilots = await open(job, { people, count: Math.min(50, job.connections), failure });
  for (const pilot of pilots) pilot.close();
  await wait(1000);
  const empty = await read(job);

  const connections = await open(job, { people, count: job.connections, failure });
  const heartbeats = await beat(job, connections);
  const loaded = await read(job);
  for (const connection of connections) connection.close();

  const each = (pick: (reading: Reading) => number) => (pick(loaded) - pick(empty)) / job.connections;
  return {
    connections: job.connections,
    emptyBytes: empty.collected,
    loadedBytes: loaded.collected,
    bytesEach: each(({ collected }) => collected),
    bytesEachUncollected: each(({ settled }) => settled),
    liveBytesEach: each(({ live }) => live),
    heartbeats,
  };
}

async function open(
  job: IdleJob,
  { people, count, failure }: { people: People | undefined; count: number; failure: Failure },
): Promise<Idle[]> {
  if (people !== undefined) {
    const hooksOf = () => ({ onAck: () => {}, onText: () => {} });
    const indexes = Array.from({ length: count }, (_, index) => index);
    const sessions = await logIn(people, indexes, { failure, hooksOf });
    await startAll(sessions);
    return sessions;
  }
  const connections: Idle[] = [];
  await inParallel(count, CONNECTING, async () => {
    const connection = new WebSocketClient(job.target.websocket, { onFrame: () => {}, onLost: failure.report });
    await connection.opened();
    const heartbeat = () => {
      connection.append(unreadFrame);
      connection.flush();
    };
    connections.push({ heartbeat, close: () => connection.close() });
  });
  return connections;
}

/** Heartbeats of all, spread evenly over their interval, for as long as things take to settle. */
async function beat(job: IdleJob, connections: readonly Idle[]): Promise<number> {
  const startMs = performance.now();
  const perMs = connections.length / (job.heartbeatSeconds * 1000);
  let count = 0;
  while (performance.now() - startMs < job.settleSeconds * 1000) {
    await wait(20);
    const due = Math.floor((performance.now() - startMs) * perMs);
    for (; count < due; count++) connections[count % connections.length]?.heartbeat();
  }
  return count;
}

interface Reading {
  /** RSS as it is. */
  readonly settled: number;
  /** RSS after a forced collection. */
  readonly collected: number;
  /** What the main thread holds after it, in the heap and outside: not blurred by pages that are kept for later. */
  readonly live: number;
}

async function read(job: IdleJob): Promise<Reading> {
  const settled = await steadyRss(job.target.pid);
  const inspector = await Inspector.connect(job.inspector);
  await inspector.collectGarbage();
  const live = await inspector.liveBytes();
  inspector.close();
  return { settled, collected: await steadyRss(job.target.pid), live };
}

/** The median of a second and a half. */
async function steadyRss(pid: number): Promise<number> {
  const readings: number[] = [];
  for (let i = 0; i < 15; i++) {
    await wait(100);
    readings.push(memoryOf(pid).rssBytes);
  }
  return median(readings);
}
