/** Events pushed by the server: groups and rooms, roster, statistics and kicks, calls. */
import { bool, enumeration, type Infer, int32, message, nested, repeated, string, uint32 } from "../codec/schema.ts";
import { Jid } from "./envelope.ts";

export const MucBodyOperation = {
  CREATE: 0,
  DESTROY: 1,
  JOIN: 2,
  LEAVE: 3,
  APPLY: 4,
  APPLY_ACCEPT: 5,
  APPLY_DECLINE: 6,
  INVITE: 7,
  INVITE_ACCEPT: 8,
  INVITE_DECLINE: 9,
  KICK: 10,
  GET_BLACKLIST: 11,
  BAN: 12,
  ALLOW: 13,
  UPDATE: 14,
  BLOCK: 15,
  UNBLOCK: 16,
  PRESENCE: 17,
  ABSENCE: 18,
  DIRECT_JOINED: 19,
  ASSIGN_OWNER: 20,
  ADD_ADMIN: 21,
  REMOVE_ADMIN: 22,
  ADD_MUTE: 23,
  REMOVE_MUTE: 24,
  UPDATE_ANNOUNCEMENT: 25,
  DELETE_ANNOUNCEMENT: 26,
  UPLOAD_FILE: 27,
  DELETE_FILE: 28,
  ADD_USER_WHITE_LIST: 29,
  REMOVE_USER_WHITE_LIST: 30,
  BAN_GROUP: 31,
  REMOVE_BAN_GROUP: 32,
  THREAD_CREATE: 33,
  THREAD_DESTROY: 34,
  THREAD_JOIN: 35,
  THREAD_LEAVE: 36,
  THREAD_KICK: 37,
  THREAD_UPDATE: 38,
  THREAD_PRESENCE: 39,
  THREAD_ABSENCE: 40,
  DISABLE_GROUP: 41,
  ABLE_GROUP: 42,
  SET_METADATA: 43,
  DELETE_METADATA: 44,
  GROUP_MEMBER_METADATA_UPDATE: 45,
} as const;
export type MucBodyOperation = (typeof MucBodyOperation)[keyof typeof MucBodyOperation];

export const MucBodySettingType = {
  PRIVATE_OWNER_INVITE: 0,
  PRIVATE_MEMBER_INVITE: 1,
  PUBLIC_JOIN_APPROVAL: 2,
  PUBLIC_JOIN_OPEN: 3,
  PUBLIC_ANONYMOUS: 4,
} as const;
export type MucBodySettingType = (typeof MucBodySettingType)[keyof typeof MucBodySettingType];

export const MucBodySetting = message("MUCBody.Setting", {
  name: string(1),
  desc: string(2),
  type: enumeration(3),
  maxUsers: int32(4),
  owner: string(5),
});
export type MucBodySetting = Infer<typeof MucBodySetting>;

export const MucBodyStatusErrorCode = {
  OK: 0,
  PERMISSION_DENIED: 1,
  WRONG_PARAMETER: 2,
  MUC_NOT_EXIST: 3,
  USER_NOT_EXIST: 4,
  UNKNOWN: 5,
} as const;
export type MucBodyStatusErrorCode = (typeof MucBodyStatusErrorCode)[keyof typeof MucBodyStatusErrorCode];

export const MucBodyStatus = message("MUCBody.Status", {
  errorCode: enumeration(1),
  description: string(2),
  chatroomInfo: string(3),
});
export type MucBodyStatus = Infer<typeof MucBodyStatus>;

export const MucBodyEventInfoEventType = {
  EVENT_NONE: 0,
  CIRCLE_CHANNEL: 1,
} as const;
export type MucBodyEventInfoEventType = (typeof MucBodyEventInfoEventType)[keyof typeof MucBodyEventInfoEventType];

export const MucBodyEventInfo = message("MUCBody.EventInfo", {
  eventType: enumeration(1),
  ext: string(2),
});
export type MucBodyEventInfo = Infer<typeof MucBodyEventInfo>;

export const MucBody = message("MUCBody", {
  mucId: nested(1, Jid),
  operation: enumeration(2),
  from: nested(3, Jid),
  to: repeated(nested(4, Jid)),
  setting: nested(5, MucBodySetting),
  reason: string(6),
  isChatroom: bool(7),
  status: nested(8, MucBodyStatus),
  isThread: bool(9),
  mucParentId: nested(10, Jid),
  mucName: string(11),
  eventInfo: nested(12, MucBodyEventInfo),
  mucMemberCount: int32(13),
  ext: string(14),
  leaveOtherRooms: bool(15),
  members: repeated(string(16)),
});
export type MucBody = Infer<typeof MucBody>;

export const RosterBodyOperation = {
  GET_ROSTER: 0,
  GET_BLACKLIST: 1,
  ADD: 2,
  REMOVE: 3,
  ACCEPT: 4,
  DECLINE: 5,
  BAN: 6,
  ALLOW: 7,
  REMOTE_ACCEPT: 8,
  REMOTE_DECLINE: 9,
} as const;
export type RosterBodyOperation = (typeof RosterBodyOperation)[keyof typeof RosterBodyOperation];

export const RosterBodyStatusErrorCode = {
  OK: 0,
  USER_NOT_EXIST: 1,
  USER_ALREADY_FRIEND: 2,
  USER_ALREADY_BLACKLIST: 3,
} as const;
export type RosterBodyStatusErrorCode = (typeof RosterBodyStatusErrorCode)[keyof typeof RosterBodyStatusErrorCode];

export const RosterBodyStatus = message("RosterBody.Status", {
  errorCode: enumeration(1),
  description: string(2),
});
export type RosterBodyStatus = Infer<typeof RosterBodyStatus>;

export const RosterBody = message("RosterBody", {
  operation: enumeration(1),
  status: nested(2, RosterBodyStatus),
  from: nested(3, Jid),
  to: repeated(nested(4, Jid)),
  reason: string(5),
  rosterVer: string(6),
  biDirection: bool(7),
});
export type RosterBody = Infer<typeof RosterBody>;

export const StatisticsBodyOperation = {
  INFORMATION: 0,
  USER_REMOVED: 1,
  USER_LOGIN_ANOTHER_DEVICE: 2,
  USER_KICKED_BY_CHANGE_PASSWORD: 3,
  USER_KICKED_BY_OTHER_DEVICE: 4,
} as const;
export type StatisticsBodyOperation = (typeof StatisticsBodyOperation)[keyof typeof StatisticsBodyOperation];

export const StatisticsBodyOsType = {
  OS_IOS: 0,
  OS_ANDROID: 1,
  OS_LINUX: 2,
  OS_OSX: 3,
  OS_WIN: 4,
  OS_CUSTOM: 5,
  OS_OTHER: 16,
} as const;
export type StatisticsBodyOsType = (typeof StatisticsBodyOsType)[keyof typeof StatisticsBodyOsType];

export const StatisticsBodyNetworkType = {
  NETWORK_NONE: 0,
  NETWORK_WIFI: 1,
  NETWORK_4G: 2,
  NETWORK_3G: 3,
  NETWORK_2G: 4,
  NETWORK_WIRE: 5,
} as const;
export type StatisticsBodyNetworkType = (typeof StatisticsBodyNetworkType)[keyof typeof StatisticsBodyNetworkType];

export const StatisticsBody = message("StatisticsBody", {
  operation: enumeration(1),
  os: enumeration(2),
  version: string(3),
  network: enumeration(4),
  imTime: uint32(5),
  chatTime: uint32(6),
  location: string(7),
  reason: string(10),
});
export type StatisticsBody = Infer<typeof StatisticsBody>;

export const ConferenceBodyOperation = {
  JOIN: 0,
  INITIATE: 1,
  ACCEPT_INITIATE: 2,
  ANSWER: 3,
  TERMINATE: 4,
  REMOVE: 5,
  STREAM_CONTROL: 6,
  MEDIA_REQUEST: 7,
} as const;
export type ConferenceBodyOperation = (typeof ConferenceBodyOperation)[keyof typeof ConferenceBodyOperation];

export const ConferenceBodyType = {
  VOICE: 0,
  VIDEO: 1,
} as const;
export type ConferenceBodyType = (typeof ConferenceBodyType)[keyof typeof ConferenceBodyType];

export const ConferenceBodyIdentity = {
  CALLER: 0,
  CALLEE: 1,
} as const;
export type ConferenceBodyIdentity = (typeof ConferenceBodyIdentity)[keyof typeof ConferenceBodyIdentity];

export const ConferenceBodyEndReason = {
  HANGUP: 0,
  NORESPONSE: 1,
  REJECT: 2,
  BUSY: 3,
  FAIL: 4,
  UNSUPPORTED: 5,
  OFFLINE: 6,
} as const;
export type ConferenceBodyEndReason = (typeof ConferenceBodyEndReason)[keyof typeof ConferenceBodyEndReason];

export const ConferenceBodyStreamControlType = {
  PAUSE_VOICE: 0,
  RESUME_VOICE: 1,
  PAUSE_VIDEO: 2,
  RESUME_VIDEO: 3,
} as const;
export type ConferenceBodyStreamControlType =
  (typeof ConferenceBodyStreamControlType)[keyof typeof ConferenceBodyStreamControlType];

export const ConferenceBodyStatus = message("ConferenceBody.Status", {
  errorCode: int32(1),
});
export type ConferenceBodyStatus = Infer<typeof ConferenceBodyStatus>;

export const ConferenceBody = message("ConferenceBody", {
  sessionId: string(1),
  operation: enumeration(2),
  conferenceId: string(3),
  type: enumeration(4),
  content: string(5),
  network: string(6),
  version: string(7),
  identity: enumeration(8),
  duration: string(9),
  peerName: string(10),
  endReason: enumeration(11),
  status: nested(12, ConferenceBodyStatus),
  isDirect: bool(13),
  controlType: enumeration(14),
  routeFlag: int32(15),
  routeKey: string(16),
});
export type ConferenceBody = Infer<typeof ConferenceBody>;
