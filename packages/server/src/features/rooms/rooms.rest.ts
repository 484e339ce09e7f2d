import { type Static, Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { type Call, type Endpoint, endpoint } from "../../kernel/rest.ts";
import type { Member, Muc } from "../muc/index.ts";
import type { Actor, Removal, RoomService } from "./rooms.service.ts";

/** The list without pages (ROM-06). */
const NEWEST = 500;
const MAX_DETAILS = 100;

const RoomPath = Type.Object({ room: Type.String() });
const MembersPath = Type.Object({ room: Type.String(), names: Type.String() });
const OwnPath = Type.Object({ user: Type.String() });
const AdminPath = Type.Object({ admin: Type.String() });
const Name = Type.Object({ superadmin: Type.String() });
const Names = Type.Object({ usernames: Type.Array(Type.String()) });
const Page = Type.Object({
  pagenum: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  pagesize: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
});
const List = Type.Object({
  ...Page.properties,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  cursor: Type.Optional(Type.String()),
});
const NewRoom = Type.Object({
  name: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  maxusers: Type.Optional(Type.Integer()),
  owner: Type.Optional(Type.String()),
  members: Type.Optional(Type.Array(Type.String(), { maxItems: 1000 })),
  custom: Type.Optional(Type.String()),
});
const Change = Type.Object({
  name: Type.Optional(Type.String()),
  groupname: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  maxusers: Type.Optional(Type.Integer()),
  newowner: Type.Optional(Type.String()),
});
type Change = Static<typeof Change>;

/** Chat rooms: making, describing, listing, ending (ROOM-1 to 9 and the super administrators of ROM). */
export function roomEndpoints(rooms: RoomService): Endpoint[] {
  return [...superAdminEndpoints(rooms), ...listEndpoints(rooms), ...lifeEndpoints(rooms), ...memberEndpoints(rooms)];
}

function listEndpoints(rooms: RoomService): Endpoint[] {
  return [
    endpoint({
      name: "listRooms",
      method: "GET",
      path: "/chatrooms",
      summary: "The chat rooms of the application, by page number or by cursor (ROOM-1)",
      access: "user",
      query: List,
      async handle({ appKey, query }) {
        const { pagenum, pagesize = 20, limit = 10, cursor } = query;
        if (pagenum !== undefined) {
          return listed(await rooms.numberedPage(appKey, { number: pagenum, size: pagesize }));
        }
        const page = await rooms.list(appKey, { after: cursor, limit: limit + 1 });
        const more = page.length > limit ? page[limit - 1]?.id : undefined;
        return { ...listed(page.slice(0, limit)), ...(more === undefined ? {} : { cursor: more }) };
      },
    }),
    endpoint({
      name: "listJoinedRooms",
      method: "GET",
      path: "/users/:user/joined_chatrooms",
      summary: "The chat rooms a user is in (ROOM-6)",
      access: "self",
      params: OwnPath,
      query: Type.Object({ ...Page.properties, detail: Type.Optional(Type.Boolean()) }),
      async handle({ appKey, params, query }) {
        const { pagenum = 1, pagesize = NEWEST } = query;
        const all = await rooms.joined(appKey, params.user);
        const page = all.slice((pagenum - 1) * pagesize, pagenum * pagesize);
        return { data: page.map((room) => joined(appKey, room)), count: page.length };
      },
    }),
    endpoint({
      name: "getRooms",
      method: "GET",
      path: "/chatrooms/:room",
      summary: "One chat room or, with commas between the ids, up to 100 (ROOM-3)",
      access: "user",
      params: RoomPath,
      async handle({ appKey, params, caller }) {
        const ids = params.room.split(",");
        if (ids.length > MAX_DETAILS)
          throw new AppError("INVALID_ARGUMENT", `no more than ${MAX_DETAILS} rooms at once`);
        const found = await rooms.details(appKey, ids);
        const user = caller.kind === "user" ? caller.username : undefined;
        return { data: found.map((room) => detail(room, user)), count: found.length };
      },
    }),
  ];
}

function lifeEndpoints(rooms: RoomService): Endpoint[] {
  return [
    endpoint({
      name: "createRoom",
      method: "POST",
      path: "/chatrooms",
      summary: "Creates a chat room: the application, or a super administrator (ROOM-2)",
      access: "user",
      body: NewRoom,
      async handle(call) {
        const { name = "", description = "", maxusers: maxUsers, owner, members = [], custom = "" } = call.body;
        const room = await rooms.create(actorOf(call), { name, description, maxUsers, owner, members, custom });
        return { data: { id: room.id } };
      },
    }),
    endpoint({
      name: "changeRoom",
      method: "PUT",
      path: "/chatrooms/:room",
      summary: "Changes name, description or size of a chat room, or its owner (ROOM-4)",
      access: "user",
      params: RoomPath,
      body: Change,
      async handle(call) {
        const { newowner, ...change } = call.body;
        if (newowner !== undefined) {
          await rooms.transfer(actorOf(call), call.params.room, newowner);
          return { data: { newowner: true } };
        }
        await rooms.modify(actorOf(call), call.params.room, changesOf(change));
        return { data: changed(change) };
      },
    }),
    endpoint({
      name: "destroyRoom",
      method: "DELETE",
      path: "/chatrooms/:room",
      summary: "Ends a chat room (ROOM-5)",
      access: "user",
      params: RoomPath,
      async handle(call) {
        await rooms.destroy(actorOf(call), call.params.room);
        return { data: { success: true, id: call.params.room } };
      },
    }),
  ];
}

function memberEndpoints(rooms: RoomService): Endpoint[] {
  return [
    endpoint({
      name: "listRoomMembers",
      method: "GET",
      path: "/chatrooms/:room/users",
      summary: "Who is in a chat room, by page number or by cursor (ROOM-7)",
      access: "user",
      params: RoomPath,
      query: Type.Object({ ...List.properties, joined_time: Type.Optional(Type.Boolean()) }),
      async handle({ appKey, params, query }) {
        const { pagenum = 1, pagesize = 1000, limit, cursor } = query;
        const all = await rooms.members(appKey, params.room);
        if (limit === undefined) {
          const page = all.slice((pagenum - 1) * pagesize, pagenum * pagesize);
          return { data: page.map((member) => roleForm(member)), count: page.length };
        }
        const start = all.findIndex(({ username }) => username === cursor) + 1;
        const page = all.slice(start, start + limit);
        const last = start + limit < all.length ? page.at(-1)?.username : undefined;
        return {
          data: page.map((member) => ({ ...roleForm(member), joined_time: member.joinedAt })),
          count: page.length,
          ...(last === undefined ? {} : { cursor: last }),
        };
      },
    }),
    endpoint({
      name: "addRoomMembers",
      method: "POST",
      path: "/chatrooms/:room/users",
      summary: "Brings users into a chat room (ROOM-8)",
      access: "user",
      params: RoomPath,
      body: Names,
      async handle(call) {
        const { room } = call.params;
        const newmembers = await rooms.add(actorOf(call), room, call.body.usernames);
        return { data: { newmembers, action: "add_member", id: room } };
      },
    }),
    endpoint({
      name: "addRoomMember",
      method: "POST",
      path: "/chatrooms/:room/users/:name",
      summary: "Brings a user into a chat room (ROM-19)",
      access: "user",
      params: Type.Object({ ...RoomPath.properties, name: Type.String() }),
      async handle(call) {
        const { room, name } = call.params;
        const [user = name] = await rooms.add(actorOf(call), room, [name]);
        return { data: { result: true, action: "add_member", id: room, user } };
      },
    }),
    endpoint({
      name: "removeRoomMembers",
      method: "DELETE",
      path: "/chatrooms/:room/users/:names",
      summary: "Removes users from a chat room: one, or up to 60 with commas between them (ROOM-9)",
      access: "user",
      params: MembersPath,
      async handle(call) {
        const { room, names } = call.params;
        const removed = await rooms.remove(actorOf(call), room, names.split(","));
        const forms = removed.map((removal) => removalForm(removal, room));
        return { data: forms.length === 1 ? forms[0] : forms };
      },
    }),
  ];
}

function superAdminEndpoints(rooms: RoomService): Endpoint[] {
  return [
    endpoint({
      name: "listRoomSuperAdmins",
      method: "GET",
      path: "/chatrooms/super_admin",
      summary: "The users who may create chat rooms (ROM-02)",
      access: "app",
      query: Page,
      async handle({ appKey, query }) {
        const data = await rooms.superAdmins(appKey, { number: query.pagenum ?? 1, size: query.pagesize ?? 10 });
        return { data, count: data.length };
      },
    }),
    endpoint({
      name: "addRoomSuperAdmin",
      method: "POST",
      path: "/chatrooms/super_admin",
      summary: "Lets a user create chat rooms (ROM-01)",
      access: "app",
      body: Name,
      async handle({ appKey, body }) {
        await rooms.addSuperAdmin(appKey, body.superadmin);
        return { data: { result: "success", resource: "" } };
      },
    }),
    endpoint({
      name: "removeRoomSuperAdmin",
      method: "DELETE",
      path: "/chatrooms/super_admin/:admin",
      summary: "Takes that back (ROM-03)",
      access: "app",
      params: AdminPath,
      async handle({ appKey, params }) {
        return { data: { newSuperAdmin: await rooms.removeSuperAdmin(appKey, params.admin), resource: "" } };
      },
    }),
  ];
}

function actorOf({ appKey, caller, resource }: Call<unknown, unknown, unknown>): Actor {
  return { app: appKey, caller, resource };
}

function listed(rooms: readonly Muc[]) {
  const data = rooms.map(({ id, name, owner, memberCount }) => ({ id, name, owner, affiliations_count: memberCount }));
  return { data, count: data.length };
}

/** Clients take the owner out of the full form; both spellings of a name serve those that read the other one. */
function joined(appKey: string, room: Muc): unknown {
  return {
    id: room.id,
    name: room.name,
    title: room.name,
    owner: `${appKey}_${room.owner}`,
    created: room.createdAt,
    description: room.description,
    max_users: room.maxUsers,
    disabled: String(room.isDisabled),
  };
}

function detail(room: Muc & { members: readonly Member[] }, user: string | undefined): unknown {
  return {
    id: room.id,
    name: room.name,
    description: room.description,
    owner: room.owner,
    created: room.createdAt,
    maxusers: room.maxUsers,
    membersonly: room.needsApproval,
    allowinvites: room.allowsInvites,
    public: room.isPublic,
    custom: room.custom,
    mute: room.isMuted,
    shieldgroup: false,
    disabled: room.isDisabled,
    permission: room.members.find(({ username }) => username === user)?.role ?? "none",
    affiliations_count: room.memberCount,
    affiliations: room.members.map(roleForm),
  };
}

/** Lists of members know owners and members only. */
function roleForm({ username, role }: Member): Record<string, unknown> {
  return role === "owner" ? { owner: username } : { member: username };
}

function removalForm({ user, result, reason }: Removal, room: string) {
  return { result, action: "remove_member", ...(reason === undefined ? {} : { reason }), user, id: room };
}

function changesOf({ name, groupname, description, maxusers }: Omit<Change, "newowner">) {
  const title = name ?? groupname;
  return {
    ...(title === undefined ? {} : { name: title }),
    ...(description === undefined ? {} : { description }),
    ...(maxusers === undefined ? {} : { maxUsers: maxusers }),
  };
}

/** The name is called `groupname`, whatever it was called in the request. */
function changed(change: Omit<Change, "newowner">): Record<string, true> {
  const { name, maxUsers, description } = changesOf(change);
  return {
    ...(name === undefined ? {} : { groupname: true as const }),
    ...(description === undefined ? {} : { description: true as const }),
    ...(maxUsers === undefined ? {} : { maxusers: true as const }),
  };
}
