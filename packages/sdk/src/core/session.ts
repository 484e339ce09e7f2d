/**
 * The life of a connection. One status, and everything else follows from it:
 *
 * - idle: nobody is logged in.
 * - connecting: an attempt is under way; `attempt` counts from 1, `isLogin` as long as `open` has not been answered.
 * - waiting: an attempt has failed or the connection was lost; the next begins at `retryAt`.
 * - online: logged in, frames go both ways.
 * - closed: it is over: logged out (no error), signed out, refused, or given up. After giving up the login is kept, and
 *   a message, the network's return or the application's coming to the front begins anew.
 */
import { CommNotice, CommSyncDL, decode, type Meta, type MSync, MSyncCommand, StatisticsBody } from "@rondo/protocol";
import type { Addresses } from "./address-lookup.ts";
import { backoffMs } from "./backoff.ts";
import type { Identity } from "./client.ts";
import type { Config } from "./config.ts";
import type { DeviceIdentity } from "./device.ts";
import { ChatError } from "./error.ts";
import type { Events } from "./events.ts";
import { logoutFrame, provisionFrame, unreadFrame } from "./frames.ts";
import type { Inbox } from "./inbox.ts";
import { Link, type LinkDown } from "./link.ts";
import type { Log } from "./log.ts";
import type { Outbox } from "./outbox.ts";
import type { Platform, Timer } from "./platform.ts";
import { Pulse } from "./pulse.ts";
import { isFinal, kicks } from "./refusals.ts";
import { TokenWatch } from "./token-watch.ts";

/** Attempts of one login, one right after the other. */
const LOGIN_ATTEMPTS = 3;
/** Somebody who comes back to the application sees at once whether it is connected. */
const SHOW_QUIET_MS = 2000;
/** Tried again so soon when the network has returned, not at once: everybody's network has. */
const WAKE_MS = 500;

export type Status =
  | { readonly is: "idle" }
  | { readonly is: "connecting"; readonly attempt: number; readonly isLogin: boolean }
  | { readonly is: "waiting"; readonly attempt: number; readonly retryAt: number }
  | { readonly is: "online" }
  | { readonly is: "closed"; readonly error: ChatError | undefined };

interface Deps {
  readonly platform: Platform;
  readonly config: Config;
  readonly events: Events;
  readonly log: Log;
  readonly device: DeviceIdentity;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  /** Only where addresses are looked up. */
  readonly locate: (() => Promise<Addresses>) | undefined;
  readonly onStatus: (status: Status) => void;
}

export class Session {
  status: Status = { is: "idle" };
  /** Of the last login, until a logout. */
  identity: Identity | undefined;
  loginExt: string | undefined;
  /** Attempts since the last time it was online. */
  attempts = 0;
  private readonly deps: Deps;
  private readonly pulse: Pulse;
  private readonly tokens: TokenWatch;
  private link: Link | undefined;
  private timer: Timer | undefined;
  /** Settles the promise of `open`. */
  private login: { resolve(): void; reject(error: ChatError): void } | undefined;
  private kick: ChatError | undefined;
  /** The application knows of a beginning and of no end yet. */
  private owesEnd = false;
  private hostAt = 0;
  private hosts: readonly string[] = [];
  private readonly sessionId: string;

  constructor(deps: Deps) {
    this.deps = deps;
    const { clock } = deps.platform;
    this.sessionId = `${clock.now()}:`;
    this.pulse = new Pulse({
      clock,
      waitMs: deps.config.heartBeatWaitMs,
      ask: () => this.write(unreadFrame()),
      onDead: () => this.lose(new ChatError(-1, "the server does not answer")),
    });
    this.tokens = new TokenWatch(clock, {
      onWillExpire: () => deps.events.emit("onTokenWillExpire"),
      onExpired: () => this.expired(),
    });
  }

  /** Resolves when online. Rejects with the refusal, or after three attempts with the reason of the last. */
  open(user: string, token: string): Promise<void> {
    this.drop();
    this.kick = undefined;
    this.attempts = 0;
    this.owesEnd = true;
    const { resource } = this.deps.device;
    this.identity = { user, token, resource, expiresAt: undefined };
    this.deps.outbox.restore(({ id, to }, { serverId: mid }) => {
      this.deps.events.emit("onReceivedMessage", { id, mid, to: to?.name ?? "" });
    });
    return new Promise((resolve, reject) => {
      this.login = { resolve, reject };
      this.attempt(1);
    });
  }

  /** Logs out: whatever is under way ends, and nothing of it is heard again. */
  close(reason: string): void {
    if (this.identity !== undefined) this.end(undefined, reason);
    // It is ending at this moment, and a listener logs out: what is still to be told is told before this returns.
    else if (this.status.is === "closed") this.tellEnd(this.status.error);
  }

  /** Whether what is given to the outbox has a chance to be sent. */
  get hasHope(): boolean {
    return this.status.is !== "closed" || this.deps.config.autoReconnectNumMax > 0;
  }

  /** The token of the next connection, and when it ends. */
  renew(token: string, expiresAt: number | undefined): void {
    if (this.identity === undefined) return;
    this.identity = { ...this.identity, token, expiresAt };
    this.tokens.start(expiresAt);
  }

  /** Undefined when nothing can be written. */
  get writer(): ((frame: Uint8Array) => void) | undefined {
    return this.status.is === "online" ? (frame) => this.link?.send(frame) : undefined;
  }

  write(frame: Uint8Array): void {
    this.writer?.(frame);
  }

  /** There is a reason to try soon: the network is back, the application is in front. */
  wake(): void {
    const { status } = this;
    if (status.is === "waiting" && this.leftMs(status.retryAt) > WAKE_MS) this.retryIn(status.attempt, WAKE_MS);
    else this.revive();
  }

  /** Begins anew after giving up: there is a message to send, or hope. */
  revive(): void {
    const { status } = this;
    if (status.is !== "closed" || this.identity === undefined || this.deps.config.autoReconnectNumMax === 0) return;
    this.attempts = 0;
    this.owesEnd = true;
    this.reconnect(status.error ?? new ChatError(16, "reconnection failed"));
  }

  /** The application has come to the front. */
  show(): void {
    this.tokens.check();
    if (this.status.is === "online") this.pulse.probe(SHOW_QUIET_MS);
    else this.wake();
  }

  /** The connection is of no use any more, whatever the host believes. */
  lose(error: ChatError): void {
    if (this.status.is !== "online") return;
    this.deps.log.warn("the connection is given up", { why: error.message });
    this.reconnect(error);
  }

  private attempt(attempt: number): void {
    const { config, locate } = this.deps;
    if (!this.enter({ is: "connecting", attempt, isLogin: this.login !== undefined })) return;
    if (locate === undefined) this.connect(config.url);
    else if (this.hosts.length > 0) this.connect(this.nextHost());
    else {
      const isCurrent = this.guard();
      locate().then(
        ({ socket }) => {
          this.hosts = socket;
          if (isCurrent()) this.connect(this.nextHost());
        },
        (error: ChatError) => {
          if (isCurrent()) this.failed({ error, isRefusal: false, close: undefined });
        },
      );
    }
  }

  private connect(url: string): void {
    const { platform, config, device } = this.deps;
    const { customOSPlatform } = config;
    const isManualLogin = platform.name === "uni" ? this.login !== undefined && !config.isAutoLogin : undefined;
    const link = new Link(platform, url, {
      provision: () => {
        // A link lives only as long as somebody is logged in.
        const { user, token } = this.identity as Identity;
        const { loginExt, sessionId } = this;
        const login = { appKey: config.appKey, user, token, device };
        return provisionFrame(login, { customOSPlatform, loginExt, isManualLogin, sessionId });
      },
      on: {
        onOnline: (answer) => this.arrived(answer),
        onFrame: (frame) => this.receive(frame),
        onDown: (down) => {
          if (this.link !== link) return;
          this.link = undefined;
          this.failed(down);
        },
      },
    });
    this.link = link;
  }

  private arrived({ resource, expiresAt }: { resource: string | undefined; expiresAt: number | undefined }): void {
    const { events, inbox, outbox } = this.deps;
    const identity = this.identity as Identity; // as in `connect`
    this.identity = { ...identity, resource: resource || identity.resource, expiresAt };
    this.attempts = 0;
    const { login } = this;
    this.login = undefined;
    login?.resolve();
    const online: Status = { is: "online" };
    this.status = online;
    inbox.reset();
    this.pulse.start();
    // What waited goes out before what a listener may send.
    outbox.flush();
    // Each listener may log out, and writing may have shown that the connection is lost again.
    if (!this.tell(online)) return;
    events.emitLegacy("onOpened");
    if (this.status !== online) return;
    events.emitModern("onConnected");
    if (this.status !== online) return;
    this.write(unreadFrame());
    this.tokens.start(expiresAt);
  }

  private receive({ command = MSyncCommand.SYNC, payload = NOTHING }: MSync): void {
    const { inbox, log } = this.deps;
    this.pulse.heard();
    try {
      if (command === MSyncCommand.SYNC) this.sync(decode(CommSyncDL, payload));
      else if (command === MSyncCommand.UNREAD) this.checkExpiry(inbox.unread(payload));
      else if (command === MSyncCommand.NOTICE) {
        const { queue } = decode(CommNotice, payload);
        if (queue !== undefined) inbox.notice(queue);
      }
    } catch (error) {
      // Only what cannot be decoded as a whole gets here; the connection itself is sound.
      log.error("a frame could not be read", { command, error: String(error) });
      this.deps.events.emit("onError", new ChatError(604, String(error)));
    }
  }

  private sync(sync: CommSyncDL): void {
    const { metaId = "0", status, serverId = "0", timestamp = 0, metas = [] } = sync;
    if (metaId !== "0") this.deps.outbox.answer(metaId, { status, serverId, timestamp, metas });
    else this.deps.inbox.sync(sync);
  }

  /** Metas of the name space STATISTIC: kicks, and what the server tells (MSync 3.7). */
  handleStatistic(meta: Meta): void {
    const body = decode(StatisticsBody, meta.payload ?? NOTHING);
    const [type, message] = kicks[body.operation ?? 0] ?? [];
    if (type === undefined || message === undefined) {
      this.deps.events.emit("onStatisticMessage", body);
      return;
    }
    const data = type === 206 && body.reason ? { loginInfoCustomExt: body.reason } : undefined;
    this.kick = new ChatError(type, message, data);
    this.end(this.kick, undefined);
  }

  /** Clocks differ; the server's own says whether the token is still good (MSync 3.7). */
  private checkExpiry(serverTime: number | undefined): void {
    const { identity } = this;
    if (serverTime && identity?.expiresAt !== undefined && serverTime >= identity.expiresAt) this.expired();
  }

  private expired(): void {
    // The warning just before may have been answered with a logout.
    if (this.identity === undefined) return;
    this.deps.events.emit("onTokenExpired");
    this.end(undefined, "inner:token expired");
  }

  /** An attempt has not succeeded, or the connection is lost. */
  private failed({ error, isRefusal, close }: LinkDown): void {
    const { events, log } = this.deps;
    const { status } = this;
    log.warn("not connected", { why: error.message, close });
    if (close?.why === "displaced") events.emitModern("onSocketDisplaced", { detail: close.detail });
    if (isRefusal && this.status === status) events.emit("onError", error);
    // Who was told may have logged out.
    if (this.status !== status) return;
    if (isRefusal && isFinal(error)) {
      this.end(error, undefined);
      return;
    }
    if (status.is === "connecting" && status.isLogin) {
      if (status.attempt < LOGIN_ATTEMPTS) this.attempt(status.attempt + 1);
      else {
        if (!isRefusal) events.emit("onError", error);
        this.end(error, undefined);
      }
    } else this.reconnect(error);
  }

  /** The next attempt after a while, or the end of trying. */
  private reconnect(error: ChatError): void {
    const { config, outbox } = this.deps;
    this.hang();
    outbox.pause();
    const attempt = this.attempts + 1;
    if (attempt > config.autoReconnectNumMax) {
      this.giveUp(config.autoReconnectNumMax > 0 ? new ChatError(16, "reconnection failed", error) : error);
      return;
    }
    this.attempts = attempt;
    // Now and then the addresses may have changed, too.
    if (attempt % 5 === 0) this.hosts = [];
    if (this.retryIn(attempt, backoffMs(attempt))) this.deps.events.emitModern("onReconnecting");
  }

  private retryIn(attempt: number, waitMs: number): boolean {
    const { clock } = this.deps.platform;
    clock.clearTimer(this.timer);
    this.timer = clock.setTimer(() => this.attempt(attempt), Math.max(1, waitMs));
    return this.enter({ is: "waiting", attempt, retryAt: clock.now() + waitMs });
  }

  /** Enough tries: the login is kept for when there is a reason to try anew. */
  private giveUp(error: ChatError): void {
    this.tokens.stop();
    this.deps.outbox.abandon(disconnected);
    if (this.enter({ is: "closed", error })) this.tellEnd(error);
  }

  /** Over, and the login with it. `reason`: the server is told. */
  private end(error: ChatError | undefined, reason: string | undefined): void {
    const { config, device, inbox, outbox } = this.deps;
    const { identity, login } = this;
    if (identity === undefined) return;
    if (reason !== undefined) {
      const { user, token } = identity;
      this.write(logoutFrame({ appKey: config.appKey, user, token, device }, this.sessionId, reason));
    }
    this.drop();
    this.identity = undefined;
    this.login = undefined;
    // Of a frame that is being read the rest is left for the next login.
    inbox.reset();
    outbox.abandon(disconnected);
    this.enter({ is: "closed", error });
    this.tellEnd(error);
    login?.reject(error ?? new ChatError(510, "logged out while logging in"));
  }

  /** Once for each beginning: a logout after giving up is no second end. */
  private tellEnd(error: ChatError | undefined): void {
    const { events } = this.deps;
    const { kick } = this;
    this.kick = undefined;
    if (kick !== undefined) events.emit("onError", kick);
    if (!this.owesEnd) return;
    this.owesEnd = false;
    events.emitLegacy("onClosed");
    events.emitModern("onDisconnected", error);
  }

  /** Takes everything down that could be heard of again. */
  private drop(): void {
    this.hang();
    this.tokens.stop();
  }

  private hang(): void {
    this.deps.platform.clock.clearTimer(this.timer);
    this.timer = undefined;
    this.pulse.stop();
    this.link?.close();
    this.link = undefined;
  }

  private nextHost(): string {
    // Asked only when there are any.
    return this.hosts[this.hostAt++ % this.hosts.length] as string;
  }

  /** Whether what was begun is still wanted when its answer comes. */
  private guard(): () => boolean {
    const { status } = this;
    return () => this.status === status;
  }

  private leftMs(at: number): number {
    return Math.max(0, at - this.deps.platform.clock.now());
  }

  /** False when somebody who was told has ended it, or begun something else: then what was to follow does not. */
  private enter(status: Status): boolean {
    this.status = status;
    return this.tell(status);
  }

  private tell(status: Status): boolean {
    if (this.status === status) this.deps.onStatus(status);
    return this.status === status;
  }
}

const NOTHING = new Uint8Array(0);

const disconnected = (): ChatError => new ChatError(510, "websocket disconnected");
