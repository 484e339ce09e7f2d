/** Where the time went, out of V8's CPU profiles: one per thread. */

export interface CpuProfile {
  readonly nodes: ReadonlyArray<{
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }>;
  readonly samples: readonly number[];
}

interface Cost {
  readonly name: string;
  /** Of the thread's time, 0..1. */
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

export function costsOf(profile: CpuProfile): ThreadCosts {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
  const hits = new Map<number, number>();
  for (const id of profile.samples) hits.set(id, (hits.get(id) ?? 0) + 1);
  const samples = profile.samples.length;

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
