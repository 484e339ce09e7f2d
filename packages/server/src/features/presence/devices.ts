/**
 * Which devices of a user are online, as others see it: those with a session, and those that had one a moment ago.
 *
 * - online: has a session.
 * - leaving: its session is over, and it may be about to come back. Still shown as it was.
 * - gone: was leaving for `GRACE_MS`, or the server has been started anew since. Nothing is kept of it here.
 */
import type { Bus, DeviceEvent } from "../../cluster/bus.ts";

/**
 * A client whose network fails connects again after 1 to 2 s (MSync 3.7) and then has to log in: within this time it has not
 * been away, and nobody is told. It also bounds what a client that logs in and out all the time costs its subscribers.
 */
const GRACE_MS = 3000;

/** Without a number of its own a device is this. */
const ONLINE = 1;

export interface Sessions {
  list(app: string, user: string): readonly { readonly resource: string; readonly connectedAt: number }[];
}

/** Runs something later; the answer cancels it. */
export type Later = (delayMs: number, run: () => void) => () => void;

export class Devices {
  /** By user, then by resource: how to stop it from going. */
  private readonly leaving = new Map<string, Map<string, () => void>>();
  /** What devices have published instead of "online": by user, then by resource; never of a device that is gone. */
  private readonly numbers = new Map<string, Map<string, number>>();
  private readonly sessions: Sessions;
  private readonly later: Later;
  private readonly onChange: (app: string, user: string) => void;
  private readonly unsubscribe: readonly (() => void)[];

  /** `onChange`: a device has come or is gone. */
  constructor(deps: { sessions: Sessions; bus: Bus; later: Later; onChange: (app: string, user: string) => void }) {
    const { bus } = deps;
    this.sessions = deps.sessions;
    this.later = deps.later;
    this.onChange = deps.onChange;
    this.unsubscribe = [
      bus.subscribe("device.online", (event) => this.came(event)),
      bus.subscribe("device.offline", (event) => this.left(event)),
    ];
  }

  /** What each device that is online shows: 1, or what it has published. */
  online(app: string, user: string): Map<string, number> {
    const key = userKey(app, user);
    const own = this.numbers.get(key);
    const resources = [...this.sessions.list(app, user).map(({ resource }) => resource), ...this.leavingOf(key)];
    return new Map(resources.map((resource) => [resource, own?.get(resource) ?? ONLINE]));
  }

  /** When the device that came last has come; undefined: none has a session. Epoch milliseconds. */
  lastCameAt(app: string, user: string): number | undefined {
    const times = this.sessions.list(app, user).map(({ connectedAt }) => connectedAt);
    return times.length === 0 ? undefined : Math.max(...times);
  }

  /** A device shows another number from now on, for as long as it is online; of one that is not, nothing is kept. */
  show({ app, user, resource }: DeviceEvent, number: number): void {
    if (!this.online(app, user).has(resource)) return;
    const key = userKey(app, user);
    if (number === ONLINE) remove(this.numbers, key, resource);
    else put(this.numbers, key, resource, number);
  }

  /** The account is removed: nothing is leaving any more, all is gone. Answers what was. */
  forgetUser(app: string, user: string): string[] {
    const key = userKey(app, user);
    const resources = [...this.online(app, user).keys()];
    for (const cancel of this.leaving.get(key)?.values() ?? []) cancel();
    this.leaving.delete(key);
    this.numbers.delete(key);
    return resources;
  }

  close(): void {
    for (const stop of this.unsubscribe) stop();
    for (const devices of this.leaving.values()) for (const cancel of devices.values()) cancel();
    this.leaving.clear();
  }

  private came({ app, user, resource }: DeviceEvent): void {
    const key = userKey(app, user);
    const cancel = this.leaving.get(key)?.get(resource);
    if (cancel === undefined) {
      this.onChange(app, user);
      return;
    }
    cancel();
    remove(this.leaving, key, resource);
  }

  private left({ app, user, resource }: DeviceEvent): void {
    const key = userKey(app, user);
    this.leaving.get(key)?.get(resource)?.();
    const cancel = this.later(GRACE_MS, () => {
      remove(this.leaving, key, resource);
      remove(this.numbers, key, resource);
      this.onChange(app, user);
    });
    put(this.leaving, key, resource, cancel);
  }

  private leavingOf(key: string): Iterable<string> {
    return this.leaving.get(key)?.keys() ?? [];
  }
}

/** Neither an application key nor a user id holds a slash. */
function userKey(app: string, user: string): string {
  return `${app}/${user}`;
}

function put<V>(map: Map<string, Map<string, V>>, key: string, resource: string, value: V): void {
  const own = map.get(key) ?? new Map<string, V>();
  map.set(key, own.set(resource, value));
}

function remove<V>(map: Map<string, Map<string, V>>, key: string, resource: string): void {
  const own = map.get(key);
  if (own?.delete(resource) === true && own.size === 0) map.delete(key);
}
