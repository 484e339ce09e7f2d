/** Messages to users who are offline, then the same users come and pull them. */
import { MessageTemplate } from "../client/frames.ts";
import type { Session } from "../client/session.ts";
import type { Failure } from "../failure.ts";
import { profiled } from "../inspector.ts";
import type { Job, OfflineResult } from "../jobs.ts";
import { Ledger } from "../ledger.ts";
import { UsageMeter } from "../meters.ts";
import { logIn, nameOf, type People, register, startAll } from "./people.ts";
import { settle } from "./throughput.ts";

type OfflineJob = Extract<Job, { kind: "offline" }>;

/** Messages of one sender on their way. */
const WINDOW = 16;
/** Each sender writes to so many receivers, so that each receiver has several queues to pull. */
const RECEIVERS_OF_ONE = 10;

export async function measureOffline(job: OfflineJob, failure: Failure): Promise<OfflineResult> {
  const people = await register(job.server, job.senders + job.receivers);
  await meetOnce(people, job, failure);
  const ledger = new Ledger(job.senders, (sender, number) => receiverOf(job, sender, number));

  const send = await sendAll(people, job, { ledger, failure });
  const pull = await pullAll(people, job, { ledger, failure });
  return {
    sent: job.messages,
    sentPerSecond: ledger.totals.acked / send.usage.seconds,
    sendUsage: send.usage,
    sendProfile: send.profile,
    pulledPerSecond: ledger.totals.delivered / pull.usage.seconds,
    pullUsage: pull.usage,
    pullProfile: pull.profile,
    pulledPerSecondWithLogin: ledger.totals.delivered / (pull.usage.seconds + pull.loginSeconds),
    account: ledger.close(),
  };
}

/** Sender s writes to ten receivers in turn; neighbours overlap. Receivers are the users after the senders. */
function receiverOf({ senders, receivers }: OfflineJob, sender: number, number: number): number {
  const first = Math.floor((sender * receivers) / senders);
  return senders + ((first + (number % RECEIVERS_OF_ONE)) % receivers);
}

/** The receivers' devices are known to the server: they were online once, before anything was sent. */
async function meetOnce(people: People, job: OfflineJob, failure: Failure): Promise<void> {
  const hooksOf = () => ({ onAck: () => {}, onText: () => failure.report("a text before any was sent") });
  const sessions = await logIn(people, receiversOf(job), { failure, hooksOf });
  await startAll(sessions);
  for (const session of sessions) session.close();
}

async function sendAll(people: People, job: OfflineJob, { ledger, failure }: { ledger: Ledger; failure: Failure }) {
  const each = Math.ceil(job.messages / job.senders);
  const share = (sender: number) => Math.min(each, Math.max(0, job.messages - sender * each));
  const templates = templatesOf(job);
  let sessions: Session[] = [];
  const sendNext = (sender: number, count: number) => {
    const left = share(sender) - ledger.sentOf(sender);
    for (let i = 0; i < Math.min(count, left); i++) {
      const number = ledger.send(sender, 1);
      const template = templates[sender]?.[number % RECEIVERS_OF_ONE] as MessageTemplate;
      (sessions[sender] as Session).send(template, number, { count: 1 });
    }
  };
  const hooksOf = (sender: number) => ({
    onAck: (number: number, code: number) => {
      if (ledger.answer(sender, number, code)) sendNext(sender, 1);
    },
    onText: () => failure.report("a text for a sender"),
  });
  const senders = Array.from({ length: job.senders }, (_, sender) => sender);
  sessions = await logIn(people, senders, { failure, hooksOf });
  await startAll(sessions);

  const answered = () => ledger.totals.acked + ledger.totals.refused;
  const { result: usage, profile } = await profiled(job.inspector, async () => {
    const meter = new UsageMeter(job.server.pid);
    for (const sender of senders) sendNext(sender, WINDOW);
    await settle({
      get arrived() {
        return answered();
      },
      get isSettled() {
        return answered() === job.messages;
      },
    });
    return meter.stop(ledger.totals.acked);
  });
  for (const session of sessions) session.close();
  return { usage, profile };
}

async function pullAll(people: People, job: OfflineJob, { ledger, failure }: { ledger: Ledger; failure: Failure }) {
  const hooksOf = (receiver: number) => ({
    onAck: () => {},
    onText: (sender: number, number: number) => ledger.deliver(receiver, sender, number),
  });
  const loggingInAt = performance.now();
  const sessions = await logIn(people, receiversOf(job), { failure, hooksOf });
  const loginSeconds = (performance.now() - loggingInAt) / 1000;
  const { result: usage, profile } = await profiled(job.inspector, async () => {
    const meter = new UsageMeter(job.server.pid);
    await startAll(sessions);
    await settle({
      get arrived() {
        return ledger.totals.delivered;
      },
      get isSettled() {
        return ledger.isSettled;
      },
    });
    return meter.stop(ledger.totals.delivered);
  });
  for (const session of sessions) session.close();
  return { usage, profile, loginSeconds };
}

function templatesOf(job: OfflineJob): MessageTemplate[][] {
  const { appKey } = job.server;
  return Array.from({ length: job.senders }, (_, sender) =>
    Array.from({ length: RECEIVERS_OF_ONE }, (_, number) => {
      const to = nameOf(receiverOf(job, sender, number));
      return MessageTemplate.up({ appKey, from: nameOf(sender), to, place: "user", sender });
    }),
  );
}

function receiversOf({ senders, receivers }: OfflineJob): number[] {
  return Array.from({ length: receivers }, (_, index) => senders + index);
}
