import { CommSyncUL, decode, type Embedded, embed, encode, MSync, MSyncCommand, Provision } from "@rondo/protocol";
import { ConnectionCore } from "../compat/connection.ts";
import type { Feature } from "../core/client.ts";
import type { ConnectionParameters } from "../core/config.ts";
import {
  type Platform,
  type PlatformEvents,
  RequestFailure,
  type SocketClose,
  type SocketEvents,
} from "../core/platform.ts";
import { type MessageMethods, messages } from "../features/messages/index.ts";

/** One socket the client has opened, and the peer at its other end, which does what the test says. */
export class ScriptedSocket {
  readonly frames: MSync[] = [];
  isClosed = false;
  private readonly on: SocketEvents;

  constructor(on: SocketEvents) {
    this.on = on;
  }

  open(): void {
    this.on.onOpen();
  }

  /** Opens, and answers the login with success, or with a refusal. */
  welcome(refusal?: { errorCode: number; reason: string }): void {
    this.open();
    this.say(MSyncCommand.PROVISION, embed(Provision, { status: refusal ?? { errorCode: 0 }, resource: "res" }));
  }

  say(command: number, payload: Embedded): void {
    this.on.onFrame(encode(MSync, { command, payload }));
  }

  lose(why: SocketClose["why"] = "closed"): void {
    this.isClosed = true;
    this.on.onClose({ why, code: undefined, detail: why });
  }

  /** Ids of the metas that were written here, in their order. */
  get metaIds(): string[] {
    const ids: string[] = [];
    for (const { command, payload } of this.frames) {
      const id = command === MSyncCommand.SYNC && payload ? decode(CommSyncUL, payload).meta?.id : undefined;
      if (id !== undefined) ids.push(id);
    }
    return ids;
  }

  count(command: number): number {
    return this.frames.filter((frame) => frame.command === command).length;
  }
}

/** A platform in virtual time whose network is the test's. */
export class ScriptedHost {
  readonly sockets: ScriptedSocket[] = [];
  readonly watchers = new Set<PlatformEvents>();
  readonly platform: Platform;
  private now = 1_000_000_000;
  private clockError = 0;
  private timers: Array<{ at: number; task: () => void }> = [];

  constructor() {
    const nobody = () => Promise.reject(new RequestFailure("network", "no REST here"));
    this.platform = {
      name: "wx",
      deviceName: "wx",
      clock: {
        now: () => this.now + this.clockError,
        setTimer: (task, delayMs) => {
          const timer = { at: this.now + delayMs, task };
          this.timers.push(timer);
          return timer;
        },
        clearTimer: (timer) => {
          this.timers = this.timers.filter((other) => other !== timer);
        },
      },
      storage: { get: () => undefined, set: () => {}, remove: () => {} },
      connect: (_url, on) => {
        const socket = new ScriptedSocket(on);
        this.sockets.push(socket);
        return {
          send: (bytes) => void socket.frames.push(decode(MSync, bytes)),
          close: () => {
            socket.isClosed = true;
          },
        };
      },
      request: nobody,
      upload: nobody,
      download: nobody,
      watch: (on) => {
        this.watchers.add(on);
        return () => void this.watchers.delete(on);
      },
    };
  }

  get timerCount(): number {
    return this.timers.length;
  }

  /** The newest. */
  get socket(): ScriptedSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error("no socket was opened");
    return socket;
  }

  /** Lets time pass, timers fire at their moments, and promises go on. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await settlePromises();
    for (;;) {
      const next = [...this.timers].sort((one, other) => one.at - other.at)[0];
      if (next === undefined || next.at > end) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.now = Math.max(this.now, next.at);
      next.task();
      await settlePromises();
    }
    this.now = end;
  }

  /** Time goes by, and no timer fires: they are late. */
  sleep(ms: number): void {
    this.now += ms;
  }

  /** Somebody sets the clock. Timers fire when they would have. */
  setClock(byMs: number): void {
    this.clockError += byMs;
  }

  hint(hint: keyof PlatformEvents): void {
    for (const watcher of [...this.watchers]) watcher[hint]();
  }

  /** A connection with text messages and `more`, and the names of everything its application hears. */
  connection(
    options: ConnectionParameters = {},
    more: ReadonlyArray<Feature<object>> = [],
  ): { connection: ConnectionCore & MessageMethods; heard: string[] } {
    const quiet = (): void => {};
    const connection = new ConnectionCore(
      { appKey: "org#app", url: "ws://peer.test", apiUrl: "http://peer.test", ...options },
      {
        platform: this.platform,
        log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
        isPageHttps: undefined,
        features: [messages, ...more],
      },
      // The feature puts its methods on it.
    ) as ConnectionCore & MessageMethods;
    const heard: string[] = [];
    const handlers: Record<string, unknown> = {
      onStatusChange: (status: { is: string }) => void heard.push(status.is),
      onTextMessage: (message: { msg: string }) => void heard.push(message.msg),
    };
    for (const event of ["onConnected", "onDisconnected", "onReconnecting", "onError", "onOnline", "onTokenExpired"]) {
      handlers[event] = (error?: { type: number }) =>
        void heard.push(error?.type === undefined ? event : `${event} ${error.type}`);
    }
    connection.addEventHandler("test", handlers);
    return { connection, heard };
  }
}

/** An immediate runs after every promise that can go on. */
const settlePromises = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
