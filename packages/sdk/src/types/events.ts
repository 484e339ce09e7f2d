/** What applications are told: handlers by id (`addEventHandler`), and the callbacks of old (`listen`). */
import type { Status } from "../core/session.ts";
import type { ErrorEvent, Loose } from "./common.ts";
import type { ContactMsgBody } from "./contacts.ts";
import type { MultiDeviceEvent } from "./device-events.ts";
import type {
  ChatroomEvent,
  GroupEvent,
  JoinChatRoomInfo,
  MessagePinEvent,
  OnPresenceMsg,
  PresenceMsg,
  ReactionMessage,
  ThreadChangeInfo,
} from "./later-events.ts";
import type {
  AudioMsgBody,
  ChannelMsgBody,
  CmdMsgBody,
  CombineMsgBody,
  CustomMsgBody,
  DeliveryMsgBody,
  ExcludeAckMessageBody,
  FileMsgBody,
  ImgMsgBody,
  LocationMsgBody,
  ModifiedEventMessage,
  ONLINESTATETYPE,
  ReadMsgBody,
  StreamMsgBody,
  TextMsgBody,
  VideoMsgBody,
} from "./messages.ts";
import type { PresenceType } from "./presence.ts";

/** The server has a message that was sent from here. */
export interface ReceivedMsgBody {
  /** Of the client. */
  id: string;
  /** Of the server. */
  mid: string;
  to: string;
}

export interface RecallMsgBody {
  id: string;
  /** `admin` when it was taken back through the server's interface. */
  from: string;
  to: string;
  /** The message that is gone. */
  mid: string;
  ext: string;
  onlineState?: ONLINESTATETYPE;
}

/** What handlers and the callbacks of old have in common. */
interface CommonHandlers {
  onReceivedMessage?: (msg: ReceivedMsgBody) => void;
  onDeliveredMessage?: (msg: DeliveryMsgBody) => void;
  onReadMessage?: (msg: ReadMsgBody) => void;
  onRecallMessage?: (msg: RecallMsgBody) => void;
  onChannelMessage?: (msg: ChannelMsgBody) => void;
  onError?: (error: ErrorEvent) => void;
  onOffline?: () => void;
  onOnline?: () => void;
  onStatisticMessage?: (msg?: Loose) => void;
  onTokenWillExpire?: () => void;
  onTokenExpired?: () => void;
  onContactInvited?: (msg: ContactMsgBody) => void;
  onContactAgreed?: (msg: ContactMsgBody) => void;
  onContactRefuse?: (msg: ContactMsgBody) => void;
  onContactAdded?: (msg: ContactMsgBody) => void;
  onContactDeleted?: (msg: ContactMsgBody) => void;
  onPresenceStatusChange?: (msg: PresenceType[]) => void;
}

export interface EventHandlerType extends CommonHandlers {
  /** Logged in, also again after a reconnect. */
  onConnected?: () => void;
  onReconnecting?: () => void;
  /** For good: nothing after a logout, otherwise why. */
  onDisconnected?: (error?: ErrorEvent) => void;
  /** Rondo only: every change of `connection.status`. */
  onStatusChange?: (status: Status) => void;
  /** Rondo only: on Alipay, something else in the program has opened the only socket there is. `detail` is for logs. */
  onSocketDisplaced?: (event: { detail: string }) => void;
  onOfflineMessageSyncStart?: () => void;
  onOfflineMessageSyncFinish?: () => void;
  /** All that have come together, except commands and receipts; each of them has been told by its type before. */
  onMessage?: (msg: Exclude<ExcludeAckMessageBody, CmdMsgBody>[]) => void;
  onTextMessage?: (msg: TextMsgBody) => void;
  onStreamMessage?: (msg: StreamMsgBody) => void;
  onImageMessage?: (msg: ImgMsgBody) => void;
  onAudioMessage?: (msg: AudioMsgBody) => void;
  onVideoMessage?: (msg: VideoMsgBody) => void;
  onFileMessage?: (msg: FileMsgBody) => void;
  onLocationMessage?: (msg: LocationMsgBody) => void;
  onCmdMessage?: (msg: CmdMsgBody) => void;
  onCustomMessage?: (msg: CustomMsgBody) => void;
  onCombineMessage?: (msg: CombineMsgBody) => void;
  /** A message was edited: `id` is that of the message. */
  onModifiedMessage?: (msg: ModifiedEventMessage) => void;
  onMultiDeviceEvent?: (msg: MultiDeviceEvent) => void;
  onMessagePinEvent?: (eventData: MessagePinEvent) => void;
  onReactionChange?: (msg: ReactionMessage) => void;
  onGroupEvent?: (eventData: GroupEvent) => void;
  onChatroomEvent?: (eventData: ChatroomEvent) => void;
  /**
   * Rondo only: after a reconnect the rooms that were joined are joined again, with the same `ext`; this one refuses, and
   * this user is not in it any more.
   */
  onChatroomLost?: (event: { id: string; error: ErrorEvent }) => void;
  /**
   * Rondo only: after a reconnect the user is in this room again. What happened there meanwhile is not told: whoever shows
   * its members, attributes or anything else that is not in `info` asks for it.
   */
  onChatroomRejoined?: (event: { id: string; info: JoinChatRoomInfo }) => void;
  onChatThreadChange?: (msg: ThreadChangeInfo) => void;
  /** Never told to handlers, by no client: `onConnected` is. */
  onOpened?: (msg: Loose) => void;
  onPresence?: (msg: OnPresenceMsg) => void;
  onGroupChange?: (msg: Loose) => void;
  onChatroomChange?: (msg: Loose) => void;
  onContactChange?: (msg: Loose) => void;
}

export type Event = keyof EventHandlerType;

/**
 * Messages come to these callbacks in the shape they had then, which is not that of the handlers: `type` is `chat`,
 * `groupchat` or `chatroom`, `contentsType` says what it is, a text is in `data`, and `time` is a text.
 */
export interface ListenParameters extends CommonHandlers {
  onOpened?: () => void;
  onClosed?: () => void;
  onPresence?: (msg: PresenceMsg) => void;
  onTextMessage?: (msg: Loose) => void;
  onPictureMessage?: (msg: Loose) => void;
  onAudioMessage?: (msg: Loose) => void;
  onVideoMessage?: (msg: Loose) => void;
  onFileMessage?: (msg: Loose) => void;
  onLocationMessage?: (msg: Loose) => void;
  onCmdMessage?: (msg: Loose) => void;
  onCustomMessage?: (msg: Loose) => void;
}
