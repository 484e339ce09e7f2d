import {
  type CommSyncDL,
  conferenceJid,
  decode,
  type Encodable,
  encode,
  MessageBody,
  MessageBodyContentType,
  MessageBodyType,
  MetaNameSpace,
  MucBody,
  MucBodyOperation,
  userJid,
} from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RawClient } from "../../gateway/testing/raw-client.ts";
import { startServer, type TestServer } from "../../gateway/testing/server.ts";

let server: TestServer;
let room: string;

beforeEach(async () => {
  server = await startServer({ settings: { roomMessagesPerSecond: 4, maxJoinedRooms: 2 } });
  await server.identity("owner");
  room = await createRoom();
});
afterEach(() => server.close());

async function createRoom(more: object = {}): Promise<string> {
  const body = { name: "hall", description: "for all", owner: "owner", ...more };
  return (await server.callRooms("createRoom", { body })).data.id;
}

/** Sends JOIN or LEAVE and gives the ack. */
function muc(client: RawClient, id: string, body: Encodable<MucBody>): Promise<CommSyncDL> {
  const { app, user } = client.identity;
  const payload = encode(MucBody, {
    mucId: conferenceJid(app, id),
    from: userJid(app, user),
    isChatroom: true,
    ...body,
  });
  return client.ack(client.meta({ ns: MetaNameSpace.MUC, to: { domain: "easemob.com" }, payload }));
}

const join = (client: RawClient, id = room, more: Encodable<MucBody> = {}): Promise<CommSyncDL> =>
  muc(client, id, { operation: MucBodyOperation.JOIN, ext: "", leaveOtherRooms: false, ...more });

const leave = (client: RawClient, id = room): Promise<CommSyncDL> =>
  muc(client, id, { operation: MucBodyOperation.LEAVE });

function infoOf(ack: CommSyncDL): unknown {
  const payload = ack.metas?.[0]?.payload;
  return payload && JSON.parse(decode(MucBody, payload).status?.chatroomInfo ?? "null");
}

function say(client: RawClient, text: string, priority?: number): Promise<CommSyncDL> {
  const { app, user } = client.identity;
  const ext =
    priority === undefined ? undefined : [{ key: "chatroom_msg_tag", type: 2, varintValue: String(priority) }];
  const body = {
    type: MessageBodyType.CHATROOM,
    from: { name: user },
    to: { name: room },
    contents: [{ type: MessageBodyContentType.TEXT, text }],
  };
  return client.ack(client.body(room, body as Encodable<MessageBody>, { to: conferenceJid(app, room), ext } as never));
}

/** What a client has been told of the room so far, events and texts, and nothing of it later. */
async function heard(client: RawClient): Promise<unknown[]> {
  await client.unread();
  const syncs = client.inbox.splice(0).flatMap((frame) => (frame.command === "sync" ? [frame.sync] : []));
  return syncs
    .flatMap(({ metas = [] }) => metas)
    .map((meta) => {
      const payload = meta.payload ?? new Uint8Array();
      if (meta.ns === MetaNameSpace.CHAT) return decode(MessageBody, payload).contents?.[0]?.text;
      const { operation, from, mucMemberCount, ext, members, eventInfo, to } = decode(MucBody, payload);
      const event = {
        operation,
        from: from?.name,
        to: to?.[0]?.name,
        count: mucMemberCount,
        ext,
        members,
        info: eventInfo?.ext,
      };
      return Object.fromEntries(
        Object.entries(event).filter(([, value]) => value !== undefined && String(value) !== ""),
      );
    });
}

describe("joining a room", () => {
  it("[RM1] is answered with the state of the room, and shown to those who are there", async () => {
    const alice = await server.login("alice");
    const bob = await server.login("bob");
    expect(infoOf(await join(alice))).toEqual({
      alice: {
        is_all_mute: false,
        create_timestamp: server.clock.now(),
        is_in_white_list: false,
        member_count: 2,
        mute_duration: 0,
      },
    });
    expect((await join(bob, room, { ext: '{"hat":"red"}' })).status?.errorCode).toBe(0);
    expect(await heard(alice)).toEqual([
      { operation: MucBodyOperation.PRESENCE, from: "bob", count: 3, ext: '{"hat":"red"}' },
    ]);
    expect(await heard(bob)).toEqual([]);
  });

  it("[RM1] again changes nothing and tells nobody", async () => {
    const alice = await server.login("alice");
    const bob = await server.login("bob");
    await join(alice);
    await join(bob);
    await heard(alice);
    expect(infoOf(await join(bob))).toMatchObject({ bob: { member_count: 3 } });
    expect(await heard(alice)).toEqual([]);
  });

  it("[MM9] says of owner and administrators that they are on the allowlist", async () => {
    const key = { app: server.app, id: room, type: "room" } as const;
    const [owner, alice, bob] = [await server.login("owner"), await server.login("alice"), await server.login("bob")];
    for (const each of [alice, bob]) await join(each);
    await server.mucs.setRole(key, "alice", "admin");
    expect(infoOf(await join(owner))).toMatchObject({ owner: { is_in_white_list: true } });
    expect(infoOf(await join(alice))).toMatchObject({ alice: { is_in_white_list: true } });
    expect(infoOf(await join(bob))).toMatchObject({ bob: { is_in_white_list: false } });
    await server.mucs.allow(key, ["bob"]);
    expect(infoOf(await join(bob))).toMatchObject({ bob: { is_in_white_list: true } });
  });

  it("[RM2] is refused when the room does not exist, is full, disabled, or has blocked the user", async () => {
    const alice = await server.login("alice");
    const reason = async (id: string) => (await join(alice, id)).status?.reason;
    expect(await reason("4711")).toBe("grpID 4711 does not exist!");
    expect(await reason("nonsense")).toBe("grpID nonsense does not exist!");
    const small = await createRoom({ maxusers: 1 });
    expect(await reason(small)).toBe("group member list is full!");
    await server.mucs.block({ app: server.app, id: room, type: "room" }, ["alice"]);
    expect(await reason(room)).toContain("user alice is in the blacklist");
    await server.mucs.update({ app: server.app, id: small, type: "room" }, { isDisabled: true });
    expect(await reason(small)).toContain("group is disabled");
  });

  it("[RM3] takes a user out of the other rooms when asked to, and is limited otherwise", async () => {
    const alice = await server.login("alice");
    const [second, third] = [await createRoom(), await createRoom()];
    await join(alice, room);
    await join(alice, second);
    expect((await join(alice, third)).status?.reason).toBe("user alice has joined too many chatrooms");
    expect((await join(alice, third, { leaveOtherRooms: true })).status?.errorCode).toBe(0);
    const joined = await server.callRooms("listJoinedRooms", { user: "alice", params: { user: "alice" } });
    expect(joined.data.map(({ id }: { id: string }) => id)).toEqual([third]);
  });
});

describe("in a room", () => {
  it("[RM4] messages reach whoever is there now, and are not kept for who comes later", async () => {
    const alice = await server.login("alice");
    const bob = await server.login("bob");
    const bobPad = await server.login("bob", { resource: "webim_pad_bob" });
    await join(alice);
    await join(bob);
    await Promise.all([heard(alice), heard(bob), heard(bobPad)]);
    expect((await say(alice, "hello")).status?.errorCode).toBe(0);
    expect(await heard(bob)).toEqual(["hello"]);
    expect(await heard(bobPad)).toEqual(["hello"]);
    expect(await heard(alice)).toEqual([]);
    const carol = await server.login("carol");
    expect((await say(carol, "from outside")).status?.reason).toBe("not in group or chatroom");
    await join(carol);
    expect(await heard(carol)).toEqual([]);
  });

  it("[RM5] leaving is shown to the rest, and ends it; leaving again is no error", async () => {
    const alice = await server.login("alice");
    const bob = await server.login("bob");
    await join(alice);
    await join(bob);
    await heard(alice);
    expect((await leave(bob)).status?.errorCode).toBe(0);
    expect(await heard(alice)).toEqual([{ operation: MucBodyOperation.ABSENCE, from: "bob", count: 2 }]);
    await say(alice, "alone");
    expect(await heard(bob)).toEqual([]);
    expect((await leave(bob)).status?.errorCode).toBe(0);
    expect(await heard(alice)).toEqual([]);
  });

  it("[RM6] low priorities are shed first when there is too much, and high ones last", async () => {
    const alice = await server.login("alice");
    const bob = await server.login("bob");
    await join(alice);
    await join(bob);
    await heard(bob);
    for (const text of ["low 1", "low 2", "low 3"]) expect((await say(alice, text, 2)).status?.errorCode).toBe(0);
    for (const text of ["normal 1", "normal 2", "normal 3"]) await say(alice, text);
    for (const text of ["high 1", "high 2"]) await say(alice, text, 0);
    expect(await heard(bob)).toEqual(["low 1", "low 2", "normal 1", "normal 2", "high 1", "high 2"]);
    server.clock.advance(1000);
    await say(alice, "low again", 2);
    expect(await heard(bob)).toEqual(["low again"]);
  });

  it("[RM7] who is away for two minutes has left; who comes back in time has not", async () => {
    const alice = await server.login("alice");
    const bob = await server.login("bob");
    await join(alice);
    await join(bob);
    await heard(alice);
    bob.cut();
    await bob.closed;
    await until(() => server.gateway.sessions.list(server.app, "bob").length === 0);
    server.clock.advance(119_000);
    await alice.unread();
    await server.absences.sweep();
    expect(await heard(alice)).toEqual([]);
    const again = await server.connectWith(bob.identity);
    await again.login();
    server.clock.advance(60_000);
    await Promise.all([alice.unread(), again.unread()]);
    await server.absences.sweep();
    expect(await heard(alice)).toEqual([]);
    again.cut();
    await until(() => server.gateway.sessions.list(server.app, "bob").length === 0);
    server.clock.advance(60_000);
    await alice.unread();
    server.clock.advance(60_000);
    await alice.unread();
    await server.absences.sweep();
    expect(await heard(alice)).toEqual([{ operation: MucBodyOperation.ABSENCE, from: "bob", count: 2 }]);
  });
});

describe("a room", () => {
  it("[RM8] is created by the application and by super administrators, and by nobody else", async () => {
    await server.identity("alice");
    const create = () => server.callRooms("createRoom", { user: "alice", body: { name: "mine" } });
    await expect(create()).rejects.toMatchObject({ code: "FORBIDDEN" });
    await server.callRooms("addRoomSuperAdmin", { body: { superadmin: "alice" } });
    const { data } = await create();
    const details = await server.callRooms("getRooms", { user: "alice", params: { room: data.id } });
    expect(details.data).toMatchObject([
      { id: data.id, name: "mine", owner: "alice", affiliations_count: 1, permission: "owner" },
    ]);
    await server.callRooms("removeRoomSuperAdmin", { params: { admin: "alice" } });
    await expect(create()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("[RM8] with wrong facts is refused as a whole", async () => {
    const create = (body: object) => server.callRooms("createRoom", { body: { name: "x", owner: "owner", ...body } });
    await expect(create({ owner: "nobody" })).rejects.toMatchObject({ code: "NAMED_USER_NOT_FOUND" });
    await expect(create({ members: ["nobody"] })).rejects.toMatchObject({ code: "NAMED_USER_NOT_FOUND" });
    await expect(create({ name: "" })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(create({ name: "n".repeat(129) })).rejects.toMatchObject({ code: "MUC_LIMIT" });
    await expect(create({ maxusers: 10_001 })).rejects.toMatchObject({ code: "MUC_LIMIT" });
    const { data } = await server.callRooms("listRooms", { user: "owner", query: { pagenum: 1, pagesize: 20 } });
    expect(data).toEqual([{ id: room, name: "hall", owner: "owner", affiliations_count: 1 }]);
  });

  it("[RM9] is changed by owner and administrators, and everybody there is told", async () => {
    const alice = await server.login("alice");
    await join(alice);
    const change = { params: { room }, body: { groupname: "great hall", maxusers: 50 } };
    await expect(server.callRooms("changeRoom", { user: "alice", ...change })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const answer = await server.callRooms("changeRoom", { user: "owner", ...change });
    expect(answer).toEqual({ data: { groupname: true, maxusers: true } });
    expect(await heard(alice)).toEqual([{ operation: MucBodyOperation.UPDATE, from: "owner" }]);
    const tooSmall = { params: { room }, body: { maxusers: 1 } };
    await expect(server.callRooms("changeRoom", { user: "owner", ...tooSmall })).rejects.toMatchObject({
      code: "MUC_LIMIT",
    });
  });

  it("[RM10] is handed over to a member, and ended by the owner with everybody told", async () => {
    const alice = await server.login("alice");
    await join(alice);
    const handOver = (newowner: string) =>
      server.callRooms("changeRoom", { user: "owner", params: { room }, body: { newowner } });
    await expect(handOver("stranger")).rejects.toMatchObject({ code: "ROOM_NOT_MEMBERS" });
    expect(await handOver("alice")).toEqual({ data: { newowner: true } });
    expect(await heard(alice)).toEqual([{ operation: MucBodyOperation.ASSIGN_OWNER, from: "owner", to: "alice" }]);
    await expect(server.callRooms("destroyRoom", { user: "owner", params: { room } })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await server.callRooms("destroyRoom", { user: "alice", params: { room } })).toEqual({
      data: { success: true, id: room },
    });
    expect(await heard(alice)).toEqual([{ operation: MucBodyOperation.DESTROY, from: "alice" }]);
    expect((await join(alice)).status?.reason).toBe(`grpID ${room} does not exist!`);
  });

  it("[RM11] has members brought in and thrown out", async () => {
    const alice = await server.login("alice");
    const bob = await server.login("bob");
    await join(alice);
    const add = { params: { room }, body: { usernames: ["bob", "alice"] } };
    await expect(server.callRooms("addRoomMembers", { user: "alice", ...add })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await server.callRooms("addRoomMembers", { user: "owner", ...add })).toEqual({
      data: { newmembers: ["bob", "alice"], action: "add_member", id: room },
    });
    expect(await heard(alice)).toEqual([
      { operation: MucBodyOperation.PRESENCE, from: "owner", count: 3, members: ["bob"] },
    ]);
    await heard(bob);
    const remove = (names: string) => server.callRooms("removeRoomMembers", { user: "owner", params: { room, names } });
    expect(await remove("bob")).toEqual({ data: { result: true, action: "remove_member", user: "bob", id: room } });
    expect(await heard(alice)).toMatchObject([{ operation: MucBodyOperation.ABSENCE, count: 2, members: ["bob"] }]);
    expect(await heard(bob)).toEqual([{ operation: MucBodyOperation.KICK, from: "owner", to: "bob" }]);
    await expect(remove("bob")).rejects.toMatchObject({ code: "ROOM_NOT_MEMBERS" });
    expect((await remove("bob,alice")).data).toMatchObject([
      { result: false, user: "bob" },
      { result: true, user: "alice" },
    ]);
    const one = { params: { room, name: "Bob" } };
    await expect(server.callRooms("addRoomMember", { user: "bob", ...one })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await server.callRooms("addRoomMember", one)).toEqual({
      data: { result: true, action: "add_member", id: room, user: "bob" },
    });
    expect((await server.mucs.members(server.app, room)).map(({ username }) => username)).toContain("bob");
  });

  it("[RM12] lists its members by page and by cursor, without gap or repetition", async () => {
    for (const name of ["a1", "a2", "a3"]) {
      await server.identity(name);
      server.clock.advance(1);
      await server.mucs.join({ app: server.app, id: room, type: "room" }, [name]);
    }
    const page = (query: object) => server.callRooms("listRoomMembers", { user: "owner", params: { room }, query });
    expect((await page({ pagenum: 2, pagesize: 3 })).data).toEqual([{ member: "a3" }]);
    const first = await page({ limit: 2, cursor: "undefined" });
    expect(first.data).toMatchObject([{ owner: "owner" }, { member: "a1" }]);
    const second = await page({ limit: 2, cursor: first.cursor });
    expect(second.data).toMatchObject([{ member: "a2" }, { member: "a3" }]);
    expect(second.cursor).toBeUndefined();
  });
});

describe("the attributes of a room", () => {
  const set = (user: string, metaData: object, more: object = {}, name = "setRoomAttributes") =>
    server.callRooms(name, { user, params: { room, user }, body: { metaData, ...more } });
  const all = async () => (await server.callRooms("getRoomAttributes", { user: "owner", params: { room } })).data;

  it("[RM13] are set by members, told to everybody there, and changed by who set them", async () => {
    const alice = await server.login("alice");
    await join(alice);
    expect(await set("owner", { song: "one" })).toEqual({ data: { successKeys: ["song"], errorKeys: {} } });
    const [event] = (await heard(alice)) as Array<{ operation: number; info: string }>;
    expect(event?.operation).toBe(MucBodyOperation.SET_METADATA);
    expect(JSON.parse(event?.info ?? "")).toEqual({
      properties: { song: "one" },
      result: { successKeys: ["song"], errorKeys: {} },
    });
    const refused = await set("alice", { song: "two", hat: "red" });
    expect(refused.data.successKeys).toEqual(["hat"]);
    expect(refused.data.errorKeys.song).toContain("is not part of you");
    expect(await set("alice", { song: "two" }, {}, "forceRoomAttributes")).toMatchObject({
      data: { successKeys: ["song"] },
    });
    expect(await all()).toEqual({ hat: "red", song: "two" });
    await expect(set("stranger", { x: "y" })).rejects.toMatchObject({ code: "ROOM_NOT_MEMBERS" });
  });

  it("[RM14] go with who set them unless told to stay, and can be removed", async () => {
    const alice = await server.login("alice");
    await join(alice);
    await set("alice", { mine: "1" });
    await set("alice", { ours: "2" }, { autoDelete: "NO_DELETE" });
    const remove = (user: string, keys: string[], name = "removeRoomAttributes") =>
      server.callRooms(name, { user, params: { room, user }, body: { keys } });
    expect((await remove("owner", ["ours"])).data.errorKeys.ours).toContain("is not part of you");
    await leave(alice);
    expect(await all()).toEqual({ ours: "2" });
    expect(await remove("owner", ["ours", "gone"], "forceRemoveRoomAttributes")).toEqual({
      data: { successKeys: ["ours", "gone"], errorKeys: {} },
    });
    expect(await all()).toEqual({});
  });

  it("[RM15] have limits, and a name that is refused does not stop the others", async () => {
    const { data } = await set("owner", {
      "no spaces": "x",
      ["k".repeat(129)]: "x",
      long: "v".repeat(4097),
      good: "1",
    });
    expect(data.successKeys).toEqual(["good"]);
    expect(data.errorKeys["no spaces"]).toContain("is not Legal");
    expect(
      Object.values(data.errorKeys).filter((text) => String(text).includes("is exceeding maximum limit")),
    ).toHaveLength(2);
    const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, "v"]));
    await expect(set("owner", eleven)).rejects.toMatchObject({ code: "ATTRIBUTE_BATCH" });
    for (let batch = 0; batch < 10; batch++) {
      await set("owner", Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`b${batch}.${i}`, "v"])));
    }
    expect(Object.keys(await all())).toHaveLength(100);
    expect((await set("owner", { "one.more": "v" })).data.errorKeys["one.more"]).toContain(
      "exceeds the user defined limit",
    );
  });
});

async function until(isTrue: () => boolean): Promise<void> {
  for (let turns = 0; !isTrue() && turns < 10_000; turns++) await new Promise((resolve) => setImmediate(resolve));
}
