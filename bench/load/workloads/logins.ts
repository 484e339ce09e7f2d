/** Logging in with many groups joined, in turn with logging in without any: one person at a time. */
import { setTimeout as wait } from "node:timers/promises";
import { callRest } from "../accounts.ts";
import { MessageTemplate } from "../client/frames.ts";
import type { Session } from "../client/session.ts";
import type { Failure } from "../failure.ts";
import { profiled } from "../inspector.ts";
import type { Job, LoginResult } from "../jobs.ts";
import { Ledger } from "../ledger.ts";
import { logIn, nameOf, type People, register, startAll } from "./people.ts";
import { makeGroups } from "./places.ts";
import { settle } from "./throughput.ts";

type LoginsJob = Extract<Job, { kind: "logins" }>;

/** Who logs in with all groups, who with none, and who owns the groups and writes in them. */
const [JOINED, ALONE, WRITER] = [0, 1, 2];
/** What a session leaves behind is done by then. */
const PAUSE_MS = 100;
/** As applications ask for it: one page, which holds all. */
const LIST = "joined_chatgroups?pagenum=1&pagesize=500";

export async function measureLogins(job: LoginsJob, failure: Failure): Promise<LoginResult> {
  const people = await register(job.server, 3);
  const groups = await makeGroups(job.server, { count: job.groups, owner: nameOf(WRITER), member: nameOf(JOINED) });
  const mail = new Mail(people, groups, failure);
  await mail.open();
  const times = { alone: [], joined: [], behind: [], listAlone: [], listJoined: [] } as Record<string, number[]>;
  const round = async (into: Record<string, number[]>) => {
    into.alone?.push(await logInOnce(people, ALONE, { mail, failure }));
    into.joined?.push(await logInOnce(people, JOINED, { mail, failure }));
    into.listAlone?.push(await list(people, ALONE));
    into.listJoined?.push(await list(people, JOINED));
    await mail.sendToAll();
    into.behind?.push(await logInOnce(people, JOINED, { mail, failure }));
  };
  // The first makes the devices known and compiles the code.
  await round({});
  const { profile } = await profiled(job.inspector, async () => {
    for (let i = 0; i < job.rounds; i++) await round(times);
  });
  const { alone = [], joined = [], behind = [], listAlone = [], listJoined = [] } = times;
  return { alone, joined, behind, listAlone, listJoined, account: mail.ledger.close(), profile };
}

/** Milliseconds from connecting until the answer to UNREAD and everything that it announced is there. */
async function logInOnce(people: People, who: number, { mail, failure }: { mail: Mail; failure: Failure }) {
  const hooksOf = () => ({
    onAck: () => {},
    onText: (_sender: number, number: number) =>
      who === JOINED ? mail.arrived(number) : failure.report("a stray text"),
  });
  const startedAt = performance.now();
  const sessions = await logIn(people, [who], { failure, hooksOf });
  await startAll(sessions);
  if (who === JOINED) await mail.emptied();
  const ms = performance.now() - startedAt;
  // The last acknowledgement is on its way only now.
  await wait(PAUSE_MS);
  for (const session of sessions) session.close();
  await wait(PAUSE_MS);
  return ms;
}

async function list({ server, names, tokens }: People, who: number): Promise<number> {
  const startedAt = performance.now();
  await callRest(server, { method: "GET", path: `users/${names[who]}/${LIST}`, bearer: tokens[who] });
  return performance.now() - startedAt;
}

/** One message in each group from time to time, and what of it has arrived. */
class Mail {
  readonly ledger: Ledger;
  private readonly people: People;
  private readonly failure: Failure;
  private readonly templates: MessageTemplate[];
  private session: Session | undefined;
  private whenEmpty: (() => void) | undefined;

  constructor(people: People, groups: readonly string[], failure: Failure) {
    this.people = people;
    this.failure = failure;
    // Message n is for group n % count, whose place in the ledger is that of a receiver: order holds within a group.
    this.ledger = new Ledger(1, (_sender, number) => number % groups.length);
    const { appKey } = people.server;
    this.templates = groups.map((to) =>
      MessageTemplate.up({ appKey, from: nameOf(WRITER), to, place: "group", sender: 0 }),
    );
  }

  async open(): Promise<void> {
    const onAck = (number: number, code: number) => void this.ledger.answer(0, number, code);
    const hooksOf = () => ({ onAck, onText: () => this.failure.report("a text for the writer") });
    const sessions = await logIn(this.people, [WRITER], { failure: this.failure, hooksOf });
    await startAll(sessions);
    this.session = sessions[0];
  }

  async sendToAll(): Promise<void> {
    const { ledger } = this;
    for (const template of this.templates) this.session?.send(template, ledger.send(0, 1), { count: 1 });
    await settle({
      get arrived() {
        return ledger.totals.acked + ledger.totals.refused;
      },
      get isSettled() {
        return ledger.totals.acked + ledger.totals.refused === ledger.totals.sent;
      },
    });
  }

  arrived(number: number): void {
    this.ledger.deliver(number % this.templates.length, 0, number);
    if (this.ledger.isSettled) this.whenEmpty?.();
  }

  /** Resolves when everything acknowledged has arrived; what is lost ends the run. */
  async emptied(): Promise<void> {
    if (this.ledger.isSettled) return;
    const empty = new Promise<void>((resolve) => {
      this.whenEmpty = resolve;
    });
    const patience = setTimeout(() => this.failure.report("messages did not arrive after a login"), 15_000);
    await empty;
    clearTimeout(patience);
  }
}
