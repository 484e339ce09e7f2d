import type { ServerAddress } from "../server/server.ts";

/** What the server says of itself (`/metrics`). */
export async function readMetrics(server: ServerAddress): Promise<(name: string) => number> {
  const text = await (await fetch(`${server.rest}/metrics`)).text();
  return (name) => {
    const line = text.split("\n").find((one) => one.startsWith(`${name} `));
    if (line === undefined) throw new Error(`the server has no metric ${name}`);
    return Number(line.slice(name.length + 1));
  };
}

export async function residentMegabytes(server: ServerAddress): Promise<number> {
  const metric = await readMetrics(server);
  return Math.round(metric("process_resident_memory_bytes") / 1024 / 1024);
}
