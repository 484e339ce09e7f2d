/**
 * Which Alipay is imitated. `simulator` was measured on Alipay's own web simulator with base library 1.25.1; `android` is
 * the documented behaviour of devices; `legacy` is `android` with the older rule that a second single-mode connection
 * replaces the first. Numbers in comments are those of the Alipay facts, section 4.
 */
export interface MyProfile {
  readonly name: "simulator" | "android" | "legacy";
  readonly sdkVersion: string;
  /** Until success or fail is called after an accepted call. */
  readonly callbackDelayMs: number;
  /** `connectSocket.success` before the open event (devices) or after it (simulator). 4.5 */
  readonly successBeforeOpen: boolean;
  /** What a second single-mode `connectSocket` does while one lives. 4.3 */
  readonly secondConnect: "fails" | "replaces";
  readonly notOpen: { readonly error: number; readonly text: string };
  /** Under which key socket errors carry their text. 4.16 */
  readonly socketErrorKey: "message" | "errorMessage";
  /** Whether close events carry `code` and `reason`, and closing passes them on. 4.15 */
  readonly closeInfo: boolean;
  readonly sendsProtocols: boolean;
  /** Text frames that happen to be base64 are flagged `isBuffer`, with the text unchanged. 4.13 */
  readonly flagsBase64Text: boolean;
  readonly maxSockets: number;
  /** `data: ArrayBuffer` in send. 4.12 */
  readonly acceptsArrayBuffer: boolean;
  /** Where HTTP 4xx and 5xx arrive: `fail` with error 19, or `success`. */
  readonly httpErrors: "fail" | "success";
  /** A request that nobody answers fails with error 12, or with error 19 and a status of -1. */
  readonly noAnswer: 12 | 19;
  /** Results carry `statusCode` and `header` beside `status` and `headers`. */
  readonly modernResults: boolean;
  /** Whether `request` reads `header` as well as `headers`. */
  readonly readsHeader: boolean;
  /** `uploadFile` refuses a call without image, video or audio as `fileType`. */
  readonly needsFileType: boolean;
  /** `uploadFile` answers "200" and not 200. */
  readonly uploadStatusIsText: boolean;
  readonly hasBase64Helpers: boolean;
  /** What storage calls answer besides their data. */
  readonly storageSays: { readonly done: Record<string, unknown>; readonly missing: Record<string, unknown> };
}

const android: MyProfile = {
  name: "android",
  sdkVersion: "2.9.1",
  callbackDelayMs: 1,
  successBeforeOpen: true,
  secondConnect: "fails",
  notOpen: { error: 10, text: "网络连接没有打开，无法发送消息" },
  socketErrorKey: "errorMessage",
  closeInfo: true,
  sendsProtocols: true,
  flagsBase64Text: false,
  maxSockets: 5,
  acceptsArrayBuffer: true,
  httpErrors: "success",
  noAnswer: 12,
  modernResults: true,
  readsHeader: true,
  needsFileType: false,
  uploadStatusIsText: false,
  hasBase64Helpers: true,
  storageSays: { done: {}, missing: {} },
};

export const MY_PROFILES: Record<MyProfile["name"], MyProfile> = {
  android,
  legacy: { ...android, name: "legacy", secondConnect: "replaces" },
  simulator: {
    name: "simulator",
    sdkVersion: "1.25.1",
    callbackDelayMs: 20,
    successBeforeOpen: false,
    secondConnect: "replaces",
    notOpen: { error: 1, text: "未知错误" },
    socketErrorKey: "message",
    closeInfo: false,
    sendsProtocols: false,
    flagsBase64Text: true,
    maxSockets: Number.POSITIVE_INFINITY,
    acceptsArrayBuffer: false,
    httpErrors: "fail",
    noAnswer: 19,
    modernResults: false,
    readsHeader: false,
    needsFileType: true,
    uploadStatusIsText: true,
    hasBase64Helpers: false,
    storageSays: { done: { success: true }, missing: { message: "查无此key" } },
  },
};
