import type { Client } from "../../core/client.ts";
import { ChatError } from "../../core/error.ts";
import type { FileSource, Platform, UploadRequest } from "../../core/platform.ts";
import { answerOf, restBase, toQuery } from "../../core/rest-client.ts";
import { parseJson } from "../../core/rest-failure.ts";
import { statusCode } from "../../core/status-code.ts";

const TIMEOUT_MS = 300_000;
/** The server keeps what is not complete so long; each request has its own limit. */
const PARTS_TIMEOUT_MS = 86_400_000;
const FAILED = "Failed to upload the file";

/** The official FileObj, and what hosts give instead of one: a path, bytes, a File. */
export type AttachmentFile = string | { readonly [member: string]: unknown };

/** What the server answers to an upload; `entities[0]` has the uuid and the share-secret. */
export interface UploadAnswer {
  readonly uri?: string;
  readonly entities: readonly Record<string, unknown>[];
  readonly [member: string]: unknown;
}

export interface AttachmentUpload {
  readonly file: AttachmentFile;
  readonly kind: UploadRequest["kind"];
  readonly filename: string;
  /** For whom it is: the server lets those read it. */
  readonly chatType?: "singleChat" | "groupChat" | "chatRoom" | undefined;
  readonly to?: string | undefined;
  /** Pixels; the size the server makes thumbnails in. */
  readonly thumbnailWidth?: number | undefined;
  readonly thumbnailHeight?: number | undefined;
  readonly onProgress?: UploadRequest["onProgress"];
  /** Is given, at once, what cancels the upload. */
  readonly onStart?: ((cancel: () => void) => void) | undefined;
}

const CHAT_TYPES = { singleChat: "CHAT", groupChat: "GROUP", chatRoom: "ROOM" } as const;

/**
 * Uploads the file of a message (REST FILE-1), a large one in parts where the platform can. `url` is the address without
 * the secret.
 *
 * @throws ChatError 102 when nobody is logged in, -4 when it was cancelled, 101 whatever else goes wrong, with the server's
 * answer as `data`.
 */
export async function uploadAttachment(
  client: Client,
  upload: AttachmentUpload,
): Promise<{ url: string; secret: string; raw: UploadAnswer }> {
  const token = client.identity?.token;
  if (!token) throw new ChatError(statusCode.WEBIM_UPLOADFILE_NO_LOGIN, "AccessToken cannot be empty");
  const { platform, config } = client;
  const base = restBase(config);
  const { chatType, to, thumbnailWidth, thumbnailHeight } = upload;
  const query = toQuery({
    "chat-type": chatType && CHAT_TYPES[chatType],
    "chat-target": to,
    "thumbnail-width": thumbnailWidth,
    "thumbnail-height": thumbnailHeight,
  });
  const parts =
    platform.slices && config.takesParts
      ? { url: `${base}/sdk/chatfiles/part-upload`, query: query.replace("?", "?restrict-access=true&") }
      : undefined;
  const raw = await uploadFile(platform, { ...upload, parts, token, url: `${base}/chatfiles${query}` });
  const { uuid, "share-secret": secret } = raw.entities[0] || {};
  return { url: `${base}/chatfiles/${uuid}`, secret: typeof secret === "string" ? secret : "", raw };
}

/**
 * One multipart POST, or with `parts` several.
 *
 * @throws ChatError 101, also after 300 seconds; -4 when it was cancelled.
 */
export async function uploadFile(
  platform: Platform,
  upload: Pick<AttachmentUpload, "file" | "kind" | "filename" | "onProgress" | "onStart"> &
    Pick<UploadRequest, "url" | "parts"> & { token: string },
): Promise<UploadAnswer> {
  const source = toSource(upload.file);
  if (!source) throw new ChatError(statusCode.WEBIM_UPLOADFILE_ERROR, "there is no file to upload");
  const { url, parts, onStart } = upload;
  let isCanceled = false;
  let abort: (() => void) | undefined;
  const canceled = new Promise<never>((_, reject) =>
    onStart?.(() => {
      isCanceled = true;
      reject(new ChatError(statusCode.REQUEST_ABORT, "Request Abort"));
      abort?.();
    }),
  );
  try {
    const sending = platform.upload({
      url,
      parts,
      onTask: (end) => {
        if (isCanceled) end();
        else abort = end;
      },
      headers: { Authorization: `Bearer ${upload.token}`, "restrict-access": "true" },
      file: source,
      filename: upload.filename || "file",
      kind: upload.kind,
      timeoutMs: TIMEOUT_MS,
      onProgress: upload.onProgress,
    });
    const answered = answerOf(sending, platform, parts ? PARTS_TIMEOUT_MS : TIMEOUT_MS);
    const { status, text } = await Promise.race([answered, canceled]);
    const answer = parseJson(text);
    if (status !== 200 || !isUploadAnswer(answer)) {
      throw new ChatError(statusCode.WEBIM_UPLOADFILE_ERROR, describe(answer), answer);
    }
    return answer;
  } catch (error) {
    const { type, message, data } = error as ChatError; // or an Error, which has no type
    if (type === statusCode.WEBIM_UPLOADFILE_ERROR || type === statusCode.REQUEST_ABORT) throw error;
    throw new ChatError(statusCode.WEBIM_UPLOADFILE_ERROR, message || FAILED, data === undefined ? error : data);
  }
}

function isUploadAnswer(answer: unknown): answer is UploadAnswer {
  const { entities } = (answer || {}) as { entities?: unknown };
  return Array.isArray(entities) && typeof (entities[0] as Record<string, unknown> | undefined)?.uuid === "string";
}

function describe(answer: unknown): string {
  const { error_description: why } = (answer || {}) as { error_description?: unknown };
  return typeof why === "string" ? why : FAILED;
}

/** A FileObj of a browser has the content in `data`; one made in a mini program has only the path, as `url` or `path`. */
export function toSource(file: AttachmentFile): FileSource | undefined {
  if (typeof file === "string") return file ? { path: file } : undefined;
  if (!file) return undefined;
  const { data, path, filePath, url } = file;
  if (data !== undefined && data !== null && !isEmptyObject(data)) return { data };
  for (const place of [path, filePath, url]) if (typeof place === "string" && place) return { path: place };
  // A File or bytes, given directly.
  return isPlain(file) ? undefined : { data: file };
}

const isPlain = (value: unknown): value is object => Object.prototype.toString.call(value) === "[object Object]";

/** `{}`, which `utils.getFileUrl` of old programs gives for "no file". */
const isEmptyObject = (value: unknown): boolean => isPlain(value) && Object.keys(value).length === 0;
