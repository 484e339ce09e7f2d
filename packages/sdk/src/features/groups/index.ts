import { ask, isText, refuse, resourceOf, tell, userOf } from "../../core/calls.ts";
import type { Client, Feature } from "../../core/client.ts";
import { data, type Given, nothing, withAliases } from "../../core/operations.ts";
import type { GroupMethods } from "../../types/groups.ts";
import { tellOfPlaces } from "../muc/events.ts";
import { lineMethods, type Readers } from "../muc/lines.ts";
import { placeMethods } from "../muc/twins.ts";
import { DETAILED, JOINED, renamed, SHORT } from "./entries.ts";

/** What rooms have not, or have otherwise (REST 5.8). */
const LINES = `
createGroupVNext POST! /chatgroups owner=me groupname=groupName?"" avatar?"" desc=description?"" members? public=isPublic?false approval=needApprovalToJoin?false allowinvites=allowMemberToInvite?true invite_need_confirm=inviteNeedConfirm?false maxusers=maxMemberCount?200 custom=extension?"" >made
getPublicGroups GET /publicchatgroups?v limit# cursor? >short
getGroup GET /users/~/joined_chatgroups
getJoinedGroupsCount GET /chatgroups/user/~/joined_count >count
getGroupInfo GET /chatgroups/:groupId* joined_time:true
modifyGroup PUT! @ groupname=groupName? avatar? description? custom=ext?
changeGroupOwner PUT! @ newowner=newOwner
destroyGroup DELETE! @?v
leaveGroup DELETE! @/quit
inviteUsersToGroup POST! @/invite usernames=users[]
joinGroup POST! @/apply message?""
acceptGroupJoinRequest POST! @/apply_verify applicant verifyResult:true reason:"no\\u0020clue"
rejectGroupJoinRequest POST! @/apply_verify applicant verifyResult:false reason?""
acceptGroupInvite POST! @/invite_verify invitee verifyResult:true
rejectGroupInvite POST! @/invite_verify invitee verifyResult:false
blockGroupMessage POST! @/shield?v >map
unblockGroupMessage DELETE! @/shield?v >map
getGroupMsgReadUser GET @/acks/:msgId limit:500
setGroupMemberAttributes PUT! /sdk/metadata/chatgroup/:groupId/user/:userId?v metaData=memberAttributes{} >nothing
getGroupMemberAttributes POST /sdk/metadata/chatgroup/:groupId/get?v targets=userId+ properties:[] >ofOne
getGroupMembersAttributes POST /sdk/metadata/chatgroup/:groupId/get?v targets=userIds[+] properties=keys[]?[] >map`;

const ALIASES =
  "getMuted=getGroupMutelist mute=muteGroupMember removeMute=unmuteGroupMember setAdmin=setGroupAdmin " +
  "removeAdmin=removeGroupAdmin isInGroupWhiteList=isInGroupAllowlist listGroups=getPublicGroups " +
  "changeOwner=changeGroupOwner dissolveGroup=destroyGroup quitGroup=leaveGroup inviteToGroup=inviteUsersToGroup " +
  "agreeJoinGroup=acceptGroupJoinRequest rejectJoinGroup=rejectGroupJoinRequest " +
  "agreeInviteIntoGroup=acceptGroupInvite rejectInviteIntoGroup=rejectGroupInvite";

/** Behind methods that choose between two calls, or have their parameters elsewhere. */
const INNER = `
create POST! /chatgroups owner=me groupname? avatar? desc? members? public? approval? allowinvites? invite_need_confirm=inviteNeedConfirm? maxusers? custom=ext?
plain GET /users/~/joined_chatgroups?v pagenum=pageNum# pagesize=pageSize# >joined
detailed GET /chatgroups/user/~?v pagenum=pageNum# pagesize=pageSize# needAffiliations? needRole? >detailed`;

const READERS: Readers = {
  nothing,
  made: data(({ data: made }) => ({ groupId: made.groupid })),
  count: data(({ data: count }) => count || 0),
  map: data(({ data: map }) => map || {}),
  ofOne: data(({ data: map }, { userId }) => map?.[String(userId)]),
  short: (answer) => Object.assign(answer, { data: renamed(answer.data, SHORT) }),
  joined: (answer) => Object.assign(answer, { data: renamed(answer.data, JOINED) }),
  detailed: (answer) => Object.assign(answer, { entities: renamed(answer.entities, DETAILED) }),
};

/** Groups and their members (API 3.9). */
export const groups: Feature<GroupMethods> = (client) => {
  tellOfPlaces(client);
  const methods = placeMethods<GroupMethods>(client, false, LINES, ALIASES, READERS);
  const { create, plain, detailed } = lineMethods<Inner>(client, INNER, READERS);
  return withAliases(
    Object.assign(methods, {
      createGroup: async (params: Given) => {
        const { data: wish, success, error } = params || {};
        if (!wish || typeof wish !== "object") refuse('Invalid parameter: "data"');
        return create(Object.assign({}, wish, { success, error }));
      },
      getJoinedGroups: (params: Given) =>
        params?.needAffiliations || params?.needRole ? detailed(params) : plain(params),
      blockGroupMessages: (params: Given) => tell(client, params, silence(client, params)),
    }),
    "createGroupNew=createGroup blockGroup=blockGroupMessages",
  );
};

type Inner = Record<"create" | "plain" | "detailed", (params: Given) => Promise<never>>;

/** No notices of a group for this user, on no device. */
async function silence(client: Client, params: Given) {
  const { groupId } = params || {};
  if (!isText(groupId)) refuse('Invalid parameter: "groupId"');
  return ask(client, {
    method: "PUT",
    path: `/users/${userOf(client)}`,
    query: resourceOf(client),
    body: { entities: [{ [`notification_ignore_${groupId}`]: true }] },
  });
}
