import { setImmediate as nextTurn, setImmediate } from "node:timers/promises";
import { createRuntime, openMiniSeat } from "../people/mini-seat.ts";
import { type Credentials, Person } from "../people/person.ts";
import { SdkError } from "../people/sdk-error.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import { officialSdk } from "../sdk.ts";
import type { ServerAddress } from "../server/server.ts";
import type { Outbox } from "./outbox.ts";
import type { Arrival, Player } from "./player.ts";
import { fromText, KINDS, type Shown, toText } from "./post.ts";

/** The client waits one to ten seconds before it connects again; here a tenth of that. */
const HURRY = 10;
const PATIENCE_MS = { from: 1000, below: 10_000 } as const;
/** The connection was lost (510), or the answer did not come in time (512): whether the message was taken is not known. */
const UNCERTAIN = new Set([510, 512]);
const WAIT_MS = 60_000;

const KIND_OF_EVENT = new Map<string, (typeof KINDS)[keyof typeof KINDS]>(
  Object.values(KINDS).map((kind) => [kind.event, kind]),
);

export interface OfficialWish {
  readonly device: string;
  readonly platform: "my" | "wx";
  readonly server: ServerAddress;
  readonly credentials: Credentials;
  /** Undefined for those who only receive. */
  readonly outbox: Outbox | undefined;
  /** Messages on their way at a time. */
  readonly inFlight: number;
  /** Whether the client answers every message with a delivery receipt. */
  readonly receipts: boolean;
  /** Somebody who never comes: where messages go whose only purpose is their acknowledgement. */
  readonly nobody: string;
  /** What must not happen: sign-outs, refusals. */
  readonly onIncident: (what: string) => void;
}

/** The unmodified official client in a mini program. It comes back by itself and repeats nothing. */
export class OfficialPlayer implements Player {
  readonly device: string;
  onArrival: (arrival: Arrival) => void = () => {};
  onConnected: () => void = () => {};
  /** Called when the client begins to connect again. */
  onInterruption: () => void = () => {};
  private readonly wish: OfficialWish;
  private connected = false;
  private leaving = false;
  private stopping = true;
  private lanes: Promise<void>[] = [];
  private runtime: Runtime;
  private person: Person | undefined;

  constructor(wish: OfficialWish) {
    this.wish = wish;
    this.device = wish.device;
    this.runtime = impatient(createRuntime(wish.platform));
  }

  get isConnected(): boolean {
    return this.connected;
  }

  async arrive(): Promise<void> {
    const { credentials, server, receipts } = this.wish;
    const { runtime } = this;
    this.person = await Person.sit(
      credentials,
      async (emit) =>
        openMiniSeat({ runtime, sdk: officialSdk(), server }, (event, payload) => {
          if (!this.hear(event, payload)) emit(event, payload);
        }),
      { connection: { autoReconnectNumMax: 100_000, delivery: receipts }, timeoutMs: WAIT_MS },
    );
    await this.person.login();
  }

  start(): void {
    const { outbox, inFlight } = this.wish;
    this.stopping = false;
    if (outbox) this.lanes = Array.from({ length: inFlight }, () => this.sendFrom(outbox));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.lanes);
  }

  cut(): void {
    this.runtime.network.cut();
  }

  goOffline(): void {
    this.runtime.network.goOffline();
  }

  goOnline(): void {
    this.runtime.network.goOnline();
  }

  async beginAnew(): Promise<void> {
    const before = this.seated();
    // What was shown is acknowledged by a frame that the client may write a turn later; its own next message comes after it.
    await setImmediate();
    await before.send("cmd", { action: "fence" }, this.wish.nobody);
    await this.leave();
    this.runtime = impatient(createRuntime(this.wish.platform, { from: this.runtime }));
    this.leaving = false;
    await this.arrive();
  }

  async leave(): Promise<void> {
    this.leaving = true;
    await this.person?.leave();
  }

  private async sendFrom(outbox: Outbox): Promise<void> {
    const { fields } = KINDS[outbox.kind];
    let failures = 0;
    while (!this.stopping) {
      const post = outbox.next();
      try {
        const { serverMsgId } = await this.seated().send(outbox.kind, fields(toText(post)), outbox.to);
        failures = 0;
        outbox.acknowledged(post, serverMsgId);
      } catch (error) {
        if (!(error instanceof SdkError) || !UNCERTAIN.has(error.type ?? 0)) {
          this.wish.onIncident(`${this.device} could not send: ${error}`);
        }
        // The next message is given to the client while it has no connection, on purpose: it keeps it until it has one.
        if (++failures > 1) {
          await this.untilConnected();
          // Who is refused at once, again and again, must not keep everybody else from their turn.
          await nextTurn();
        }
      }
    }
  }

  private async untilConnected(): Promise<void> {
    const { events } = this.seated();
    if (!this.connected) await events.waitFor("onConnected", () => true, { after: events.mark() });
  }

  /** True for what the ledger hears; everything else goes to the person's own log. */
  private hear(event: string, payload: string): boolean {
    const kind = KIND_OF_EVENT.get(event);
    if (kind) {
      // The agent's JSON of a message; what is read of it is checked.
      const shown = JSON.parse(payload) as Shown;
      const post = fromText(kind.read(shown));
      if (post) this.onArrival({ ...post, id: shown.id });
      return true;
    }
    switch (event) {
      case "onConnected":
        this.connected = true;
        this.onConnected();
        return false;
      case "onReconnecting":
        this.connected = false;
        this.onInterruption();
        return false;
      case "onDisconnected":
        this.connected = false;
        if (!this.leaving) this.wish.onIncident(`${this.device} was signed out: ${payload}`);
        return false;
      default:
        return !event.startsWith("onO"); // online, offline, opened, offline sync: rare, and useful in a failure's text
    }
  }

  private seated(): Person {
    if (!this.person) throw new Error(`${this.device} has not arrived`);
    return this.person;
  }
}

/**
 * Timers of the length of a reconnection's delay run faster; those of ten seconds and more, after which the client gives up
 * on an answer, do not, or a machine with much to do would look like a server that is lost.
 */
function impatient(runtime: Runtime): Runtime {
  const { realm } = runtime;
  const { setTimeout } = realm.timers;
  realm.define("setTimeout", (callback: unknown, delayMs?: unknown, ...args: unknown[]) => {
    const ms = Number(delayMs);
    const isPatience = ms >= PATIENCE_MS.from && ms < PATIENCE_MS.below;
    return setTimeout(callback, isPatience ? ms / HURRY : delayMs, ...args);
  });
  return runtime;
}
