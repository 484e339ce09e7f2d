/** What the helpers in `utils` take and give. */
import type { Dictionary, ErrorEvent, KVString, Loose } from "./common.ts";
import type { FileObj, UploadProgress } from "./messages.ts";

export interface AjaxOptions {
  url: string;
  /** Default POST when there are data, else GET. */
  type?: string;
  data?: Loose;
  headers?: KVString;
  success?: (answer: Loose) => void;
  error?: (error: Loose) => void;
  /** Not read: answers are JSON. */
  dataType?: string;
  responseType?: "arraybuffer" | "blob" | "document" | "json" | "text";
  mimeType?: string;
}

/** The kind of host, as it is in the names of devices. */
export type PLATFORM = "zfb" | "dd" | "wx" | "qq" | "baidu" | "tt" | "taobao" | "uni" | "web" | "node";

export interface EnvInfo {
  platform: PLATFORM;
  /** The host's object: `my`, `wx`, `window`. */
  global: Loose;
}

export interface UploadOptions {
  accessToken: string;
  appKey: string;
  apiUrl?: string;
  /** Instead of the application's own place for files. */
  uploadUrl?: string;
  /** A File, a FileObj, or a path of the host. */
  file: object | string;
  onFileUploadProgress?(progress: UploadProgress): void;
  onFileUploadComplete?: (answer: Loose) => void;
  onFileUploadError?: (error: ErrorEvent) => void;
  /** Not called. */
  onFileUploadCanceled?: () => void;
}

export interface UploadFile extends UploadOptions {
  file: object;
}

export interface DownloadOptions {
  url: string;
  secret?: string;
  /** Given back with an error. */
  id?: string;
  headers?: Dictionary;
  /** Gets a Blob where there are Blobs, else an ArrayBuffer. */
  onFileDownloadComplete?: (content: Loose) => void;
  onFileDownloadError?: (error: Loose) => void;
  [ignored: string]: Loose;
}

export interface DownloadParams extends DownloadOptions {
  onFileDownloadComplete: (content: Loose) => void;
  onFileDownloadError: (error: Loose) => void;
}

/** A file input of a page, as far as it is read. */
export interface FileInput {
  readonly files?: { readonly length: number; readonly [index: number]: { readonly name: string } } | null;
}

export interface Utils {
  /** Decimal text, growing, unique in this program: an id for a message of the old style. */
  getUniqueId: () => string;
  ajax: (options: AjaxOptions) => Promise<Loose>;
  wxRequest: (options: AjaxOptions) => Promise<Loose>;
  /** Browsers only; throws elsewhere. */
  getFileUrl: (fileInputId: string | FileInput) => FileObj;
  uploadFile: (options: UploadOptions) => void;
  download: (params: DownloadOptions) => void;
  /** An address for what `download` gave. Browsers only; throws elsewhere. */
  parseDownloadResponse: (content: Loose) => string;
  listenNetwork: (online: () => void, offline: () => void) => void;
  getEnvInfo: () => EnvInfo;
  // From here on: what the official object has beside what it declares.
  delay(ms: number): Promise<void>;
  Uint8ArrayToString(bytes: ArrayLike<number>): string;
  /** How many ids there have been. */
  autoIncrement: number;
  ajaxUnconventionalErrorTimes: number;
  /** `given` when it says yes or no, else whether the page came over https; true where there is no page. */
  isUseHttps(given?: unknown): boolean;
  /** Seconds to wait before the attempt of this number. */
  getRetryDelay(attempt: number): number;
  /** The functions one after the other, each with what the one before gave. */
  flow(steps: ReadonlyArray<(...args: never[]) => unknown>): (...args: unknown[]) => unknown;
  listenBrowserVisibility(visible: () => void, hidden: () => void): void;
  /** The JSON that bytes are. Throws for what is none. */
  parseNotify(bytes: Uint8Array): Loose;
  getExtraData(facts?: { elapse?: number; httpCode?: number; errDesc?: string }): {
    requestElapse: number;
    code: number;
    codeDesc: string;
  };
  /** Asks again when the promise rejects: `times` more (3), with a pause of so many ms (1000). */
  retryPromise<T>(task: () => Promise<T>, times?: number, pauseMs?: number): Promise<T>;
  /** The path of an address at the `apiUrl` of what it is called on. */
  formatAttachUrl(this: { apiUrl?: string }, url?: unknown): string;
  /** What is stored of this device, as JSON; empty when there is nothing. */
  getLocalDeviceInfo(): string;
  setLocalDeviceInfo(info: string): void;
  /** "Chrome" and the like; "unknown" outside of browsers. */
  detectBrowser(): string;
  /** The platform, but "uni" for WeChat with uni-app around it. */
  getDevicePlatform(env: { platform: string }): string;
}
