import { StatusErrorCode } from "@rondo/protocol";
import type { Ack } from "./api.ts";

type Refusal = Extract<Ack, { ok: false }>;

export function refuse(refusal: { readonly code: number; readonly reason: string }): Refusal {
  return { ok: false, code: refusal.code, reason: refusal.reason };
}

/** The request cannot be understood; clients show the reason (error 604). */
export function wrongParameter(reason: string): Refusal {
  return { ok: false, code: StatusErrorCode.WRONG_PARAMETER, reason };
}
