import { callBack } from "../core/calls.ts";
import type { Client, Feature } from "../core/client.ts";
import type { ConnectionParameters } from "../core/config.ts";
import { createClient } from "../core/create-client.ts";
import { ChatError } from "../core/error.ts";
import type { Log } from "../core/log.ts";
import { requestToken, requestTokenExpiry } from "../core/login.ts";
import { resolveOptions } from "../core/options.ts";
import type { Platform, Unsubscribe } from "../core/platform.ts";
import type { Session, Status } from "../core/session.ts";
import { statusCode } from "../core/status-code.ts";
import type { BasicConnection, ConnectionContext, OpenParams } from "../types/connection.ts";
import type { EventHandlerType, ListenParameters } from "../types/events.ts";
import type { LoginResult, NewTokenResult } from "../types/results.ts";
import { contextOf } from "./context.ts";

/** Callbacks `listen` sets, all of them at once; official applications also call them themselves. */
const LEGACY_EVENTS = (
  "onOpened onClosed onOnline onOffline onTokenWillExpire onTokenExpired onError onTextMessage onPictureMessage " +
  "onAudioMessage onVideoMessage onFileMessage onLocationMessage onCmdMessage onCustomMessage onReceivedMessage " +
  "onDeliveredMessage onReadMessage onChannelMessage onRecallMessage onStatisticMessage onPresence " +
  "onPresenceStatusChange onContactInvited onContactAgreed onContactRefuse onContactAdded onContactDeleted"
).split(" ");
const MAX_LOGIN_EXT = 1024;
const EXPIRES_NEVER = 0;

/** What every connection is made with. */
export interface ConnectionParts {
  readonly platform: Platform;
  readonly log: Log;
  readonly isPageHttps: boolean | undefined;
  readonly features: ReadonlyArray<Feature<object>>;
}

/**
 * The official connection object: options, login and logout, event handlers, and the properties applications read; what
 * each does is said in its public type. Methods of the features are put on it one by one.
 */
export class ConnectionCore implements BasicConnection {
  /** The host this runs in says so in log lines and device names. */
  readonly name = "";
  readonly version = "4.21.1";
  readonly isDebug = false;
  readonly grantType = "password";
  readonly domain = "easemob.com";
  private readonly client: Client;
  private readonly session: Session;
  private unwatch: Unsubscribe | undefined;
  /** Counts logins and logouts: what one has begun does not go on after the next. */
  private generation = 0;
  private isOpening = false;
  private lastUser = "";

  constructor(options: ConnectionParameters, parts: ConnectionParts) {
    const config = resolveOptions(options ?? {}, parts.isPageHttps);
    if (options.isHttpDNS === true && !config.isLookedUp) {
      parts.log.warn("url and apiUrl are given: they are used, and isHttpDNS is not");
    }
    const made = createClient({
      config,
      platform: parts.platform,
      log: parts.log,
      // Callbacks are members of the connection itself.
      legacy: this as unknown as Record<string, unknown>,
      onStatus: (status) => this.statusChanged(status),
    });
    this.client = made.client;
    this.session = made.session;
    for (const feature of parts.features) Object.assign(this, feature(made.client));
  }

  open(options: OpenParams): Promise<LoginResult> {
    const opened = this.logIn(options);
    opened.then(
      (result) => callBack(this.client, options?.success, result),
      (error: unknown) => callBack(this.client, options?.error, error),
    );
    return opened;
  }

  close(): void {
    this.generation++;
    this.isOpening = false;
    this.session.close("inner:logout");
  }

  isOpened(): boolean {
    return this.session.status.is === "online";
  }

  onShow(): void {
    this.session.show();
  }

  getUniqueId(): string {
    return this.client.newLocalId();
  }

  async renewToken(token: string): Promise<NewTokenResult> {
    if (typeof token !== "string" || token === "")
      throw new ChatError(statusCode.REQUEST_PARAMETER_ERROR, 'Invalid parameter: "token"');
    const { identity } = this.client;
    if (identity === undefined || !this.isOpened()) {
      throw Object.assign(new ChatError(statusCode.WEBIM_CONNECTION_CLOSED, "not login"), { status: false });
    }
    const { generation } = this;
    const { expiresAt } = await requestTokenExpiry(this.client, identity.user, token);
    if (generation === this.generation) this.session.renew(token, expiresAt);
    return expiresAt === undefined ? { status: true, token } : { status: true, token, expire: expiresAt };
  }

  setLoginInfoCustomExt(ext: string): void {
    if (typeof ext !== "string" || ext.length > MAX_LOGIN_EXT) {
      throw new ChatError(
        statusCode.REQUEST_PARAMETER_ERROR,
        `a text of at most ${MAX_LOGIN_EXT} characters is expected`,
      );
    }
    this.session.loginExt = ext;
  }

  addEventHandler(id: string, handlers: EventHandlerType): void {
    this.client.events.add(id, handlers as Record<string, unknown>);
  }

  removeEventHandler(id: string): void {
    this.client.events.remove(id);
  }

  listen(callbacks: ListenParameters): void {
    const given = callbacks as Record<string, unknown>;
    const self = this as unknown as Record<string, unknown>;
    for (const event of LEGACY_EVENTS) self[event] = typeof given[event] === "function" ? given[event] : nothing;
  }

  usePlugin(plugin: unknown, name?: string): unknown {
    const Plugin = plugin as new (connection: unknown) => unknown;
    const instance = typeof plugin === "function" ? new Plugin(this) : plugin;
    if (name !== undefined) (this as unknown as Record<string, unknown>)[name] = instance;
    return instance;
  }

  stopHeartBeat(): void {}

  get context(): ConnectionContext {
    return contextOf(this.client, this.session.status);
  }

  get status(): Status {
    return this.session.status;
  }

  get appKey(): string {
    return this.client.config.appKey;
  }

  get orgName(): string {
    return this.context.orgName;
  }

  get appName(): string {
    return this.context.appName;
  }

  get token(): string {
    return this.client.identity?.token ?? "";
  }

  get user(): string {
    return this.client.identity?.user ?? "";
  }

  get clientResource(): string {
    return this.client.identity?.resource ?? "";
  }

  get url(): string {
    return this.client.config.url;
  }

  get apiUrl(): string {
    return this.client.config.apiUrl;
  }

  get https(): boolean {
    return this.client.config.isHttps;
  }

  get isHttpDNS(): boolean {
    return this.client.config.isLookedUp;
  }

  get heartBeatWait(): number {
    return this.client.config.heartBeatWaitMs;
  }

  get autoReconnectNumMax(): number {
    return this.client.config.autoReconnectNumMax;
  }

  get autoReconnectNumTotal(): number {
    return this.session.attempts;
  }

  get delivery(): boolean {
    return this.client.config.sendsDeliveryReceipts;
  }

  get useOwnUploadFun(): boolean {
    return this.client.config.useOwnUploadFun;
  }

  get deviceId(): string {
    return this.client.config.deviceId ?? "";
  }

  get isFixedDeviceId(): boolean {
    return this.client.config.isFixedDeviceId;
  }

  get expirationTime(): number {
    return this.client.identity?.expiresAt ?? EXPIRES_NEVER;
  }

  get expiresIn(): number {
    const { expirationTime } = this;
    return expirationTime && Math.max(0, expirationTime - this.client.platform.clock.now());
  }

  get logOut(): boolean {
    return this.client.identity === undefined;
  }

  get reconnecting(): boolean {
    const { is } = this.session.status;
    return is === "waiting" || (is === "connecting" && !this.isOpening);
  }

  private async logIn(options: OpenParams): Promise<LoginResult> {
    const { user, pwd, accessToken = options?.agoraToken } = options ?? {};
    if (typeof user !== "string" || user === "" || (!pwd && !accessToken)) {
      throw new ChatError(statusCode.WEBIM_CONNCTION_OPEN_ERROR, "user, and pwd or accessToken, are needed");
    }
    if (this.isOpening) throw new ChatError(statusCode.WEBIM_CONNCTION_OPEN_ERROR, "a login is under way already");
    const { is } = this.session.status;
    if (is === "online" || is === "connecting" || is === "waiting") {
      throw new ChatError(statusCode.WEBIM_USER_ALREADY_LOGIN, "the user is already logged in");
    }
    const generation = ++this.generation;
    this.isOpening = true;
    try {
      const result = await this.tokenFor(user, { pwd, accessToken });
      if (generation !== this.generation) throw loggedOut();
      this.watch();
      const name = user.toLowerCase();
      // The same user may get again what was shown before the logout, when its acknowledgement was lost. Another one is to
      // see what this one has sent.
      if (name !== this.lastUser) this.client.seen.clear();
      this.lastUser = name;
      await this.session.open(name, result.accessToken);
      return result;
    } finally {
      if (generation === this.generation) this.isOpening = false;
    }
  }

  private async tokenFor(
    user: string,
    { pwd, accessToken }: { pwd: string | undefined; accessToken: string | undefined },
  ): Promise<LoginResult> {
    if (accessToken) return { accessToken };
    if (!this.client.config.apiUrl) await this.client.locate();
    const { accessToken: token, expiresInSeconds } = await requestToken(this.client, user, pwd ?? "");
    return { accessToken: token, duration: expiresInSeconds };
  }

  private watch(): void {
    const { client, session } = this;
    this.unwatch ??= client.platform.watch({
      onOnline: () => {
        client.events.emit("onOnline");
        session.wake();
      },
      onOffline: () => client.events.emit("onOffline"),
      onShow: () => session.show(),
      onHide: nothing,
    });
  }

  private statusChanged(status: Status): void {
    // After a logout nothing is left behind: no timer, and nobody who listens to the host.
    if (status.is === "closed" && this.client.identity === undefined) {
      this.unwatch?.();
      this.unwatch = undefined;
    }
    this.client.events.emitModern("onStatusChange", status);
  }
}

const nothing = (): void => {};

const loggedOut = (): ChatError => new ChatError(statusCode.WEBIM_CONNECTION_CLOSED, "logged out while logging in");
