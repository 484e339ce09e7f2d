import { once } from "node:events";
import { CommSyncDL, CommUnreadDL, closeCodes, decode, MSync, MSyncCommand, Provision } from "@rondo/protocol";
import { WebSocket } from "ws";
import { Seeded } from "../seeded.ts";
import { type Findings, within } from "./findings.ts";
import { type FrameInput, FrameMaker } from "./frames.ts";
import type { World } from "./world.ts";

/** Far more than any answer takes, on a machine that does other things as well. */
const BOUND_MS = 30_000;

/**
 * One connection: it logs in or does not, says what the seed tells it to, and then must still be served, or have been
 * closed. Answers how many frames it sent.
 */
export async function attackWithFrames(
  world: World,
  options: { seed: number; index: number; findings: Findings },
): Promise<number> {
  const { seed, index, findings } = options;
  const random = Seeded.of(seed, index);
  const kind = random.chance(0.5) ? "binary" : "base64";
  const maker = new FrameMaker(world, random, kind);
  const ws = new WebSocket(world.server.websocket, { perMessageDeflate: false });
  const watch = new Watch(ws, world, findings);
  const name = `connection ${index} (${kind})`;
  try {
    await within(BOUND_MS, `${name} is not accepted`, once(ws, "open"));
    const logsIn = random.chance(0.85);
    if (logsIn) {
      watch.write(maker.provision(), random);
      await within(BOUND_MS, `${name} gets no answer to PROVISION`, watch.heard("provision"));
      // The requests of the fuzzer have removed or banned this one.
      if (!watch.isOnline) await world.heal(maker.victim);
    }
    let sent = 0;
    for (let frames = random.between(1, 40); frames > 0 && watch.isOpen; frames--) {
      watch.write(maker.next(), random);
      sent++;
      // Let the server answer now and then: with the whole lot in its buffers it would mostly see the first bad frames.
      if (random.chance(0.3)) await within(BOUND_MS, `${name} is stuck`, watch.ping());
    }
    await within(BOUND_MS, `${name} is stuck at its end`, watch.ping());
    if (watch.isOnline && watch.isOpen) {
      watch.write(maker.unread(watch.kind), random);
      await within(BOUND_MS, `${name} gets no answer to UNREAD`, watch.heard("unread"));
    }
    findings.count(logsIn ? "connections that logged in" : "connections that did not log in");
    return sent;
  } catch (error) {
    findings.report(`seed ${seed}: ${error instanceof Error ? error.message : error}`, watch.lastWritten);
    return 1;
  } finally {
    if (random.chance(0.5)) ws.terminate();
    else ws.close();
    if (!watch.isClosed)
      await within(BOUND_MS, `${name} cannot be closed`, watch.closed).catch(noteTo(findings, watch));
  }
}

const noteTo =
  (findings: Findings, watch: Watch) =>
  (error: Error): void =>
    findings.report(error.message, watch.lastWritten);

/** Reads what the server says, and whether it may say that. */
class Watch {
  readonly closed: Promise<void>;
  isClosed = false;
  isOnline = false;
  lastWritten: FrameInput = "";
  private readonly ws: WebSocket;
  private readonly world: World;
  private readonly findings: Findings;
  private answersIn: "binary" | "base64" | undefined;
  private readonly waiters = new Map<string, () => void>();

  constructor(ws: WebSocket, world: World, findings: Findings) {
    this.ws = ws;
    this.world = world;
    this.findings = findings;
    ws.on("message", (data: Buffer, isBinary) => this.hear(data, isBinary));
    ws.on("pong", () => this.wake("pong"));
    ws.on("error", () => {}); // "close" follows
    this.closed = new Promise((resolve) => {
      ws.on("close", (code) => {
        this.isClosed = true;
        findings.count(`close ${code}`);
        if (code === closeCodes.INTERNAL) findings.report("the server says that it is at fault", this.lastWritten);
        for (const wake of [...this.waiters.values()]) wake();
        resolve();
      });
    });
  }

  /** What the server answers in. */
  get kind(): "binary" | "base64" {
    return this.answersIn ?? "binary";
  }

  get isOpen(): boolean {
    return this.ws.readyState === WebSocket.OPEN;
  }

  /** As one WebSocket frame or in fragments. */
  write(frame: FrameInput, random: Seeded): void {
    this.lastWritten = frame;
    const options = { binary: typeof frame !== "string" };
    if (random.chance(0.85) || frame.length < 3) {
      this.ws.send(frame, options);
      return;
    }
    const bytes = Buffer.from(frame as string); // Buffer.from takes either
    const cuts = [random.below(bytes.length), random.below(bytes.length)].sort((a, b) => a - b);
    this.ws.send(bytes.subarray(0, cuts[0]), { ...options, fin: false });
    this.ws.send(bytes.subarray(cuts[0], cuts[1]), { ...options, fin: false });
    this.ws.send(bytes.subarray(cuts[1]), { ...options, fin: true });
  }

  /** Resolves with the next answer of that kind, or when the connection is over. */
  heard(what: "provision" | "unread" | "pong"): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    return new Promise((resolve) => this.waiters.set(what, resolve));
  }

  ping(): Promise<void> {
    if (!this.isOpen) return this.closed;
    this.ws.ping();
    return this.heard("pong");
  }

  private wake(what: string): void {
    this.waiters.get(what)?.();
    this.waiters.delete(what);
  }

  private hear(data: Buffer, isBinary: boolean): void {
    const kind = isBinary ? "binary" : "base64";
    this.answersIn ??= kind;
    if (this.answersIn !== kind) this.findings.report("answers in both kinds of frame", this.lastWritten);
    try {
      this.understand(decode(MSync, isBinary ? data : Buffer.from(data.toString("latin1"), "base64")));
    } catch (error) {
      this.findings.report(`the server's frame cannot be decoded (${error})`, data);
    }
  }

  private understand({ command, payload }: MSync): void {
    const bytes = payload ?? new Uint8Array(0);
    if (command === MSyncCommand.PROVISION) {
      const { status } = decode(Provision, bytes);
      this.findings.count(`provision ${status?.errorCode}`);
      if (status?.errorCode === 0) this.isOnline = true;
      this.wake("provision");
    } else if (command === MSyncCommand.UNREAD) {
      if (decode(CommUnreadDL, bytes).status === undefined) this.report("UNREAD is answered without a status");
      this.wake("unread");
    } else if (command === MSyncCommand.SYNC) this.understandSync(decode(CommSyncDL, bytes));
  }

  /** What the official client must never be sent (MSync 10). */
  private understandSync({ status, metaId, serverId, metas = [], nextKey, queue, isLast }: CommSyncDL): void {
    const { ids } = this.world;
    const isAck = metaId !== undefined && metaId !== "0";
    if (status === undefined) this.report("a SYNC has no status");
    if (isAck) {
      this.findings.count(`ack ${status?.errorCode}`);
      if (serverId !== undefined) ids.add("message", serverId);
      return;
    }
    if (queue === undefined) this.report("a SYNC has no queue");
    if (metas.length === 0 && isLast !== true) this.report("a SYNC is empty");
    if (nextKey !== undefined) ids.add("key", nextKey);
    for (const { id } of metas) if (id !== undefined) ids.add("message", id);
  }

  private report(what: string): void {
    this.findings.report(what, this.lastWritten);
  }
}
