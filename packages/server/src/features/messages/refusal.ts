import { StatusErrorCode } from "@rondo/protocol";
import type { Ack } from "./api.ts";

export type Refused = Extract<Ack, { ok: false }>;

export function refuse(refusal: { readonly code: number; readonly reason: string }): Refused {
  return { ok: false, code: refusal.code, reason: refusal.reason };
}

/** The request cannot be understood; clients show the reason (error 604). */
export function wrongParameter(reason: string): Refused {
  return { ok: false, code: StatusErrorCode.WRONG_PARAMETER, reason };
}
