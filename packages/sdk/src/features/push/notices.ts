import type { Client } from "../../core/client.ts";

/** As the server writes it: of a conversation with a user or in a group, or of all. */
interface Value {
  readonly operator_resource?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly user?: string;
  readonly group?: string;
}

/** What another device of the user has set (MSync 7.3). */
export function tellOfSilentModes(client: Client): void {
  client.notices.handle("user_notification_mute", ({ values }) => {
    // A list, by the protocol.
    for (const value of (values || []) as readonly Value[]) {
      const { operator_resource: resource, data = {}, group, user } = value;
      if (resource === client.identity?.resource) continue;
      const isOfAll = "ignoreInterval" in data;
      const did = Object.keys(data).length > 0 ? "set" : "remove";
      const where =
        group === undefined
          ? { conversationId: user, type: "singleChat" }
          : { conversationId: group, type: "groupChat" };
      client.events.emitModern(
        "onMultiDeviceEvent",
        isOfAll
          ? { operation: "setSilentModeForUser", resource, data }
          : { operation: `${did}SilentModeForConversation`, resource, ...where, data },
      );
    }
  });
}
