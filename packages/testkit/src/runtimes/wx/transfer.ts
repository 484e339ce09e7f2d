import type { Realm } from "../../realm/realm.ts";
import type { Files } from "../files.ts";
import { headerOf, withoutHeader } from "../headers.ts";
import { HttpFailure, type HttpReply } from "../http.ts";
import { multipart } from "../multipart.ts";
import type { DeviceNetwork } from "../network.ts";
import { type Options, toOptions, toRequestBody, toStringMap } from "../values.ts";
import { Calls, fail, type Outcome, ok } from "./calls.ts";

const TIMEOUT_MS = 60_000;

/** `request`, `uploadFile`, `downloadFile`: every HTTP status is a success, told by `statusCode`. */
export class WxTransfer {
  private readonly deps: { realm: Realm; network: DeviceNetwork; files: Files };
  private readonly calls: Calls;

  constructor(deps: { realm: Realm; network: DeviceNetwork; files: Files }) {
    this.deps = deps;
    this.calls = new Calls(deps.realm);
  }

  api(): Record<string, unknown> {
    return {
      request: (options: unknown) => this.request(toOptions(options)),
      uploadFile: (options: unknown) => this.uploadFile(toOptions(options)),
      downloadFile: (options: unknown) => this.downloadFile(toOptions(options)),
    };
  }

  private request(options: Options): unknown {
    const url = options.url;
    if (!isUrl(url)) return this.refuse("request", options, `invalid url "${String(url)}"`);
    const header = toStringMap(options.header);
    const method = String(options.method ?? "GET").toUpperCase();
    const contentType = headerOf(header, "content-type") ?? "application/json";
    const sent = toRequestBody({ method, url, contentType, data: options.data });
    return this.run("request", options, {
      method,
      url: sent.url,
      headers: { ...withoutHeader(header, "content-type", "referer"), "content-type": contentType },
      body: sent.body,
      toResult: (reply) => ({ ...facts(reply), cookies: [], data: toData(reply, options) }),
    });
  }

  private uploadFile(options: Options): unknown {
    const { url, name } = options;
    const path = String(options.filePath ?? "");
    const bytes = this.deps.files.read(path);
    if (!isUrl(url)) return this.refuse("uploadFile", options, `invalid url "${String(url)}"`);
    if (typeof name !== "string") return this.refuse("uploadFile", options, "parameter error: name should be String");
    if (!bytes) return this.refuse("uploadFile", options, "file not found");
    const form = multipart(toStringMap(options.formData), {
      field: name,
      filename: path.slice(path.lastIndexOf("/") + 1),
      contentType: "application/octet-stream",
      bytes,
    });
    return this.run("uploadFile", options, {
      method: "POST",
      url,
      headers: { ...withoutHeader(toStringMap(options.header), "content-type"), "content-type": form.contentType },
      body: form.body,
      toResult: (reply) => ({ ...facts(reply), data: reply.body.toString("utf8") }),
    });
  }

  private downloadFile(options: Options): unknown {
    const { url } = options;
    if (!isUrl(url)) return this.refuse("downloadFile", options, `invalid url "${String(url)}"`);
    return this.run("downloadFile", options, {
      method: "GET",
      url,
      headers: withoutHeader(toStringMap(options.header), "referer"),
      body: undefined,
      toResult: (reply) => ({ ...facts(reply), tempFilePath: this.deps.files.addTemporary(reply.body) }),
    });
  }

  private run(
    name: string,
    options: Options,
    call: {
      method: string;
      url: string;
      headers: Record<string, string>;
      body: Uint8Array | undefined;
      toResult: (reply: HttpReply) => Record<string, unknown>;
    },
  ): unknown {
    const timeoutMs = Number(options.timeout) || TIMEOUT_MS;
    const { reply, abort } = this.deps.network.request({ ...call, timeoutMs });
    const settle = (outcome: Outcome): void => this.calls.settleNow(name, options, outcome);
    reply.then(
      (answer) => settle(ok(call.toResult(answer))),
      (error: unknown) => settle(fail(why(error))),
    );
    return task(() => abort("abort"));
  }

  private refuse(name: string, options: Options, reason: string): unknown {
    this.calls.settle(name, options, fail(reason));
    return task(() => {});
  }
}

const isUrl = (url: unknown): url is string => typeof url === "string" && /^https?:\/\//.test(url);

const facts = (reply: HttpReply): Record<string, unknown> => ({ statusCode: reply.status, header: reply.headers });

function toData(reply: HttpReply, options: Options): unknown {
  if (options.responseType === "arraybuffer") return reply.body;
  const text = reply.body.toString("utf8");
  if ((options.dataType ?? "json") !== "json") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text; // documented: what is not JSON arrives as text
  }
}

function why(error: unknown): string {
  if (!(error instanceof HttpFailure)) return String(error);
  return error.reason === "abort"
    ? "abort"
    : error.reason === "timeout"
      ? "timeout"
      : "errcode:-101 cronet_error_code:-101";
}

function task(abort: () => void): Record<string, unknown> {
  const ignore = (): void => {};
  return {
    abort,
    onHeadersReceived: ignore,
    offHeadersReceived: ignore,
    onProgressUpdate: ignore,
    offProgressUpdate: ignore,
  };
}
