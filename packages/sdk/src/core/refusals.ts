import {
  ackRefusals,
  namedAckRefusals,
  provisionRefusals,
  type Refusal,
  type Status,
  StatusErrorCode,
} from "@rondo/protocol";
import { ChatError } from "./error.ts";
import { statusCode } from "./status-code.ts";

/** The official client says some refusals in words of its own, by the type of error (MSync 3.4, 4.4). */
const words: Record<string, string> = {
  nonroster: "not contact",
  "Sorry, edit limit reached": "Modify message limit reached",
  "Sorry, message does not exist": "The message does not exist.",
  "Sorry, You do not have permission": "You do not have the modified permission.",
  "Sorry, format is incorrect": "The modify messaged format error.",
  "Sorry, edit is not available": "The message modify function is not activated.",
  "Sorry, edit fail": "Modify message failed.",
  "Sorry, user register limit": "Sorry, the number of user registrations limit has been reached",
  "Sorry, token or password does not match login info": "INVALID_TOKEN",
  "Sorry, user not found": "User not found",
  "Sorry, the app month live count limit": "Sorry, the monthly active user limit for this app has been reached",
  "Sorry, the app day live count limit": "Sorry, the daily active user limit for this app has been reached",
  "Sorry, the app online count limit": "Sorry, the maximum number limit of online users for this app has been reached",
};

/** By type of error, for refusals that are known by their code alone. */
const wordsOf: Record<number, string> = {
  2: "Auth failed",
  57: "Server serving disabled.",
  214: "the number of devices the user is logged in to exceeds the limit",
  220: "user device is changed",
  705: "The chat room dose not exist.",
};

/** Marks where a name stands in a reason, to know what comes before and after it. */
const NAME = "\n";
const named = Object.keys(namedAckRefusals).map((key) => namedAckRefusals[key as keyof typeof namedAckRefusals](NAME));

/** The error of an uplink that was refused, or undefined when it was not. */
export function ackError(status: Status | undefined): ChatError | undefined {
  const code = status?.errorCode ?? StatusErrorCode.OK;
  const reason = status?.reason ?? "";
  if (code === StatusErrorCode.OK) return undefined;
  if (code === StatusErrorCode.USER_MUTED) return new ChatError(507, "you were muted", { reason });
  if (code === StatusErrorCode.PERMISSION_DENIED_EXTERNAL) return new ChatError(502, reason);
  const type = find(ackRefusals, code, reason) ?? findNamed(code, reason) ?? findContained(code, reason);
  if (type !== undefined) return new ChatError(type, words[reason] ?? wordsOf[type] ?? reason);
  // The official client leaves what it does not know with PERMISSION_DENIED without an answer for ever.
  const other = code === StatusErrorCode.FAIL ? statusCode.SERVER_UNKNOWN_ERROR : statusCode.WEBIM_LOAD_MSG_ERROR;
  return new ChatError(other, reason, { reason });
}

/** The error of a login that was refused on the socket. */
export function provisionError(status: Status | undefined): ChatError | undefined {
  const code = status?.errorCode ?? StatusErrorCode.OK;
  const reason = status?.reason ?? "";
  switch (code) {
    case StatusErrorCode.OK:
      return undefined;
    case StatusErrorCode.UNAUTHORIZED:
      return new ChatError(2, "Auth failed");
    case StatusErrorCode.WRONG_PARAMETER:
      return new ChatError(-3, "Invalid parameter");
    case StatusErrorCode.IM_FORBIDDEN:
    case StatusErrorCode.TOO_MANY_DEVICES:
    case StatusErrorCode.RESOURCE_CHANGED: {
      const type = code === StatusErrorCode.IM_FORBIDDEN ? 57 : code === StatusErrorCode.TOO_MANY_DEVICES ? 214 : 220;
      return new ChatError(type, wordsOf[type] ?? reason);
    }
    case StatusErrorCode.FAIL:
    case StatusErrorCode.PERMISSION_DENIED: {
      const type = find(provisionRefusals, code, reason) ?? 2;
      return new ChatError(type, words[reason] ?? (type === 2 ? "Auth failed" : reason));
    }
    default:
      return new ChatError(2, reason);
  }
}

/** Refusals of a login that the next attempt would meet again. */
export function isFinal({ type }: ChatError): boolean {
  return [50, 56, 28, 204, 2, -3, 57, 214, 220].indexOf(type) >= 0;
}

/** What a kick says (MSync 3.7), by operation. */
export const kicks: Record<number, readonly [type: number, message: string] | undefined> = {
  1: [207, "user has been removed"],
  2: [206, "the user is already logged on another device"],
  3: [216, "the user was kicked by changing password"],
  4: [217, "the user was kicked by other device"],
};

function find(table: Readonly<Record<string, Refusal>>, code: number, reason: string): number | undefined {
  for (const key of Object.keys(table)) {
    const refusal = table[key];
    if (refusal?.code === code && refusal.reason === reason) return refusal.sdkType;
  }
  return undefined;
}

function findNamed(code: number, reason: string): number | undefined {
  for (const { code: wanted, reason: pattern, sdkType } of named) {
    const [before = "", after = ""] = pattern.split(NAME);
    if (code === wanted && reason.indexOf(before) >= 0 && reason.indexOf(after) >= 0) return sdkType;
  }
  return undefined;
}

/** Other servers say more around these. */
function findContained(code: number, reason: string): number | undefined {
  if (code !== StatusErrorCode.FAIL) return undefined;
  if (reason.indexOf("moderation") >= 0) return 508;
  if (reason.indexOf(ackRefusals.ROOM_ID_ILLEGAL.reason) >= 0) return -3;
  if (reason.indexOf(ackRefusals.ROOM_AUTO_CREATE_FAILED.reason) >= 0) return 500;
  return undefined;
}
