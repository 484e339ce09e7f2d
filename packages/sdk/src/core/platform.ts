/**
 * The one port between the client and the place it runs in. An adapter (`platforms/`) implements it; `core/` and
 * `features/` touch nothing else, no global and no platform object.
 */

/** Names as they appear in device resources (`webim_<name>_…`) and in `utils.getEnvInfo().platform`. */
export type PlatformName = "zfb" | "dd" | "wx" | "qq" | "baidu" | "tt" | "taobao" | "uni" | "web" | "node";

export interface Platform {
  readonly name: PlatformName;
  /** Shown to the user's other devices: browser or host name. */
  readonly deviceName: string;
  readonly clock: Clock;
  /** What is stored is a copy of what is in memory: a host without storage, or a full one, is no error. */
  readonly storage: KeyValueStorage;
  /** Opens a socket. Whatever happens is told through `on`, later, never inside the call. */
  connect(url: string, on: SocketEvents): Socket;
  /** Resolves with any HTTP status. @throws RequestFailure when there is no answer. */
  request(request: HttpRequest): Promise<HttpReply>;
  /** Multipart upload of one file; resolves with any HTTP status. @throws RequestFailure */
  upload(request: UploadRequest): Promise<HttpReply>;
  /** Whether `upload` sends large files in parts where the request says how. */
  readonly slices?: true;
  /** The bytes behind an address; resolves with any HTTP status. @throws RequestFailure */
  download(request: DownloadRequest): Promise<{ readonly status: number; readonly bytes: Uint8Array }>;
  /** Network and visibility: hints to act sooner, never facts. */
  watch(on: PlatformEvents): Unsubscribe;
}

export type Unsubscribe = () => void;

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  setTimer(task: () => void, delayMs: number): Timer;
  clearTimer(timer: Timer): void;
}

/** Whatever the host's timer functions give. */
export type Timer = unknown;

export interface KeyValueStorage {
  /** Undefined when there is nothing, or no storage. */
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

export interface SocketEvents {
  onOpen(): void;
  /** One WebSocket message; base64 text has been decoded. Text that is no base64 is a close with `malformed`. */
  onFrame(bytes: Uint8Array): void;
  /** Exactly once, whatever the reason; nothing is told after it. */
  onClose(reason: SocketClose): void;
}

export interface SocketClose {
  /**
   * - closed: the peer or the network ended it.
   * - failed: it could not be opened, or writing failed.
   * - displaced: somebody else in this program has opened the only socket the host allows.
   * - malformed: what came was no frame.
   */
  readonly why: "closed" | "failed" | "displaced" | "malformed";
  readonly code: number | undefined;
  readonly detail: string;
}

export interface Socket {
  /** Failure to write is told through `onClose`. */
  send(bytes: Uint8Array): void;
  /** Ends it. `onClose` is not called for what we end ourselves, and nothing else is told any more. */
  close(): void;
}

export type HttpMethod = "GET" | "POST" | "PUT" | "DELETE";

export interface HttpRequest {
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly timeoutMs: number;
}

export interface HttpReply {
  readonly status: number;
  readonly text: string;
}

/** What to upload: a path of the host, or in browsers and Node the content itself (a File, a Blob, bytes). */
export type FileSource = { readonly path: string } | { readonly data: unknown };

export interface UploadRequest {
  readonly url: string;
  /** POST where nothing is said. */
  readonly method?: "PUT";
  readonly headers: Readonly<Record<string, string>>;
  readonly file: FileSource;
  readonly filename: string;
  /** The form field of the file where it is not `file`. */
  readonly field?: string;
  /** How to send a large one in parts (REST FILE-3 to FILE-6); for platforms that say they do. */
  readonly parts?: { readonly url: string; readonly query: string } | undefined;
  /** Is given what ends it, where the host can: `upload` then rejects. */
  readonly onTask?: ((abort: () => void) => void) | undefined;
  /** Sent beside the file. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** Some hosts want to know: the media kind of the file. */
  readonly kind: "image" | "video" | "audio" | "file";
  readonly timeoutMs: number;
  readonly onProgress: ((progress: { loaded: number; total: number }) => void) | undefined;
}

export interface DownloadRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** There was no answer over HTTP. */
export class RequestFailure extends Error {
  override readonly name = "RequestFailure";
  readonly why: "timeout" | "network" | "unsupported";
  /** What the host said, as it said it. */
  readonly hostError: unknown;

  constructor(why: "timeout" | "network" | "unsupported", message: string, hostError?: unknown) {
    super(message);
    this.why = why;
    this.hostError = hostError;
  }
}

export interface PlatformEvents {
  onOnline(): void;
  onOffline(): void;
  onShow(): void;
  onHide(): void;
}
