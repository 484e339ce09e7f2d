import { setTimeout as delay } from "node:timers/promises";
import { startGenerousServer } from "../generous-server.ts";
import { Seeded } from "../seeded.ts";
import type { Server } from "../server/server.ts";
import { assemble, type Cast } from "./cast.ts";
import { Ledger, until, type Verdict } from "./ledger.ts";
import type { Player } from "./player.ts";
import { describeRound, planRound, type Round } from "./round.ts";

export interface CrashOptions {
  readonly seed: number;
  readonly rounds: number;
  readonly print: (line: string) => void;
}

export interface CrashReport {
  /** Clients that repeat nothing: what was acknowledged is due. */
  readonly official: Verdict;
  /** Clients that repeat until they are answered: all that was sent is due. */
  readonly resending: Verdict;
  readonly kills: number;
  /** What must not happen: refused messages, sign-outs, waits without end. */
  readonly incidents: readonly string[];
}

/** Twice the time that the official client gives an answer: so long nothing happens only when something is lost. */
const DEADLINE_MS = 30_000;

/**
 * People write to each other as fast as acknowledgements return while the server is killed again and again. In the end
 * everything settles, all programs begin anew on their devices, one more message goes through every flow, and then the
 * ledgers must be in order.
 */
export async function crash(options: CrashOptions): Promise<CrashReport> {
  const server = await startGenerousServer();
  if (!server.isOurs) throw new Error("only a server of our own can be killed: unset RONDO_URL");
  try {
    return await new CrashRun(server, options).run();
  } finally {
    await server.stop();
  }
}

class CrashRun {
  private readonly server: Server;
  private readonly options: CrashOptions;
  private readonly random: Seeded;
  private readonly official = new Ledger();
  private readonly resending = new Ledger();
  private readonly incidents: string[] = [];
  private kills = 0;

  constructor(server: Server, options: CrashOptions) {
    this.server = server;
    this.options = options;
    this.random = new Seeded(options.seed);
  }

  async run(): Promise<CrashReport> {
    const { official, resending, incidents, options } = this;
    const cast = await assemble({
      server: this.server,
      ledgers: { official, resending },
      onIncident: (what) => this.note(what),
    });
    for (const player of cast.players) player.start();
    for (let number = 1; number <= options.rounds && incidents.length === 0; number++) {
      const round = planRound(this.random, cast.receivers);
      options.print(`round ${number}: ${describeRound(round)}`);
      await this.play(round, cast);
    }
    await this.wait("everything sent is answered", Promise.all(cast.players.map((player) => player.stop())));
    await this.settle("what was acknowledged has arrived");
    for (const player of cast.players) await this.wait(`${player.device} begins anew`, player.beginAnew());
    for (const player of cast.players) player.start();
    await this.wait("the last messages are answered", Promise.all(cast.players.map((player) => player.stop())));
    await this.settle("the last messages have arrived");
    for (const player of cast.players) await player.leave();
    return { official: official.verdict(), resending: resending.verdict(), kills: this.kills, incidents };
  }

  private async play(round: Round, { players }: Cast): Promise<void> {
    for (const [player, arrivals] of round.cuts) cutAfter(player, arrivals);
    await this.watch(`${round.acks} acknowledgements`, this.more(round.acks));
    for (const player of round.absent) player.goOffline();
    await delay(round.extraMs); // not to wait for anything: the random moment itself
    if (round.stillMs !== undefined) await this.standStill(round.stillMs);
    await this.kill();
    if (round.againMs !== undefined) {
      await delay(round.againMs);
      await this.kill();
    }
    for (const player of round.absent) player.goOnline();
    await Promise.all(players.map((player) => this.wait(`${player.device} is back`, untilConnected(player))));
  }

  /** What has come meanwhile is taken all at once afterwards, and how long ago everything was then decides what is done. */
  private async standStill(ms: number): Promise<void> {
    const { pid } = this.server;
    if (pid === undefined) throw new Error("the server does not run");
    process.kill(pid, "SIGSTOP");
    await delay(ms);
    process.kill(pid, "SIGCONT");
    await this.watch("an acknowledgement after the server stood still", this.more(1));
  }

  private async kill(): Promise<void> {
    await this.server.kill("SIGKILL");
    this.kills++;
    await this.server.restart();
  }

  /** Becomes true with so many more acknowledgements from now on. */
  private more(acks: number): () => boolean {
    const count = (): number => this.official.acknowledged + this.resending.acknowledged;
    const aim = count() + acks;
    return () => count() >= aim;
  }

  /** What settles is counted in the ledger, so a miss is only noted here. */
  private async settle(what: string): Promise<void> {
    await this.watch(what, () => this.official.isSettled && this.resending.isSettled);
  }

  private async watch(what: string, condition: () => boolean): Promise<void> {
    const { official, resending } = this;
    if (await until([official, resending], condition, DEADLINE_MS)) return;
    const missing = [...official.missing(), ...resending.missing()];
    this.note(`waited ${DEADLINE_MS} ms in vain: ${what}; ${missing.join("; ")}`);
  }

  private async wait(what: string, happening: Promise<unknown>): Promise<void> {
    const ended = new AbortController();
    const late = delay(DEADLINE_MS, "late", { signal: ended.signal }).catch(() => "in time");
    if ((await Promise.race([happening, late])) === "late") {
      this.note(`waited ${DEADLINE_MS} ms in vain: ${what}`);
    }
    ended.abort();
  }

  private note(incident: string): void {
    this.incidents.push(incident);
    this.options.print(`  ! ${incident}`);
  }
}

function cutAfter(player: Player, arrivals: number): void {
  const { onArrival } = player;
  let seen = 0;
  player.onArrival = (arrival) => {
    onArrival(arrival);
    if (++seen < arrivals) return;
    player.onArrival = onArrival;
    player.cut();
  };
}

function untilConnected(player: Player): Promise<void> {
  if (player.isConnected) return Promise.resolve();
  return new Promise((resolve) => {
    player.onConnected = () => {
      player.onConnected = () => {};
      resolve();
    };
  });
}
