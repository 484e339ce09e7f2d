import type { ChatError } from "./error.ts";
import { basicRestError, type Failure, type Rule } from "./rest-failure.ts";
import { statusCode as code } from "./status-code.ts";

const notMember: Rule = [[code.GROUP_NOT_JOINED, code.CHATROOM_NOT_JOINED], "are not members of this group"];

/** By HTTP status (REST 3.2). */
const RULES: Readonly<Record<number, readonly Rule[]>> = {
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
  ],
  404: [
    [code.THREAD_NOT_EXIST, 40011],
    [code.NO_PERMISSION, 40012],
    [code.GROUP_NOT_JOINED, 60003, 20004],
    [code.CONVERSATION_NOT_EXIST, 91001],
    [[code.GROUP_NOT_EXIST, code.CHATROOM_NOT_EXIST], "do not find this group", "does not exist"],
    [code.MESSAGE_NOT_FOUND, "user session pin message not exist"],
  ],
  406: [[code.OPERATION_NOT_ALLOWED, 90004]],
  500: [
    [code.SERVER_UNKNOWN_ERROR, 40006, 40008, 40010],
    [code.REQUEST_UNKNOWN, 90005, 99999],
    [code.TRANSLATION_FAILED, "translte failed!"],
  ],
};

/** The error of a call of a feature. */
export const toRestError = (failure: Failure): ChatError => basicRestError(failure, RULES[failure.status]);
