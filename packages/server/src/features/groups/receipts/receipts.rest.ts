import { Type } from "typebox";
import { type Endpoint, endpoint } from "../../../kernel/rest.ts";
import { actorOf } from "../actor.ts";
import type { ReceiptService } from "./receipts.service.ts";

/** Who has read a message of a group (GRP-33). */
export function receiptEndpoints(receipts: ReceiptService): Endpoint[] {
  return [
    endpoint({
      name: "listGroupMessageReaders",
      method: "GET",
      path: "/chatgroups/:id/acks/:message",
      summary: "Who has read a message of a group, by name (GRP-33)",
      access: "user",
      params: Type.Object({ id: Type.String(), message: Type.String() }),
      query: Type.Object({
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
        key: Type.Optional(Type.String({ maxLength: 64 })),
      }),
      async handle(call) {
        const { id, message } = call.params;
        const { limit = 500, key: after = "" } = call.query;
        const { total, changedAt, names, nextKey } = await receipts.readers(actorOf(call), id, {
          message,
          after,
          limit,
        });
        const page = { is_last: nextKey === "", next_key: nextKey, total, userlist: names };
        return { data: { ackmid: message, timestamp: changedAt, ...page } };
      },
    }),
  ];
}
