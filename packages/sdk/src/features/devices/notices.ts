import type { Client } from "../../core/client.ts";
import type { Notice } from "../../core/notices.ts";

/** What the user's other devices have done, by the server's names for it (MSync 7.3). */
const OPERATIONS: Record<string, string | undefined> = {
  del: "deleteConversation",
  top: "pinnedConversation",
  not_top: "unpinnedConversation",
  mark: "markConversation",
  mark_delete: "unMarkConversation",
};

export function tellOfOtherDevices(client: Client): void {
  const tell = (payload: object): void => client.events.emitModern("onMultiDeviceEvent", payload);

  client.notices.handle("conv", (notice) => {
    const { op, id, type, ts, res, from, ext } = dataOf(notice);
    const operation = OPERATIONS[String(op)];
    const { user, resource } = client.identity ?? {};
    if (operation === undefined || (res === resource && from === user)) return;
    const conversationType = type === "chat" ? "singleChat" : "groupChat";
    const mark = ext && (op === "mark" || op === "mark_delete") ? { conversationMark: `mark_${ext}` } : {};
    tell({ operation, conversationId: id, conversationType, timestamp: ts, ...mark });
  });

  client.notices.handle("roaming_delete", (notice) => {
    const { to, chatType, resource } = dataOf(notice);
    if (resource === client.identity?.resource) return;
    const type = chatType === "chat" ? "singleChat" : "groupChat";
    tell({ operation: "deleteRoaming", conversationId: to, chatType: type, resource });
  });
}

/** An object, or nothing that could be told of. */
function dataOf({ data }: Notice): Record<string, unknown> {
  return typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
}
