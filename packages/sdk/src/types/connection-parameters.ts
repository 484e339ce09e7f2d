/** The options as applications write them. Unknown ones are ignored. */
export interface ConnectionParameters {
  /** `org#app`. */
  appKey?: string;
  /** Instead of appKey; both addresses are looked up then, unless given. */
  appId?: string;
  /**
   * Look addresses up over HTTP. Explicit `url` and `apiUrl` win over it, whatever it says. Default: true when they are
   * not both given.
   */
  isHttpDNS?: boolean;
  /** WebSocket address, such as `wss://chat.example.com/websocket`; without a scheme, `https` decides on it. */
  url?: string;
  /** REST address, such as `https://chat.example.com`. */
  apiUrl?: string;
  /** Which scheme to use where none is given. Default: as the page, else true. */
  https?: boolean;
  /** Milliseconds between keep-alive checks. Default 30000; 0: none. */
  heartBeatWait?: number;
  /** Attempts before a lost connection is given up. Default 5; 0: never reconnect. */
  autoReconnectNumMax?: number;
  /** Answer every message received in a single chat with a delivery receipt. Default false. */
  delivery?: boolean;
  /** Attachments are at addresses of the application's own: nothing is uploaded, received addresses stay as they are. */
  useOwnUploadFun?: boolean;
  /** Sent messages whose content the server has replaced are resolved with the new content. Default false. */
  useReplacedMessageContents?: boolean;
  /** Names this installation among the user's devices. */
  deviceId?: string;
  /** Keep one device id in the storage (default), or make one for each connection object. */
  isFixedDeviceId?: boolean;
  /** 1 to 100: an own kind of device for the multi-device policy. */
  customOSPlatform?: number;
  /** With customOSPlatform: the name other devices are shown. */
  customDeviceName?: string;
  /** uni-app: the login is not one that the user has asked for. */
  isAutoLogin?: boolean;
  /** Rondo only: keep messages that were not acknowledged in the storage, and send them after the next login. Default false. */
  keepUnsent?: boolean;
}
