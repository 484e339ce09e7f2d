/** Files that members of groups and rooms share. */
import type { ErrorEvent, Loose } from "./common.ts";
import type { Call } from "./groups.ts";

export interface FetchGroupSharedFileListResult {
  file_id: string;
  file_name: string;
  file_owner: string;
  /** Bytes. */
  file_size: number;
  /** Epoch ms. */
  created: number;
}
export interface FetchChatRoomSharedFileListResult extends FetchGroupSharedFileListResult {}
export interface DeleteGroupSharedFileResult {
  group_id: string;
  file_id: string;
  result: boolean;
}
export interface DeleteChatRoomSharedFileResult {
  id: string;
  file_id: string;
  result: boolean;
}

export interface SharedFileCallbacks {
  onFileUploadProgress?: (progress: Loose) => void;
  /** With the answer of the server. */
  onFileUploadComplete?: (answer: Loose) => void;
  /** With 101 when it fails, 102 when nobody is logged in, -3 for parameters that are wrong. */
  onFileUploadError?: (error: Loose) => void;
  /** Never told: there is no way to cancel one. */
  onFileUploadCanceled?: (data: Loose) => void;
}

export interface DownloadSharedFileParams {
  groupId: string;
  fileId: string;
  secret?: string;
  /** With a Blob where there are Blobs, elsewhere with the bytes. */
  onFileDownloadComplete?: (content: Loose) => void;
  onFileDownloadError?: (error: ErrorEvent) => void;
}

type GroupList = Call<{ groupId: string; pageNum: number; pageSize: number }, FetchGroupSharedFileListResult>;
type RoomList = Call<{ roomId: string }, FetchChatRoomSharedFileListResult[]>;

export interface SharedFileMethods {
  /** What `utils.getFileUrl` gave for an input, or what a host has for a file: `{ path }`. */
  uploadGroupSharedFile(params: SharedFileCallbacks & { groupId: string; file: object }): void;
  uploadChatRoomSharedFile(params: SharedFileCallbacks & { roomId: string; file: object }): void;
  downloadGroupSharedFile(params: DownloadSharedFileParams): void;
  /** `pageNum` from 1, up to 10 in a page. */
  getGroupSharedFilelist: GroupList;
  fetchGroupSharedFileList: GroupList;
  getChatRoomSharedFilelist: RoomList;
  fetchChatRoomSharedFileList: RoomList;
  deleteGroupSharedFile: Call<{ groupId: string; fileId: string }, DeleteGroupSharedFileResult>;
  deleteChatRoomSharedFile: Call<{ roomId: string; fileId: string }, DeleteChatRoomSharedFileResult>;
}
