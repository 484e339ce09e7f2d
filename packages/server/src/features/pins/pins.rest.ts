import { type Static, Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import { toRestMessage } from "../messages/index.ts";
import type { PinService, PlaceType, View } from "./pins.service.ts";

const TYPES: readonly string[] = ["chat", "groupchat", "chatroom"] satisfies PlaceType[];

const OwnPath = Type.Object({ user: Type.String() });
const Place = Type.Object({ to: Type.String(), type: Type.String() });
const Change = Type.Object({ ...Place.properties, pin_msg_id: Type.String() });
const Page = Type.Object({
  ...Place.properties,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  cursor: Type.Optional(Type.String()),
});

/** Messages kept in front of conversations, groups and rooms (CONV-10 to 12). */
export function pinEndpoints(pins: PinService): Endpoint[] {
  const path = "/sdk/user/:user/user_channel/pin";
  return [
    endpoint({
      name: "listPinnedMessages",
      method: "GET",
      path,
      summary: "Pinned messages, newest pin first (CONV-10)",
      access: "self",
      params: OwnPath,
      query: Page,
      async handle({ appKey, params, query }) {
        const view = viewOf({ app: appKey, user: params.user, resource: undefined }, query);
        const { items, next } = await pins.list(view, { after: query.cursor, limit: query.limit ?? 10 });
        const infos = items.map(({ entry, pinnedAt, operator }) => ({
          message: toRestMessage(entry.meta),
          pin_opt_at: pinnedAt,
          pin_operator: operator,
        }));
        return { data: { msg_infos: infos, cursor: next ?? "" } };
      },
    }),
    endpoint({
      name: "pinMessage",
      method: "POST",
      path,
      summary: "Pins a message for everybody in the conversation (CONV-11)",
      access: "self",
      params: OwnPath,
      body: Change,
      async handle({ appKey, params, body, resource }) {
        await pins.pin(viewOf({ app: appKey, user: params.user, resource }, body), body.pin_msg_id);
        return { data: { result: "ok" } };
      },
    }),
    endpoint({
      name: "unpinMessage",
      method: "DELETE",
      path,
      summary: "Takes a pin away (CONV-12)",
      access: "self",
      params: OwnPath,
      body: Change,
      async handle({ appKey, params, body, resource }) {
        await pins.unpin(viewOf({ app: appKey, user: params.user, resource }, body), body.pin_msg_id);
        return { data: { result: "ok" } };
      },
    }),
  ];
}

function viewOf(
  owner: { app: string; user: string; resource: string | undefined },
  { to, type }: Static<typeof Place>,
): View {
  const place = type.toLowerCase();
  if (!TYPES.includes(place)) throw new AppError("INVALID_ARGUMENT", "type has to be chat, groupchat or chatroom");
  // It is one of the three.
  return { ...owner, to, type: place as PlaceType };
}
