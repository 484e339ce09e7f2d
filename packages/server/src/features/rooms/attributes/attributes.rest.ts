import { Type } from "typebox";
import { type Call, type Endpoint, endpoint } from "../../../kernel/rest.ts";
import type { AttributeService } from "./attributes.service.ts";

const RoomPath = Type.Object({ room: Type.String() });
const MemberPath = Type.Object({ room: Type.String(), user: Type.String() });
const Values = Type.Object({
  metaData: Type.Record(Type.String(), Type.String()),
  autoDelete: Type.Optional(Type.Union([Type.Literal("DELETE"), Type.Literal("NO_DELETE")])),
});
const Names = Type.Object({ keys: Type.Array(Type.String()) });

type MemberCall<Body> = Call<{ room: string; user: string }, unknown, Body>;

/** The attributes of rooms (ROOM-32 to 36). */
export function attributeEndpoints(attributes: AttributeService): Endpoint[] {
  const set = async (
    call: MemberCall<{ metaData: Record<string, string>; autoDelete?: string }>,
    isForced: boolean,
  ) => {
    const { metaData: values, autoDelete } = call.body;
    const change = { values, autoDelete: autoDelete !== "NO_DELETE", isForced };
    return { data: await attributes.set(callerOf(call), call.params.room, change) };
  };
  const remove = async (call: MemberCall<{ keys: string[] }>, isForced: boolean) => ({
    data: await attributes.remove(callerOf(call), call.params.room, { names: call.body.keys, isForced }),
  });
  const path = "/metadata/chatroom/:room/user/:user";
  return [
    endpoint({
      name: "getRoomAttributes",
      method: "POST",
      path: "/metadata/chatroom/:room",
      summary: "Attributes of a room by name, or all (ROOM-32)",
      access: "user",
      params: RoomPath,
      body: Type.Object({ keys: Type.Optional(Type.Array(Type.String(), { maxItems: 100 })) }),
      async handle({ appKey, params, body }) {
        return { data: await attributes.list(appKey, params.room, body.keys ?? []) };
      },
    }),
    endpoint({
      name: "setRoomAttributes",
      method: "PUT",
      path,
      summary: "Sets attributes that are new or the caller's own (ROOM-33)",
      access: "self",
      params: MemberPath,
      body: Values,
      handle: (call) => set(call, false),
    }),
    endpoint({
      name: "forceRoomAttributes",
      method: "PUT",
      path: `${path}/forced`,
      summary: "Sets attributes, others' too (ROOM-34)",
      access: "self",
      params: MemberPath,
      body: Values,
      handle: (call) => set(call, true),
    }),
    endpoint({
      name: "removeRoomAttributes",
      method: "DELETE",
      path,
      summary: "Removes the caller's own attributes (ROOM-35)",
      access: "self",
      params: MemberPath,
      body: Names,
      handle: (call) => remove(call, false),
    }),
    endpoint({
      name: "forceRemoveRoomAttributes",
      method: "DELETE",
      path: `${path}/forced`,
      summary: "Removes attributes, others' too (ROOM-36)",
      access: "self",
      params: MemberPath,
      body: Names,
      handle: (call) => remove(call, true),
    }),
  ];
}

function callerOf({ appKey, params, resource }: MemberCall<unknown>) {
  return { app: appKey, user: params.user, resource };
}
