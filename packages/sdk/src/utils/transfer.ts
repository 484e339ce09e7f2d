import { callBack } from "../core/calls.ts";
import { ChatError } from "../core/error.ts";
import type { Log } from "../core/log.ts";
import type { HttpMethod, Platform } from "../core/platform.ts";
import { requestJson, toQuery } from "../core/rest-client.ts";
import { toRestError } from "../core/rest-errors.ts";
import { statusCode } from "../core/status-code.ts";
import { type AttachmentFile, downloadFile, uploadFile } from "../features/files/index.ts";
import type { AjaxOptions, DownloadOptions, UploadOptions } from "../types/utils.ts";
import { toContent } from "./dom.ts";

export interface Surroundings {
  readonly platform: Platform;
  readonly log: Log;
}

/** Any request: resolves with the parsed answer, rejects as the REST calls of the client do. */
export async function ajax(around: Surroundings, options: AjaxOptions): Promise<unknown> {
  const { data, headers = {}, success, error } = options;
  // The methods an application may name are the host's affair.
  const method = (options.type || (data === undefined ? "GET" : "POST")).toUpperCase() as HttpMethod;
  const isQuery = method === "GET" && data !== null && typeof data === "object";
  // Values of a query are texts or numbers.
  const query = isQuery ? toQuery(data as Record<string, string>) : "";
  const body = isQuery || data === undefined ? undefined : typeof data === "string" ? data : JSON.stringify(data);
  try {
    const answer = await requestJson(around.platform, { method, url: options.url + query, headers, body }, toRestError);
    callBack(around, success, answer);
    return answer;
  } catch (reason) {
    callBack(around, error, reason);
    throw reason;
  }
}

/** Uploads a file that is no message's. All is told through the callbacks. */
export function upload(around: Surroundings, options: UploadOptions): void {
  start(around, options).then(
    (answer) => callBack(around, options.onFileUploadComplete, answer),
    (error: unknown) => callBack(around, options.onFileUploadError, error),
  );
}

async function start(around: Surroundings, options: UploadOptions): Promise<unknown> {
  const { accessToken: token, appKey = "", apiUrl = "", uploadUrl, file, onFileUploadProgress: onProgress } = options;
  if (!token) throw new ChatError(statusCode.WEBIM_UPLOADFILE_NO_LOGIN, "AccessToken cannot be empty");
  if (!uploadUrl && !/^[^#]+#[^#]+$/.test(appKey)) {
    throw new ChatError(statusCode.WEBIM_UPLOADFILE_ERROR, "The appKey is illegal");
  }
  // A FileObj says its name, and so does a File; other kinds of file have none.
  const { filename, name } = (typeof file === "object" && file ? file : {}) as { filename?: string; name?: string };
  return uploadFile(around.platform, {
    url: uploadUrl || `${apiUrl}/${appKey.replace("#", "/")}/chatfiles`,
    token,
    file: file as AttachmentFile, // its members are looked at when they are needed
    filename: filename || name || "",
    kind: "file",
    onProgress: onProgress && ((progress) => callBack(around, onProgress, progress)),
  });
}

/** Downloads an attachment. All is told through the callbacks. */
export function download(around: Surroundings, options: DownloadOptions): void {
  const { url, secret, accessToken: token, headers } = options;
  downloadFile(around.platform, { url, secret, token, headers }).then(
    (bytes) => callBack(around, options.onFileDownloadComplete, toContent(bytes)),
    (error: object) => callBack(around, options.onFileDownloadError, Object.assign(error, { id: options.id })),
  );
}
