import { userJid } from "@rondo/protocol";
import { type Entry, parseTimeline } from "../timeline/index.ts";
import type { Frame } from "./frame.ts";
import { pageFrame, QueueAddress } from "./frames.ts";

/** Addresses and routes kept; the next one begins anew. They are cheap to make, only not for every message. */
const MAX_REMEMBERED = 20_000;

/**
 * Pushes that need no acknowledgement travel under a queue name that no user or group can have: official clients keep
 * books about queues by name alone (MSync 5.1), and `isLast` under the name of a queue that is being synchronised would
 * end that synchronisation early.
 */
const TRANSIENT_QUEUE = "~online";

/** Who receives what is committed to a timeline, and how each of them knows it. */
export interface Route {
  /** One per member: the key of the user (`userKey`) and the user's name for the timeline. */
  readonly members: ReadonlyArray<{ readonly user: string; readonly address: QueueAddress }>;
}

export function userKey(app: string, user: string): string {
  return `${app}/${user}`;
}

/**
 * The queues of clients. A client tells queues apart by their name alone, so within one user's view every timeline has
 * a name of its own: a conversation has the partner's, the user's own timeline has the user's own.
 */
export class QueueBook {
  private readonly addresses = new Map<string, QueueAddress>();
  private readonly routes = new Map<string, Route>();

  of(app: string, name: string): QueueAddress {
    const key = userKey(app, name);
    let address = this.addresses.get(key);
    if (address === undefined) {
      if (this.addresses.size >= MAX_REMEMBERED) this.addresses.clear();
      address = new QueueAddress(userJid(app, name));
      this.addresses.set(key, address);
    }
    return address;
  }

  /** How `user` knows a timeline. */
  ofTimeline(timeline: string, user: string): QueueAddress {
    const parsed = parseTimeline(timeline);
    if (parsed.type === "user") return this.of(parsed.app, parsed.user);
    const [first, second] = parsed.users;
    return this.of(parsed.app, first === user ? second : first);
  }

  route(timeline: string): Route {
    let route = this.routes.get(timeline);
    if (route === undefined) {
      if (this.routes.size >= MAX_REMEMBERED) this.routes.clear();
      const parsed = parseTimeline(timeline);
      const users = parsed.type === "user" ? [parsed.user] : parsed.users;
      route = {
        members: users.map((user) => ({
          user: userKey(parsed.app, user),
          address: this.ofTimeline(timeline, user),
        })),
      };
      this.routes.set(timeline, route);
    }
    return route;
  }

  transient(app: string): QueueAddress {
    return this.of(app, TRANSIENT_QUEUE);
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
