import type { PlatformName } from "../core/platform.ts";
import { type FileInput, type FileObj, getFileUrl, toObjectUrl } from "./dom.ts";
import {
  type AjaxOptions,
  ajax,
  type DownloadOptions,
  download,
  type Surroundings,
  type UploadOptions,
  upload,
} from "./transfer.ts";

export interface Utils {
  /** Decimal text, growing, unique in this program: an id for a message of the old style. */
  getUniqueId(): string;
  ajax(options: AjaxOptions): Promise<unknown>;
  wxRequest(options: AjaxOptions): Promise<unknown>;
  /** Browsers only; throws elsewhere. */
  getFileUrl(input: string | FileInput): FileObj;
  uploadFile(options: UploadOptions): void;
  download(options: DownloadOptions): void;
  /** An address for what `download` gave. Browsers only; throws elsewhere. */
  parseDownloadResponse(content: unknown): string;
  listenNetwork(online: () => void, offline: () => void): void;
  /** `global` is the host's object: `my`, `wx`, `window`. */
  getEnvInfo(): { platform: PlatformName; global: unknown };
  delay(ms: number): Promise<void>;
  Uint8ArrayToString(bytes: ArrayLike<number>): string;
}

/** Ids count milliseconds from here, so that they stay short. */
const EPOCH = new Date(2010, 1, 1).getTime();

/** The helpers of the official SDK's `utils` (API 3.23). `host` is what `getEnvInfo` shows. */
export function createUtils(around: Surroundings, host: unknown): Utils {
  const { platform } = around;
  const request = (options: AjaxOptions): Promise<unknown> => ajax(around, options);
  let last = 0;
  return {
    getUniqueId: () => {
      last = Math.max(last + 1, platform.clock.now() - EPOCH);
      return String(last);
    },
    ajax: request,
    wxRequest: request,
    getFileUrl,
    uploadFile: (options) => upload(around, options),
    download: (options) => download(around, options),
    // Only what `download` gives in a browser has an address.
    parseDownloadResponse: (content) => toObjectUrl(content as Blob),
    listenNetwork: (onOnline, onOffline) => {
      platform.watch({ onOnline, onOffline, onShow: nothing, onHide: nothing });
    },
    getEnvInfo: () => ({ platform: platform.name, global: host }),
    delay: (ms) =>
      new Promise((resolve) => {
        platform.clock.setTimer(resolve, ms);
      }),
    Uint8ArrayToString: (bytes) => {
      let text = "";
      for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i] || 0);
      return text;
    },
  };
}

const nothing = (): void => {};
