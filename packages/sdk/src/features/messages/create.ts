import { nextLocalId } from "../../core/local-id.ts";
import { isContentType } from "./kinds.ts";
import type { CreateParams, SendBody } from "./types.ts";

export const RECEIPTS = ["read", "delivery", "channel"];

/** A message to be sent, with an id of its own. What is no kind of message gives an empty object, as it always did. */
export function create(options: CreateParams): SendBody {
  const { type } = options;
  const isReceipt = RECEIPTS.indexOf(type) >= 0;
  // The official SDK's answer to what it does not know; `send` refuses it.
  if (!isReceipt && !isContentType(type)) return {} as SendBody;
  const given = options as unknown as SendBody & { id?: string };
  const body: SendBody = {
    ...given,
    id: nextLocalId(),
    from: given.from || "",
    chatType: given.chatType || "singleChat",
  };
  if (type === "read" || type === "delivery") body.ackId = String(given.ackId || given.id || "");
  else body.time = Date.now();
  return body;
}
