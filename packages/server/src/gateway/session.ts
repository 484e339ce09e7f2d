/**
 * One connection, from the first frame to the last.
 *
 * - connected: the socket is open and nobody is logged in. Only PROVISION is understood.
 * - provisioning: the claim of a PROVISION is being checked. Frames that arrive meanwhile wait, and nothing more is read.
 * - online: logged in as one device of one user. A further PROVISION of the same device renews the login.
 * - closing: nothing is understood or sent any more; the socket is on its way out.
 */
import {
  ackRefusals,
  CommSyncUL,
  closeCodes,
  DecodeError,
  decode,
  Logout,
  type Meta,
  MetaNameSpace,
  MSyncCommand,
  provisionRefusals,
  type Refusal,
  StatusErrorCode,
} from "@rondo/protocol";
import type { Logger } from "pino";
import type { Limits } from "../config.ts";
import type { Apps } from "../features/apps/api.ts";
import type { Ack, Sender, Uplinks } from "../features/messages/index.ts";
import type { Tokens } from "../features/tokens/api.ts";
import type { Users } from "../features/users/api.ts";
import type { Clock } from "../kernel/clock.ts";
import { TokenBucket } from "../kernel/rate-limit.ts";
import type { Device, Timelines } from "../timeline/index.ts";
import { Delivery } from "./delivery.ts";
import { familyOf } from "./devices.ts";
import type { Frame } from "./frame.ts";
import { ackFrame, kickMeta, logoutFrame, OK, provisionFrame, transientFrame } from "./frames.ts";
import type { Hub } from "./hub.ts";
import { Intake } from "./intake.ts";
import { admit, type Claim, readClaim } from "./provision.ts";
import { type FrameSocket, frameBytes } from "./socket.ts";
import type { GatewayStats } from "./stats.ts";
import { UplinkFrame } from "./uplink.ts";

/** Uplink metas of one session whose ack is still to come; more are not read from the socket. */
const MAX_UNANSWERED = 256;
/** A token may have been renewed without our hearing of it, and clocks differ: the client is first to act. */
const EXPIRY_GRACE_MS = 60_000;
/**
 * Official clients handle a frame some turns after it came. A close that comes with it is seen first, taken for a lost
 * network, and answered with an attempt to reconnect.
 */
const KICK_GRACE_MS = 250;
/** RFC 6455: the purpose of the connection has been fulfilled. */
const NORMAL_CLOSURE = 1000;

export interface SessionDeps {
  readonly hub: Hub;
  readonly apps: Apps;
  readonly users: Users;
  readonly tokens: Tokens;
  readonly messages: Uplinks;
  /** Joining and leaving chat rooms. */
  readonly rooms: Uplinks;
  readonly timelines: Timelines;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Logger;
  readonly stats: GatewayStats;
}

/** Who a session is logged in as. */
export interface Login {
  /** Replaced when the settings of the application change. */
  sender: Sender;
  readonly family: string;
  readonly deviceUuid: string;
  readonly deviceName: string;
  readonly delivery: Delivery;
  expiresAt: number | undefined;
}

/** A login that did not succeed; `resource` is echoed with the refusal. */
interface Refused {
  readonly refusal: Refusal;
  readonly resource: string;
}

export class Session {
  readonly id: number;
  readonly connectedAt: number;
  /** When the last frame arrived. */
  heardAt: number;
  login: Login | undefined;
  /** How often in a row this device has replaced a session of itself that had only just begun. */
  quickReplacements = 0;

  private state: "connected" | "provisioning" | "online" | "closing" = "connected";
  private claim: Claim | undefined;
  /** The claimed user was signed out while the claim was being checked. */
  private isRevoked = false;
  private isDraining = false;
  private readonly deps: SessionDeps;
  private readonly socket: FrameSocket;
  private readonly intake: Intake;
  private readonly bucket: TokenBucket;
  private excessFrames = 0;
  private badFrames = 0;
  private unanswered = 0;
  private isFull = false;
  /** Resolves when the store has taken leave of the device. */
  private left: Promise<void> = Promise.resolve();

  constructor(deps: SessionDeps, socket: FrameSocket, id: number) {
    this.deps = deps;
    this.socket = socket;
    this.id = id;
    this.connectedAt = deps.clock.now();
    this.heardAt = this.connectedAt;
    const { framesPerSecond, framesBurst } = deps.limits;
    this.intake = new Intake(socket, (data, isBinary) => this.handle(data, isBinary));
    this.bucket = new TokenBucket({ ratePerSecond: framesPerSecond, burst: framesBurst, clock: deps.clock });
  }

  get device(): Device | undefined {
    return this.login?.sender.device;
  }

  get family(): string | undefined {
    return this.login?.family;
  }

  /** One frame from the socket. */
  receive(data: Buffer, isBinary: boolean): void {
    if (this.state === "closing" || this.isDraining) return;
    this.deps.stats.framesIn++;
    this.heardAt = this.deps.clock.now();
    this.intake.receive(data, isBinary);
  }

  /** A WebSocket ping. It is answered like everything else: within the rate, and to who reads the answers. */
  ping(data: Buffer): void {
    if (this.state === "closing") return;
    this.heardAt = this.deps.clock.now();
    if (this.isOverRate() && this.isFlooding()) return;
    if (!this.socket.pong(data)) this.end(closeCodes.SLOW_READER, "slow reader");
  }

  /** The socket is gone, with or without our doing. */
  socketClosed(): Promise<void> {
    this.finish();
    return this.left;
  }

  /** Ends the session with a close frame. */
  end(code: number, reason: string): void {
    if (this.state === "closing") return;
    this.deps.stats.closed(reason);
    this.finish();
    this.socket.close(code, reason);
  }

  /** Tells the client that it is signed out, and why; it does not come back by itself then (MSync 3.7). */
  kick(operation: number, loginExt?: string): void {
    const device = this.device;
    if (device === undefined || this.state === "closing") return;
    const { hub, clock, log } = this.deps;
    const meta = kickMeta(device.app, device.user, { operation, reason: loginExt, at: clock.now() });
    this.send(transientFrame(hub.queues.transient(device.app), meta));
    log.info({ connection: this.id, ...device, operation }, "a session was signed out");
    this.deps.stats.closed("signed out");
    this.finish();
    setTimeout(() => this.socket.close(closeCodes.KICKED, "signed out"), KICK_GRACE_MS).unref();
  }

  /**
   * The user of a claim that is still being checked is signed out, or (undefined) the whole application: the check must
   * not succeed any more.
   */
  revokeClaim(app: string, user: string | undefined, resource: string | undefined): void {
    const { claim } = this;
    if (claim?.app !== app || (user !== undefined && claim.user !== user)) return;
    if (resource === undefined || resource === claim.resource) this.isRevoked = true;
  }

  /** Stops listening, answers what has been submitted, and ends. */
  drain(): void {
    this.isDraining = true;
    if (this.unanswered > 0) return;
    this.login?.delivery.acks.flush();
    this.end(closeCodes.SHUTTING_DOWN, "the server is shutting down");
  }

  /** Called for every session now and then, instead of a timer for each. */
  sweep(now: number): void {
    const { limits } = this.deps;
    if (this.login === undefined) {
      if (now - this.connectedAt > limits.provisionTimeoutMs)
        this.end(closeCodes.PROVISION_TIMEOUT, "provision timeout");
      return;
    }
    const { expiresAt } = this.login;
    if (now - this.heardAt > limits.idleTimeoutMs) this.end(closeCodes.IDLE, "idle");
    else if (expiresAt !== undefined && now - expiresAt > EXPIRY_GRACE_MS) {
      this.end(closeCodes.TOKEN_EXPIRED, "token expired");
    } else {
      this.login.delivery.acks.tick();
      this.login.delivery.remind();
    }
  }

  terminate(): void {
    this.finish();
    this.socket.terminate();
  }

  private handle(data: Buffer, isBinary: boolean): void {
    const isLimited = this.isOverRate();
    if (isLimited && this.isFlooding()) return;
    try {
      const frame = this.decodeFrame(data, isBinary);
      if (frame === undefined) this.badFrame();
      else if (frame.command === MSyncCommand.PROVISION) this.onProvision(frame);
      else if (this.login === undefined) this.onStranger(frame);
      else this.onFrame(frame, { login: this.login, isLimited });
    } catch (error) {
      if (error instanceof DecodeError) this.badFrame();
      else this.fault(error);
    }
  }

  private decodeFrame(data: Buffer, isBinary: boolean): UplinkFrame | undefined {
    const kind = isBinary ? "binary" : "base64";
    if (this.socket.kind !== undefined && this.socket.kind !== kind) return undefined;
    const bytes = frameBytes(data, isBinary);
    if (bytes === undefined || bytes.length === 0) return undefined;
    const frame = decode(UplinkFrame, bytes);
    this.socket.kind = kind;
    return frame;
  }

  private onFrame(frame: UplinkFrame, { login, isLimited }: { login: Login; isLimited: boolean }): void {
    switch (frame.command ?? MSyncCommand.SYNC) {
      case MSyncCommand.SYNC: {
        const { meta, queue, key } = decode(CommSyncUL, frame.payload ?? NOTHING);
        if (meta !== undefined) this.onMeta(meta, { login, isLimited });
        if (queue !== undefined) login.delivery.pull(queue, key);
        if (meta === undefined && queue === undefined) this.badFrame();
        return;
      }
      case MSyncCommand.UNREAD:
        login.delivery.answerUnread();
        return;
      case MSyncCommand.LOGOUT:
        this.send(logoutFrame(decode(Logout, frame.payload ?? NOTHING).sessionId));
        this.end(NORMAL_CLOSURE, "logout");
        return;
      default:
        this.badFrame();
    }
  }

  private onMeta(meta: Meta, { login, isLimited }: { login: Login; isLimited: boolean }): void {
    const ns = meta.ns ?? MetaNameSpace.STATISTIC;
    // Keep-alives need no answer (MSync 3.5).
    if (ns === MetaNameSpace.STATISTIC) return;
    if (meta.id === undefined || meta.id === "0") {
      // It could not be acknowledged: 0 is no id (MSync 4.2).
      this.badFrame();
    } else if (isLimited) this.refuseMeta(meta.id, ackRefusals.TRAFFIC_LIMIT);
    else if (ns === MetaNameSpace.CHAT) this.submit(meta, { id: meta.id, login, uplinks: this.deps.messages });
    else if (ns === MetaNameSpace.MUC) this.submit(meta, { id: meta.id, login, uplinks: this.deps.rooms });
    else this.refuseMeta(meta.id, ackRefusals.WRONG_PARAMETER);
  }

  /** Metas of one connection are placed strictly one after the other; their acks come as the commits do. */
  private submit(meta: Meta, { id, login, uplinks }: { id: string; login: Login; uplinks: Uplinks }): void {
    const { placed, ack } = uplinks.submit(login.sender, meta);
    this.deps.stats.submitted++;
    this.unanswered++;
    void ack.then((answer) => this.answered(id, answer, login));
    if (placed !== undefined) {
      this.intake.hold();
      void placed.then(() => this.intake.release());
    }
    if (this.unanswered >= MAX_UNANSWERED && !this.isFull) {
      this.isFull = true;
      this.intake.hold();
    }
    const { timelines } = this.deps;
    if (timelines.isBusy) {
      this.intake.hold();
      timelines.onceCalm(() => this.intake.release());
    }
  }

  private answered(id: string, ack: Ack, login: Login): void {
    this.unanswered--;
    login.delivery.acks.ack(ackFrame(id, ack));
    if (this.isFull && this.unanswered <= MAX_UNANSWERED / 2) {
      this.isFull = false;
      this.intake.release();
    }
    if (this.isDraining) this.drain();
  }

  private refuseMeta(id: string, { code, reason }: Refusal): void {
    this.send(ackFrame(id, { ok: false, code, reason }));
  }

  /** Before PROVISION nothing else is understood; what has an id is told so. */
  private onStranger(frame: UplinkFrame): void {
    const meta =
      (frame.command ?? MSyncCommand.SYNC) === MSyncCommand.SYNC
        ? decode(CommSyncUL, frame.payload ?? NOTHING).meta
        : undefined;
    const id = meta?.id ?? "0";
    if (meta?.ns !== undefined && meta.ns !== MetaNameSpace.STATISTIC && id !== "0") {
      this.refuseMeta(id, { code: StatusErrorCode.UNAUTHORIZED, reason: "not logged in", sdkType: 604 });
    }
    this.badFrame();
  }

  private onProvision(frame: UplinkFrame): void {
    const read = readClaim(frame);
    if (!read.ok) {
      this.refuse(read.refusal, read.resource);
      return;
    }
    if (this.login === undefined) this.state = "provisioning";
    this.claim = read.claim;
    this.isRevoked = false;
    this.intake.hold();
    void this.provision(read.claim)
      .then((refused) => {
        if (refused !== undefined) this.refuse(refused.refusal, refused.resource);
      })
      .catch((error: unknown) => this.provisionFailed(error, read.claim))
      .finally(() => {
        this.claim = undefined;
        this.intake.release();
      });
  }

  /** Undefined when the session is online, or over before it began. */
  private async provision(claim: Claim): Promise<Refused | undefined> {
    const admission = await admit(claim, this.deps);
    if (this.isClosing()) return undefined;
    if ("code" in admission) return { refusal: admission, resource: claim.resource ?? "" };

    const { app, user, expiresAt } = admission;
    const { hub, timelines } = this.deps;
    const resource = claim.resource ?? this.device?.resource ?? `assigned_${timelines.newId()}`;
    if (this.isRevoked) return { refusal: provisionRefusals.TOKEN_MISMATCH, resource };
    if (this.login !== undefined) return this.renew(this.login, { claim, resource, expiresAt });

    const device: Device = { app: app.appKey, user, resource };
    const sender: Sender = { device, settings: app.settings };
    const family = familyOf(resource);
    if (hub.isFull(sender, family)) return { refusal: provisionRefusals.TOO_MANY_DEVICES, resource };

    hub.openDevice(this, device);
    try {
      await timelines.openDevice(device);
      const { offlineRetentionMs } = app.settings;
      if (offlineRetentionMs > 0) await timelines.skipBefore(device, this.deps.clock.now() - offlineRetentionMs);
    } catch (error) {
      hub.closeDevice(this, device);
      throw error;
    }
    if (this.isClosing() || this.isRevoked) {
      this.left = this.closeDevice(device, { caughtUp: false });
      return this.isRevoked ? { refusal: provisionRefusals.TOKEN_MISMATCH, resource } : undefined;
    }
    const { deviceUuid, deviceName, loginExt } = claim;
    this.login = {
      sender,
      family,
      deviceUuid,
      deviceName,
      delivery: new Delivery(this.deps, { device, outlet: this }),
      expiresAt,
    };
    // Another device may have come in while this one was being opened; the end of this session closes the device again.
    if (!hub.enter(this, loginExt)) return { refusal: provisionRefusals.TOO_MANY_DEVICES, resource };
    this.state = "online";
    this.deps.stats.logins++;
    this.sendWelcome(resource, expiresAt);
    return undefined;
  }

  /** A PROVISION on a session that is online already: the same device only, with a token that may live longer. */
  private renew(
    login: Login,
    wanted: { claim: Claim; resource: string; expiresAt: number | undefined },
  ): Refused | undefined {
    const { app, user, resource } = login.sender.device;
    if (wanted.claim.app !== app || wanted.claim.user !== user) {
      return { refusal: provisionRefusals.TOKEN_MISMATCH, resource };
    }
    if (wanted.resource !== resource) return { refusal: provisionRefusals.RESOURCE_CHANGED, resource };
    login.expiresAt = wanted.expiresAt;
    this.sendWelcome(resource, wanted.expiresAt);
    return undefined;
  }

  private sendWelcome(resource: string, expiresAt: number | undefined): void {
    this.send(provisionFrame({ status: OK, resource, expiresAt }));
  }

  private provisionFailed(error: unknown, { app, user, resource }: Claim): void {
    this.deps.log.error({ err: error, connection: this.id, app, user }, "a login failed");
    const { code, reason } = provisionRefusals.INTERNAL;
    this.send(provisionFrame({ status: { errorCode: code, reason }, resource: resource ?? "", expiresAt: undefined }));
    this.end(closeCodes.INTERNAL, "internal error");
  }

  /** Official clients read the answer and leave the closing to the server (MSync 3.4). */
  private refuse({ code, reason }: Refusal, resource: string): void {
    this.deps.stats.refused(reason);
    this.deps.log.info({ connection: this.id, code, reason }, "a login was refused");
    this.send(provisionFrame({ status: { errorCode: code, reason }, resource, expiresAt: undefined }));
    this.end(closeCodes.REFUSED, "refused");
  }

  /** One frame to the client; what is sent to a session that is over is dropped. */
  send(frame: Frame): void {
    this.deps.stats.framesOut++;
    if (!this.socket.send(frame)) this.end(closeCodes.SLOW_READER, "slow reader");
  }

  private badFrame(): void {
    this.deps.stats.badFrames++;
    if (++this.badFrames > this.deps.limits.maxBadFrames) this.end(closeCodes.PROTOCOL_ERROR, "too many bad frames");
  }

  private isOverRate(): boolean {
    if (!this.bucket.take()) return true;
    if (this.excessFrames > 0) this.excessFrames--;
    return false;
  }

  /** More than twice the allowed rate for longer than a burst: it is not a client in a hurry any more. */
  private isFlooding(): boolean {
    this.deps.stats.limitedFrames++;
    if (++this.excessFrames <= this.deps.limits.framesBurst) return false;
    this.end(closeCodes.RATE_LIMITED, "too many frames");
    return true;
  }

  private fault(error: unknown): void {
    this.deps.log.error({ err: error, connection: this.id, ...this.device }, "a frame could not be handled");
    this.end(closeCodes.INTERNAL, "internal error");
  }

  private isClosing(): boolean {
    return this.state === "closing";
  }

  private finish(): void {
    if (this.state === "closing") return;
    this.state = "closing";
    this.intake.close();
    const { login } = this;
    this.deps.hub.leave(this);
    if (login !== undefined) this.left = this.closeDevice(login.sender.device, login.delivery.close());
  }

  /**
   * When the same device has begun another session meanwhile, what is pending is that session's to know. Every opening
   * of a device in the store is matched by one closing, in whatever order they come.
   */
  private async closeDevice(device: Device, state: { caughtUp: boolean }): Promise<void> {
    const { hub, timelines, log } = this.deps;
    const isOwner = hub.closeDevice(this, device);
    try {
      await timelines.closeDevice(device, { caughtUp: state.caughtUp && isOwner });
    } catch (error) {
      log.warn({ err: error, connection: this.id, ...device }, "a device could not be closed");
    }
  }
}

const NOTHING = new Uint8Array(0);
