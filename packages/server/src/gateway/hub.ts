import { closeCodes } from "@rondo/protocol";
import type { Logger } from "pino";
import type { Bus, BusEvents } from "../cluster/bus.ts";
import type { App } from "../features/apps/settings.ts";
import type { Sender } from "../features/messages/index.ts";
import type { Clock } from "../kernel/clock.ts";
import { type Device, type Entry, isForDevice } from "../timeline/index.ts";
import type { Audiences } from "./audiences.ts";
import type { Delivery } from "./delivery.ts";
import { makeRoom } from "./devices.ts";
import type { Frame } from "./frame.ts";
import { transientFrame } from "./frames.ts";
import { kickOperations, MADE_ROOM } from "./kicks.ts";
import { LateEntries } from "./late-entries.ts";
import { PageMemo, QueueBook, type Route, userKey } from "./queues.ts";
import type { Session } from "./session.ts";

/** A session replaced within this time of its login was replaced quickly. */
const QUICK_MS = 10_000;
/** After so many quick replacements in a row, two clients are fighting over one device. */
const MAX_QUICK_REPLACEMENTS = 3;

/** All sessions of this node, by user: who is online, and who receives what is committed. */
export class Hub {
  readonly queues: QueueBook;
  readonly memo = new PageMemo();
  private readonly connections = new Set<Session>();
  private readonly users = new Map<string, Session[]>();
  /** Which session speaks for a device in the store: the last one to begin. */
  private readonly owners = new Map<string, Session>();
  private readonly clock: Clock;
  private readonly bus: Pick<Bus, "publish">;
  private readonly lateEntries: LateEntries;
  private onlineCount = 0;

  constructor(deps: { clock: Clock; bus: Pick<Bus, "publish">; audiences: Audiences; log: Logger }) {
    this.clock = deps.clock;
    this.bus = deps.bus;
    this.queues = new QueueBook(deps.audiences);
    this.lateEntries = new LateEntries(deps, (entries) => this.deliver(entries));
  }

  get connectionCount(): number {
    return this.connections.size;
  }

  get sessionCount(): number {
    return this.onlineCount;
  }

  all(): readonly Session[] {
    return [...this.connections];
  }

  /** Everybody of an application who has a session here. */
  onlineUsers(app: string): string[] {
    const prefix = userKey(app, "");
    return [...this.users.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  }

  sessionsOf(app: string, user: string): readonly Session[] {
    return this.users.get(userKey(app, user)) ?? NOBODY;
  }

  add(session: Session): void {
    this.connections.add(session);
  }

  remove(session: Session): void {
    this.connections.delete(session);
  }

  /** The session begins to speak for the device. */
  openDevice(session: Session, device: Device): void {
    this.owners.set(deviceKey(device), session);
  }

  /** False when another session speaks for the device by now. */
  closeDevice(session: Session, device: Device): boolean {
    const key = deviceKey(device);
    if (this.owners.get(key) !== session) return false;
    this.owners.delete(key);
    return true;
  }

  /** Whether one more device of this family would be refused. */
  isFull(sender: Sender, family: string): boolean {
    return this.roomFor(sender, family) === "full";
  }

  /**
   * The session is logged in. An older session of the same device ends, and so do devices over the limit of their
   * family, or this one is refused (false).
   */
  enter(session: Session, loginExt: string | undefined): boolean {
    const { login } = session;
    if (login === undefined) return false;
    const room = this.roomFor(login.sender, login.family);
    if (room === "full") return false;
    for (const rival of room) rival.kick(MADE_ROOM, loginExt);
    const { app, user, resource } = login.sender.device;
    const twin = this.sessionsOf(app, user).find(({ device }) => device?.resource === resource);
    if (twin !== undefined) this.replace(twin, session);

    const key = userKey(app, user);
    this.users.set(key, [...(this.users.get(key) ?? []), session]);
    this.onlineCount++;
    this.bus.publish("device.online", { app, user, resource });
    return true;
  }

  /** The session is over; nothing is delivered to it any more. */
  leave(session: Session): void {
    const { device } = session;
    if (device === undefined) return;
    const key = userKey(device.app, device.user);
    const sessions = this.users.get(key);
    const rest = sessions?.filter((other) => other !== session);
    if (sessions === undefined || rest === undefined || rest.length === sessions.length) return;
    this.onlineCount--;
    if (rest.length === 0) this.users.delete(key);
    else this.users.set(key, rest);
    const { app, user, resource } = device;
    this.bus.publish("device.offline", { app, user, resource });
  }

  /** Sessions of a user end because the account says so; logins that are being checked do not succeed any more. */
  signOut({ app, user, resource, why }: BusEvents["user.signedOut"]): void {
    for (const session of this.sessionsOf(app, user)) {
      if (resource === undefined || session.device?.resource === resource) session.kick(kickOperations[why]);
    }
    for (const session of this.connections) session.revokeClaim(app, user, resource);
  }

  /** An application has new settings, or is disabled: undefined. */
  appChanged(appKey: string, app: App | undefined): void {
    for (const session of this.connections) {
      const { login } = session;
      if (app === undefined) session.revokeClaim(appKey, undefined, undefined);
      if (login?.sender.device.app !== appKey) continue;
      if (app === undefined) session.end(closeCodes.REFUSED, "the application is disabled");
      else login.sender = { device: login.sender.device, settings: app.settings };
    }
  }

  /** What one commit has appended goes to the members that are online. */
  deliver(entries: readonly Entry[]): void {
    const touched = new Set<Delivery>();
    for (const entry of entries) {
      const route = this.lateEntries.isWaiting(entry.timeline) ? undefined : this.queues.route(entry.timeline);
      if (route === undefined) this.lateEntries.wait(entry);
      else if (route.isRoom) this.push(entry, route);
      else {
        for (const { user, address } of route.members) {
          for (const { login } of this.users.get(user) ?? NOBODY) {
            if (login?.delivery.offer(entry, address) === true) touched.add(login.delivery);
          }
        }
      }
    }
    for (const delivery of touched) delivery.flush();
  }

  /** What is stored nowhere: received now or never. */
  deliverTransient(entry: Entry): void {
    const route = this.queues.route(entry.timeline);
    if (route !== undefined) this.push(entry, route);
  }

  /** A member has left a group: what waits for him there is his no more. */
  left(app: string, timeline: string, users: readonly string[]): void {
    for (const user of users) {
      for (const { login } of this.sessionsOf(app, user)) login?.delivery.drop(timeline);
    }
  }

  private push(entry: Entry, route: Route): void {
    let frame: Frame | undefined;
    for (const { user } of route.members) {
      for (const session of this.users.get(user) ?? NOBODY) {
        const { device } = session;
        if (device === undefined || !isForDevice(entry, device)) continue;
        frame ??= transientFrame(this.queues.transient(device.app), entry.meta);
        session.send(frame);
      }
    }
  }

  sweep(): void {
    const now = this.clock.now();
    for (const session of this.connections) session.sweep(now);
  }

  /** The same device does not take room from itself. */
  private roomFor({ device, settings }: Sender, family: string): readonly Session[] | "full" {
    const others = this.sessionsOf(device.app, device.user).filter((s) => s.device?.resource !== device.resource);
    return makeRoom(others, {
      family,
      max: settings.maxDevicesPerFamily,
      whenFull: settings.whenDevicesFull,
      now: this.clock.now(),
    });
  }

  /**
   * The device has connected again. Almost always it is the same client, whose network failed and whose old connection
   * we still believe in: a kick could reach it, because some platforms share one set of socket callbacks between the old
   * and the new connection, and it would log itself out. So the old connection is closed without one.
   *
   * But two clients can have the same resource: two tabs of one browser share the stored device name, and a `deviceId`
   * is the application's choice (MSync 3.8). Closed without a kick, each of them takes the other's place every second.
   * When a device has been replaced quickly several times in a row, the older session is kicked, and the fight ends.
   */
  private replace(old: Session, session: Session): void {
    const isQuick = this.clock.now() - old.connectedAt < QUICK_MS;
    session.quickReplacements = isQuick ? old.quickReplacements + 1 : 0;
    if (session.quickReplacements > MAX_QUICK_REPLACEMENTS) {
      session.quickReplacements = 0;
      old.kick(MADE_ROOM);
    } else old.end(closeCodes.REPLACED, "replaced by the same device");
  }
}

const NOBODY: readonly Session[] = [];

function deviceKey({ app, user, resource }: Device): string {
  return `${app}/${user}/${resource}`;
}
