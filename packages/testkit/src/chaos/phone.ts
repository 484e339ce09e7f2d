import {
  type Clock,
  type KeyValueStorage,
  type Platform,
  type PlatformEvents,
  RequestFailure,
  type Socket,
  type SocketClose,
  type SocketEvents,
} from "../../../sdk/src/core/platform.ts";
import type { Seeded } from "../seeded.ts";
import type { Cancel, VirtualTime } from "./virtual-time.ts";
import type { Wire } from "./wire.ts";

/** What the network makes of an attempt to connect. */
export interface Dialled {
  /** undefined: nothing ever comes of it, and nobody says so. */
  readonly afterMs: number | undefined;
  /** undefined: refused. */
  readonly wire: Wire | undefined;
}

/**
 * The device a program runs on, and what the system does to it: suspends it (timers wait, events gather), kills it,
 * sets the clock, tells of the network and of the foreground or does not. The storage survives the program.
 */
export class Phone {
  readonly name: string;
  isSuspended = false;
  private readonly time: VirtualTime;
  private readonly chance: Seeded;
  private readonly dial: () => Dialled;
  private readonly stored = new Map<string, string>();
  /** What the wall clock says beyond the time that has passed. */
  private offsetMs = Date.UTC(2026, 10, 25);
  /** What came while the program was suspended. */
  private waiting: Array<() => void> = [];
  private program: Program | undefined;

  constructor(name: string, deps: { time: VirtualTime; chance: Seeded; dial: () => Dialled }) {
    this.name = name;
    this.time = deps.time;
    this.chance = deps.chance;
    this.dial = deps.dial;
  }

  /** Starts the program anew: of the one before nothing is heard, and nothing reaches it. */
  start(): Program {
    this.kill();
    const { time, chance, dial } = this;
    this.program = new Program({
      time,
      chance,
      dial,
      now: () => this.offsetMs + Math.floor(time.now),
      storage: this.storage,
      isSuspended: () => this.isSuspended,
      enter: (run) => this.enter(run),
    });
    return this.program;
  }

  kill(): void {
    this.program?.die();
    this.program = undefined;
    this.waiting = [];
    this.isSuspended = false;
  }

  suspend(): void {
    this.isSuspended = true;
  }

  /** What gathered happens now, timers before the network or the other way round, as hosts like it. */
  resume(): void {
    if (!this.isSuspended) return;
    this.isSuspended = false;
    const { program } = this;
    const late = () => program?.runLateTimers();
    const events = () => {
      for (const run of this.waiting.splice(0)) this.enter(run);
    };
    for (const run of this.chance.chance(0.5) ? [late, events] : [events, late]) run();
  }

  setClock(jumpMs: number): void {
    this.offsetMs += jumpMs;
  }

  hint(hint: keyof PlatformEvents): void {
    this.enter(() => this.program?.hint(hint));
  }

  /** Somebody else in the program opens the only socket there is. */
  displace(): void {
    this.program?.displace();
  }

  private enter(run: () => void): void {
    if (this.isSuspended) this.waiting.push(run);
    else run();
  }

  private get storage(): KeyValueStorage {
    const { stored } = this;
    return {
      get: (key) => stored.get(key),
      set: (key, value) => void stored.set(key, value),
      remove: (key) => void stored.delete(key),
    };
  }
}

interface ProgramDeps {
  readonly time: VirtualTime;
  readonly chance: Seeded;
  readonly dial: () => Dialled;
  readonly now: () => number;
  readonly storage: KeyValueStorage;
  readonly isSuspended: () => boolean;
  /** What reaches the program from outside comes through here; what it does not want to hear is dropped there. */
  readonly enter: (run: () => void) => void;
}

/** One run of a program: the platform it sees. */
export class Program {
  readonly platform: Platform;
  private readonly deps: ProgramDeps;
  private isAlive = true;
  private readonly timers = new Set<{ task: () => void; cancel: Cancel }>();
  private lateTimers: Array<{ task: () => void; cancel: Cancel }> = [];
  private readonly watchers = new Set<PlatformEvents>();
  private sockets: ChaosSocket[] = [];

  constructor(deps: ProgramDeps) {
    this.deps = deps;
    const silent = () => Promise.reject(new RequestFailure("network", "there is no REST here"));
    this.platform = {
      name: "zfb",
      deviceName: "zfb",
      clock: this.clock(),
      storage: deps.storage,
      connect: (_url, on) => this.connect(on),
      request: silent,
      upload: silent,
      download: silent,
      watch: (on) => {
        this.watchers.add(on);
        return () => void this.watchers.delete(on);
      },
    };
  }

  /** Timers that are set and have not fired. */
  get timerCount(): number {
    return this.timers.size;
  }

  get watcherCount(): number {
    return this.watchers.size;
  }

  /** The one that is in use, if there is one. */
  get wire(): Wire | undefined {
    return this.sockets.find((socket) => socket.isUsable)?.wire;
  }

  die(): void {
    this.isAlive = false;
    for (const { cancel } of this.timers) cancel();
    for (const socket of this.sockets) socket.vanish();
  }

  runLateTimers(): void {
    for (const timer of this.lateTimers.splice(0)) this.fire(timer);
  }

  hint(hint: keyof PlatformEvents): void {
    if (this.isAlive) for (const watcher of [...this.watchers]) watcher[hint]();
  }

  displace(): void {
    for (const socket of this.sockets) socket.end("displaced");
  }

  private clock(): Clock {
    return {
      now: this.deps.now,
      setTimer: (task, delayMs) => {
        const cancel = this.deps.time.after(delayMs + this.deps.chance.below(4), () => {
          // A suspended program's timers fire when it wakes.
          if (this.deps.isSuspended()) this.lateTimers.push(timer);
          else this.fire(timer);
        });
        const timer = { task, cancel };
        this.timers.add(timer);
        return timer;
      },
      clearTimer: (timer) => {
        // Only what `setTimer` gave, or undefined.
        const known = timer as { task: () => void; cancel: Cancel } | undefined;
        if (known === undefined) return;
        known.cancel();
        this.timers.delete(known);
      },
    };
  }

  private fire(timer: { task: () => void; cancel: Cancel }): void {
    if (this.isAlive && this.timers.delete(timer)) timer.task();
  }

  private connect(on: SocketEvents): Socket {
    this.sockets = this.sockets.filter((socket) => !socket.isOver);
    const { time, dial, enter } = this.deps;
    const socket = new ChaosSocket(on, (run) => enter(() => this.isAlive && run()));
    this.sockets.push(socket);
    const { afterMs, wire } = dial();
    if (afterMs !== undefined) {
      time.after(afterMs, () => {
        if (wire === undefined) socket.end("failed");
        else socket.open(wire);
      });
    }
    return { send: (bytes) => socket.send(bytes), close: () => socket.close() };
  }
}

/** A socket as the port promises it: opened once, ended once, silent after either side's close. */
class ChaosSocket {
  isOver = false;
  wire: Wire | undefined;
  private readonly on: SocketEvents;
  private readonly tell: (run: () => void) => void;

  constructor(on: SocketEvents, tell: (run: () => void) => void) {
    this.on = on;
    this.tell = tell;
  }

  get isUsable(): boolean {
    return !this.isOver && this.wire !== undefined;
  }

  open(wire: Wire): void {
    if (this.isOver) {
      wire.close("client", 1001);
      return;
    }
    this.wire = wire;
    wire.client = {
      onFrame: (frame) => this.tell(() => !this.isOver && this.on.onFrame(frame)),
      onClose: (code) => this.end("closed", code),
    };
    this.tell(() => !this.isOver && this.on.onOpen());
  }

  send(bytes: Uint8Array): void {
    if (!this.isOver) this.wire?.send("up", bytes);
  }

  close(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.wire?.close("client", 1000);
  }

  /** The host ends it, and says why. */
  end(why: SocketClose["why"], code?: number): void {
    this.tell(() => {
      if (this.isOver) return;
      this.isOver = true;
      if (why !== "closed") this.wire?.close("client", 1006);
      this.on.onClose({ why, code, detail: why });
    });
  }

  /** The program is gone, and the system closes what it had open. */
  vanish(): void {
    this.close();
  }
}
