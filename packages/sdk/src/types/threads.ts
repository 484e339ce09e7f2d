/** Threads on messages of groups. */
import type { AsyncResult, UserId } from "./common.ts";
import type { MessageBody } from "./messages.ts";

export interface ChatThreadDetail {
  id: string;
  name: string;
  owner: UserId;
  /** Epoch ms. */
  created: number;
  affiliationsCount?: number;
  /** The group. */
  parentId: string;
  /** The message it hangs on. */
  messageId: string;
}

export interface CreateChatThreadResult {
  chatThreadId: string;
}
export interface JoinChatThreadResult {
  status: "ok";
  detail: ChatThreadDetail;
}
export interface ChangeChatThreadName {
  name: string;
}
export interface ChatThreadMembers {
  affiliations: string[];
}
export interface RemoveMemberResult {
  result: boolean;
  user: UserId;
}
export interface ChatThreadLastMessage {
  chatThreadId: string;
  lastMessage: MessageBody;
}

interface OfThread {
  chatThreadId: string;
}
/** `pageSize`: up to 50, default 20. */
interface Page {
  pageSize?: number;
  cursor?: string;
}

/** Rejects with 1300 for a thread that is none, 52 for who may not. */
export interface ThreadMethods {
  /** Rejects with 1301 when the message has one. */
  createChatThread(params: {
    parentId: string;
    name: string;
    messageId: string;
  }): Promise<AsyncResult<CreateChatThreadResult>>;
  joinChatThread(params: OfThread): Promise<AsyncResult<JoinChatThreadResult>>;
  leaveChatThread(params: OfThread): Promise<void>;
  destroyChatThread(params: OfThread): Promise<void>;
  changeChatThreadName(params: OfThread & { name: string }): Promise<AsyncResult<ChangeChatThreadName>>;
  getChatThreadDetail(params: OfThread): Promise<AsyncResult<ChatThreadDetail>>;
  getChatThreadMembers(params: OfThread & Page): Promise<AsyncResult<ChatThreadMembers>>;
  removeChatThreadMember(params: OfThread & { username: UserId }): Promise<AsyncResult<RemoveMemberResult>>;
  /** Of a group; the list is in `entities`, the cursor in `properties`. */
  getChatThreads(params: Page & { parentId: string }): Promise<AsyncResult<ChatThreadDetail[]>>;
  /** The own ones, of one group or of all; the list is in `entities`, the cursor in `properties`. */
  getJoinedChatThreads(params: Page & { parentId?: string }): Promise<AsyncResult<ChatThreadDetail[]>>;
  /** Of up to 20 threads; the list is in `entities`. */
  getChatThreadLastMessage(params: { chatThreadIds: string[] }): Promise<AsyncResult<ChatThreadLastMessage>>;
}
