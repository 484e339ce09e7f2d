import { type MessageType, MSync } from "@rondo/protocol";

export type UplinkFrame = Pick<MSync, "guid" | "auth" | "command" | "payload">;

/**
 * The fields of a client's frame that the server reads. The others are skipped as unknown ones are: every frame carries
 * a trace id, and turning it into text would cost more than the rest of the envelope.
 */
export const UplinkFrame: MessageType<UplinkFrame> = {
  name: MSync.name,
  fields: MSync.fields.filter(isRead),
  byNumber: MSync.byNumber.map((field) => (field !== undefined && isRead(field) ? field : undefined)),
};

function isRead({ key }: { readonly key: string }): boolean {
  return key === "guid" || key === "auth" || key === "command" || key === "payload";
}
