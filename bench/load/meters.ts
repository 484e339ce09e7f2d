/** Readings: rates, latencies, and what processes use, all taken from outside the measured server. */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";

/** USER_HZ is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

export interface Latency {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export function latencyOf(samplesMs: readonly number[]): Latency {
  const sorted = Float64Array.from(samplesMs).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** CPU seconds a process has used, all threads. */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  // The name may hold spaces and parentheses; the fields after it do not.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

export interface Memory {
  readonly rssBytes: number;
  readonly peakBytes: number;
}

export function memoryOf(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]);
  return { rssBytes: kilobytes("VmRSS") * 1024, peakBytes: kilobytes("VmHWM") * 1024 };
}

/** What was used between two moments, in cores: 1 is one core all the time. */
export interface Usage {
  readonly seconds: number;
  readonly serverCores: number;
  readonly generatorCores: number;
  /** How late the generator's event loop was, 99th percentile. */
  readonly generatorLagP99Ms: number;
  /** Server CPU time for one of what was counted, microseconds. */
  readonly serverMicrosEach: number;
}

export class UsageMeter {
  private readonly serverPid: number;
  private readonly startedAt = performance.now();
  private readonly serverCpu: number;
  private readonly ownCpu = process.cpuUsage();
  private readonly lag = monitorEventLoopDelay({ resolution: 5 });

  constructor(serverPid: number) {
    this.serverPid = serverPid;
    this.serverCpu = cpuSeconds(serverPid);
    this.lag.enable();
  }

  /** @param counted how many messages or round trips happened meanwhile. */
  stop(counted: number): Usage {
    this.lag.disable();
    const seconds = (performance.now() - this.startedAt) / 1000;
    const server = cpuSeconds(this.serverPid) - this.serverCpu;
    const own = process.cpuUsage(this.ownCpu);
    return {
      seconds,
      serverCores: server / seconds,
      generatorCores: (own.user + own.system) / 1e6 / seconds,
      // The histogram counts its own sampling interval.
      generatorLagP99Ms: Math.max(0, this.lag.percentile(99) / 1e6 - 5),
      serverMicrosEach: counted === 0 ? Number.NaN : (server / counted) * 1e6,
    };
  }
}

/** Cores this process may run on, e.g. [0, 1]; undefined where the system does not say. */
export function allowedCores(): number[] | undefined {
  if (process.platform !== "linux") return undefined;
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync("/proc/self/status", "latin1"))?.[1];
  if (list === undefined) return undefined;
  return list.split(",").flatMap((range) => {
    const [from, to = from] = range.split("-").map(Number);
    return Array.from({ length: (to as number) - (from as number) + 1 }, (_, i) => (from as number) + i);
  });
}

export const coreCount = availableParallelism();
