/** What a connection says it is doing, as its application hears it. */
export interface StatusSeen {
  readonly is: "idle" | "connecting" | "waiting" | "online" | "closed";
  readonly isLogin?: boolean;
}

/**
 * Where each status may go. From `waiting` to itself: the next attempt has been moved. From `connecting` to itself: a
 * login is tried again at once. From `closed` to `waiting`: what was given up begins anew.
 */
const legal: Record<StatusSeen["is"], ReadonlyArray<StatusSeen["is"]>> = {
  idle: ["connecting"],
  connecting: ["connecting", "online", "waiting", "closed"],
  waiting: ["waiting", "connecting", "closed"],
  online: ["waiting", "closed"],
  closed: ["connecting", "waiting", "closed"],
};

/** Follows one connection object: its transitions, and that events come exactly when they should. */
export class StatusWatch {
  private status: StatusSeen = { is: "idle" };
  private readonly blame: (what: string) => void;
  /** Events the last transition owes the application. */
  private owed: string[] = [];

  constructor(blame: (what: string) => void) {
    this.blame = blame;
  }

  /** `isNested`: inside another event, so that what that one was followed by does not come any more. */
  changed(next: StatusSeen, isNested: boolean): void {
    const { is } = this.status;
    if (!isNested) this.settled();
    else if (next.is === "closed") this.forgive();
    else this.owed = [];
    if (!legal[is].includes(next.is)) this.blame(`illegal transition: ${is} -> ${next.is}`);
    if (is === "connecting" && next.is === "connecting" && !next.isLogin)
      this.blame("illegal transition: an attempt on top of another");
    if (next.is === "online") this.owed.push("onConnected");
    if (next.is === "closed" && is !== "closed") this.owed.push("onDisconnected");
    if (next.is === "waiting" && is !== "waiting") this.owed.push("onReconnecting");
    this.status = next;
  }

  heard(event: string): void {
    const at = this.owed.indexOf(event);
    if (at < 0) this.blame(`${event} without a reason, or twice (${this.status.is})`);
    else this.owed.splice(at, 1);
  }

  /** Between two events of the host nothing is owed. */
  settled(): void {
    for (const event of this.owed.splice(0)) this.blame(`${event} did not come (${this.status.is})`);
  }

  /** What was owed does not come any more, because the application has logged out in between. */
  forgive(): void {
    this.owed = this.owed.filter((event) => event === "onDisconnected");
  }

  get is(): StatusSeen["is"] {
    return this.status.is;
  }
}
