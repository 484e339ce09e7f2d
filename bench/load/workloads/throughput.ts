/** How a load is measured, whatever it is: windows swept for the highest rate, then latency at half of it. */
import { setTimeout as wait } from "node:timers/promises";
import { profiled } from "../inspector.ts";
import type { Paced, RateResult, Saturation, ThroughputResult, Timing } from "../jobs.ts";
import { latencyOf, median, UsageMeter } from "../meters.ts";
import { pace } from "../pacing.ts";

/** Nothing arriving for so long ends a wait: what is missing then is lost. */
const PATIENCE_MS = 15_000;
const WARM_UP_LIMIT_MS = 20_000;
const WARM_UP_WINDOW = 8;
/** How often loads that are measured in turn have theirs. */
const ROUNDS = 9;
/** A larger window must be better by this much to be worth its latency. */
const WORTHWHILE = 1.03;

export interface LoadHooks {
  /** One message of a sender has been answered: a window may send the next one. */
  released(sender: number): void;
  /** Message `number` of a sender has reached its receiver. */
  arrived(sender: number, number: number): void;
}

/** Something that sends messages and notices their arrival. */
export interface Load {
  readonly senders: number;
  /** How many arrivals one message makes. */
  readonly fanout: number;
  readonly serverPid: number;
  readonly frameBytes: number;
  hooks: LoadHooks;
  send(sender: number, count: number): void;
  /** Numbers of a sender count up from 0. */
  sentOf(sender: number): number;
  /** Arrivals so far. */
  readonly arrived: number;
  /** Nothing is on its way any more. */
  readonly isSettled: boolean;
}

export const noHooks: LoadHooks = { released: () => {}, arrived: () => {} };

/**
 * Several loads, each at its best window, in turn: whatever happens to the machine meanwhile happens to all of them, and
 * the rates of one round can be compared. A load alone has one long round. The profile is of the first load's first round.
 */
export async function measureThroughput(
  loads: readonly Load[],
  windows: readonly number[],
  options: { timing: Timing; inspector: string | undefined },
): Promise<ThroughputResult[]> {
  const { timing } = options;
  const runs = loads.map((load) => ({ load, tried: new Map<number, Saturation>(), rounds: [] as Saturation[] }));
  for (const { load } of runs) await warmUp(load, timing.warmUpMessages);
  // Up and down again, and the better of two counts: one bad moment does not choose the window.
  for (const window of [...windows, ...windows.toReversed()]) {
    for (const { load, tried } of runs) {
      const measured = await saturate(load, window, { ...timing, seconds: timing.sweepSeconds });
      if (measured.perSecond >= (tried.get(window)?.perSecond ?? 0)) tried.set(window, measured);
    }
  }
  const rounds = loads.length > 1 ? ROUNDS : 1;
  const seconds = timing.saturationSeconds / rounds;
  const round = ({ load, tried }: (typeof runs)[number]) =>
    saturate(load, winnerOf([...tried.values()]).window, { ...timing, seconds });
  let profile: RateResult["profile"];
  for (let count = 0; count < rounds; count++) {
    for (const [i, run] of runs.entries()) {
      const measured = await profiled(i + count === 0 ? options.inspector : undefined, () => round(run));
      run.rounds.push(measured.result);
      profile ??= measured.profile;
    }
  }
  const results: ThroughputResult[] = [];
  for (const { load, tried, rounds } of runs) {
    const middle = median(rounds.map(({ perSecond }) => perSecond));
    const best = rounds.find(({ perSecond }) => perSecond === middle) as Saturation;
    const paced = await measurePaced(load, middle / load.fanout / 2, timing);
    results.push({ sweep: [...tried.values()], rounds, best, paced, frameBytes: load.frameBytes, profile });
  }
  return results;
}

/** Without looking for the highest rate: latency, and what it costs, at `perSecond` messages. */
export async function measureAtRate(
  load: Load,
  perSecond: number,
  options: { timing: Timing; inspector: string | undefined },
): Promise<RateResult> {
  const { result: paced, profile } = await profiled(options.inspector, () =>
    measurePaced(load, perSecond, options.timing),
  );
  return { paced, frameBytes: load.frameBytes, profile };
}

/** Code that has run a few thousand times is several times faster, on a busy machine only after many seconds. */
async function warmUp(load: Load, messages: number): Promise<void> {
  const untilMs = performance.now() + WARM_UP_LIMIT_MS;
  load.hooks = { ...noHooks, released: (sender) => load.send(sender, 1) };
  for (let sender = 0; sender < load.senders; sender++) load.send(sender, WARM_UP_WINDOW);
  while (load.arrived < messages && performance.now() < untilMs) await wait(50);
  load.hooks = noHooks;
  await settle(load);
}

/** The smallest window that no larger one beats clearly. */
function winnerOf(sweep: readonly Saturation[]): Saturation {
  let winner = sweep[0];
  if (winner === undefined) throw new Error("a sweep needs a window");
  for (const candidate of sweep) if (candidate.perSecond > winner.perSecond * WORTHWHILE) winner = candidate;
  return winner;
}

/** Closed loop: each sender keeps `window` messages on their way, and each answer sends the next one. */
async function saturate(
  load: Load,
  window: number,
  { warmUpSeconds, seconds }: { warmUpSeconds: number; seconds: number },
): Promise<Saturation> {
  load.hooks = { ...noHooks, released: (sender) => load.send(sender, 1) };
  for (let sender = 0; sender < load.senders; sender++) load.send(sender, window);
  await wait(warmUpSeconds * 1000);
  const before = load.arrived;
  const meter = new UsageMeter(load.serverPid);
  await wait(seconds * 1000);
  const count = load.arrived - before;
  const usage = meter.stop(count);
  load.hooks = noHooks;
  await settle(load);
  return { window, perSecond: count / usage.seconds, usage };
}

/** Open loop: messages are sent when they are due, and their latency counts from then. */
async function measurePaced(load: Load, perSecond: number, timing: Timing): Promise<Paced> {
  const first = Array.from({ length: load.senders }, (_, sender) => load.sentOf(sender));
  const due: number[][] = first.map(() => []);
  const latencies: number[] = [];
  const lateness: number[] = [];
  const warmUntilMs = performance.now() + timing.warmUpSeconds * 1000;
  load.hooks = {
    ...noHooks,
    arrived: (sender, number) => {
      const dueMs = due[sender]?.[number - (first[sender] as number)] as number;
      if (dueMs >= warmUntilMs) latencies.push(performance.now() - dueMs);
    },
  };
  const before = load.arrived;
  const meter = new UsageMeter(load.serverPid);
  await pace({
    perSecond,
    seconds: timing.warmUpSeconds + timing.pacedSeconds,
    senders: load.senders,
    send: (sender, dueMs) => {
      (due[sender] as number[]).push(dueMs);
      if (dueMs >= warmUntilMs) lateness.push(performance.now() - dueMs);
      load.send(sender, 1);
    },
  });
  const count = load.arrived - before;
  const usage = meter.stop(count);
  await settle(load);
  load.hooks = noHooks;
  const deliveredPerSecond = count / usage.seconds;
  return { perSecond, deliveredPerSecond, latency: latencyOf(latencies), lateness: latencyOf(lateness), usage };
}

/** Waits until everything has arrived, or nothing arrives any more. */
export async function settle(load: Pick<Load, "arrived" | "isSettled">): Promise<void> {
  let seen = load.arrived;
  let movedAt = performance.now();
  while (!load.isSettled && performance.now() - movedAt < PATIENCE_MS) {
    await wait(10);
    if (load.arrived === seen) continue;
    seen = load.arrived;
    movedAt = performance.now();
  }
}
