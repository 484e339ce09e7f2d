import { type ErrorCode, errorCodes } from "@rondo/protocol";
import type { CallParts } from "./calls.ts";
import type { Answer } from "./http.ts";
import { type Mutation, SECRET } from "./mutations.ts";

/** What is wrong with the answer to a call with something wrong in it; undefined: nothing. */
export function unexpected({ kind, call, isLenient }: Mutation, answer: Answer): string | undefined {
  const { status, body } = answer;
  const told = `${status} ${JSON.stringify(body).slice(0, 200)}`;
  if (status >= 500) return told;
  if (status !== 200 && !isDocumented(answer, call)) return `not documented: ${told}`;
  switch (kind) {
    case "invalid":
      if (!isRefusal(answer, call, "INVALID_ARGUMENT")) return `${told} instead of illegal_argument`;
      return JSON.stringify(body).includes(SECRET) ? `repeats the value: ${told}` : undefined;
    case "broken":
      return isRefusal(answer, call, "INVALID_JSON") ? undefined : `${told} instead of json_parse`;
    case "absent":
      if (status !== 200 || isLenient) return undefined;
      return `does not exist and is answered: ${told}`;
    case "odd":
      return undefined;
    default:
      return kind satisfies never;
  }
}

function isRefusal({ status, body }: Answer, { endpoint }: CallParts, general: ErrorCode): boolean {
  const code = endpoint.refusals?.[general] ?? general;
  if (status !== errorCodes[code].status) return false;
  return endpoint.failure === undefined ? body.error === errorCodes[code].error : typeof body.error === "object";
}

/** A row of the table of refusals, in the form that all of them have. */
function isDocumented({ status, body }: Answer, { endpoint }: CallParts): boolean {
  if (endpoint.failure !== undefined && typeof body.error === "object") return typeof body.error.code === "number";
  const row = Object.values(errorCodes).find((each) => each.status === status && each.error === body.error);
  return row !== undefined && ["exception", "timestamp", "duration", "error_description"].every((name) => name in body);
}
