export type { ConnectionParameters } from "../types/connection-parameters.ts";

/** The options of `new connection(…)`, checked and completed (official API, section 2). */
export interface Config {
  /** `org#app`; empty until the address look-up has answered when only an appId is known. */
  appKey: string;
  readonly appId: string | undefined;
  /** WebSocket address; empty: to be looked up. */
  url: string;
  /** REST address, without a slash at the end; empty: to be looked up. */
  apiUrl: string;
  /** Whether addresses come from a look-up: only when the application gave none. */
  readonly isLookedUp: boolean;
  readonly isHttps: boolean;
  readonly heartBeatWaitMs: number;
  /** 0: never reconnect. */
  readonly autoReconnectNumMax: number;
  readonly sendsDeliveryReceipts: boolean;
  readonly useOwnUploadFun: boolean;
  /** Whether the server takes large files in parts; a look-up may say that it does not. */
  takesParts: boolean;
  readonly useReplacedMessageContents: boolean;
  readonly deviceId: string | undefined;
  readonly isFixedDeviceId: boolean;
  readonly customOSPlatform: number | undefined;
  readonly customDeviceName: string | undefined;
  readonly isAutoLogin: boolean;
  /** Whether messages that were not acknowledged are kept in the storage until they are. */
  readonly keepsUnsent: boolean;
}
