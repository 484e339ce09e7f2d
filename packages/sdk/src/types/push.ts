/** Which messages the user wants to be told of, and where. */
import type { AsyncResult, Callbacks, Loose } from "./common.ts";
import type { BaseUserInfo } from "./results.ts";

/** All messages, those that mention the user, none. */
export type SILENTMODETYPE = "ALL" | "AT" | "NONE";
export type CONVERSATIONTYPE = "singleChat" | "groupChat" | "chatRoom";

export interface SilentModeRemindType {
  paramType: 0;
  remindType: SILENTMODETYPE;
}

export interface SilentModeDuration {
  paramType: 1;
  /** Milliseconds of silence from now on, at most 7 days. */
  duration: number;
}

/** A time of the day. */
export type Interval = {
  hours: number;
  minutes: number;
};

/** Silent between two times of each day. */
export interface SilentModeInterval {
  paramType: 2;
  startTime: Interval;
  endTime: Interval;
}

export type SilentModeParamType = SilentModeRemindType | SilentModeDuration | SilentModeInterval;

export interface SilentModeConversationType {
  /** One of `SILENTMODETYPE`, or `DEFAULT`: as for all conversations. */
  type: string;
  /** Epoch ms until which it is silent. */
  ignoreDuration: number;
  /** `8:30-9:05`. */
  ignoreInterval: string;
}

export interface ConversationSilentModeType {
  user: { [userId: string]: SilentModeConversationType };
  group: { [groupId: string]: SilentModeConversationType };
}

export type ConversationListType = {
  id: string;
  type: string;
};

export interface ConversationWithRemindType {
  conversationId: string;
  type: "singleChat" | "groupChat";
  /** One of `SILENTMODETYPE`. */
  remindType: Loose;
}

export interface GetSilentModeRemindTypeConversationsResult {
  /** For the next page; empty after the last. */
  cursor: string;
  conversations: ConversationWithRemindType[];
}

export interface TranslationLanguageType {
  language: string;
}

export interface PushInfo {
  device_id: string;
  device_token: string;
  notifier_name: string;
}

export interface UploadTokenResult extends BaseUserInfo {
  pushInfo: PushInfo[];
}

export interface UploadTokenParams extends Callbacks<AsyncResult<UploadTokenResult>> {
  deviceId: string;
  /** Of the push service. */
  deviceToken: string;
  /** Which push service: the name of its certificate. */
  notifierName: string;
}

interface OfConversation extends Callbacks<AsyncResult<SilentModeConversationType>> {
  conversationId: string;
  type: CONVERSATIONTYPE;
}

export interface PushMethods {
  /** For all conversations that have no setting of their own. */
  setSilentModeForAll(
    params: { options: SilentModeParamType } & Callbacks<AsyncResult<SilentModeConversationType>>,
  ): Promise<AsyncResult<SilentModeConversationType>>;
  getSilentModeForAll(
    params?: Callbacks<AsyncResult<SilentModeConversationType>>,
  ): Promise<AsyncResult<SilentModeConversationType>>;
  setSilentModeForConversation(
    params: { options: SilentModeParamType } & OfConversation,
  ): Promise<AsyncResult<SilentModeConversationType>>;
  getSilentModeForConversation(params: OfConversation): Promise<AsyncResult<SilentModeConversationType>>;
  /** Back to what is set for all. */
  clearRemindTypeForConversation(params: OfConversation): Promise<AsyncResult<SilentModeConversationType>>;
  /** Of at most 20 conversations, those that have a setting of their own. */
  getSilentModeForConversations(
    params: { conversationList: ConversationListType[] } & Callbacks<AsyncResult<ConversationSilentModeType>>,
  ): Promise<AsyncResult<ConversationSilentModeType>>;
  /** Pages of the conversations with a type of their own. `pageSize` 0: 10. */
  getSilentModeRemindTypeConversations(params: {
    cursor?: string;
    pageSize: number;
  }): Promise<AsyncResult<GetSilentModeRemindTypeConversationsResult>>;
  /** The language of notices. */
  setPushPerformLanguage(
    params: { language: string } & Callbacks<AsyncResult<TranslationLanguageType>>,
  ): Promise<AsyncResult<TranslationLanguageType>>;
  getPushPerformLanguage(
    params?: Callbacks<AsyncResult<TranslationLanguageType>>,
  ): Promise<AsyncResult<TranslationLanguageType>>;
  /** Where notices go to when the user is away. Tried three times more, a second apart. */
  uploadPushToken(params: UploadTokenParams): Promise<AsyncResult<UploadTokenResult>>;
  uploadToken(params: UploadTokenParams): Promise<AsyncResult<UploadTokenResult>>;
  /** No notices go to this device any more. */
  unbindPushToken(): Promise<AsyncResult<UploadTokenResult>>;
}
