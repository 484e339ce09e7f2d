/** What the generator is asked to do, and what it answers: JSON between the runner and the generator process. */
import type { ServerAddress } from "./accounts.ts";
import type { Account } from "./ledger.ts";
import type { Latency, Usage } from "./meters.ts";
import type { ThreadCosts } from "./profile.ts";

/** How long the parts of a throughput measurement last. */
export interface Timing {
  /** Before anything is measured, so that the server's code is compiled; cut short after twenty seconds. */
  readonly warmUpMessages: number;
  /** Before each measurement. */
  readonly warmUpSeconds: number;
  /** Each window of the sweep. */
  readonly sweepSeconds: number;
  /** The window that won, again; of several loads in turn, all rounds of each together. */
  readonly saturationSeconds: number;
  readonly pacedSeconds: number;
}

export interface Crowd {
  readonly members: number;
  readonly online: number;
  readonly senders: number;
}

/** Windows to find the highest rate with, or a number of messages per second. */
export type Rate = { readonly windows: readonly number[] } | { readonly perSecond: number };

export interface EchoTarget {
  readonly websocket: string;
  readonly pid: number;
}

export type Job =
  | {
      kind: "durable";
      server: ServerAddress;
      /** The same frames echoed there, in turn with ours; undefined: only ours. */
      echo: EchoTarget | undefined;
      pairs: number;
      /** Both users of a pair send, not only the first. */
      bothWays: boolean;
      windows: readonly number[];
      timing: Timing;
      /** Where the server's inspector listens, to profile the saturated measurement. */
      inspector: string | undefined;
    }
  | {
      /** Messages to a group or room, sent by the first of those who are online. */
      kind: "fanout";
      server: ServerAddress;
      place: "group" | "room";
      crowd: Crowd;
      rate: Rate;
      timing: Timing;
      inspector: string | undefined;
    }
  | { kind: "broadcast"; target: EchoTarget; place: "group" | "room"; crowd: Crowd; rate: Rate; timing: Timing }
  | {
      /** People with many groups log in, one after the other, in turn with people who have none. */
      kind: "logins";
      server: ServerAddress;
      groups: number;
      rounds: number;
      inspector: string | undefined;
    }
  | {
      kind: "offline";
      server: ServerAddress;
      messages: number;
      receivers: number;
      senders: number;
      inspector: string | undefined;
    }
  | {
      kind: "idle";
      target: EchoTarget;
      /** Logs users in; undefined: bare connections to an echo server. */
      server: ServerAddress | undefined;
      /** Where the server's inspector listens: a collection is forced through it before each reading. */
      inspector: string;
      connections: number;
      heartbeatSeconds: number;
      settleSeconds: number;
    };

export interface Saturation {
  readonly window: number;
  readonly perSecond: number;
  readonly usage: Usage;
}

export interface Paced {
  /** Messages offered. */
  readonly perSecond: number;
  /** Arrivals: of one message, as many as it has receivers. */
  readonly deliveredPerSecond: number;
  /** From the moment a message was due to be sent. */
  readonly latency: Latency;
  /** How late messages left the generator; part of the latency. */
  readonly lateness: Latency;
  readonly usage: Usage;
}

/** At a given rate. */
export interface RateResult {
  readonly paced: Paced;
  /** Bytes of one frame, without the WebSocket header. */
  readonly frameBytes: number;
  /** With an inspector: where the server's time went. */
  readonly profile: readonly ThreadCosts[] | undefined;
}

/** At the highest rate, whose profile it is, and at half of it. */
export interface ThroughputResult extends RateResult {
  readonly sweep: readonly Saturation[];
  readonly rounds: readonly Saturation[];
  /** The median of the rounds. */
  readonly best: Saturation;
}

export interface OfflineResult {
  readonly sent: number;
  readonly sentPerSecond: number;
  readonly sendUsage: Usage;
  readonly pulledPerSecond: number;
  readonly pullUsage: Usage;
  /** The same with connecting and logging in counted as part of the pull. */
  readonly pulledPerSecondWithLogin: number;
  readonly account: Account;
  /** With an inspector: where the server's time went, sending and pulling. */
  readonly sendProfile: readonly ThreadCosts[] | undefined;
  readonly pullProfile: readonly ThreadCosts[] | undefined;
}

export interface IdleResult {
  readonly connections: number;
  readonly emptyBytes: number;
  readonly loadedBytes: number;
  readonly bytesEach: number;
  /** The same without a forced collection, as the system sees it. */
  readonly bytesEachUncollected: number;
  /** Objects and buffers that the main thread holds for one: unlike RSS, blind to pages kept from the start. */
  readonly liveBytesEach: number;
  readonly heartbeats: number;
}

/** Milliseconds from the first byte until there is nothing more to come, of each login. */
export interface LoginResult {
  /** In no group. */
  readonly alone: readonly number[];
  /** In all groups, with everything received. */
  readonly joined: readonly number[];
  /** In all groups, with one message in each of them still to come. */
  readonly behind: readonly number[];
  /** The list of one's groups over REST, as an application asks for it after the login: in none, in all. */
  readonly listAlone: readonly number[];
  readonly listJoined: readonly number[];
  readonly account: Account;
  readonly profile: readonly ThreadCosts[] | undefined;
}

export type FanoutResult = RateResult & Partial<Pick<ThroughputResult, "sweep" | "best">>;

/** What a job of each kind gives; `best` and `sweep` only where windows were tried. */
export interface Outcomes {
  durable: { readonly ours: ThroughputResult; readonly echo: ThroughputResult | undefined; readonly account: Account };
  fanout: FanoutResult & { readonly account: Account };
  broadcast: FanoutResult;
  logins: LoginResult;
  offline: OfflineResult;
  idle: IdleResult;
}
