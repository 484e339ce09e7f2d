import type { AsyncResult } from "../../core/calls.ts";
import type { Client } from "../../core/client.ts";
import { data, type Given } from "../../core/operations.ts";
import { lineMethods, type Readers } from "./lines.ts";

/**
 * What groups and rooms have in common, written for groups: of rooms it is `ChatRoom` in names and parameters and
 * `chatrooms` in paths. `@` is the path of the place; `%` the same, where rooms call its id `roomId`; `?g` is `?v`, of
 * groups only.
 */
const TWINS = `
getGroupAdmin GET @/admin?v
setGroupAdmin POST! @/admin?v newadmin=username
removeGroupAdmin DELETE! @/admin/:username?g
getGroupMutelist GET @/mute?v
muteGroupMember POST! @/mute?g usernames=username* mute_duration=muteDuration#
unmuteGroupMember DELETE! @/mute/:username*?g
isInGroupMutelist GET /sdk@/mute/~?v >data
getGroupBlocklist GET @/blocks/users?g
blockGroupMembers POST! @/blocks/users?v usernames[] >each:add_blocks
blockGroupMember POST! @/blocks/users/:username?v >one:add_blocks
unblockGroupMembers DELETE! @/blocks/users/:usernames[]?v >each:remove_blocks
unblockGroupMember DELETE! @/blocks/users/:username?v >one:remove_blocks
disableSendGroupMsg POST! @/ban?v
enableSendGroupMsg DELETE! @/ban?v
getGroupAllowlist GET @/white/users?g
addUsersToGroupAllowlist POST! @/white/users?v usernames=users[] >some:add_user_whitelist
removeGroupAllowlistMember DELETE! @/white/users/:userName?v >one:remove_user_whitelist
isInGroupAllowlist GET @/white/users/:userName?g
fetchGroupAnnouncement GET %/announcement?v
updateGroupAnnouncement POST! %/announcement?v announcement$
removeGroupMember DELETE! @/users/:username
removeGroupMembers DELETE! @/users/:users[]
getGroupMembers GET @/users cursor$? limit#?50 joined_time:true >members
listGroupMembers GET @/users?v pagenum=pageNum# pagesize=pageSize#`;

const TWIN_ALIASES =
  "getGroupMuteList=getGroupMutelist groupBlockMulti=blockGroupMembers groupBlockSingle=blockGroupMember " +
  "removeGroupBlockMulti=unblockGroupMembers removeGroupBlockSingle=unblockGroupMember " +
  "getGroupBlacklist=getGroupBlocklist getGroupBlacklistNew=getGroupBlocklist getGroupWhitelist=getGroupAllowlist " +
  "addUsersToGroupWhitelist=addUsersToGroupAllowlist removeGroupWhitelistMember=removeGroupAllowlistMember " +
  "rmUsersFromGroupWhitelist=removeGroupAllowlistMember isGroupWhiteUser=isInGroupAllowlist " +
  "removeSingleGroupMember=removeGroupMember removeMultiGroupMember=removeGroupMembers listGroupMember=listGroupMembers ";

/** The methods of groups, or of rooms: those they share, and in the same way those of `lines`. */
export function placeMethods<Methods extends object>(
  client: Client,
  isRoom: boolean,
  lines: string,
  aliases: string,
  readers: Readers = {},
): Methods {
  const written = (line: string): string =>
    isRoom
      ? line
          .replace("@", "/chatrooms/:chatRoomId")
          .replace("%", "/chatrooms/:roomId")
          .replace("?g", "")
          .replace(/^(\w*)Group/, "$1ChatRoom")
      : line.replace(/[@%]/, "/chatgroups/:groupId").replace("?g", "?v");
  const names = isRoom ? TWIN_ALIASES.replace(/Group/g, "ChatRoom").replace(/group/g, "chatRoom") : TWIN_ALIASES;
  return lineMethods(client, TWINS + lines, Object.assign(readersOf(isRoom), readers), names + aliases, written);
}

const readersOf = (isRoom: boolean): Readers => {
  /** Says of each result what was done where. */
  const each = (results: unknown, given: Given, action: string): unknown => {
    if (!Array.isArray(results)) return results;
    const where = isRoom ? { id: given.chatRoomId } : { groupid: given.groupId };
    return results.map((result) => Object.assign({}, result, { action }, where));
  };
  const list = (answer: AsyncResult, given: Given, action: string): AsyncResult =>
    Object.assign(answer, { data: each(answer.data, given, action) });
  const first = (answer: AsyncResult): AsyncResult => Object.assign(answer, { data: (answer.data as unknown[])[0] });
  return {
    each: list,
    one: (answer, given, action) => first(list(answer, given, action)),
    some: (answer, given, action) => {
      const read = list(answer, given, action);
      return Array.isArray(read.data) && read.data.length === 1 ? first(read) : read;
    },
    data: data(({ data: all }) => all),
    members: data(({ cursor, data: members }) => ({
      cursor,
      members: (members as Array<Record<string, unknown>>).map(toMember),
    })),
  };
};

/** The name of the first member that is there is the role of who it names. */
function toMember(one: Record<string, unknown>): object {
  const role = ["owner", "admin", "member"].find((name) => one[name]) || "member";
  return { role, userId: one[role], joinedTime: one.joined_time };
}
