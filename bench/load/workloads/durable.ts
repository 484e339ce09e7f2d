/** One-to-one messages between users who are online: stored, acknowledged after the commit, pushed to the receiver. */
import { MessageTemplate } from "../client/frames.ts";
import type { Session } from "../client/session.ts";
import type { Failure } from "../failure.ts";
import type { Job } from "../jobs.ts";
import { Ledger } from "../ledger.ts";
import { logIn, nameOf, register, startAll } from "./people.ts";
import { type Load, type LoadHooks, noHooks } from "./throughput.ts";

type DurableJob = Extract<Job, { kind: "durable" }>;

export class DurableLoad implements Load {
  hooks: LoadHooks = noHooks;
  readonly fanout = 1;
  readonly ledger: Ledger;
  readonly senders: number;
  readonly serverPid: number;
  readonly frameBytes: number;
  private readonly userOf: (sender: number) => number;
  private readonly templates: MessageTemplate[];
  private sessions: Session[] = [];

  /** Pair p is users 2p and 2p + 1. */
  private constructor(job: DurableJob) {
    this.senders = job.bothWays ? job.pairs * 2 : job.pairs;
    this.serverPid = job.server.pid;
    this.userOf = job.bothWays ? (sender) => sender : (sender) => sender * 2;
    this.ledger = new Ledger(this.senders, (sender) => this.userOf(sender) ^ 1);
    this.templates = Array.from({ length: this.senders }, (_, sender) => {
      const user = this.userOf(sender);
      return MessageTemplate.up({
        appKey: job.server.appKey,
        from: nameOf(user),
        to: nameOf(user ^ 1),
        place: "user",
        sender,
      });
    });
    this.frameBytes = (this.templates[0] as MessageTemplate).payload.length;
  }

  static async open(job: DurableJob, failure: Failure): Promise<DurableLoad> {
    const load = new DurableLoad(job);
    const people = await register(job.server, job.pairs * 2);
    const all = people.names.map((_, index) => index);
    const hooksOf = (user: number) => load.hooksOf(user, job.bothWays ? user : user >> 1);
    load.sessions = await logIn(people, all, { failure, hooksOf });
    await startAll(load.sessions);
    return load;
  }

  get arrived(): number {
    return this.ledger.totals.delivered;
  }

  get isSettled(): boolean {
    return this.ledger.isSettled;
  }

  sentOf(sender: number): number {
    return this.ledger.sentOf(sender);
  }

  send(sender: number, count: number): void {
    const session = this.sessions[this.userOf(sender)] as Session;
    session.send(this.templates[sender] as MessageTemplate, this.ledger.send(sender, count), { count });
  }

  private hooksOf(user: number, asSender: number) {
    return {
      onAck: (number: number, code: number) => {
        if (this.ledger.answer(asSender, number, code)) this.hooks.released(asSender);
      },
      onText: (sender: number, number: number) => {
        this.ledger.deliver(user, sender, number);
        this.hooks.arrived(sender, number);
      },
    };
  }
}
