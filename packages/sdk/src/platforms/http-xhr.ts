import { RequestFailure, type UploadRequest } from "../core/platform.ts";
import { toBytes } from "./bytes.ts";
import type { Http } from "./callback-api.ts";
import { toFormData } from "./form-data.ts";
import type { Globals } from "./globals.ts";
import { contentOf } from "./http-fetch.ts";

/** The part of XMLHttpRequest that is used. */
interface Xhr {
  responseType: string;
  timeout: number;
  readonly status: number;
  readonly response: unknown;
  onload: (() => void) | null;
  onerror: (() => void) | null;
  onabort: (() => void) | null;
  ontimeout: (() => void) | null;
  readonly upload?: { onprogress: ((event: { loaded: number; total: number }) => void) | null };
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  send(body?: unknown): void;
  abort(): void;
}

interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly responseType: "text" | "arraybuffer";
  readonly onProgress?: UploadRequest["onProgress"];
  readonly onTask?: UploadRequest["onTask"];
}

/** HTTP by XMLHttpRequest: browsers and React Native, where it alone tells the progress of an upload. */
export function xhrHttp(globals: Globals): Http {
  return {
    request: async (request) => toReply(await send(globals, { ...request, responseType: "text" })),
    upload: async (request) => {
      const { method = "POST" } = request;
      const body = toFormData(globals, contentOf(request.file), request);
      return toReply(await send(globals, { ...request, method, body, responseType: "text" }));
    },
    download: async (request) => {
      const { status, response } = await send(globals, { ...request, method: "GET", responseType: "arraybuffer" });
      return { status, bytes: toBytes(response) ?? new Uint8Array(0) };
    },
  };
}

const toReply = ({ status, response }: Xhr): { status: number; text: string } => ({
  status,
  text: typeof response === "string" ? response : "",
});

function send(globals: Globals, call: Call): Promise<Xhr> {
  return new Promise((resolve, reject) => {
    // What is called XMLHttpRequest is one.
    const xhr = new (globals.XMLHttpRequest as new () => Xhr)();
    const fail = (why: "timeout" | "network", text: string) => () => reject(new RequestFailure(why, text));
    xhr.onload = () => resolve(xhr);
    xhr.onerror = fail("network", "the network failed, or the server does not let this page in");
    xhr.onabort = fail("network", "aborted");
    xhr.ontimeout = fail("timeout", `no answer within ${call.timeoutMs} ms`);
    try {
      xhr.open(call.method, call.url);
      xhr.responseType = call.responseType;
      xhr.timeout = call.timeoutMs;
      for (const name of Object.keys(call.headers)) xhr.setRequestHeader(name, call.headers[name] ?? "");
      const { onProgress } = call;
      if (onProgress && xhr.upload) xhr.upload.onprogress = ({ loaded, total }) => onProgress({ loaded, total });
      xhr.send(call.body);
      call.onTask?.(() => xhr.abort());
    } catch (error) {
      reject(new RequestFailure("network", String(error), error));
    }
  });
}
