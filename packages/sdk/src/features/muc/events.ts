import { decode, MetaNameSpace, MucBody } from "@rondo/protocol";
import type { Client } from "../../core/client.ts";
import { detailOf } from "./detail.ts";

/**
 * What is told of groups and rooms, a line for each operation of the wire, from 0 on (MSync 7.2): what it is for handlers
 * (`-`: nothing), what it is for the callback of old and the handlers named after it, and what both are told beside.
 *
 * a: the announcement. c: the old name says ChatRoom of rooms. d: what has changed in a group. e: in a room, what came
 * along. k: who is meant, the old way. m: until when they are muted. n: the name. p: who has come or gone, several at a
 * time maybe, and how many there are now. r: the reason. u: who is meant.
 */
const EVENTS = `create
destroy deleteGroupChat
- join
- leave
requestToJoin joinGroupNotifications r
acceptRequest joinPublicGroupSuccess
joinPublicGroupDeclined joinPublicGroupDeclined u
inviteToJoin invite kn
acceptInvite invite_accept k
rejectInvite invite_decline k
removeMember removedFromGroup k
- getBlackList
- ban
unblockMember allow r
updateInfo update d
- block
- unblock
memberPresence memberJoinPublicGroupSuccess cep
memberAbsence leaveGroup cp
directJoined direct_joined n
changeOwner changeOwner
setAdmin addAdmin u
removeAdmin removeAdmin
muteMember addMute mu
unmuteMember removeMute u
updateAnnouncement updateAnnouncement a
deleteAnnouncement deleteAnnouncement
uploadFile uploadFile
deleteFile deleteFile
addUserToAllowlist addUserToGroupWhiteList cu
removeAllowlistMember rmUserFromGroupWhiteList cu
muteAllMembers muteGroup c
unmuteAllMembers rmGroupMute c`.split("\n");

const FIRST_OF_THREADS = 33;
/** What happens in threads: for the user's other devices, but the removal, which is for who is removed. */
const OF_THREADS = [
  "chatThreadCreate",
  "chatThreadDestroy",
  "chatThreadJoin",
  "chatThreadLeave",
  "userRemove",
  "chatThreadNameUpdate",
];
const ROOM_ATTRIBUTES_SET = 43;
const ROOM_ATTRIBUTES_REMOVED = 44;
const MEMBER_ATTRIBUTES = 45;

/** Groups, rooms and threads call it alike: whichever of them there are, all of it is told, and once. */
export function tellOfPlaces(client: Client): void {
  client.inbound.handle(MetaNameSpace.MUC, {
    receive: ({ payload }) => receive(client, decode(MucBody, payload ?? new Uint8Array())),
  });
}

function receive(client: Client, body: MucBody): void {
  const { operation = 0 } = body;
  const line = EVENTS[operation];
  const thread = OF_THREADS[operation - FIRST_OF_THREADS];
  if (line) tellOfPlace(client, body, line);
  else if (thread) tellOfThread(client, body, thread);
  else if (operation >= ROOM_ATTRIBUTES_SET && operation <= MEMBER_ATTRIBUTES)
    tellOfAttributes(client, body, operation);
}

function tellOfPlace({ events }: Client, body: MucBody, line: string): void {
  const [operation = "", oldName, extras = ""] = line.split(" ");
  const { from, isChatroom = false, mucName: name = "", reason = "", to = [], ext, members = [] } = body;
  const has = (extra: string): boolean => extras.indexOf(extra) >= 0;
  const id = body.mucId?.name ?? "";
  const userId = to[0]?.name ?? "";
  const shared: Record<string, unknown> = {};
  if (has("a")) shared.announcement = reason;
  if (has("d") && !isChatroom) shared.detail = detailOf(body.eventInfo?.ext);
  if (has("e") && isChatroom && ext) shared.ext = ext;
  if (has("m")) {
    const until = ext && JSON.parse(ext).user_mute_time;
    if (until) shared.muteTimestamp = until;
  }

  const place = isChatroom ? "onChatroom" : "onGroup";
  if (oldName) {
    const old: Record<string, unknown> = {
      type: isChatroom && has("c") ? oldName.replace(/(Public)?Group/, "ChatRoom") : oldName,
      owner: from?.name,
      gid: id,
      from: from?.name,
      fromJid: from,
      to: userId,
      toJid: to,
      chatroom: isChatroom,
      status: body.status ?? null,
      ...shared,
    };
    if (has("k")) old.kicked = userId;
    if (has("n")) old.groupName = name;
    if (has("r")) old.reason = reason;
    events.emitLegacy("onPresence", old);
    events.emitModern(`${place}Change`, old);
  }

  if (operation === "-") return;
  const tell = (event: object): void => events.emitModern(`${place}Event`, Object.assign(event, shared));
  if (has("n")) shared.name = name;
  if (has("r") && reason) shared.reason = reason;
  if (has("u")) shared.userId = userId;
  const { mucMemberCount: memberCount = 0 } = body;
  if (has("p") && memberCount > 0) shared.memberCount = memberCount;
  if (!has("p") || members.length === 0) tell({ operation, id, from: from?.name });
  else if (isChatroom) for (const member of members) tell({ operation, id, from: member });
  else tell({ operation: operation.replace("member", "members"), id, members });
}

function tellOfThread({ events }: Client, body: MucBody, operation: string): void {
  const { mucName: name = "", to = [] } = body;
  const id = body.mucId?.name;
  const parentId = body.mucParentId?.name;
  if (operation === "userRemove") {
    const operator = body.from?.name;
    events.emitModern("onChatThreadChange", { id, name, parentId, operator, userName: to[0]?.name ?? "", operation });
  } else events.emitModern("onMultiDeviceEvent", { operation, chatThreadId: id, chatThreadName: name, parentId });
}

/** What the server says of attributes that were set or removed. */
interface Said {
  readonly username?: string;
  readonly properties?: Readonly<Record<string, string>>;
  readonly result?: { readonly successKeys?: readonly string[] };
}

function tellOfAttributes({ events, identity }: Client, body: MucBody, wire: number): void {
  const { from, isChatroom, eventInfo, mucId } = body;
  // Written by the server; what is read of it is looked at.
  const { username: userId, properties = {}, result } = JSON.parse(eventInfo?.ext || "{}") as Said;
  const told = { id: mucId?.name, from: from?.name };
  if (wire === MEMBER_ATTRIBUTES) {
    const isOwn = from?.name === identity?.user && from?.clientResource !== identity?.resource;
    const event = { operation: "memberAttributesUpdate", ...told, attributes: properties, userId };
    events.emitModern(isOwn ? "onMultiDeviceEvent" : "onGroupEvent", event);
    return;
  }
  const { successKeys = [] } = result || {};
  if (!isChatroom || successKeys.length === 0) return;
  const isRemoval = wire === ROOM_ATTRIBUTES_REMOVED;
  const set: Record<string, unknown> = {};
  for (const key of successKeys) set[key] = properties[key];
  events.emitModern("onChatroomEvent", {
    operation: isRemoval ? "removeChatRoomAttributes" : "updateChatRoomAttributes",
    ...told,
    attributes: isRemoval ? successKeys : set,
  });
}
