import { readUtf8 } from "@rondo/protocol";
import { backoffMs } from "../core/backoff.ts";
import { DEVICE_KEY } from "../core/device.ts";
import { isMiniProgram } from "../platforms/detect.ts";
import type { HostGlobals } from "../platforms/globals.ts";
import { firstOf } from "../platforms/host.ts";
import type { AjaxOptions, Utils } from "../types/utils.ts";
import { getFileUrl, toObjectUrl } from "./dom.ts";
import { ajax, download, type Surroundings, upload } from "./transfer.ts";

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
export function createUtils(around: Surroundings, globals: HostGlobals): Utils {
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
    parseDownloadResponse: (content) => toObjectUrl(content as object),
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
