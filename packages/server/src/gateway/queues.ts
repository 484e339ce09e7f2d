import { conferenceJid, type Jid, userJid } from "@rondo/protocol";
import { Memo } from "../kernel/memo.ts";
import { type Entry, parseTimeline } from "../timeline/index.ts";
import type { Audiences } from "./audiences.ts";
import type { Frame } from "./frame.ts";
import { pageFrame, QueueAddress } from "./frames.ts";

/** Addresses and routes kept. They are cheap to make, only not for every message. */
const MAX_REMEMBERED = 20_000;

/**
 * Pushes that need no acknowledgement travel under a queue name that no user or group can have: official clients keep
 * books about queues by name alone (MSync 5.1), and `isLast` under the name of a queue that is being synchronised would
 * end that synchronisation early.
 */
const TRANSIENT_QUEUE = "~online";

/** Who receives what is committed to a timeline, and how each of them knows it. */
export interface Route {
  /** Received now or never: nobody has a cursor there. */
  readonly isRoom: boolean;
  /** One per member: the key of the user (`userKey`) and the user's name for the timeline. */
  readonly members: ReadonlyArray<{ readonly user: string; readonly address: QueueAddress }>;
}

export function userKey(app: string, user: string): string {
  return `${app}/${user}`;
}

/** Before the id of a group in the name of its queue: no user has such a name, so that `4711` may be both. */
const GROUP_QUEUE = "~g";

/**
 * The queues of clients. A client tells queues apart by their name alone, so within one user's view every timeline has
 * a name of its own: a conversation has the partner's, the user's own timeline has the user's own.
 */
export class QueueBook {
  private readonly addresses = new Memo<string, QueueAddress>(MAX_REMEMBERED);
  private readonly routes = new Memo<string, Route>(MAX_REMEMBERED);
  private readonly groupRoutes = new WeakMap<readonly string[], Route>();
  private readonly audiences: Audiences;

  constructor(audiences: Audiences) {
    this.audiences = audiences;
  }

  of(app: string, name: string): QueueAddress {
    return this.address(userKey(app, name), () => userJid(app, name));
  }

  /** How `user` knows a timeline. */
  ofTimeline(timeline: string, user: string): QueueAddress {
    const parsed = parseTimeline(timeline);
    if (parsed.type === "user") return this.of(parsed.app, parsed.user);
    if (parsed.type !== "conversation") {
      return this.address(timeline, () => conferenceJid(parsed.app, `${GROUP_QUEUE}${parsed.id}`));
    }
    const [first, second] = parsed.users;
    return this.of(parsed.app, first === user ? second : first);
  }

  /** Undefined: who is in the group or room is not known here, and has to be loaded (`Audiences`). */
  route(timeline: string): Route | undefined {
    let route = this.routes.get(timeline);
    if (route !== undefined) return route;
    const parsed = parseTimeline(timeline);
    if (parsed.type !== "user" && parsed.type !== "conversation") return this.groupRoute(timeline, parsed);
    const users = parsed.type === "user" ? [parsed.user] : parsed.users;
    route = {
      isRoom: false,
      members: users.map((user) => ({ user: userKey(parsed.app, user), address: this.ofTimeline(timeline, user) })),
    };
    this.routes.set(timeline, route);
    return route;
  }

  transient(app: string): QueueAddress {
    return this.of(app, TRANSIENT_QUEUE);
  }

  /** Remembered for as long as the list of members is the same. */
  private groupRoute(
    timeline: string,
    { app, type }: { app: string; type: "group" | "thread" | "room" },
  ): Route | undefined {
    const users = this.audiences.of(timeline);
    if (users === undefined) return undefined;
    let route = this.groupRoutes.get(users);
    if (route === undefined) {
      const address = this.ofTimeline(timeline, "");
      route = { isRoom: type === "room", members: users.map((user) => ({ user: userKey(app, user), address })) };
      this.groupRoutes.set(users, route);
    }
    return route;
  }

  private address(key: string, jid: () => Jid): QueueAddress {
    let address = this.addresses.get(key);
    if (address === undefined) {
      address = new QueueAddress(jid());
      this.addresses.set(key, address);
    }
    return address;
  }
}

/**
 * The last pushed page. The devices of a user that stand at the same place get the same page one after the other, and
 * it is encoded once for all of them.
 */
export class PageMemo {
  private queue: QueueAddress | undefined;
  private entries: readonly Entry[] = [];
  private key = "";
  private frame: Frame | undefined;

  page(queue: QueueAddress, entries: readonly Entry[], key: string): Frame {
    if (this.frame !== undefined && this.queue === queue && this.key === key && this.holds(entries)) return this.frame;
    this.frame = pageFrame(queue, metasOf(entries), key);
    this.queue = queue;
    this.entries = entries;
    this.key = key;
    return this.frame;
  }

  private holds(entries: readonly Entry[]): boolean {
    return entries.length === this.entries.length && entries.every((entry, i) => entry === this.entries[i]);
  }
}

export function metasOf(entries: readonly Entry[]): Uint8Array[] {
  return entries.map(({ meta }) => meta);
}
