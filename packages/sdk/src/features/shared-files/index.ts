import { callBack, isText, refuse, resourceOf } from "../../core/calls.ts";
import type { Client, Feature } from "../../core/client.ts";
import { ChatError } from "../../core/error.ts";
import { answerOf, restBase, toQuery } from "../../core/rest-client.ts";
import { parseJson } from "../../core/rest-failure.ts";
import { statusCode } from "../../core/status-code.ts";
import type { DownloadSharedFileParams, SharedFileCallbacks, SharedFileMethods } from "../../types/shared-files.ts";
import { toContent } from "../../utils/dom.ts";
import { type AttachmentFile, downloadFile, toSource } from "../files/index.ts";
import { lineMethods } from "../muc/lines.ts";

const TIMEOUT_MS = 300_000;

const LINES = `
getGroupSharedFilelist GET /chatgroups/:groupId/share_files?v pagenum=pageNum?1 pagesize=pageSize?10
deleteGroupSharedFile DELETE! /chatgroups/:groupId/share_files/:fileId
getChatRoomSharedFilelist GET /chatrooms/:roomId/share_files
deleteChatRoomSharedFile DELETE! /chatrooms/:roomId/share_files/:fileId`;

type Upload = SharedFileCallbacks & { readonly file: object };

/** Files that members of groups and rooms share (API 3.19). */
export const sharedFiles: Feature<SharedFileMethods> = (client) => {
  const methods = lineMethods<SharedFileMethods>(
    client,
    LINES,
    {},
    "fetchGroupSharedFileList=getGroupSharedFilelist fetchChatRoomSharedFileList=getChatRoomSharedFilelist",
  );
  return Object.assign(methods, {
    uploadGroupSharedFile: (params: Upload & { groupId: string }) =>
      upload(client, params, "groupId", `chatgroups/${params?.groupId}`),
    uploadChatRoomSharedFile: (params: Upload & { roomId: string }) =>
      upload(client, params, "roomId", `chatrooms/${params?.roomId}`),
    downloadGroupSharedFile: (params: DownloadSharedFileParams) => download(client, params),
  });
};

/** The callbacks are told how it ends, and nobody else. */
function upload(client: Client, params: Upload, id: string, place: string): void {
  const { onFileUploadComplete, onFileUploadError } = params || {};
  send(client, params, id, place).then(
    (answer) => callBack(client, onFileUploadComplete, answer),
    (error: unknown) => callBack(client, onFileUploadError, error),
  );
}

/** @throws ChatError -3 for wrong parameters, 102 when nobody is logged in, 101 whatever else goes wrong. */
async function send(client: Client, params: Upload, id: string, place: string): Promise<unknown> {
  const { file, onFileUploadProgress } = params || {};
  if (!isText((params as unknown as Record<string, unknown> | undefined)?.[id])) refuse(`Invalid parameter: "${id}"`);
  const source = file && typeof file === "object" && toSource(file as Exclude<AttachmentFile, string>);
  if (!source) refuse('Invalid parameter: "file"');
  const { config, platform, identity } = client;
  if (!identity) throw new ChatError(statusCode.WEBIM_UPLOADFILE_NO_LOGIN, "AccessToken cannot be empty");
  const { filename, name, data } = file as { filename?: string; name?: string; data?: { name?: string } };
  const sending = platform.upload({
    url: `${restBase(config)}/${place}/share_files${toQuery(resourceOf(client))}`,
    headers: { Authorization: `Bearer ${identity.token}`, "restrict-access": "true" },
    file: source,
    filename: filename || name || data?.name || "file",
    kind: "file",
    timeoutMs: TIMEOUT_MS,
    onProgress: (progress) => callBack(client, onFileUploadProgress, progress),
  });
  try {
    const { status, text } = await answerOf(sending, platform, TIMEOUT_MS);
    const answer = parseJson(text);
    if (status === 200 && answer && typeof answer === "object") return answer;
    throw new ChatError(statusCode.WEBIM_UPLOADFILE_ERROR, "Failed to upload the file", answer);
  } catch (error) {
    const { type, message } = error as ChatError; // or an Error, which has no type
    if (type === statusCode.WEBIM_UPLOADFILE_ERROR) throw error;
    throw new ChatError(statusCode.WEBIM_UPLOADFILE_ERROR, message, error);
  }
}

function download(client: Client, params: DownloadSharedFileParams): void {
  const { groupId, fileId, secret, onFileDownloadComplete, onFileDownloadError } = params || {};
  const url = `${restBase(client.config)}/chatgroups/${groupId}/share_files/${fileId}`;
  downloadFile(client.platform, { url, secret, token: client.identity?.token }).then(
    (bytes) => callBack(client, onFileDownloadComplete, toContent(bytes)),
    (error: unknown) => callBack(client, onFileDownloadError, error),
  );
}
