import type { Realm } from "../../realm/realm.ts";
import type { Files } from "../files.ts";
import { headerOf, withoutHeader } from "../headers.ts";
import { HttpFailure, type HttpReply } from "../http.ts";
import { multipart } from "../multipart.ts";
import type { DeviceNetwork } from "../network.ts";
import { type Options, toOptions, toRequestBody, toStringMap } from "../values.ts";
import { Calls, failed, type Outcome, succeeded } from "./calls.ts";
import type { MyProfile } from "./profiles.ts";

const REQUEST_TIMEOUT_MS = 30_000;
const MAX_REQUEST_TIMEOUT_MS = 60_000;
const UPLOAD_TIMEOUT_MS = 60_000;
const FILE_TYPES = ["image", "video", "audio"];

export interface MyTransferOptions {
  readonly realm: Realm;
  readonly network: DeviceNetwork;
  readonly profile: MyProfile;
  readonly files: Files;
}

/** `request`, `uploadFile` and `downloadFile`. */
export class MyTransfer {
  private readonly options: MyTransferOptions;
  private readonly calls: Calls;

  constructor(options: MyTransferOptions) {
    this.options = options;
    this.calls = new Calls(options.realm, options.profile.callbackDelayMs);
  }

  api(): Record<string, unknown> {
    return {
      request: (options: unknown) => this.request(toOptions(options)),
      uploadFile: (options: unknown) => this.uploadFile(toOptions(options)),
      downloadFile: (options: unknown) => this.downloadFile(toOptions(options)),
    };
  }

  private request(options: Options): unknown {
    const { network, profile } = this.options;
    const url = options.url;
    if (typeof url !== "string" || !/^https?:\/\//.test(url)) {
      return this.calls.promised(options, failed(2, "参数错误"), { abort: () => {} });
    }
    const given = {
      ...(profile.readsHeader ? toStringMap(options.header) : {}),
      ...toStringMap(options.headers),
    };
    const method = String(options.method ?? "GET").toUpperCase();
    const contentType = headerOf(given, "content-type") ?? "application/json";
    const sent = toRequestBody({ method, url, contentType, data: options.data });
    const { reply, abort } = network.request({
      method,
      url: sent.url,
      headers: { ...withoutHeader(given, "content-type", "referer"), "content-type": contentType },
      body: sent.body,
      timeoutMs: Math.min(Number(options.timeout) || REQUEST_TIMEOUT_MS, MAX_REQUEST_TIMEOUT_MS),
    });
    const dataType = String(options.dataType ?? "json").toLowerCase();
    const outcome = reply.then(
      (answer) => this.toOutcome(answer, dataType),
      (error: unknown) => this.toFailure(error),
    );
    return this.calls.promised(options, outcome, { abort: () => abort("abort") });
  }

  private toOutcome(reply: HttpReply, dataType: string): Outcome {
    const { profile } = this.options;
    const facts = { status: reply.status, headers: reply.headers };
    const modern = profile.modernResults ? { statusCode: reply.status, header: reply.headers } : {};
    const text = reply.body.toString("utf8");
    const json = dataType === "json" ? tryJson(reply.body) : undefined;
    // What is no JSON counts before what is no success.
    if (dataType === "json" && json === undefined) {
      return { ok: false, result: { error: 14, errorMessage: "JSON parse data error", data: text, ...facts } };
    }
    if (reply.status >= 400 && profile.httpErrors === "fail") {
      return { ok: false, result: { error: 19, errorMessage: "http status error", data: json ?? text, ...facts } };
    }
    if (dataType === "arraybuffer") return succeeded({ data: reply.body, ...facts, ...modern });
    if (dataType === "base64") return succeeded({ data: toDataUrl(reply), ...facts, ...modern });
    return succeeded({ data: json ?? text, ...facts, ...modern });
  }

  private toFailure(error: unknown): Outcome {
    if (isAbort(error)) return failed(9, "request:fail abort");
    if (error instanceof HttpFailure && error.reason === "timeout") return failed(13, "请求超时");
    if (this.options.profile.noAnswer === 12) return failed(12, "网络错误");
    const { message } = error instanceof HttpFailure && error.cause instanceof Error ? error.cause : new Error("");
    const facts = { status: -1, data: null, headers: {}, errorCode: 19 };
    return { ok: false, result: { ...facts, error: 19, errorMessage: `HTTP 错误: ${message}` } };
  }

  private uploadFile(options: Options): unknown {
    const { profile, files, network } = this.options;
    const task = {
      abort: () => {},
      onProgressUpdate: () => {},
      onHeadersReceived: () => {},
      offHeadersReceived: () => {},
    };
    // `fileName` is the older name of the option that names the form field.
    const field = options.name ?? options.fileName;
    const fileType = String(options.fileType ?? "");
    const url = options.url;
    if (
      typeof field !== "string" ||
      typeof url !== "string" ||
      (profile.needsFileType && !FILE_TYPES.includes(fileType))
    ) {
      return this.calls.promised(options, failed(11, "无效参数"), task);
    }
    const path = String(options.filePath ?? "");
    const bytes = files.read(path);
    if (!bytes) return this.calls.promised(options, failed(11, "文件不存在"), task);
    const form = multipart(toStringMap(options.formData), {
      field,
      filename: path.slice(path.lastIndexOf("/") + 1),
      contentType: "application/octet-stream",
      bytes,
    });
    const { reply, abort } = network.request({
      method: "POST",
      url,
      headers: { ...withoutHeader(toStringMap(options.header), "content-type"), "content-type": form.contentType },
      body: form.body,
      timeoutMs: Number(options.timeout) || UPLOAD_TIMEOUT_MS,
    });
    const outcome = reply.then(
      ({ body, status, headers }) => {
        const statusCode = profile.uploadStatusIsText ? String(status) : status;
        return succeeded({ data: body.toString("utf8"), statusCode, header: headers });
      },
      (error: unknown) => (isAbort(error) ? failed(9, "uploadFile:fail abort") : failed(12, "上传文件失败")),
    );
    return this.calls.promised(options, outcome, { ...task, abort: () => abort("abort") });
  }

  private downloadFile(options: Options): unknown {
    const { network, files, profile } = this.options;
    const url = options.url;
    if (typeof url !== "string" || !/^https?:\/\//.test(url))
      return this.calls.promised(options, failed(12, "下载失败"));
    const { reply, abort } = network.request({
      method: "GET",
      url,
      headers: toStringMap(options.header),
      body: undefined,
      timeoutMs: UPLOAD_TIMEOUT_MS,
    });
    const outcome = reply.then(
      (answer) => {
        if (answer.status >= 400) return failed(12, "下载失败");
        const path = files.addTemporary(answer.body);
        // tempFilePath exists since base library 2.7.23.
        return succeeded(profile.modernResults ? { apFilePath: path, tempFilePath: path } : { apFilePath: path });
      },
      () => failed(12, "下载失败"),
    );
    return this.calls.promised(options, outcome, { abort: () => abort("abort") });
  }
}

const isAbort = (error: unknown): boolean => error instanceof HttpFailure && error.reason === "abort";

function tryJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined; // not JSON: the caller decides what that means
  }
}

const toDataUrl = (reply: HttpReply): string =>
  `data:${reply.headers["content-type"] ?? "application/octet-stream"};base64,${reply.body.toString("base64")}`;
