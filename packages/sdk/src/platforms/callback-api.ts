import type { Clock, HttpMethod, Platform, UploadRequest } from "../core/platform.ts";
import { RequestFailure } from "../core/platform.ts";
import { toArrayBuffer, toBytes } from "./bytes.ts";
import { firstOf, type Host, has, invoke, isHost, textOfError } from "./host.ts";

/** How hosts with `success` and `fail` callbacks differ in HTTP. */
export interface HttpDialect {
  /** Its name where it is not `request`. */
  readonly requestFunction?: string;
  /** The options that keep the host from parsing the answer. */
  readonly asText: Readonly<Record<string, string>>;
  /** The options that give the answer's bytes, as an ArrayBuffer or as base64. */
  readonly asBytes: Readonly<Record<string, string>>;
  /** GET and POST only: others travel in a header of a POST. */
  readonly tunnelsMethods?: boolean;
  /** What `uploadFile` wants beyond url, filePath and name. */
  readonly uploadOptions?: (request: UploadRequest) => Record<string, unknown>;
}

/** The form field of uploaded files (REST FILE). */
const FILE_FIELD = "file";
const METHOD_HEADER = "X-HTTP-Method-Override";
/** Alipay and DingTalk: the request took too long. */
const TIMED_OUT = 13;

export type Http = Pick<Platform, "request" | "upload" | "download">;

export function callbackHttp(host: Host, clock: Clock, dialect: HttpDialect): Http {
  const name = dialect.requestFunction ?? "request";
  return {
    request: async ({ method, url, headers, body, timeoutMs }) => {
      const options = {
        url,
        ...toMethod(method, headers, dialect),
        ...(body === undefined ? {} : { data: body }),
        ...dialect.asText,
      };
      const { status, data } = await ask(host, name, { options, timeoutMs, clock });
      return { status, text: toText(data) };
    },

    upload: async (request) => {
      const { url, headers, file, timeoutMs, onProgress, onTask } = request;
      const options = {
        url,
        filePath: "path" in file ? file.path : await writeFile(host, request.filename, file.data),
        name: FILE_FIELD,
        header: headers,
        headers,
        ...(request.fields && { formData: request.fields }),
        ...dialect.uploadOptions?.(request),
      };
      const watch = (task: unknown): void => {
        if (!isHost(task)) return;
        if (has(task, "abort")) onTask?.(() => invoke(task, "abort"));
        if (!onProgress || !has(task, "onProgressUpdate")) return;
        invoke(task, "onProgressUpdate", (event: unknown) => {
          const loaded = Number(firstOf(event, "totalBytesSent", "totalBytesWritten"));
          const total = Number(firstOf(event, "totalBytesExpectedToSend", "totalBytesExpectedToWrite"));
          if (total > 0) onProgress({ loaded, total });
        });
      };
      const { status, data } = await ask(host, "uploadFile", { options, timeoutMs, clock, watch });
      return { status, text: toText(data) };
    },

    download: async ({ url, headers, timeoutMs }) => {
      const options = { url, method: "GET", header: headers, headers, ...dialect.asBytes };
      const { status, data } = await ask(host, name, { options, timeoutMs, clock });
      const bytes = toBytes(typeof data === "string" ? withoutDataUrl(data) : (data ?? ""));
      // What an error page holds is nobody's file.
      if (!bytes && status < 400) throw new RequestFailure("unsupported", "the host gave no bytes");
      return { status, bytes: bytes ?? new Uint8Array(0) };
    },
  };
}

/** Mini programs upload files by their path, so bytes are written first: the last ones under a name replace those before. */
function writeFile(host: Host, filename: string, content: unknown): Promise<string> {
  const bytes = toBytes(content);
  const folder = firstOf(host.env, "USER_DATA_PATH");
  if (bytes === undefined || typeof folder !== "string" || !has(host, "getFileSystemManager")) {
    return Promise.reject(new RequestFailure("unsupported", "this host uploads files by their path only"));
  }
  const filePath = `${folder}/${filename}`;
  const data = toArrayBuffer(bytes);
  return new Promise((resolve, reject) => {
    const success = (): void => resolve(filePath);
    const fail = (error: unknown): void => reject(new RequestFailure("network", textOfError(error), error));
    // Has been seen to be there.
    invoke(invoke(host, "getFileSystemManager") as Host, "writeFile", {
      filePath,
      data,
      encoding: "binary",
      success,
      fail,
    });
  });
}

/** Both spellings of the headers: hosts ignore the one they do not know, and the older `my` knows only the plural. */
function toMethod(method: HttpMethod, given: Readonly<Record<string, string>>, dialect: HttpDialect): object {
  const isTunnelled = dialect.tunnelsMethods && method !== "GET" && method !== "POST";
  const headers = isTunnelled ? { ...given, [METHOD_HEADER]: method } : given;
  return { method: isTunnelled ? "POST" : method, header: headers, headers };
}

interface Asking {
  readonly options: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly watch?: (task: unknown) => void;
}

/** Calls `host[name]` and waits for an answer over HTTP. */
function ask(host: Host, name: string, asking: Asking): Promise<{ status: number; data: unknown }> {
  const { options, timeoutMs, clock, watch } = asking;
  return new Promise((resolve, reject) => {
    let task: unknown;
    // Some hosts know no timeout, or another than ours.
    const timer = clock.setTimer(() => {
      reject(new RequestFailure("timeout", `no answer within ${timeoutMs} ms`));
      if (isHost(task) && has(task, "abort")) invoke(task, "abort");
    }, timeoutMs);
    const settle = (otherwise: number) => (result: unknown) => {
      clock.clearTimer(timer);
      // A status is an answer, wherever it arrives: `my` tells 400 and above through `fail` (Alipay facts 5).
      const status = Number(firstOf(result, "statusCode", "status")) || otherwise;
      if (status > 0) resolve({ status, data: firstOf(result, "data") });
      else reject(toFailure(result));
    };
    try {
      task = invoke(host, name, { ...options, timeout: timeoutMs, success: settle(200), fail: settle(0) });
      watch?.(task);
    } catch (error) {
      clock.clearTimer(timer);
      reject(error instanceof RequestFailure ? error : toFailure(error));
    }
  });
}

function toFailure(result: unknown): RequestFailure {
  const text = textOfError(result);
  const isTimeout = firstOf(result, "error") === TIMED_OUT || /time(d)?[ -]?out|超时/i.test(text);
  return new RequestFailure(isTimeout ? "timeout" : "network", text, result);
}

/** Hosts that parse what they were asked not to. */
function toText(data: unknown): string {
  if (typeof data === "string") return data;
  return data === undefined ? "" : JSON.stringify(data);
}

/** `data:image/png;base64,…` */
const withoutDataUrl = (text: string): string => text.slice(text.indexOf(",") + 1);
