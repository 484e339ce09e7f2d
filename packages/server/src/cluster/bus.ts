/**
 * Hints between the parts of the server, and later between nodes. Lossy by contract: everything a client can miss is
 * in the record, and a lost hint costs a pull.
 */
export interface BusEvents {
  /** Sessions of a user must end. `resource` undefined: all of them. */
  "user.signedOut": { app: string; user: string; resource: string | undefined; why: SignOutReason };
  /** What the server knows of an account has changed: caches forget it. */
  "user.changed": { app: string; user: string };
  /** These users are not in this group or room any more: what waits for them there is not delivered. */
  "muc.left": { app: string; timeline: string; users: readonly string[] };
  /** These two have become contacts, or are none any more: caches forget it. */
  "contacts.changed": { app: string; users: readonly [string, string] };
  /** A user has changed whom the user has blocked: caches forget it. */
  "blocklist.changed": { app: string; user: string };
  /** An application was created, or its settings or state have changed: caches forget it. */
  "app.changed": { app: string };
  /** A device has a session now. A device that replaces a session of its own goes offline first, in the same turn. */
  "device.online": DeviceEvent;
  /** The session of a device is over, whatever ended it. Nobody says so when a node is killed. */
  "device.offline": DeviceEvent;
}

export interface DeviceEvent {
  readonly app: string;
  readonly user: string;
  readonly resource: string;
}

export type SignOutReason = "removed" | "password-changed" | "forced" | "other-device" | "disabled";

export interface Bus {
  publish<K extends keyof BusEvents>(topic: K, event: BusEvents[K]): void;
  subscribe<K extends keyof BusEvents>(topic: K, listener: (event: BusEvents[K]) => void): () => void;
}

/** The bus of a single process. Listeners run in the publisher's turn. */
export class LocalBus implements Bus {
  private readonly listeners = new Map<keyof BusEvents, Set<(event: never) => void>>();

  publish<K extends keyof BusEvents>(topic: K, event: BusEvents[K]): void {
    for (const listener of this.listeners.get(topic) ?? []) (listener as (event: BusEvents[K]) => void)(event);
  }

  subscribe<K extends keyof BusEvents>(topic: K, listener: (event: BusEvents[K]) => void): () => void {
    const set = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, set);
    set.add(listener as (event: never) => void);
    return () => set.delete(listener as (event: never) => void);
  }
}
