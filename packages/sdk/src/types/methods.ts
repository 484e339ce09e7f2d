/** The methods that the features put on a connection. Each rejects with an {@link ErrorEvent}. */
import type { AsyncResult, Callbacks, ChatType, ErrorEvent, Loose, MarkType, UserId } from "./common.ts";
import type {
  MessageBody,
  MessagesType,
  MessageType,
  ModifiedMsg,
  ModifyMsgResult,
  SendMsgResult,
} from "./messages.ts";
import type {
  BaseUserInfo,
  ConfigurableKey,
  ConversationInfo,
  ConversationItem,
  DeleteSessionResult,
  HistoryMessages,
  PinConversation,
  RegisterUserResult,
  ServerConversations,
  SessionInfo,
  UpdateOwnUserInfoParams,
} from "./results.ts";

export interface DownloadCombineMessagesParams {
  url: string;
  secret: string;
}

export interface RecallParams {
  /** The id of the server. */
  mid: string;
  to: string;
  /** As it was called before `chatType`, which wins. */
  type?: "chat" | "groupchat" | "chatroom";
  chatType?: ChatType;
  isChatThread?: boolean;
  /** For those who see the recall. */
  ext?: string;
  success?: (result: Loose) => void;
  fail?: (error: ErrorEvent) => void;
}

export interface MessageMethods {
  /**
   * Sends what `message.create` gave, or the `body` of a message made the old way. Offline it waits for the connection.
   * Rejects with 39 when nobody is logged in, 205 for what is no message, 50 for limits, 101 when an upload fails, 510 when
   * the connection ends for good, and with the error of the server.
   */
  send(params: MessageBody): Promise<SendMsgResult>;
  sendMsg(params: MessageBody): Promise<SendMsgResult>;
  /** Takes a message back, by its id of the server. Rejects with 504 when it is too late for that. */
  recallMessage(params: RecallParams): Promise<SendMsgResult>;
  /** Edits a message that was sent. `modifiedMessage` is what `message.create` gave for the new content. */
  modifyMessage(params: { messageId: string; modifiedMessage: ModifiedMsg }): Promise<ModifyMsgResult>;
  /** The messages in a combined one. Rejects with 200 when it cannot be fetched, 203 when it cannot be read. */
  downloadAndParseCombineMessage(options: DownloadCombineMessagesParams): Promise<MessagesType[]>;
}

export interface HistoryParams {
  targetId: string;
  chatType: ChatType;
  /** Of the page before; nothing: the newest, or with `down` the oldest. */
  cursor?: number | string | null;
  /** 1 to 50. Default 20. */
  pageSize?: number;
  /** `up` (default): from the newest back; `down`: from the oldest on. */
  searchDirection?: "down" | "up";
  searchOptions?: {
    /** Sender; in groups and rooms only. */
    from?: UserId;
    msgTypes?: readonly Exclude<MessageType, "read" | "delivery" | "channel">[];
    /** Epoch ms. */
    startTime?: number;
    endTime?: number;
  };
  /** Gets the page. */
  success?: (page: Loose) => void;
  fail?: (error: ErrorEvent) => void;
}

export interface OldHistoryParams {
  /** The other user, or the group. */
  queue: string;
  /** A message id; nothing: on from the last call. */
  start?: number | string | null;
  /** Default 20. */
  count?: number;
  isGroup?: boolean;
  /** Messages as they are everywhere else, instead of in the shape that `listen` has for them. Default false. */
  format?: boolean;
  success?: (messages: MessageBody[]) => void;
  fail?: (error: ErrorEvent) => void;
}

export interface RemoveHistoryParams {
  targetId: string;
  chatType: ChatType;
  /** 1 to 20. Wins over `beforeTimeStamp`; one of the two is needed. */
  messageIds?: readonly string[];
  /** Epoch ms. */
  beforeTimeStamp?: number;
}

export interface HistoryMethods {
  /** A page of the messages the server keeps. What was fetched does not come again as a new message. */
  getHistoryMessages(options: HistoryParams): Promise<HistoryMessages>;
  /** The old way: remembers where it was, and answers the oldest first. */
  fetchHistoryMessages(options: OldHistoryParams): Promise<MessageBody[]>;
  /** Of this user only: the others keep theirs. */
  removeHistoryMessages(options: RemoveHistoryParams): Promise<void>;
}

export interface ConversationPageParams {
  /** 1 to 50. Default 20. */
  pageSize?: number;
  /** `""` or nothing: the first page. */
  cursor?: string;
  includeEmptyConversations?: boolean;
}

export interface ConversationFilterParams {
  /** 1 to 10. Default 10. */
  pageSize?: number;
  cursor?: string;
  filter: { mark: MarkType };
}

export interface OldConversationParams extends Callbacks<AsyncResult<ConversationInfo>> {
  pageNum?: number;
  /** At most 20. */
  pageSize?: number;
}

export interface ConversationMarkParams {
  conversations: readonly Pick<ConversationItem, "conversationId" | "conversationType">[];
  mark: MarkType;
}

export interface DeleteConversationParams extends Callbacks<AsyncResult<DeleteSessionResult>> {
  /** The other user, or the group. */
  channel: string;
  chatType: "singleChat" | "groupChat";
  /** The messages on the server as well. */
  deleteRoam: boolean;
}

export interface PinConversationParams extends Pick<ConversationItem, "conversationId" | "conversationType"> {
  isPinned: boolean;
}

export interface ConversationMethods {
  getServerConversations(params?: ConversationPageParams): Promise<AsyncResult<ServerConversations>>;
  getServerPinnedConversations(params?: ConversationPageParams): Promise<AsyncResult<ServerConversations>>;
  getServerConversationsByFilter(params: ConversationFilterParams): Promise<AsyncResult<ServerConversations>>;
  /** The list of old. */
  getConversationlist(params?: OldConversationParams): Promise<AsyncResult<ConversationInfo>>;
  /** The same, the last messages as the server has them. */
  getSessionList(params?: Callbacks<AsyncResult<Loose>>): Promise<AsyncResult<{ channel_infos: SessionInfo[] }>>;
  deleteConversation(params: DeleteConversationParams): Promise<AsyncResult<DeleteSessionResult>>;
  deleteSession(params: DeleteConversationParams): Promise<AsyncResult<DeleteSessionResult>>;
  pinConversation(params: PinConversationParams): Promise<AsyncResult<PinConversation>>;
  addConversationMark(params: ConversationMarkParams): Promise<void>;
  removeConversationMark(params: ConversationMarkParams): Promise<void>;
  /** Of this user only: the others keep theirs. */
  deleteAllMessagesAndConversations(): Promise<void>;
}

export interface RegisterParams {
  username: string;
  password: string;
  nickname?: string;
  success?: (result: Loose) => void;
  error?: (error: ErrorEvent) => void;
  /** Not read: the address of the connection counts. */
  apiUrl?: string;
}

export interface UserMethods {
  /** Makes an account, where the application allows it; nobody need be logged in. */
  registerUser(params: RegisterParams): Promise<RegisterUserResult>;
  /** The attributes of users; all eight unless `properties` names some. Users who have none are left out or empty. */
  fetchUserInfoById(
    userId: UserId | UserId[],
    properties?: ConfigurableKey[] | ConfigurableKey,
  ): Promise<AsyncResult<{ [userId: string]: UpdateOwnUserInfoParams }>>;
  /** Sets own attributes, several or one, and resolves with all of them. */
  updateUserInfo(
    params: UpdateOwnUserInfoParams | ConfigurableKey,
    value?: string | number,
  ): Promise<AsyncResult<UpdateOwnUserInfoParams>>;
  updateOwnUserInfo(
    params: UpdateOwnUserInfoParams | ConfigurableKey,
    value?: string | number,
  ): Promise<AsyncResult<UpdateOwnUserInfoParams>>;
  /** The name that push notifications show. */
  updateCurrentUserNick(nick: string): Promise<AsyncResult<BaseUserInfo[]>>;
  /** When a token of the logged-in user ends, epoch ms. */
  getTokenExpireTimestamp(token: string): Promise<AsyncResult & { expire_timestamp?: number }>;
}

export interface DeviceMethods {
  /** The user's other devices, as `user/resource`: what a message to one's own account may be addressed to. */
  getSelfIdsOnOtherPlatform(): Promise<AsyncResult<string[]>>;
}
