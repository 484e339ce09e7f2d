import { readUtf8 } from "@rondo/protocol";
import { backoffMs } from "../core/backoff.ts";
import { DEVICE_KEY } from "../core/device.ts";
import type { PlatformName } from "../core/platform.ts";
import { isMiniProgram } from "../platforms/detect.ts";
import type { Globals } from "../platforms/globals.ts";
import { firstOf } from "../platforms/host.ts";
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
  // From here on: what the official object has beside what it declares.
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
  parseNotify(bytes: Uint8Array): unknown;
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

/** Ids count milliseconds from here, so that they stay short. */
const EPOCH = new Date(2010, 1, 1).getTime();

/** Objects of hosts that are not called like the platform. */
const HOSTS: Record<string, string | undefined> = { zfb: "my", taobao: "my", baidu: "swan", web: "window" };

/** In the order they are looked for; many call themselves Chrome and Safari too. */
const BROWSERS: ReadonlyArray<readonly [name: string, agent: RegExp]> = [
  ["WeChat", /MicroMessenger/i],
  ["QQ", /QQBrowser/i],
  ["Chrome", /^(?!.*(Edg|OPR)).*Chrome/i],
  ["Safari", /^(?!.*(Chrome|CriOS)).*Safari/i],
  ["Firefox", /Firefox/i],
  ["IE", /MSIE|Trident/i],
  ["Edge", /Edg/i],
];

/** The helpers of the official SDK's `utils` (API 3.23). */
export function createUtils(around: Surroundings, globals: Globals): Utils {
  const { platform } = around;
  const { clock, name, storage } = platform;
  const request = (options: AjaxOptions): Promise<unknown> => ajax(around, options);
  const delay = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.setTimer(resolve, ms);
    });
  let last = 0;
  const utils: Utils = {
    autoIncrement: 0,
    ajaxUnconventionalErrorTimes: 0,
    getUniqueId: () => {
      last = Math.max(last + 1, clock.now() - EPOCH + ++utils.autoIncrement);
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
    listenBrowserVisibility: (onShow, onHide) => {
      platform.watch({ onOnline: nothing, onOffline: nothing, onShow, onHide });
    },
    getEnvInfo: () => ({ platform: name, global: firstOf(globals, HOSTS[name] ?? name) ?? {} }),
    delay,
    Uint8ArrayToString: (bytes) => {
      let text = "";
      for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i] || 0);
      return text;
    },
    isUseHttps: (given) =>
      typeof given === "boolean"
        ? given
        : !globals.window || firstOf(firstOf(globals.window, "location"), "protocol") === "https:",
    getRetryDelay: (attempt) => {
      const ms = backoffMs(attempt);
      return attempt <= 5 ? Math.round(ms / 10) / 100 : Math.round(ms / 1000);
    },
    flow: (steps) => {
      if (!steps.every((step) => typeof step === "function")) throw new TypeError("Expected a function");
      // The first takes all arguments; what the steps take is between them.
      const [first, ...others] = steps as ReadonlyArray<(...args: unknown[]) => unknown>;
      return (...args) => others.reduce((value, step) => step(value), first ? first(...args) : args[0]);
    },
    parseNotify: (bytes) => JSON.parse(readUtf8(bytes, 0, bytes.length)),
    getExtraData: ({ elapse = 0, httpCode = 0, errDesc = "" } = {}) => ({
      requestElapse: elapse,
      code: httpCode,
      codeDesc: errDesc,
    }),
    retryPromise: (task, times, pauseMs) => {
      const attempt = (left: number): ReturnType<typeof task> =>
        task().catch((error) => {
          if (left <= 0) throw error;
          return delay(pauseMs || 1000).then(() => attempt(left - 1));
        });
      return attempt(times || 3);
    },
    formatAttachUrl(url) {
      return typeof url === "string" && url ? this.apiUrl + url.slice(url.indexOf("/", 9)) : "";
    },
    getLocalDeviceInfo: () => storage.get(DEVICE_KEY) ?? "",
    setLocalDeviceInfo: (info) => storage.set(DEVICE_KEY, info),
    detectBrowser: () => {
      const agent = String(firstOf(globals.navigator, "userAgent"));
      return BROWSERS.find(([, pattern]) => pattern.test(agent))?.[0] ?? "unknown";
    },
    getDevicePlatform: ({ platform: given }) => (given === "wx" && isMiniProgram(globals.uni) ? "uni" : given),
  };
  return utils;
}

const nothing = (): void => {};
