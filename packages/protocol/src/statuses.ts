/**
 * The refusals a client can read on the socket. Official clients tell errors apart by code and by the text of the
 * reason, so the texts are part of the protocol: letter by letter, spelling mistakes included.
 *
 * `sdkType` is the error type number the official SDK gives to the application.
 */
import { StatusErrorCode } from "./msync/envelope.ts";

export interface Refusal {
  readonly code: StatusErrorCode;
  readonly reason: string;
  readonly sdkType: number;
}

const { FAIL, UNAUTHORIZED, WRONG_PARAMETER, PERMISSION_DENIED } = StatusErrorCode;
const { IM_FORBIDDEN, TOO_MANY_DEVICES, USER_MUTED, PERMISSION_DENIED_EXTERNAL, RESOURCE_CHANGED } = StatusErrorCode;

/**
 * How an uplink meta (message, receipt, recall, edit, room join or leave) is refused (MSync 4.4).
 *
 * With PERMISSION_DENIED no other reason than these five may be sent: the client's promise would never settle.
 */
export const ackRefusals = {
  BLOCKED: { code: FAIL, reason: "blocked", sdkType: 603 },
  GROUP_NOT_FOUND: { code: FAIL, reason: "group not found", sdkType: 605 },
  NOT_IN_GROUP: { code: FAIL, reason: "not in group or chatroom", sdkType: 602 },
  RECALL_TIME_LIMIT: { code: FAIL, reason: "exceed recall time limit", sdkType: 504 },
  RECALL_DISABLED: { code: FAIL, reason: "message recall disabled", sdkType: 505 },
  /** Everybody is muted, except who is on the list. */
  NOT_IN_ALLOW_LIST: { code: FAIL, reason: "not in group or chatroom white list", sdkType: 506 },
  NOT_FRIENDS: { code: FAIL, reason: "nonroster", sdkType: 221 },
  GROUP_DISABLED: { code: FAIL, reason: "group is disabled", sdkType: 608 },
  TOO_MANY_DIRECTED_USERS: { code: FAIL, reason: "limit directed users", sdkType: 50 },
  EDIT_LIMIT: { code: FAIL, reason: "Sorry, edit limit reached", sdkType: 50 },
  EDIT_MESSAGE_NOT_FOUND: { code: FAIL, reason: "Sorry, message does not exist", sdkType: 1302 },
  EDIT_FORBIDDEN: { code: FAIL, reason: "Sorry, You do not have permission", sdkType: 603 },
  EDIT_FORMAT: { code: FAIL, reason: "Sorry, format is incorrect", sdkType: 1303 },
  EDIT_DISABLED: { code: FAIL, reason: "Sorry, edit is not available", sdkType: 505 },
  EDIT_FAILED: { code: FAIL, reason: "Sorry, edit fail", sdkType: 1304 },
  ROOM_FULL: { code: FAIL, reason: "group member list is full!", sdkType: 704 },
  ROOM_DISABLED: { code: FAIL, reason: "can not operate this group, reason: group is disabled", sdkType: 608 },
  MODERATION_BLOCKED: { code: FAIL, reason: "blocked by moderation", sdkType: 508 },
  ROOM_ID_ILLEGAL: { code: FAIL, reason: "group ID illegal, please check it", sdkType: -3 },
  ROOM_AUTO_CREATE_FAILED: { code: FAIL, reason: "auto create failed", sdkType: 500 },
  /** A fault of ours; clients take every text that is not in this table for an unknown error of the server. */
  INTERNAL: { code: FAIL, reason: "internal error", sdkType: 503 },
  SENSITIVE_WORDS: { code: PERMISSION_DENIED, reason: "sensitive words", sdkType: 501 },
  ANTISPAM_BLOCKED: { code: PERMISSION_DENIED, reason: "blocked by mod_antispam", sdkType: 501 },
  /** The user may not send messages anywhere (muted by an administrator of the application). */
  USER_MUTED_BY_ADMIN: { code: PERMISSION_DENIED, reason: "user is mute", sdkType: 219 },
  TRAFFIC_LIMIT: { code: PERMISSION_DENIED, reason: "traffic limit", sdkType: 509 },
  DATA_TOO_LARGE: { code: PERMISSION_DENIED, reason: "Sorry, data is too large", sdkType: 511 },
  /** The member is muted in this group or room. */
  USER_MUTED: { code: USER_MUTED, reason: "you were muted", sdkType: 507 },
  /** Refused by the application's own server (webhook); its own text may stand in place of the reason. */
  EXTERNAL_BLOCKED: { code: PERMISSION_DENIED_EXTERNAL, reason: "blocked by external logic", sdkType: 502 },
  /** The meta cannot be understood; clients show the reason, so a better text may stand in its place. */
  WRONG_PARAMETER: { code: WRONG_PARAMETER, reason: "wrong parameter", sdkType: 604 },
} as const satisfies Record<string, Refusal>;

/** Refusals of MSync 4.4 that name a user or a room in their reason. */
export const namedAckRefusals = {
  USER_NOT_FOUND: (user: string) => ({ code: FAIL, reason: `username ${user} doesn't exist!`, sdkType: 204 }),
  ROOM_NOT_FOUND: (room: string) => ({ code: FAIL, reason: `grpID ${room} does not exist!`, sdkType: 705 }),
  IN_ROOM_BLOCK_LIST: (user: string) => ({
    code: FAIL,
    reason: `can not join this group, reason: user ${user} is in the blacklist`,
    sdkType: 603,
  }),
  CREATED_TOO_MANY_ROOMS: (user: string) => ({
    code: FAIL,
    reason: `user ${user} has create too many chatrooms`,
    sdkType: 50,
  }),
  JOINED_TOO_MANY_ROOMS: (user: string) => ({
    code: FAIL,
    reason: `user ${user} has joined too many chatrooms`,
    sdkType: 50,
  }),
} as const satisfies Record<string, (name: string) => Refusal>;

/** How a login on the socket is refused (MSync 3.4). The answer carries `status` and `resource` like a success. */
export const provisionRefusals = {
  REGISTER_LIMIT: { code: FAIL, reason: "Sorry, user register limit", sdkType: 50 },
  REGISTER_RATE_LIMIT: { code: FAIL, reason: "Sorry, user register rate limit", sdkType: 50 },
  TOKEN_EXPIRED: { code: FAIL, reason: "Sorry, token expired", sdkType: 56 },
  /** The token is not one of ours, or belongs to somebody else. */
  TOKEN_MISMATCH: { code: FAIL, reason: "Sorry, token or password does not match login info", sdkType: 28 },
  USER_NOT_FOUND: { code: FAIL, reason: "Sorry, user not found", sdkType: 204 },
  AUTH_FAILED: { code: UNAUTHORIZED, reason: "Sorry, authentication failed", sdkType: 2 },
  INVALID_PARAMETER: { code: WRONG_PARAMETER, reason: "Sorry, invalid parameter", sdkType: -3 },
  MONTHLY_ACTIVE_LIMIT: { code: PERMISSION_DENIED, reason: "Sorry, the app month live count limit", sdkType: 50 },
  DAILY_ACTIVE_LIMIT: { code: PERMISSION_DENIED, reason: "Sorry, the app day live count limit", sdkType: 50 },
  ONLINE_LIMIT: { code: PERMISSION_DENIED, reason: "Sorry, the app online count limit", sdkType: 50 },
  /** The account is banned, or the application is switched off. */
  SERVICE_DISABLED: { code: IM_FORBIDDEN, reason: "Sorry, service is disabled", sdkType: 57 },
  TOO_MANY_DEVICES: { code: TOO_MANY_DEVICES, reason: "Sorry, too many devices", sdkType: 214 },
  RESOURCE_CHANGED: { code: RESOURCE_CHANGED, reason: "Sorry, the device has changed", sdkType: 220 },
  /** A fault of ours. */
  INTERNAL: { code: FAIL, reason: "internal error", sdkType: 2 },
} as const satisfies Record<string, Refusal>;
