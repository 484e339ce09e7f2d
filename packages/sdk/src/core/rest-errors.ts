import { ChatError } from "./error.ts";
import { statusCode as code } from "./status-code.ts";

/** The members of an error body that decide (REST 3.1). */
interface ErrorBody {
  readonly error_description?: unknown;
  readonly error_code?: unknown;
  readonly desc?: unknown;
  readonly result?: unknown;
  readonly exception?: unknown;
}

/**
 * A number is an `error_code`. A text has to occur in the description; after `=` it has to be the whole of it; parts
 * joined with `&` have to occur all.
 */
type Clue = number | string;
/** What it means, then its clues. Two numbers: for groups and for everything else. */
type Rule = readonly [type: number | readonly [group: number, other: number], ...clues: Clue[]];

const notMember: Rule = [[code.GROUP_NOT_JOINED, code.CHATROOM_NOT_JOINED], "are not members of this group"];

const busy: readonly Rule[] = [
  [code.MAX_LIMIT, "The request has reached the maximum limit", "upload client logs reached limit"],
  [code.SERVER_BUSY, ""],
];

/** By HTTP status; the first rule with a clue that fits wins, and without one it is 17 (REST 3.2). */
const rules: Readonly<Record<number, readonly Rule[]>> = {
  400: [
    [code.THREAD_ALREADY_EXIST, 40002],
    [code.OPERATION_UNSUPPORTED, 40009],
    [code.GROUP_MEMBER_ATTRIBUTES_SET_FAILED, 60005],
    [code.MAX_LIMIT, "exceeds chatgroup user metadata single value limit", 60006, 60007, 60009, 60012],
    [code.NO_PERMISSION, 60010, 91104],
    [code.CHATROOM_NOT_JOINED, 60011],
    [code.WEBIM_UPLOADFILE_ERROR, 14403],
    notMember,
    [code.SERVICE_NOT_ENABLED, "=the app not open presence"],
    [code.MAX_LIMIT, "remark length must less", "=The quantity has exceeded the limit!"],
    [code.REACTION_ALREADY_ADDED, "=the user is already operation this message"],
    [code.GROUP_NOT_JOINED, "=The user not in this group!"],
    [code.REACTION_OPERATION_IS_ILLEGAL, "=the user operation is illegal!"],
    [code.SERVICE_NOT_ENABLED, "=this appKey is not open reaction service!", "=this appKey not open message roaming"],
    [code.REACTION_CREATING, "=this message is creating reaction, please try again."],
    [code.GROUP_NOT_EXIST, "=groupId can not be null!"],
    [code.TRANSLATION_TEXT_TOO_LONG, "=The input text is too long."],
    [code.TRANSLATION_NOT_VALID, "=The target language is not valid."],
    [code.MESSAGE_NOT_FOUND, "=report failed, get message by id failed"],
    [code.PRESENCE_PARAM_EXCEED, "=ext is too big "],
    [
      code.REQUEST_PARAMETER_ERROR,
      "=Request body not readable.Please check content type is correct!",
      "=param mark must be not empty, please check!",
      "=param mark illegal, please check it!",
      "=param pin_msg_id illegal, please check it!",
    ],
    [code.USER_NOT_FRIEND, "=updateRemark | they are not friends, please add as a friend first."],
  ],
  401: [[code.NO_PERMISSION, 40001, 60001, "=Unable to authenticate (OAuth)"]],
  403: [
    [code.SERVICE_NOT_ENABLED, 40000, 60004, 15002],
    [code.THREAD_ALREADY_EXIST, 40003, 40004],
    [code.MAX_LIMIT, 40005, 40007, 91002, 91101],
    [code.PERMISSION_DENIED, 60002],
    [code.REQUEST_PARAMETER_ERROR, 91102],
    [[code.GROUP_MEMBERS_FULL, code.CHATROOM_MEMBERS_FULL], "=group member list is full!"],
    [code.GROUP_ALREADY_JOINED, "invite users to join group failed&already in group"],
    notMember,
    [code.SERVICE_NOT_ENABLED, "service not open!", "message report not open", "messageroaming function not open"],
    [code.GROUP_MEMBERS_LIMIT, "members size is greater than max user size !"],
    [code.GROUP_IS_DISABLED, "can not operate this group, reason: group is disabled"],
    [code.MAX_LIMIT, "Invitee's contact max count", "Inviter's contact max count"],
    [code.PERMISSION_DENIED, ""],
  ],
  404: [
    [code.THREAD_NOT_EXIST, 40011],
    [code.NO_PERMISSION, 40012],
    [code.GROUP_NOT_JOINED, 60003, 20004],
    [code.CONVERSATION_NOT_EXIST, 91001],
    [[code.GROUP_NOT_EXIST, code.CHATROOM_NOT_EXIST], "do not find this group", "does not exist"],
    [
      code.USER_NOT_FOUND,
      "username&doesn't exist!'",
      "user not found",
      // The second is the `exception` of the body.
      "Service resource not found&UserNotFoundException",
    ],
    [code.MESSAGE_NOT_FOUND, "user session pin message not exist"],
  ],
  406: [[code.OPERATION_NOT_ALLOWED, 90004]],
  429: busy,
  500: [
    [code.SERVER_UNKNOWN_ERROR, 40006, 40008, 40010],
    [code.REQUEST_UNKNOWN, 90005, 99999],
    [code.TRANSLATION_FAILED, "translte failed!"],
  ],
  503: busy,
};

/**
 * Texts of their own, whatever the server says, for what was told from a text: applications compare with them. By type; by
 * the one for rooms where there are two.
 */
const messages: Readonly<Record<number, string>> = {
  [code.PERMISSION_DENIED]: "permission denied",
  [code.SERVER_BUSY]: "Server is busy.",
  [code.CHATROOM_NOT_EXIST]: "The chat room dose not exist.",
};

/** Group-member attributes say it in `desc`. */
const hasDesc = (errorCode: unknown): boolean => Number(errorCode) >= 60005 && Number(errorCode) <= 60012;

/** The error that an answer with another status than 200 means. `data` is its body, parsed if it is JSON. */
export function toRestError(status: number, text: string, url: string): ChatError {
  const data = parseJson(text);
  // Only members are read, and each is checked where it is used.
  const body: ErrorBody = data !== null && typeof data === "object" ? data : {};
  const description = textOf(body.error_description) || textOf(body.result);
  const all = `${description}\n${textOf(body.exception)}`;
  const fits = (clue: Clue): boolean => {
    if (typeof clue === "number") return clue === body.error_code;
    if (clue[0] === "=") return clue.slice(1) === description;
    return clue.split("&").every((part) => all.indexOf(part) >= 0);
  };

  for (const [types, ...clues] of rules[status] || []) {
    const clue = clues.find(fits);
    if (clue === undefined) continue;
    const [group, other] = typeof types === "number" ? [types, types] : types;
    const fixed = typeof clue === "string" && (messages[other] || (status >= 429 && text));
    const message = fixed || (hasDesc(body.error_code) && textOf(body.desc)) || description || text;
    return new ChatError(url.indexOf("/chatgroup") >= 0 ? group : other, message, data);
  }
  // Programs parse the message of answers other than 400 as the body, as they do that of a 429.
  const message = (status === 400 && description) || text || `HTTP ${status}`;
  return new ChatError(code.WEBIM_CONNCTION_AJAX_ERROR, message, data);
}

/** The value, or the text itself when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (_) {
    return text;
  }
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
