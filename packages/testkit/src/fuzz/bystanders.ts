import { randomBytes } from "node:crypto";
import { Ledger, until, type Verdict } from "../crash/ledger.ts";
import { OfficialPlayer } from "../crash/official-player.ts";
import { Outbox } from "../crash/outbox.ts";
import type { Admin } from "../server/admin.ts";
import type { Server } from "../server/server.ts";

/** Upper bound of a wait that is met when nothing is wrong. */
const DEADLINE_MS = 30_000;

/** Two people with the official client, one on each platform, who write to each other and want to be left alone. */
export class Bystanders {
  readonly names: readonly string[];
  /** What disturbed them: lost connections, refused messages, sign-outs. */
  readonly disturbances: string[] = [];
  private readonly ledger = new Ledger();
  private readonly players: readonly OfficialPlayer[];

  private constructor(server: Server, names: readonly [string, string], password: string) {
    this.names = names;
    const [my, wx] = names;
    this.players = (["my", "wx"] as const).map((platform) => {
      const [id, to] = platform === "my" ? [my, wx] : [wx, my];
      const flow = `${id}>${to}`;
      this.ledger.begin(flow, { receivers: [to], due: "acknowledged" });
      const player = new OfficialPlayer({
        device: id,
        platform,
        server,
        credentials: { id, password },
        outbox: new Outbox(this.ledger, { flow, to, kind: "txt" }),
        inFlight: 1,
        receipts: false,
        nobody: "nobody",
        onIncident: (what) => this.disturbances.push(what),
      });
      player.onArrival = (arrival) => this.ledger.arrive(id, arrival);
      player.onInterruption = () => this.disturbances.push(`${id} lost the connection`);
      return player;
    });
  }

  static async arrive(server: Server, admin: Admin): Promise<Bystanders> {
    const suffix = randomBytes(3).toString("hex");
    const names = [`bystander1-${suffix}`, `bystander2-${suffix}`] as const;
    const password = randomBytes(8).toString("hex");
    for (const username of names) await admin.expect("POST", "/users", { username, password });
    const bystanders = new Bystanders(server, names, password);
    for (const player of bystanders.players) await player.arrive();
    return bystanders;
  }

  start(): void {
    for (const player of this.players) player.start();
  }

  /** They finish what they are writing and read what has come. */
  async finish(): Promise<Verdict> {
    await Promise.all(this.players.map((player) => player.stop()));
    await until([this.ledger], () => this.ledger.isSettled, DEADLINE_MS);
    const verdict = this.ledger.verdict();
    for (const player of this.players) await player.leave();
    return verdict;
  }
}
