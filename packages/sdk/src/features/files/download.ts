import { ChatError } from "../../core/error.ts";
import type { Platform } from "../../core/platform.ts";
import { answerOf } from "../../core/rest-client.ts";
import { parseJson } from "../../core/rest-failure.ts";
import { statusCode } from "../../core/status-code.ts";

const TIMEOUT_MS = 300_000;
/** Of an error body; what decides is near its beginning. */
const MAX_ERROR_BYTES = 2000;

export interface FileDownload {
  readonly url: string;
  readonly secret?: string | undefined;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * The bytes of an attachment (REST FILE-2).
 *
 * @throws ChatError 222 without the right to it, 223 when it has expired, 603 and 503 as REST does, 200 otherwise.
 */
export async function downloadFile(platform: Platform, file: FileDownload): Promise<Uint8Array> {
  const headers: Record<string, string> = {};
  if (file.token) headers.Authorization = `Bearer ${file.token}`;
  if (file.secret) headers["share-secret"] = file.secret;
  const request = { url: file.url, headers: Object.assign(headers, file.headers), timeoutMs: TIMEOUT_MS };
  let reply: { readonly status: number; readonly bytes: Uint8Array };
  try {
    reply = await answerOf(platform.download(request), platform, TIMEOUT_MS);
  } catch (error) {
    const { message } = error as Error; // nothing else is thrown by an adapter
    throw new ChatError(statusCode.WEBIM_DOWNLOADFILE_ERROR, message, error);
  }
  if (reply.status === 200) return reply.bytes;
  throw toDownloadError(reply.status, parseJson(asciiOf(reply.bytes)));
}

function toDownloadError(status: number, answer: unknown): ChatError {
  // Members are only compared with texts.
  const { error, error_description: description } = (answer || {}) as Record<string, unknown>;
  const type =
    status === 403
      ? description === "chatfile no permission"
        ? statusCode.WEBIM_DOWNLOADFILE_ERROR_NO_PERMISSION
        : statusCode.PERMISSION_DENIED
      : status === 404 && error === "file_expired"
        ? statusCode.WEBIM_DOWNLOADFILE_ERROR_EXPIRED
        : status === 500
          ? statusCode.SERVER_UNKNOWN_ERROR
          : statusCode.WEBIM_DOWNLOADFILE_ERROR;
  return new ChatError(type, typeof description === "string" ? description : `HTTP ${status}`, answer);
}

/** Enough for the texts that are looked for. */
const asciiOf = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of Array.from(bytes.subarray(0, MAX_ERROR_BYTES))) text += String.fromCharCode(byte);
  return text;
};
