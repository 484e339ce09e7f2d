/** The connection object: one user at one device. */
import type { Status } from "../core/session.ts";
import type { ErrorEvent, Jid, Loose } from "./common.ts";
import type { ContactMethods } from "./contacts.ts";
import type { EventHandlerType, ListenParameters } from "./events.ts";
import type { GroupMethods } from "./groups.ts";
import type { ConversationMethods, DeviceMethods, HistoryMethods, MessageMethods, UserMethods } from "./methods.ts";
import type { PinMethods } from "./pins.ts";
import type { PresenceMethods } from "./presence.ts";
import type { PushMethods } from "./push.ts";
import type { ReactionMethods } from "./reactions.ts";
import type { ReportMethods } from "./report.ts";
import type { LoginResult, NewTokenResult } from "./results.ts";
import type { ChatRoomMethods } from "./rooms.ts";
import type { RtcMethods } from "./rtc.ts";
import type { SearchMethods } from "./search.ts";
import type { SharedFileMethods } from "./shared-files.ts";
import type { ThreadMethods } from "./threads.ts";
import type { TranslationMethods } from "./translation.ts";
import type { VoiceMethods } from "./voice.ts";

export interface OpenParams {
  user: string;
  /** Password. */
  pwd?: string;
  /** Instead of a password. */
  accessToken?: string;
  /** The same, under its old name. */
  agoraToken?: string;
  success?: (result: LoginResult) => void;
  error?: (error: ErrorEvent) => void;
}

/** What applications read of a connection beside its methods. */
export interface ConnectionContext {
  readonly userId: string;
  readonly accessToken: string;
  readonly appKey: string;
  readonly appId: string | undefined;
  readonly appName: string;
  readonly orgName: string;
  /** 4 when online, else 0. */
  readonly status: number;
  readonly jid: Readonly<Jid>;
}

/** What every connection has; the callbacks of `listen` are members that may be replaced. */
export interface BasicConnection extends ListenParameters {
  /**
   * Logs in. Rejects with 1 for wrong parameters and while another login is under way, 208 when logged in, and with the
   * error of the server; after three attempts with that of the network.
   */
  open(parameters: OpenParams): Promise<LoginResult>;
  /** Logs out. Nothing that was under way is heard of again; messages that wait are rejected with 510. */
  close(): void;
  isOpened(): boolean;
  /** To be called when the application comes to the front; hosts that tell it themselves need no call. */
  onShow(): void;
  /** A fresh id for a message of the old style. */
  getUniqueId(): string;
  /** A new token for the same user. The connection stays. Rejects with 39 when there is none. */
  renewToken(token: string): Promise<NewTokenResult>;
  /**
   * Told to the device that the next login signs out: at most 1024 characters.
   *
   * @throws ErrorEvent -3 for anything else.
   */
  setLoginInfoCustomExt(ext: string): void;
  /** The same id replaces what was there. */
  addEventHandler(id: string, handler: EventHandlerType): void;
  removeEventHandler(id: string): void;
  /** The old way: one set of callbacks, which replaces the whole set before. */
  listen(parameters: ListenParameters): void;
  /** For plugins of applications: one that is a function is constructed with the connection. */
  usePlugin(plugin: Loose, name?: string): Loose;
  /** Very old applications call it after `close`, which has done it. */
  stopHeartBeat(): void;

  readonly name: string;
  /** Of the API. */
  readonly version: string;
  readonly isDebug: boolean;
  readonly grantType: "password" | "accessToken" | "agoraToken" | "";
  readonly domain: string;
  readonly context: ConnectionContext;
  /** What the connection is doing (Rondo only); `onStatusChange` tells every change. */
  readonly status: Status;
  readonly appKey: string;
  readonly orgName: string;
  readonly appName: string;
  readonly token: string;
  readonly user: string;
  readonly clientResource: string;
  readonly url: string;
  readonly apiUrl: string;
  readonly https: boolean;
  readonly isHttpDNS: boolean;
  /** Milliseconds. */
  readonly heartBeatWait: number;
  readonly autoReconnectNumMax: number;
  /** Attempts since the connection was lost. */
  readonly autoReconnectNumTotal: number;
  readonly delivery: boolean;
  readonly useOwnUploadFun: boolean;
  readonly deviceId: string;
  readonly isFixedDeviceId: boolean;
  /** Epoch ms at which the token ends; 0: never, or not known. */
  readonly expirationTime: number;
  /** Milliseconds until then. */
  readonly expiresIn: number;
  /** Nobody is logged in. */
  readonly logOut: boolean;
  readonly reconnecting: boolean;
}

export interface Connection
  extends BasicConnection,
    MessageMethods,
    GroupMethods,
    ThreadMethods,
    SharedFileMethods,
    ChatRoomMethods,
    ReactionMethods,
    PinMethods,
    HistoryMethods,
    ConversationMethods,
    UserMethods,
    DeviceMethods,
    ContactMethods,
    PresenceMethods,
    PushMethods,
    TranslationMethods,
    ReportMethods,
    VoiceMethods,
    SearchMethods,
    RtcMethods {}
