import { decode, MessageBody } from "@rondo/protocol";
import { Seeded } from "../seeded.ts";
import { Diary } from "./diary.ts";
import { faults, type Stage } from "./faults.ts";
import { Ledger, type Violation } from "./ledger.ts";
import { ModelServer } from "./model-server.ts";
import type { Entry } from "./model-store.ts";
import { Person, type Sabotage } from "./person.ts";
import { type Dialled, Phone } from "./phone.ts";
import { VirtualTime } from "./virtual-time.ts";
import { type Weather, Wire } from "./wire.ts";

export interface StoryOptions {
  readonly seed: number;
  readonly messages: number;
  /** Breaks every client on purpose, to see that it is noticed. */
  readonly sabotage?: Sabotage;
}

export interface StoryReport {
  readonly seed: number;
  /** How many were sent, and what became of them. */
  readonly sent: number;
  readonly acknowledged: number;
  readonly rejected: number;
  /** Of programs that were killed before they knew. */
  readonly orphaned: number;
  readonly reconnects: number;
  readonly logins: number;
  /** Connections that were broken, in whatever way. */
  readonly cuts: number;
  readonly restarts: number;
  readonly minutes: number;
  readonly violations: readonly Violation[];
  /** What happened last, before the first violation or the end. */
  readonly last: readonly string[];
}

/** Devices and who they belong to: five users, one of them with two devices. */
const CAST = { "ann-1": "ann", "ann-2": "ann", "ben-1": "ben", "cem-1": "cem", "dan-1": "dan", "eve-1": "eve" };
const USERS = [...new Set(Object.values(CAST))];
/** A story that makes no progress in so many rounds of the end is over. */
const MAX_ROUNDS = 120;
const ROUND_MS = 5000;

/**
 * Five users chat over a network, with a system and a server that do to them what happens to real ones. Everything is
 * drawn from the seed; nothing waits for real time.
 */
export async function tellStory(options: StoryOptions): Promise<StoryReport> {
  const { seed } = options;
  const random = Math.random;
  const jitter = Seeded.of(seed, 1);
  // The client's back-off draws from it.
  Math.random = () => jitter.fraction();
  const story = new Story(options);
  const onUnhandled = (reason: unknown): void => story.ledger.blame("unhandled rejection", String(reason));
  process.on("unhandledRejection", onUnhandled);
  try {
    return await story.tell();
  } finally {
    Math.random = random;
    process.off("unhandledRejection", onUnhandled);
  }
}

class Story implements Stage {
  readonly time = new VirtualTime();
  readonly chance: Seeded;
  readonly diary = new Diary(this.time);
  readonly ledger: Ledger;
  readonly server: ModelServer;
  readonly people: readonly Person[];
  readonly phones = new Map<Person, Phone>();
  readonly offline = new Set<Phone>();
  readonly away = new Set<Person>();
  cuts = 0;
  restarts = 0;
  isCalm = false;
  private isBegun = false;
  private readonly options: StoryOptions;
  private readonly weather: Weather;
  private lastAtBlame: readonly string[] | undefined;

  constructor(options: StoryOptions) {
    this.options = options;
    this.chance = Seeded.of(options.seed, 0);
    this.ledger = new Ledger((violation) => {
      this.diary.note("!", `${violation.kind}: ${violation.what}`);
      this.lastAtBlame ??= this.diary.last;
    });
    const tokens = new Map(USERS.map((user) => [user, `token-of-${user}`]));
    this.server = new ModelServer({ time: this.time, chance: Seeded.of(options.seed, 2), tokens });
    this.weather = {
      minDelayMs: 5,
      maxDelayMs: this.chance.between(40, 400),
      duplicates: this.chance.pick([0, 0.002, 0.02]),
    };
    this.people = Object.entries(CAST).map(([device, user]) => {
      const phone: Phone = new Phone(device, { time: this.time, chance: this.chance, dial: () => this.dial(phone) });
      const { ledger, diary } = this;
      const { sabotage } = options;
      const impulse = (who: Person, event: string): void => this.impulse(who, event);
      const person = new Person({ user, token: `token-of-${user}`, phone, ledger, diary, sabotage, impulse });
      this.phones.set(person, phone);
      return person;
    });
  }

  async tell(): Promise<StoryReport> {
    const { people, time, ledger } = this;
    for (const person of people) {
      person.start();
      person.open();
    }
    const areIn = await time.pass(120_000, () => people.every(({ status }) => status === "online"));
    if (!areIn) throw new Error(`seed ${this.options.seed}: not everybody could log in`);

    this.isBegun = true;
    for (const person of people) {
      this.chat(person);
      this.trouble(person);
    }
    this.serverTrouble();
    while (ledger.sent.size < this.options.messages) {
      await time.pass(ROUND_MS);
      this.reopen();
    }
    await this.calmDown();
    const stored = [...this.server.store.stored];
    await this.closeInTheMiddle();
    this.judge(stored);
    return this.report();
  }

  /** Everything works again, and the story ends when everything has arrived. */
  private async calmDown(): Promise<void> {
    const { time, diary } = this;
    diary.note("*", "calm");
    this.isCalm = true;
    this.weather.duplicates = 0;
    this.offline.clear();
    if (!this.server.isUp) this.server.start();
    for (const [person, phone] of this.phones) {
      phone.resume();
      if (this.away.delete(person)) person.start();
    }
    for (let round = 0; round < MAX_ROUNDS; round++) {
      this.reopen();
      for (const [person, phone] of this.phones) if (person.status === "closed") phone.hint("onShow");
      await time.pass(ROUND_MS);
      if (this.hasArrived()) return;
    }
  }

  /** Everybody sends and logs out with answers and messages on their way; then hints come, and a long silence. */
  private async closeInTheMiddle(): Promise<void> {
    const { people, time, chance } = this;
    for (const person of people) {
      for (let count = 0; count < 5; count++) person.send(chance.pick(USERS));
      await time.pass(chance.below(100));
    }
    for (const person of people) {
      person.close();
      await time.pass(chance.below(50));
    }
    for (const hint of ["onOffline", "onHide", "onShow", "onOnline"] as const) {
      for (const phone of this.phones.values()) phone.hint(hint);
      await time.pass(200_000);
    }
  }

  private judge(stored: readonly Entry[]): void {
    const { ledger, people, server } = this;
    ledger.checkStored(server.store.stored.map(textOf));
    for (const person of people) {
      person.settled();
      ledger.checkShown(person.device, expectedBy(person, stored));
      if (!person.isOpenSettled) ledger.blame("unsettled", `${person.device}: open`);
    }
  }

  private hasArrived(): boolean {
    const { ledger, people, server } = this;
    if (ledger.count("waiting") > 0) return false;
    return people.every((person) => ledger.hasShown(person.device, expectedBy(person, server.store.stored)));
  }

  private report(): StoryReport {
    const { ledger, people, time, cuts, restarts } = this;
    const sum = (of: (person: Person) => number): number => people.reduce((total, person) => total + of(person), 0);
    return {
      seed: this.options.seed,
      sent: ledger.sent.size,
      acknowledged: ledger.count("acknowledged"),
      rejected: ledger.count("rejected"),
      orphaned: ledger.count("orphaned"),
      reconnects: sum(({ reconnects }) => reconnects),
      logins: sum(({ logins }) => logins),
      cuts,
      restarts,
      minutes: Math.round(time.now / 60_000),
      violations: ledger.violations,
      last: this.lastAtBlame ?? this.diary.last,
    };
  }

  /** Sends now and then, sometimes a lot at once. */
  private chat(person: Person): void {
    const { chance, time } = this;
    time.after(chance.between(300, 4000), () => {
      if (this.isCalm || this.ledger.sent.size >= this.options.messages) return;
      const phone = this.phones.get(person);
      const count = chance.chance(0.02) ? 40 : chance.between(1, 4);
      const to = chance.pick(USERS);
      // A suspended program sends nothing.
      for (let sent = 0; sent < count && !phone?.isSuspended; sent++)
        person.send(chance.chance(0.7) ? to : chance.pick(USERS));
      this.chat(person);
    });
  }

  /** Now and then something is sent, or the user logs out, right inside a handler. */
  private impulse(person: Person, event: string): void {
    const { chance, ledger, options } = this;
    if (!this.isBegun || this.isCalm || ledger.sent.size >= options.messages) return;
    const isRare = event.startsWith("shown") || event.startsWith("onMessage");
    if (chance.chance(isRare ? 0.0003 : 0.01)) person.close();
    else if (chance.chance(isRare ? 0.005 : 0.2)) person.send(chance.pick(USERS));
  }

  private trouble(person: Person): void {
    const { chance, time } = this;
    time.after(chance.between(1000, 25_000), () => {
      if (this.isCalm) return;
      const phone = this.phones.get(person) as Phone; // everybody has one
      const [name, run] = chance.pick(Object.entries(faults));
      if (!phone.isSuspended && !this.away.has(person)) {
        this.diary.note(person.device, `* ${name}`);
        run(this, person, phone);
      }
      this.trouble(person);
    });
  }

  private serverTrouble(): void {
    const { chance, time, server } = this;
    time.after(chance.between(20_000, 150_000), () => {
      if (this.isCalm) return;
      if (chance.chance(0.2)) {
        const user = chance.pick(USERS);
        this.diary.note("server", `* signs ${user} out`);
        server.signOut(user);
      } else this.restartServer();
      this.serverTrouble();
    });
  }

  private restartServer(): void {
    const { chance, time, server } = this;
    this.diary.note("server", "* crashes");
    this.restarts++;
    for (const wire of server.crash()) {
      this.cuts++;
      const clientToldMs = chance.chance(0.7) ? chance.below(2000) : undefined;
      wire.cut({ clientToldMs, serverToldMs: undefined, lateMs: undefined, isTorn: chance.chance(0.1) });
    }
    time.after(chance.between(100, 20_000), () => {
      this.diary.note("server", "* starts");
      if (!server.isUp) server.start();
    });
  }

  /** What applications do when they are signed out, or could not log in. */
  private reopen(): void {
    for (const person of this.people) {
      if (!this.away.has(person) && person.isLoggedOut && person.isOpenSettled) person.open();
    }
  }

  private dial(phone: Phone): Dialled {
    const { chance, server } = this;
    const isReachable = server.isUp && !this.offline.has(phone);
    if (!isReachable || (!this.isCalm && chance.chance(0.05))) {
      return { afterMs: chance.chance(0.7) ? chance.below(500) : undefined, wire: undefined };
    }
    const wire = new Wire(this.time, chance, this.weather);
    server.accept(wire);
    return { afterMs: chance.between(10, 300), wire };
  }
}

function textOf({ payload }: Entry): string {
  return decode(MessageBody, payload).contents?.[0]?.text ?? "";
}

/** Everything of the user's conversations but what this device has sent. */
function expectedBy({ user, device }: Person, stored: readonly Entry[]): string[] {
  const texts: string[] = [];
  for (const entry of stored) {
    if (entry.to !== user && entry.from !== user) continue;
    if (entry.from !== user || !entry.resource.endsWith(device)) texts.push(textOf(entry));
  }
  return texts;
}
