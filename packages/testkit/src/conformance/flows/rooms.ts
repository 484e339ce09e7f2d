import { expect } from "vitest";
import type { Message } from "../../people/messages.ts";
import type { Person } from "../../people/person.ts";
import { expectRefusal } from "../expect.ts";
import { type Flow, flow, type Stage } from "../flow.ts";

interface RoomEvent {
  readonly operation: string;
  readonly id: string;
  readonly from: string;
  readonly memberCount?: number;
  readonly ext?: string;
  readonly attributes?: unknown;
}

interface Joined {
  readonly data: { readonly result: boolean; readonly id: string; readonly info: Record<string, unknown> };
}

const newRoom = async ({ admin }: Stage, owner: Person, more: object = {}): Promise<string> => {
  const body = { name: "hall", description: "for all", maxusers: 50, owner: owner.id, members: [], ...more };
  const { data } = (await admin.expect("POST", "/chatrooms", body)) as { data: { id: string } };
  return data.id;
};

const join = (person: Person, roomId: string, more: object = {}): Promise<Joined> =>
  person.call<Joined>("joinChatRoom", { roomId, ...more });

const leave = (person: Person, roomId: string): Promise<unknown> => person.call("leaveChatRoom", { roomId });

const event = (person: Person, operation: string, room: string, after = 0): Promise<RoomEvent> =>
  person.waitFor<RoomEvent>("onChatroomEvent", (e) => e.operation === operation && e.id === room, { after });

const say = (person: Person, room: string, msg: string, more: object = {}) =>
  person.send("txt", { chatType: "chatRoom", msg, ...more }, room);

/** An owner and two members of a new room, all online. */
async function party(stage: Stage): Promise<{ room: string; owner: Person; alice: Person; bob: Person }> {
  const [owner, alice, bob] = await Promise.all(["owner", "alice", "bob"].map((name) => stage.venue.arrive(name)));
  if (!owner || !alice || !bob) throw new Error("three were invited");
  const room = await newRoom(stage, owner);
  for (const each of [alice, bob]) await join(each, room);
  return { room, owner, alice, bob };
}

export const roomFlows: Flow[] = [
  flow(
    "joining a room: its state for who comes, the news for who is there; leaving it [RM1] [RM5]",
    async (stage) => {
      const { alice, bob } = await stage.pair();
      const owner = await stage.venue.arrive("owner");
      const room = await newRoom(stage, owner);
      const joined = await join(alice, room);
      expect(joined.data).toMatchObject({
        result: true,
        id: room,
        info: { isAllMembersMuted: false, isInAllowlist: false, memberCount: 2, muteExpireTimestamp: -1 },
      });
      const ext = JSON.stringify({ hat: "red" });
      await join(bob, room, { ext });
      expect(await event(alice, "memberPresence", room)).toMatchObject({ from: bob.id, memberCount: 3, ext });
      expect(await event(owner, "memberPresence", room)).toMatchObject({ from: alice.id, memberCount: 2 });
      await leave(bob, room);
      expect(await event(alice, "memberAbsence", room)).toMatchObject({ from: bob.id, memberCount: 2 });
      await leave(bob, room);
      await leave(alice, room);
    },
    { needs: "admin" },
  ),

  flow("joining a room that does not exist", async ({ pair }) => {
    const { alice } = await pair();
    await expectRefusal(join(alice, "4711"), 705);
  }),

  flow(
    "joining a room takes out of the others when asked to [RM3]",
    async (stage) => {
      const { alice } = await stage.pair();
      const owner = await stage.venue.arrive("owner");
      const [first, second] = [await newRoom(stage, owner), await newRoom(stage, owner)];
      await join(alice, first);
      await join(alice, second, { leaveOtherRooms: true });
      expect(await event(owner, "memberAbsence", first)).toMatchObject({ from: alice.id });
      const mine = await alice.call<{ data: { id: string; owner: string }[] }>("getJoinedChatRooms", {
        pageNum: 1,
        pageSize: 20,
      });
      expect(mine.data).toMatchObject([{ id: second, owner: owner.id }]);
      await leave(alice, second);
    },
    { needs: "admin" },
  ),

  flow(
    "messages of a room: to whoever is there, with priority and ext; not for who comes later [RM4]",
    async (stage) => {
      const { room, alice, bob } = await party(stage);
      const sent = await say(alice, room, "hello", { priority: "high", ext: { mood: "good" } });
      const got = await bob.waitFor<Message>("onTextMessage", ({ msg }) => msg === "hello");
      expect(got).toMatchObject({
        id: sent.serverMsgId,
        chatType: "chatRoom",
        from: alice.id,
        to: room,
        ext: { mood: "good" },
        priority: "high",
      });
      const late = await stage.venue.arrive("late");
      await expectRefusal(say(late, room, "from outside"), 602);
      await join(late, room);
      await say(bob, room, "welcome");
      await late.waitFor<Message>("onTextMessage", ({ msg }) => msg === "welcome");
      expect(late.events.all("onTextMessage")).toHaveLength(1);
    },
    { needs: "admin" },
  ),

  flow(
    "a room message taken back and edited is so for everybody there",
    async (stage) => {
      const { room, alice, bob } = await party(stage);
      const first = await say(alice, room, "typo");
      await alice.modify(first.serverMsgId, "txt", { chatType: "chatRoom", msg: "fixed" }, room);
      const edited = await bob.waitFor<Message>("onModifiedMessage", ({ id }) => id === first.serverMsgId);
      expect(edited).toMatchObject({ msg: "fixed", chatType: "chatRoom" });
      await alice.call("recallMessage", { mid: first.serverMsgId, to: room, chatType: "chatRoom" });
      await bob.waitFor<{ mid: string }>("onRecallMessage", ({ mid }) => mid === first.serverMsgId);
    },
    { needs: "admin" },
  ),

  flow(
    "a room as it is described, listed, changed and ended [RM8] [RM9] [RM10]",
    async (stage) => {
      const { room, owner, alice } = await party(stage);
      const details = await alice.call<{ data: unknown[] }>("getChatRoomDetails", { chatRoomId: room });
      expect(details.data).toMatchObject([
        { id: room, name: "hall", description: "for all", owner: owner.id, maxusers: 50, affiliations_count: 3 },
      ]);
      const rooms = await alice.call<{ data: { id: string }[] }>("getChatRooms", { pagenum: 1, pagesize: 1000 });
      expect(rooms.data.map(({ id }) => id)).toContain(room);
      await expectRefusal(alice.call("modifyChatRoom", { chatRoomId: room, chatRoomName: "mine" }), 603);
      const change = { chatRoomId: room, chatRoomName: "great hall", description: "for more", maxusers: 60 };
      expect(await owner.call("modifyChatRoom", change)).toMatchObject({
        data: { groupname: true, description: true, maxusers: true },
      });
      await event(alice, "updateInfo", room);
      await expectRefusal(alice.call("destroyChatRoom", { chatRoomId: room }), 603);
      expect(await owner.call("destroyChatRoom", { chatRoomId: room })).toMatchObject({ data: { success: true } });
      expect(await event(alice, "destroy", room)).toMatchObject({ from: owner.id });
      await expectRefusal(alice.call("getChatRoomDetails", { chatRoomId: room }), 705);
    },
    { needs: "admin" },
  ),

  flow(
    "a super administrator creates rooms from a client [RM8]",
    async ({ venue, admin }) => {
      const alice = await venue.arrive("alice");
      const wish = { name: "mine", description: "d", maxusers: 10, members: [] };
      await expectRefusal(alice.call("createChatRoom", wish), 603);
      await admin.expect("POST", "/chatrooms/super_admin", { superadmin: alice.id });
      const { data } = await alice.call<{ data: { id: string } }>("createChatRoom", wish);
      const details = await alice.call<{ data: unknown[] }>("getChatRoomDetails", { chatRoomId: data.id });
      expect(details.data).toMatchObject([{ id: data.id, owner: alice.id, maxusers: 10 }]);
    },
    { needs: "admin" },
  ),

  flow(
    "members of a room: listed, brought in, thrown out [RM11] [RM12]",
    async (stage) => {
      const { room, owner, alice, bob } = await party(stage);
      const carol = await stage.venue.arrive("carol");
      const page = await alice.call<{ data: { members: { userId: string; role: string }[]; cursor?: string } }>(
        "getChatRoomMembers",
        { chatRoomId: room, limit: 2 },
      );
      expect(page.data.members).toMatchObject([
        { userId: owner.id, role: "owner" },
        { userId: alice.id, role: "member" },
      ]);
      const rest = await alice.call<typeof page>("getChatRoomMembers", { chatRoomId: room, cursor: page.data.cursor });
      expect(rest.data.members.map(({ userId }) => userId)).toEqual([bob.id]);
      const old = await alice.call<{ data: unknown[] }>("listChatRoomMembers", {
        chatRoomId: room,
        pageNum: 1,
        pageSize: 20,
      });
      expect(old.data).toEqual([{ owner: owner.id }, { member: alice.id }, { member: bob.id }]);
      const mark = alice.events.mark();
      await owner.call("addUsersToChatRoom", { chatRoomId: room, users: [carol.id] });
      expect(await event(alice, "memberPresence", room, mark)).toMatchObject({ from: carol.id });
      await say(bob, room, "hello carol");
      await carol.waitFor<Message>("onTextMessage", ({ msg }) => msg === "hello carol");
      await owner.call("removeChatRoomMember", { chatRoomId: room, username: carol.id });
      expect(await event(carol, "removeMember", room)).toMatchObject({ from: owner.id });
      expect(await event(alice, "memberAbsence", room)).toMatchObject({ from: carol.id });
      await expectRefusal(owner.call("removeChatRoomMember", { chatRoomId: room, username: carol.id }), 702);
      const both = await owner.call<{ data: unknown[] }>("removeChatRoomMembers", {
        chatRoomId: room,
        users: [alice.id, carol.id],
      });
      expect(both.data).toMatchObject([
        { user: alice.id, result: true },
        { user: carol.id, result: false },
      ]);
    },
    { needs: "admin" },
  ),

  flow(
    "attributes of a room: set, read, changed by force, gone with their owner [RM13] [RM14] [RM15]",
    async (stage) => {
      const { room, owner, alice, bob } = await party(stage);
      const set = (person: Person, attributes: object, more: object = {}) =>
        person.call<{ data: { status: string; successKeys: string[]; errorKeys: object } }>("setChatRoomAttributes", {
          chatRoomId: room,
          attributes,
          ...more,
        });
      expect((await set(alice, { song: "one", hat: "red" })).data).toMatchObject({ status: "success" });
      expect(await event(bob, "updateChatRoomAttributes", room)).toMatchObject({
        from: alice.id,
        attributes: { song: "one", hat: "red" },
      });
      const one = { chatRoomId: room, attributeKey: "song", attributeValue: "two" };
      await expectRefusal(bob.call("setChatRoomAttribute", one), 52);
      await bob.call("setChatRoomAttribute", { ...one, isForced: true });
      const some = await owner.call<{ data: object }>("getChatRoomAttributes", {
        chatRoomId: room,
        attributeKeys: ["song"],
      });
      expect(some.data).toEqual({ song: "two" });
      expect((await set(alice, { "not legal": "x", fine: "y" })).data).toMatchObject({
        status: "fail",
        successKeys: ["fine"],
      });
      await alice.call("removeChatRoomAttribute", { chatRoomId: room, attributeKey: "fine" });
      expect(await event(bob, "removeChatRoomAttributes", room)).toMatchObject({ attributes: ["fine"] });
      await leave(alice, room);
      const left = await owner.call<{ data: object }>("getChatRoomAttributes", { chatRoomId: room });
      expect(left.data).toEqual({ song: "two" });
      const removed = await owner.call<{ data: object }>("removeChatRoomAttributes", {
        chatRoomId: room,
        attributeKeys: ["song"],
        isForced: true,
      });
      expect(removed.data).toMatchObject({ status: "success", successKeys: ["song"] });
    },
    { needs: "admin" },
  ),
];
