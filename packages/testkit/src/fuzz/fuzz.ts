import type { Verdict } from "../crash/ledger.ts";
import { startGenerousServer } from "../generous-server.ts";
import { Admin } from "../server/admin.ts";
import type { Server } from "../server/server.ts";
import { Bystanders } from "./bystanders.ts";
import { allEndpoints } from "./endpoints.ts";
import { Findings, within } from "./findings.ts";
import { attackWithFrames } from "./frame-attack.ts";
import { attackWithRequest } from "./http-attack.ts";
import { readMetrics, residentMegabytes } from "./memory.ts";
import { attackWithSegments } from "./tcp-attack.ts";
import { createWorld, type World } from "./world.ts";

export interface FuzzOptions {
  readonly seed: number;
  /** WebSocket frames. */
  readonly frames: number;
  /** HTTP requests. */
  readonly requests: number;
}

export interface FuzzReport {
  readonly frames: number;
  readonly requests: number;
  readonly tcpConnections: number;
  readonly findings: readonly string[];
  /** The process ended. */
  readonly crashes: number;
  readonly statuses: string;
  readonly closes: string;
  readonly acks: string;
  readonly megabytesBefore: number;
  readonly megabytesAfter: number;
  readonly bystanders: Verdict;
  readonly disturbances: readonly string[];
}

/**
 * Above the memory after the warm-up. The heap grows until the collector finds it worth its while, the picture decoder
 * and the password hashes take theirs outside of it, and the applications' users grow with the requests.
 */
export const MEMORY_BOUND_MB = 200;

/** A connection that does not log in is closed soon, so that the attacks below WebSocket see the end of theirs. */
const PROVISION_TIMEOUT_MS = 2000;
/** More than by default, so that connections live long enough to meet their bad frames in different states. */
const MAX_BAD_FRAMES = 25;
const AT_A_TIME = 6;
const BOUND_MS = 30_000;

/** Whoever may call them reaches the bystanders as well, and rightly so. */
const FOR_EVERYBODY: ReadonlySet<string> = new Set([
  "removeUsers",
  "broadcastToUsers",
  "broadcastToOnline",
  "broadcastToRooms",
]);

/** Attacks a server of its own with all that the seed brings, while two people chat. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const server = await startGenerousServer({
    provisionTimeoutMs: PROVISION_TIMEOUT_MS,
    maxBadFrames: MAX_BAD_FRAMES,
  });
  if (!server.isOurs) throw new Error("only a server of our own is attacked: unset RONDO_URL");
  try {
    return await attack(server, options);
  } finally {
    await server.stop();
  }
}

async function attack(server: Server, options: FuzzOptions): Promise<FuzzReport> {
  const { pid } = server;
  const admin = new Admin(server);
  const findings = new Findings();
  const endpoints = (await allEndpoints()).filter(({ name }) => !FOR_EVERYBODY.has(name));
  const bystanders = await Bystanders.arrive(server, admin);
  const world = await createWorld(server, admin, bystanders.names);
  bystanders.start();

  const run = async ({ seed, frames, requests }: FuzzOptions): Promise<{ frames: number }> => {
    let sent = 0;
    const budget = { frames, requests, connections: 0, asked: 0 };
    const lanes = [
      ...lanesOf(AT_A_TIME, async () => {
        if (sent >= budget.frames) return false;
        const index = budget.connections++;
        sent += await attackWithFrames(world, { seed, index, findings });
        if (index % 3 === 0) await attackWithSegments(world, { seed, index, findings });
        return true;
      }),
      ...lanesOf(AT_A_TIME, async () => {
        const index = budget.asked++;
        if (index >= budget.requests) return false;
        await attackWithRequest(world, { seed, index, findings, endpoints });
        return true;
      }),
    ];
    await Promise.all(lanes);
    return { frames: sent };
  };

  // A tenth of it first, with another seed: caches fill and code is compiled, and that is not growth.
  await run({ seed: options.seed + 1, frames: options.frames / 10, requests: options.requests / 10 });
  await settle(world, findings);
  const megabytesBefore = await residentMegabytes(server);
  const { frames } = await run(options);
  await settle(world, findings);
  const verdict = await bystanders.finish();
  const megabytesAfter = await residentMegabytes(server);

  const crashes = server.pid === pid && isAlive(pid) ? 0 : 1;
  for (const line of server.log) if (/"level":(50|60)/.test(line)) findings.report("the server logs an error", line);
  return {
    frames,
    requests: options.requests,
    tcpConnections: findings.get("tcp connections"),
    findings: findings.list,
    crashes,
    statuses: findings.summary("http "),
    closes: findings.summary("close "),
    acks: findings.summary("ack "),
    megabytesBefore,
    megabytesAfter,
    bystanders: verdict,
    disturbances: bystanders.disturbances,
  };
}

/** `step` again and again, several at a time, until it says that there is no more. */
const lanesOf = (count: number, step: () => Promise<boolean>): Promise<void>[] =>
  Array.from({ length: count }, async () => {
    while (await step());
  });

/** The server has noticed that everybody but the bystanders is gone. */
async function settle(world: World, findings: Findings): Promise<void> {
  const sessions = world.bystanders.length;
  const look = async (): Promise<void> => {
    for (;;) {
      const metric = await readMetrics(world.server);
      if (metric("rondo_gateway_connections") <= sessions) return;
    }
  };
  await within(BOUND_MS, "connections remain that nobody holds", look()).catch((error: Error) =>
    findings.report(error.message, ""),
  );
}

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false; // no such process
  }
}
