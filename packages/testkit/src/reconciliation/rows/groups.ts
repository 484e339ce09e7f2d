/** Groups, as a second device of the owner or a member sees them. */

import { create, idsOf } from "../../conformance/flows/group-cast.ts";
import type { Person } from "../../people/person.ts";
import {
  ASK,
  type Cast,
  omit,
  type Payload,
  type Row,
  type Story,
  sorted,
  type View,
  withAll,
  without,
} from "../explain.ts";

const HOUR_MS = 3_600_000;

async function data<T = Payload>(who: Person, method: string, options: object): Promise<T> {
  return (await who.call<{ data: T }>(method, options)).data;
}

const joinedGroups = async (who: Person): Promise<string[]> =>
  sorted(
    (await data<Array<{ groupid: string }>>(who, "getJoinedGroups", { pageNum: 1, pageSize: 500 })).map(
      ({ groupid }) => groupid,
    ),
  );

/** What any member may know. */
async function memberView(who: Person, groupId: string): Promise<View> {
  const [info = {}] = await data<Payload[]>(who, "getGroupInfo", { groupId });
  const users = (info.affiliations as Payload[]).map(({ owner, member }) => owner ?? member);
  const attributes = await data(who, "getGroupMembersAttributes", { groupId, userIds: users, keys: [] });
  return {
    name: info.name,
    description: info.description,
    custom: info.custom,
    avatar: info.avatar,
    owner: info.owner,
    mutedAll: info.mute,
    count: info.affiliations_count,
    members: sorted(users),
    admins: sorted(await data<string[]>(who, "getGroupAdmin", { groupId })),
    announcement: (await data(who, "fetchGroupAnnouncement", { groupId })).announcement,
    files: (await data<Payload[]>(who, "getGroupSharedFilelist", { groupId, pageNum: 1, pageSize: 50 })).map(
      ({ file_id }) => file_id,
    ),
    attributes: Object.fromEntries(
      Object.entries(attributes).filter(([, all]) => Object.keys(all as object).length > 0),
    ),
  };
}

/** And what only its owner and administrators may. */
async function managerView(who: Person, groupId: string): Promise<View> {
  const mutes = await data<Array<{ user: string; expire: number }>>(who, "getGroupMuteList", { groupId });
  return {
    ...(await memberView(who, groupId)),
    mutes: Object.fromEntries(mutes.map(({ user, expire }) => [user, expire])),
    allowed: sorted(await data<string[]>(who, "getGroupAllowlist", { groupId })),
  };
}

/** What an event changes in the view of a group; parts that the view does not have are left alone. */
function apply(view: View, event: Payload): View {
  const { userId, from } = event;
  switch (event.operation) {
    case "updateInfo": {
      const { name, description, ext, avatar } = event.detail;
      const said = { name, description, custom: ext, avatar };
      return { ...view, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) };
    }
    case "acceptInvite":
      return { ...view, members: withAll(view.members, from) };
    case "memberPresence":
      return { ...view, members: withAll(view.members, from), count: event.memberCount };
    case "membersPresence": {
      const members = withAll(view.members, ...event.members);
      return { ...view, members, count: members.length };
    }
    case "memberAbsence":
      return { ...view, members: without(view.members, from), count: event.memberCount };
    case "membersAbsence": {
      const members = without(view.members, ...event.members);
      return { ...view, members, count: members.length };
    }
    case "changeOwner":
      return { ...view, owner: ASK };
    case "setAdmin":
      return { ...view, admins: withAll(view.admins, userId) };
    case "removeAdmin":
      return { ...view, admins: ASK };
    case "muteMember":
      return { ...view, mutes: { ...(view.mutes as object), ...event.muteTimestamp } };
    case "unmuteMember":
      return { ...view, mutes: omit(view.mutes, userId) };
    case "updateAnnouncement":
      return { ...view, announcement: event.announcement };
    case "deleteAnnouncement":
      return { ...view, announcement: "" };
    case "uploadFile":
    case "deleteFile":
      return { ...view, files: ASK };
    case "addUserToAllowlist":
      return { ...view, allowed: withAll(view.allowed, userId) };
    case "removeAllowlistMember":
      return { ...view, allowed: without(view.allowed, userId) };
    case "muteAllMembers":
      return { ...view, mutedAll: true };
    case "unmuteAllMembers":
      return { ...view, mutedAll: false };
    case "memberAttributesUpdate":
      return { ...view, attributes: withAttributes(view.attributes, userId, event.attributes) };
    default:
      return view;
  }
}

/** An attribute without a value is none. */
export function withAttributes(all: unknown, user: string, changes: Record<string, string>): Record<string, unknown> {
  const known = all as Record<string, Record<string, string>>;
  const own = Object.fromEntries(Object.entries({ ...known[user], ...changes }).filter(([, value]) => value !== ""));
  return Object.keys(own).length === 0 ? omit(known, user) : { ...known, [user]: own };
}

type Act = (at: Cast & { group: string }) => Promise<unknown>;

/** A group of alice, bob and carol; what happens before the view is taken, and what then. */
function happening(
  operation: string,
  act: Act,
  { before, sees = "tablet", wish = {} }: { before?: Act; sees?: "tablet" | "bob" | "carol"; wish?: object } = {},
): Row {
  return {
    event: `onGroupEvent ${operation}`,
    async begin(cast) {
      const members = idsOf([cast.bob, cast.carol]);
      const at = { ...cast, group: await create(cast.alice, { members, allowMemberToInvite: true, ...wish }) };
      await before?.(at);
      const observer = cast[sees];
      await quiet(observer, at);
      return {
        observer,
        read: () => (sees === "tablet" ? managerView : memberView)(observer, at.group),
        act: () => act(at),
        apply: (view, event) => (event.id === at.group ? apply(view, event) : view),
      };
    },
  };
}

/** The observer has been told of everything before: what is told to a group arrives in its order. */
async function quiet(observer: Person, { alice, group }: Cast & { group: string }): Promise<void> {
  const announcement = `quiet in ${group}`;
  await alice.call("updateGroupAnnouncement", { groupId: group, announcement });
  await observer.waitFor<Payload>("onGroupEvent", (event) => event.announcement === announcement);
}

/** Where it is about belonging at all. */
function belonging(
  operation: string,
  sees: "tablet" | "bob",
  { before, act, isIn }: { before?: (cast: Cast) => Promise<string>; act: Act; isIn: boolean },
): Row {
  return {
    event: `onGroupEvent ${operation}`,
    async begin(cast): Promise<Story> {
      const observer = cast[sees];
      const group = (await before?.(cast)) ?? "";
      return {
        observer,
        read: async () => ({ joined: await joinedGroups(observer) }),
        act: () => act({ ...cast, group }),
        apply: (view, event) =>
          event.operation !== operation
            ? view
            : { joined: isIn ? withAll(view.joined, event.id) : without(view.joined, event.id) },
      };
    },
  };
}

const file = (name: string) => ({ bytes: new TextEncoder().encode(name), filename: name, filetype: "text/plain" });

const withBob = ({ alice, bob }: Cast): Promise<string> => create(alice, { members: [bob.id] });
const allow: Act = ({ alice, bob, group }) =>
  alice.call("addUsersToGroupAllowlist", { groupId: group, users: [bob.id] });
const mute: Act = ({ alice, bob, group }) =>
  alice.call("muteGroupMember", { groupId: group, username: [bob.id], muteDuration: HOUR_MS });
const addAdmin: Act = ({ alice, bob, group }) => alice.call("setGroupAdmin", { groupId: group, username: bob.id });
const muteAll: Act = ({ alice, group }) => alice.call("disableSendGroupMsg", { groupId: group });
const upload: Act = ({ bob, group }) => bob.shareFile("group", group, file("notes.txt"));
const invite = (...users: readonly Person[]) => ({ users: idsOf(users) });

export const groupRows: Row[] = [
  belonging("create", "tablet", { act: ({ alice, bob }) => create(alice, { members: [bob.id] }), isIn: true }),
  belonging("directJoined", "bob", { act: withBob, isIn: true }),
  belonging("destroy", "bob", {
    before: withBob,
    act: ({ alice, group }) => alice.call("destroyGroup", { groupId: group }),
    isIn: false,
  }),
  belonging("removeMember", "bob", {
    before: withBob,
    act: ({ alice, bob, group }) => alice.call("removeGroupMember", { groupId: group, username: bob.id }),
    isIn: false,
  }),
  belonging("acceptRequest", "bob", {
    async before({ alice, bob }) {
      const group = await create(alice, { isPublic: true, needApprovalToJoin: true });
      await bob.call("joinGroup", { groupId: group, message: "me too" });
      return group;
    },
    act: ({ alice, bob, group }) => alice.call("acceptGroupJoinRequest", { groupId: group, applicant: bob.id }),
    isIn: true,
  }),
  happening("updateInfo", ({ alice, group }) =>
    alice.call("modifyGroup", {
      groupId: group,
      groupName: "new",
      description: "other",
      ext: "more",
      avatar: "http://a/b",
    }),
  ),
  happening("acceptInvite", ({ bob, group }) => bob.call("acceptGroupInvite", { groupId: group, invitee: bob.id }), {
    wish: { members: [], inviteNeedConfirm: true },
    before: ({ alice, bob, group }) => alice.call("inviteUsersToGroup", { groupId: group, ...invite(bob) }),
  }),
  happening("memberPresence", ({ bob, group }) => bob.call("joinGroup", { groupId: group, message: "" }), {
    wish: { members: [], isPublic: true },
  }),
  happening(
    "membersPresence",
    ({ alice, bob, carol, group }) => alice.call("inviteUsersToGroup", { groupId: group, ...invite(bob, carol) }),
    { wish: { members: [] } },
  ),
  happening("memberAbsence", ({ bob, group }) => bob.call("leaveGroup", { groupId: group })),
  happening("membersAbsence", ({ alice, bob, carol, group }) =>
    alice.call("removeGroupMembers", { groupId: group, ...invite(bob, carol) }),
  ),
  happening(
    "changeOwner",
    ({ alice, bob, group }) => alice.call("changeGroupOwner", { groupId: group, newOwner: bob.id }),
    { sees: "bob" },
  ),
  happening("setAdmin", addAdmin),
  happening(
    "removeAdmin",
    ({ alice, bob, group }) => alice.call("removeGroupAdmin", { groupId: group, username: bob.id }),
    { before: addAdmin },
  ),
  happening("muteMember", mute),
  happening(
    "unmuteMember",
    ({ alice, bob, group }) => alice.call("unmuteGroupMember", { groupId: group, username: bob.id }),
    { before: mute },
  ),
  happening(
    "updateAnnouncement",
    ({ alice, group }) => alice.call("updateGroupAnnouncement", { groupId: group, announcement: "明天见" }),
    { sees: "bob" },
  ),
  happening(
    "deleteAnnouncement",
    ({ alice, group }) => alice.call("updateGroupAnnouncement", { groupId: group, announcement: "" }),
    { sees: "bob" },
  ),
  happening("uploadFile", upload),
  happening(
    "deleteFile",
    async ({ alice, bob, group }) => {
      const [first] = await data<Payload[]>(bob, "getGroupSharedFilelist", { groupId: group, pageNum: 1, pageSize: 9 });
      await alice.call("deleteGroupSharedFile", { groupId: group, fileId: first.file_id });
    },
    { before: upload },
  ),
  happening("addUserToAllowlist", allow),
  happening(
    "removeAllowlistMember",
    ({ alice, bob, group }) => alice.call("removeGroupAllowlistMember", { groupId: group, userName: bob.id }),
    { before: allow },
  ),
  happening("muteAllMembers", muteAll, { sees: "bob" }),
  happening("unmuteAllMembers", ({ alice, group }) => alice.call("enableSendGroupMsg", { groupId: group }), {
    sees: "bob",
    before: muteAll,
  }),
  happening(
    "memberAttributesUpdate",
    ({ bob, group }) =>
      bob.call("setGroupMemberAttributes", {
        groupId: group,
        userId: bob.id,
        memberAttributes: { nick: "b", role: "" },
      }),
    {
      sees: "carol",
      before: ({ bob, group }) =>
        bob.call("setGroupMemberAttributes", { groupId: group, userId: bob.id, memberAttributes: { role: "x" } }),
    },
  ),
  {
    // The older form names the new owner, which the newer one does not.
    event: "onGroupChange",
    async begin(cast) {
      const { alice, bob } = cast;
      const group = await create(alice, { members: [bob.id] });
      await quiet(bob, { ...cast, group });
      return {
        observer: bob,
        read: () => memberView(bob, group),
        act: () => alice.call("changeGroupOwner", { groupId: group, newOwner: bob.id }),
        apply: (view, event) =>
          event.gid === group && event.type === "changeOwner" ? { ...view, owner: event.to } : view,
      };
    },
  },
];
