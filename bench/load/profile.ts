/** Where the time went, out of the profiles that `node --cpu-prof` leaves: one per thread. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface CpuProfile {
  readonly nodes: ReadonlyArray<{
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }>;
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface Cost {
  readonly name: string;
  /** Of the thread's time in the measured window, 0..1. */
  readonly share: number;
}

export interface ThreadCosts {
  readonly samples: number;
  readonly idle: number;
  /** Functions by the time spent in themselves. */
  readonly self: readonly Cost[];
  /** The same, summed by package or folder. */
  readonly places: readonly Cost[];
  /** Functions of ours by the time spent in them and in what they call. */
  readonly inclusive: readonly Cost[];
}

const SHOWN = 30;
const NOT_WORK = new Set(["(idle)", "(root)"]);

/** @param window monotonic microseconds; samples outside of it (start, logins) are left out. */
export function readProfiles(directory: string, window: { from: number; to: number }): ThreadCosts[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".cpuprofile"))
    .map((name) => costsOf(JSON.parse(readFileSync(join(directory, name), "utf8")) as CpuProfile, window))
    .filter((costs) => costs.samples > 0)
    .sort((a, b) => a.idle - b.idle);
}

export function costsOf(profile: CpuProfile, window: { from: number; to: number }): ThreadCosts {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
  const hits = new Map<number, number>();
  let samples = 0;
  let time = profile.startTime;
  profile.samples.forEach((id, i) => {
    time += profile.timeDeltas[i] ?? 0;
    if (time < window.from || time > window.to) return;
    hits.set(id, (hits.get(id) ?? 0) + 1);
    samples += 1;
  });

  const self = new Tally();
  const places = new Tally();
  const inclusive = new Tally();
  let idle = 0;
  for (const [id, count] of hits) {
    const frame = nodes.get(id)?.callFrame;
    if (frame === undefined || frame.functionName === "(idle)") idle += count;
    if (frame === undefined || NOT_WORK.has(frame.functionName)) continue;
    self.add(nameOf(frame), count);
    places.add(placeOf(frame.url), count);
    const above = new Set<string>();
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const ancestor = nodes.get(at)?.callFrame;
      if (ancestor?.url.includes("/packages/")) above.add(nameOf(ancestor));
    }
    for (const name of above) inclusive.add(name, count);
  }
  const total = Math.max(1, samples);
  return {
    samples,
    idle: idle / total,
    self: self.top(total),
    places: places.top(total),
    inclusive: inclusive.top(total),
  };
}

class Tally {
  private readonly counts = new Map<string, number>();

  add(name: string, count: number): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + count);
  }

  top(total: number): Cost[] {
    return [...this.counts]
      .map(([name, count]) => ({ name, share: count / total }))
      .sort((a, b) => b.share - a.share)
      .slice(0, SHOWN);
  }
}

function nameOf({ functionName, url, lineNumber }: CpuProfile["nodes"][number]["callFrame"]): string {
  const name = functionName === "" ? "(anonymous)" : functionName;
  return url === "" ? name : `${name} ${shortened(url)}:${lineNumber + 1}`;
}

function shortened(url: string): string {
  return url.replace(/^.*\/(packages|node_modules)\//, (_, folder) => (folder === "packages" ? "" : "npm:"));
}

function placeOf(url: string): string {
  if (url === "") return "native code and the engine";
  if (url.startsWith("node:")) return url.replace(/\/.*/, "/…");
  const own = /\/packages\/([^/]+)\/src\/([^/]+)/.exec(url);
  if (own !== null) return `${own[1]}/${own[2]}`;
  return /\/node_modules\/(@[^/]+\/[^/]+|[^/]+)/.exec(url)?.[1] ?? url;
}

export function showProfile(threads: readonly ThreadCosts[]): string {
  return threads
    .map((costs, i) => {
      const list = (title: string, items: readonly Cost[], count: number) =>
        [`  ${title}`, ...items.slice(0, count).map(({ name, share }) => `  ${percent(share)}  ${name}`)].join("\n");
      return [
        `Thread ${i + 1}: ${costs.samples} samples, idle ${percent(costs.idle).trim()}`,
        list("by function, in itself", costs.self, SHOWN),
        list("by place", costs.places, 15),
        list("by function of ours, with what it calls", costs.inclusive, SHOWN),
      ].join("\n\n");
    })
    .join("\n\n");
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1).padStart(5)} %`;
}
