import { callBack } from "../../core/calls.ts";
import type { Client } from "../../core/client.ts";
import { ChatError } from "../../core/error.ts";
import type { UploadRequest } from "../../core/platform.ts";
import { statusCode } from "../../core/status-code.ts";
import { uploadAttachment } from "../files/index.ts";
import { placeOf } from "./attachments.ts";
import { withUploadedList } from "./combine.ts";
import { chatTypeOf } from "./to-wire.ts";
import { languagesOf, withTranslations } from "./translate.ts";
import type { SendBody } from "./types.ts";

const KINDS: Record<string, UploadRequest["kind"] | undefined> = {
  img: "image",
  audio: "audio",
  video: "video",
  file: "file",
};

/** Uploads what has to be uploaded, and has translated what is to be sent in several languages; undefined: nothing is. */
export function prepare(client: Client, body: SendBody): Promise<SendBody> | undefined {
  if (body.type === "combine" && !body.url) return withUploadedList(client, body);
  if (KINDS[body.type] !== undefined && body.file && !placeOf(body).url) return withUploadedFile(client, body);
  return languagesOf(body).length > 0 ? withTranslations(client, body) : undefined;
}

async function withUploadedFile(client: Client, body: SendBody): Promise<SendBody> {
  // Asked only with a file.
  const file = body.file as NonNullable<SendBody["file"]>;
  const filename = body.filename || file.filename || "";
  try {
    if (body.isGif && file.filetype !== undefined && file.filetype.indexOf("gif") < 0) {
      throw new ChatError(statusCode.MESSAGE_INCLUDE_ILLEGAL_CONTENT, "The file type is not gif.");
    }
    const { url, secret, raw } = await uploadAttachment(client, {
      file: file as Record<string, unknown>,
      kind: KINDS[body.type] ?? "file",
      filename,
      chatType: chatTypeOf(body),
      to: body.to,
      thumbnailWidth: body.thumbnailWidth,
      thumbnailHeight: body.thumbnailHeight,
      onProgress: body.onFileUploadProgress,
      onStart: (cancel) => callBack(client, body.onFileUploadStart, cancel),
    });
    const { onFileUploadComplete } = body;
    if (onFileUploadComplete) callBack(client, onFileUploadComplete, { ...raw, url });
    const type = file.filetype ?? "";
    const size = sizeOf(file.data);
    return { ...body, filename, file_length: body.file_length ?? size, body: { url, secret, type, filename } };
  } catch (error) {
    const { onFileUploadError, onFileUploadCanceled } = body;
    if ((error as Partial<ChatError>).type === statusCode.REQUEST_ABORT)
      callBack(client, onFileUploadCanceled, undefined);
    else callBack(client, onFileUploadError, error);
    throw error;
  }
}

function sizeOf(data: unknown): number | undefined {
  const { size, byteLength } = (data || {}) as { size?: number; byteLength?: number };
  return size ?? byteLength;
}
