import {
  CommSyncUL,
  closeCodes,
  decode,
  MetaNameSpace,
  MSync,
  MSyncCommand,
  Provision,
  provisionRefusals,
  StatusErrorCode,
} from "@rondo/protocol";
import type { Seeded } from "../seeded.ts";
import { ModelDevice } from "./model-device.ts";
import { ack, ackRefused, kick, provisionAnswer } from "./model-frames.ts";
import { ModelStore } from "./model-store.ts";
import type { VirtualTime } from "./virtual-time.ts";
import type { Wire } from "./wire.ts";

const IDLE_MS = 120_000;
const PROVISION_MS = 10_000;
const EPOCH_MS = Date.UTC(2026, 10, 25);
const BEFORE_LOGIN = { code: StatusErrorCode.UNAUTHORIZED, reason: "not logged in", sdkType: 2 };
const MAX_BAD_FRAMES = 10;

/** One connection, as the model sees it. */
interface Session {
  readonly wire: Wire;
  device: ModelDevice | undefined;
  isOver: boolean;
  heardAt: number;
  badFrames: number;
}

/**
 * A small model of the server, written from SPEC.md: sessions (SE), delivery in batches that are acknowledged (DE),
 * resends that are stored once (ME3). Messages are stored a little later, acknowledged a little after that, and what
 * devices have acknowledged is recorded later still; a crash at any moment loses what has not got so far.
 */
export class ModelServer {
  isUp = true;
  readonly store = new ModelStore();
  private readonly time: VirtualTime;
  private readonly chance: Seeded;
  private readonly tokens: ReadonlyMap<string, string>;
  private readonly sessions = new Set<Session>();
  private devices = new Map<string, ModelDevice>();
  /** Counts runs: what one has arranged, the next does not do. */
  private run = 0;
  private lastCommitAt = 0;

  constructor(parts: { time: VirtualTime; chance: Seeded; tokens: ReadonlyMap<string, string> }) {
    this.time = parts.time;
    this.chance = parts.chance;
    this.tokens = parts.tokens;
  }

  accept(wire: Wire): void {
    const session: Session = { wire, device: undefined, isOver: false, heardAt: this.time.now, badFrames: 0 };
    this.sessions.add(session);
    wire.server = {
      onFrame: (frame) => this.receive(session, frame),
      onClose: () => this.forget(session),
    };
    this.later(PROVISION_MS, () => {
      if (session.device === undefined) this.close(session, closeCodes.PROVISION_TIMEOUT);
    });
    this.watch(session);
  }

  /** Everything that is not on disk is gone, connections too; the caller decides what their other ends hear of it. */
  crash(): Wire[] {
    this.isUp = false;
    this.run++;
    const wires = [...this.sessions].map(({ wire }) => wire);
    for (const session of this.sessions) {
      session.isOver = true;
      session.wire.server = undefined;
    }
    this.sessions.clear();
    this.devices = new Map();
    return wires;
  }

  start(): void {
    this.isUp = true;
    this.lastCommitAt = 0;
  }

  /** Signs a user out everywhere (SPEC SE17). */
  signOut(user: string): void {
    for (const session of [...this.sessions]) {
      if (session.device?.user !== user) continue;
      this.write(session, kick(user, this.now()));
      this.later(1000, () => this.close(session, closeCodes.KICKED));
    }
  }

  private now(): number {
    return EPOCH_MS + Math.floor(this.time.now);
  }

  private later(delayMs: number, task: () => void): void {
    const { run } = this;
    this.time.after(delayMs, () => {
      if (run === this.run) task();
    });
  }

  private watch(session: Session): void {
    const left = session.heardAt + IDLE_MS - this.time.now;
    this.later(Math.max(1, left), () => {
      if (session.isOver) return;
      if (this.time.now - session.heardAt >= IDLE_MS) this.close(session, closeCodes.IDLE);
      else this.watch(session);
    });
  }

  private write(session: Session, frame: Uint8Array): void {
    if (!session.isOver) session.wire.send("down", frame);
  }

  private close(session: Session, code: number): void {
    if (session.isOver) return;
    this.forget(session);
    session.wire.close("server", code);
  }

  private forget(session: Session): void {
    session.isOver = true;
    this.sessions.delete(session);
    const { device } = session;
    if (device !== undefined && ![...this.sessions].some((other) => other.device === device)) device.detach();
  }

  private receive(session: Session, bytes: Uint8Array): void {
    if (session.isOver) return;
    session.heardAt = this.time.now;
    try {
      this.handle(session, decode(MSync, bytes));
    } catch {
      // SPEC SE3: not understood, ignored, and too many of them are the end.
      if (++session.badFrames > MAX_BAD_FRAMES) this.close(session, closeCodes.PROTOCOL_ERROR);
    }
  }

  private handle(session: Session, { guid, command = MSyncCommand.SYNC, payload = new Uint8Array(0) }: MSync): void {
    const { device } = session;
    if (command === MSyncCommand.PROVISION) {
      this.provision(session, { user: guid?.name ?? "", body: decode(Provision, payload) });
      return;
    }
    if (command === MSyncCommand.SYNC) {
      const { meta, queue, key } = decode(CommSyncUL, payload);
      if (meta !== undefined && device === undefined) this.write(session, ackRefused(meta.id ?? "0", BEFORE_LOGIN));
      else if (meta?.ns === MetaNameSpace.CHAT)
        this.takeIn(session, {
          id: meta.id ?? "0",
          to: meta.to?.name ?? "",
          payload: meta.payload ?? new Uint8Array(0),
        });
      if (queue !== undefined) device?.pull(queue.name ?? "", key);
      return;
    }
    if (command === MSyncCommand.UNREAD) device?.unread();
    else if (command === MSyncCommand.LOGOUT) this.close(session, 1000);
  }

  private provision(session: Session, { user, body }: { user: string; body: Provision }): void {
    const { resource = "" } = body;
    const { token } = JSON.parse(body.authToken ?? "{}") as { token?: string };
    if (token === undefined || token !== `$t$${this.tokens.get(user)}`) {
      this.write(session, provisionAnswer(resource, provisionRefusals.TOKEN_MISMATCH));
      this.close(session, closeCodes.REFUSED);
      return;
    }
    const key = `${user}/${resource}`;
    const device = this.devices.get(key) ?? this.newDevice(user, resource);
    this.devices.set(key, device);
    for (const other of [...this.sessions]) {
      // Its frames that are still on their way are not taken any more (SPEC SE15).
      if (other !== session && other.device === device) this.close(other, closeCodes.REPLACED);
    }
    if (session.device === undefined) {
      session.device = device;
      device.attach((frame) => this.write(session, frame));
    }
    this.write(session, provisionAnswer(resource, undefined));
  }

  private newDevice(user: string, resource: string): ModelDevice {
    let isArranged = false;
    return new ModelDevice(user, resource, {
      store: this.store,
      now: () => this.now(),
      recordSoon: (device) => {
        if (isArranged) return;
        isArranged = true;
        this.later(this.chance.between(20, 800), () => {
          isArranged = false;
          device.record();
        });
      },
    });
  }

  /** Stores metas in the order in which they came (SPEC SE12), then acknowledges and delivers them. */
  private takeIn(session: Session, meta: { id: string; to: string; payload: Uint8Array }): void {
    const { user: from, resource } = session.device as ModelDevice; // nobody gets here before the login
    this.lastCommitAt = Math.max(this.lastCommitAt, this.time.now + this.chance.between(1, 8));
    this.later(this.lastCommitAt - this.time.now, () => {
      const message = { at: this.now(), from, resource, to: meta.to, payload: meta.payload };
      const { entry, isNew } = this.store.add(message, meta.id);
      this.later(this.chance.below(3), () => {
        this.write(session, ack(meta.id, entry));
        if (!isNew) return;
        for (const device of this.devices.values()) {
          if (device.user === meta.to) device.committed(from);
          else if (device.user === from) device.committed(meta.to);
        }
      });
    });
  }
}
