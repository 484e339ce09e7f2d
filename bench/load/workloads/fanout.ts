/** Messages to a group or room, of which everybody who is online gets each. */
import { MessageTemplate } from "../client/frames.ts";
import type { Session } from "../client/session.ts";
import { CrowdLedger } from "../crowd-ledger.ts";
import type { Failure } from "../failure.ts";
import type { FanoutResult, Job, Rate, Timing } from "../jobs.ts";
import { logIn, nameOf, register, startAll } from "./people.ts";
import { makePlace } from "./places.ts";
import { type Load, type LoadHooks, measureAtRate, measureThroughput, noHooks } from "./throughput.ts";

type FanoutJob = Extract<Job, { kind: "fanout" }>;

/** `arrived` counts each receiver of a message. */
export class FanoutLoad implements Load {
  hooks: LoadHooks = noHooks;
  readonly fanout: number;
  readonly ledger: CrowdLedger;
  readonly senders: number;
  readonly serverPid: number;
  readonly frameBytes: number;
  private readonly templates: MessageTemplate[];
  private sessions: Session[] = [];

  private constructor({ server, place, crowd }: FanoutJob, id: string) {
    this.fanout = crowd.online - 1;
    this.senders = crowd.senders;
    this.serverPid = server.pid;
    this.ledger = new CrowdLedger(crowd);
    this.templates = Array.from({ length: crowd.senders }, (_, sender) =>
      MessageTemplate.up({ appKey: server.appKey, from: nameOf(sender), to: id, place, sender }),
    );
    this.frameBytes = (this.templates[0] as MessageTemplate).payload.length;
  }

  static async open(job: FanoutJob, failure: Failure): Promise<FanoutLoad> {
    const people = await register(job.server, job.crowd.members);
    const load = new FanoutLoad(job, await makePlace(job.server, { place: job.place, names: people.names }));
    const online = Array.from({ length: job.crowd.online }, (_, index) => index);
    load.sessions = await logIn(people, online, { failure, hooksOf: (user) => load.hooksOf(user) });
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
    const session = this.sessions[sender] as Session;
    session.send(this.templates[sender] as MessageTemplate, this.ledger.send(sender, count), { count });
  }

  private hooksOf(user: number) {
    return {
      onAck: (number: number, code: number) => {
        if (this.ledger.answer(user, number, code)) this.hooks.released(user);
      },
      onText: (sender: number, number: number) => {
        this.ledger.deliver(user, sender, number);
        this.hooks.arrived(sender, number);
      },
    };
  }
}

export async function measureFanout(
  load: Load,
  { rate, ...options }: { rate: Rate; timing: Timing; inspector: string | undefined },
): Promise<FanoutResult> {
  if ("perSecond" in rate) return measureAtRate(load, rate.perSecond, options);
  const [result] = await measureThroughput([load], rate.windows, options);
  return result as FanoutResult;
}
