import { StatusErrorCode as Code, type Status } from "@rondo/protocol";
import { ChatError } from "./error.ts";

/**
 * How refusals on the socket are told apart, and what they become (MSync 3.4, 4.4): by the code of the status, a line for
 * each reason, the first that fits counts. A line is the type of the error, the reason, and after `=` the official
 * client's own words, where it has some. A reason with stars fits when all that is around them occurs in it.
 */
type Table = Readonly<Record<number, string>>;

const OF_UPLINKS: Table = {
  [Code.FAIL]: `603 blocked
605 group not found
602 not in group or chatroom
504 exceed recall time limit
505 message recall disabled
506 not in group or chatroom white list
221 nonroster=not contact
608 group is disabled
50 limit directed users
50 Sorry, edit limit reached=Modify message limit reached
1302 Sorry, message does not exist=The message does not exist.
603 Sorry, You do not have permission=You do not have the modified permission.
1303 Sorry, format is incorrect=The modify messaged format error.
505 Sorry, edit is not available=The message modify function is not activated.
1304 Sorry, edit fail=Modify message failed.
704 group member list is full!
608 can not operate this group, reason: group is disabled
204 username *doesn't exist!
705 grpID * does not exist!=The chat room dose not exist.
603 can not join this group, reason: user * is in the blacklist
50 user * has create too many chatrooms
50 user * has joined too many chatrooms
508 *moderation*
-3 *group ID illegal, please check it*
500 *auto create failed*
503 *`,
  [Code.PERMISSION_DENIED]: `501 sensitive words
501 blocked by mod_antispam
219 user is mute
509 traffic limit
511 Sorry, data is too large`,
  [Code.USER_MUTED]: "507 *=you were muted",
  [Code.PERMISSION_DENIED_EXTERNAL]: "502 *",
};
// The official client leaves what it does not know with PERMISSION_DENIED without an answer for ever.
const OF_OTHER_UPLINKS = "604 *";
/** Here the reason is told as well as the words. */
const WITH_REASON = [503, 507, 604];

const OF_LOGINS: Table = {
  [Code.FAIL]: `50 Sorry, user register limit=Sorry, the number of user registrations limit has been reached
50 Sorry, user register rate limit
56 Sorry, token expired
28 Sorry, token or password does not match login info=INVALID_TOKEN
204 Sorry, user not found=User not found
2 *=Auth failed`,
  [Code.UNAUTHORIZED]: "2 *=Auth failed",
  [Code.WRONG_PARAMETER]: "-3 *=Invalid parameter",
  [Code.PERMISSION_DENIED]: `50 Sorry, the app month live count limit=Sorry, the monthly active user limit for this app has been reached
50 Sorry, the app day live count limit=Sorry, the daily active user limit for this app has been reached
50 Sorry, the app online count limit=Sorry, the maximum number limit of online users for this app has been reached
2 *=Auth failed`,
  [Code.IM_FORBIDDEN]: "57 *=Server serving disabled.",
  [Code.TOO_MANY_DEVICES]: "214 *=the number of devices the user is logged in to exceeds the limit",
  [Code.RESOURCE_CHANGED]: "220 *=user device is changed",
};
const OF_OTHER_LOGINS = "2 *";

/** The error of an uplink that was refused, or undefined when it was not. */
export const ackError = (status: Status | undefined): ChatError | undefined =>
  errorOf(status, OF_UPLINKS, OF_OTHER_UPLINKS);

/** The error of a login that was refused on the socket. */
export const provisionError = (status: Status | undefined): ChatError | undefined =>
  errorOf(status, OF_LOGINS, OF_OTHER_LOGINS);

function errorOf(status: Status | undefined, table: Table, others: string): ChatError | undefined {
  const { errorCode = Code.OK, reason = "" } = status || {};
  if (errorCode === Code.OK) return undefined;
  for (const line of `${table[errorCode] || ""}\n${others}`.split("\n")) {
    const [refusal = "", words] = line.split("=");
    const space = refusal.indexOf(" ");
    const type = Number(refusal.slice(0, space));
    if (!fits(reason, refusal.slice(space + 1))) continue;
    return new ChatError(type, words || reason, WITH_REASON.indexOf(type) < 0 ? undefined : { reason });
  }
  return undefined;
}

const fits = (reason: string, pattern: string): boolean =>
  reason === pattern || (pattern.indexOf("*") >= 0 && pattern.split("*").every((part) => reason.indexOf(part) >= 0));

/** Refusals of a login that the next attempt would meet again. */
export const isFinal = ({ type }: ChatError): boolean => [50, 56, 28, 204, 2, -3, 57, 214, 220].indexOf(type) >= 0;

/** What a kick says (MSync 3.7), by operation. */
export const kicks: Record<number, readonly [type: number, message: string] | undefined> = {
  1: [207, "user has been removed"],
  2: [206, "the user is already logged on another device"],
  3: [216, "the user was kicked by changing password"],
  4: [217, "the user was kicked by other device"],
};
