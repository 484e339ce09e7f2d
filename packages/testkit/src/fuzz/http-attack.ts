import { connect } from "node:net";
import type { Endpoint } from "@rondo/server";
import { Seeded } from "../seeded.ts";
import { type Findings, whenClosed, within } from "./findings.ts";
import { RequestMaker } from "./requests.ts";
import type { Victim, World } from "./world.ts";

/** Requests ban, remove and sign out the victims; without care soon nothing but refusals would be tested. */
const HEAL_EVERY = 10;
const BOUND_MS = 30_000;
/** What must not leave the server: where its files are, what they say, which database it has. */
const LEAK = /node_modules|node:internal|\.ts:\d+|file:\/\/\/|SQLITE|\bsqlite_|at \w+ \(/;

/** One request on a connection of its own, which must be answered, and not with 5xx. */
export async function attackWithRequest(
  world: World,
  options: { seed: number; index: number; findings: Findings; endpoints: readonly Endpoint[] },
): Promise<void> {
  const { seed, index, findings, endpoints } = options;
  const { bytes, isWhole } = new RequestMaker(world, endpoints, Seeded.of(seed ^ 0x477, index)).next();
  if (index % HEAL_EVERY === 0) await world.heal(world.victims[(index / HEAL_EVERY) % world.victims.length] as Victim);
  const report = (what: string): void => findings.report(`seed ${seed}, request ${index}: ${what}`, textOf(bytes));
  try {
    const answer = await within(BOUND_MS, "no answer", exchange(world, { bytes, isWhole }));
    const statuses = [...answer.matchAll(/(?:^|\r\n)HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
    const status = statuses.find((one) => one !== 100);
    findings.count(`http ${status ?? "closed"}`);
    if (statuses.some((one) => one >= 500)) report(`answered with ${statuses.join(", ")}: ${answer.slice(0, 500)}`);
    // What is too large is refused while it is still being sent, and the answer may be lost with the connection.
    if (status === undefined && isWhole && bytes.length < 60_000) report("closed without an answer");
    if (LEAK.test(answer) && !answer.includes("# HELP")) report(`says too much: ${answer.slice(0, 2000)}`);
    remember(answer, world);
  } catch (error) {
    report(error instanceof Error ? error.message : String(error));
  }
}

/** Everything the server says until it closes. */
async function exchange(world: World, { bytes, isWhole }: { bytes: Uint8Array; isWhole: boolean }): Promise<string> {
  const { hostname, port } = new URL(world.server.rest);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  const closed = whenClosed(socket);
  // What is not whole is ended here, or both sides would wait for the other.
  if (isWhole) socket.write(bytes);
  else socket.end(bytes);
  socket.on("end", () => socket.end());
  try {
    await within(BOUND_MS, "no answer", closed);
  } finally {
    socket.destroy();
  }
  return Buffer.concat(chunks).toString("latin1");
}

/** Files that have been uploaded are asked for afterwards. */
function remember(answer: string, world: World): void {
  const uuid = /"uuid":"([\w-]+)"/.exec(answer)?.[1];
  if (uuid !== undefined) world.ids.add("file", uuid);
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
