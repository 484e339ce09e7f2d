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
export type Rule = readonly [type: number | readonly [group: number, other: number], ...clues: Clue[]];

const busy: readonly Rule[] = [
  [code.MAX_LIMIT, "The request has reached the maximum limit", "upload client logs reached limit"],
  [code.SERVER_BUSY, ""],
];

/**
 * What calls of every kind are told, by HTTP status; the first rule with a clue that fits wins, and without one it is 17
 * (REST 3.2).
 */
const rules: Readonly<Record<number, readonly Rule[]>> = {
  401: [[code.NO_PERMISSION, 40001, 60001, "=Unable to authenticate (OAuth)"]],
  403: [
    [code.SERVICE_NOT_ENABLED, "service not open!"],
    [code.PERMISSION_DENIED, ""],
  ],
  404: [
    [
      code.USER_NOT_FOUND,
      "username&doesn't exist!'",
      "user not found",
      // The second is the `exception` of the body.
      "Service resource not found&UserNotFoundException",
    ],
  ],
  429: busy,
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

/** An answer with another status than 200. */
export interface Failure {
  readonly status: number;
  readonly text: string;
  readonly url: string;
}

/** The error that it means: `data` is its body, parsed if it is JSON. `more` are rules that come before those of all calls. */
export function basicRestError({ status, text, url }: Failure, more: readonly Rule[] = []): ChatError {
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

  for (const [types, ...clues] of more.concat(rules[status] || [])) {
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
