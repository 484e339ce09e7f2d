import { type AsyncResult, ask, isText, refuse, resourceOf, tell } from "../../core/calls.ts";
import type { Client, Feature } from "../../core/client.ts";
import { data, type Given, withAliases } from "../../core/operations.ts";
import type { ChatRoomMethods } from "../../types/rooms.ts";
import { tellOfPlaces } from "../muc/events.ts";
import { placeMethods } from "../muc/twins.ts";
import { attributeMethods } from "./attributes.ts";
import { returningMethods } from "./returning.ts";

/** What groups have not, or have otherwise (REST 5.9). */
const LINES = `
getChatRooms GET /chatrooms pagenum# pagesize#
getChatRoomDetails GET @
modifyChatRoom PUT! @ groupname=chatRoomName? description? maxusers?
addUsersToChatRoom POST! @/users usernames=users[]
getJoinedChatRooms GET /users/~/joined_chatrooms pagenum=pageNum# pagesize=pageSize# detail:true >joined
getChatRoomAttributes POST /metadata/chatroom/:chatRoomId keys=attributeKeys[]? >data`;

/** Chat rooms (API 3.10). */
export const rooms: Feature<ChatRoomMethods> = (client) => {
  tellOfPlaces(client);
  /** Rooms are listed with their owners' names for the whole server: `org#app_user`. */
  const owners = `${client.config.appKey}_`;
  const joined = data(({ data: list }) =>
    ((list || []) as Array<Readonly<Record<string, unknown>>>).map((room) => ({
      id: room.id,
      name: room.title,
      owner: String(room.owner).replace(owners, ""),
      created: room.created,
      description: room.description,
      maxusers: room.max_users,
    })),
  );
  const { join, leave } = returningMethods(client);
  const methods = placeMethods<ChatRoomMethods>(client, true, LINES, "", { joined });
  const more = {
    createChatRoom: (params: Given) => tell(client, params, create(client, params)),
    destroyChatRoom: (params: Given) => tell(client, params, destroy(client, params)),
    joinChatRoom: (params: Given) => tell(client, params, join(params)),
    leaveChatRoom: (params: Given) => tell(client, params, leave(params)),
  };
  return withAliases(
    Object.assign(methods, more, attributeMethods(client)),
    "getChatRoomMuted=getChatRoomMutelist removeMuteChatRoomMember=unmuteChatRoomMember quitChatRoom=leaveChatRoom",
  );
};

async function create(client: Client, params: Given): Promise<AsyncResult> {
  const { name, description, maxusers, members, token } = params || {};
  if (typeof name !== "string") refuse('Invalid parameter: "name"');
  const body = { name, description, maxusers, owner: client.identity?.user, members };
  return ask(client, { method: "POST", path: "/chatrooms", query: resourceOf(client), body, ...tokenIn(token) });
}

async function destroy(client: Client, params: Given): Promise<AsyncResult> {
  const { chatRoomId, token } = params || {};
  if (!isText(chatRoomId)) refuse('Invalid parameter: "chatRoomId"');
  const path = `/chatrooms/${encodeURIComponent(chatRoomId)}`;
  const query = { ...resourceOf(client), version: "v3" };
  return ask(client, { method: "DELETE", path, query, ...tokenIn(token) });
}

/** Of somebody who may, where the user may not. */
const tokenIn = (token: unknown): { token?: string } => (isText(token) ? { token } : {});
