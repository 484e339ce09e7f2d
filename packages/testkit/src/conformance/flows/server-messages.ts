import { expect } from "vitest";
import { EVENT_OF_KIND, type Message, type MessageKind } from "../../people/messages.ts";
import type { Person } from "../../people/person.ts";
import { type Flow, flow, type Stage } from "../flow.ts";
import { company, history } from "./group-cast.ts";

interface Recalled extends Message {
  readonly mid: string;
}

/** The ids that the server answers, by target. */
async function post({ admin }: Stage, path: string, body: Record<string, unknown>): Promise<Record<string, string>> {
  const { data } = await admin.expect("POST", path, body);
  return data as Record<string, string>; // what the endpoints answer
}

const got = (who: Person, kind: MessageKind, id: string | undefined): Promise<Message> =>
  who.waitFor<Message>(EVENT_OF_KIND[kind], (message) => message.id === id);

const historyWith = async (who: Person, peer: string): Promise<Message[]> => {
  const page = { targetId: peer, chatType: "singleChat", pageSize: 20 };
  return (await who.call<{ messages: Message[] }>("getHistoryMessages", page)).messages;
};

/** What an application's own server sends, as clients receive it. */
export const serverMessageFlows: Flow[] = [
  flow(
    "messages of the application's server: every kind arrives with what was sent, and is in history [SM1] [SM3]",
    async (stage) => {
      const { venue, server } = stage;
      const [alice, bob] = [await venue.arrive("alice"), await venue.arrive("bob")];
      const url = `${server.rest}/${server.appKey.replace("#", "/")}/chatfiles/00000000-0000-0000-0000-000000000000`;
      const file = { url, filename: "f.bin", secret: "s", file_length: 10 };
      const kinds: Array<[MessageKind, object, object]> = [
        ["txt", { msg: "hello" }, { msg: "hello" }],
        ["img", { ...file, size: { width: 3, height: 4 } }, { width: 3, height: 4, file_length: 10, secret: "s" }],
        ["audio", { ...file, length: 5 }, { length: 5, filename: "f.bin", file_length: 10 }],
        ["video", { ...file, length: 6, thumb: url, thumb_secret: "t" }, { length: 6, filename: "f.bin" }],
        ["file", file, { filename: "f.bin", file_length: 10, secret: "s" }],
        ["loc", { lat: "39.5", lng: "-1.5", addr: "here" }, { lat: 39.5, lng: -1.5, addr: "here" }],
        ["cmd", { action: "go" }, { action: "go" }],
        ["custom", { customEvent: "gift", customExts: { n: "1" } }, { customEvent: "gift", customExts: { n: "1" } }],
      ];
      const ids: string[] = [];
      for (const [type, body, expected] of kinds) {
        const wish = { from: alice.id, to: [bob.id], type, body, ext: { a: { b: 1 } }, sync_device: type === "txt" };
        const { [bob.id]: id = "" } = await post(stage, "/messages/users", wish);
        ids.push(id);
        const message = await got(bob, type, id);
        const envelope = { from: alice.id, to: bob.id, chatType: "singleChat", type, ext: { a: { b: 1 } } };
        expect(message).toMatchObject({ ...envelope, ...expected });
      }
      // The sender's devices have what they were to have, and nothing else.
      expect(await got(alice, "txt", ids[0])).toMatchObject({ from: alice.id, to: bob.id, msg: "hello" });
      expect(alice.events.all("onImageMessage")).toEqual([]);
      for (const [who, peer] of [
        [alice, bob],
        [bob, alice],
      ] as const) {
        expect((await historyWith(who, peer.id)).map(({ id }) => id).reverse()).toEqual(ids);
      }
    },
    { needs: "admin" },
  ),

  flow(
    "messages of the application's server to a group and a room; for who is online only [SM1] [SM4] [SM5] [SM6]",
    async (stage) => {
      const { admin } = stage;
      const { alice, bob, carol, later, group } = await company(stage);
      const text = (msg: string) => ({ from: "admin", type: "txt", body: { msg } });
      const { [group]: id } = await post(stage, "/messages/chatgroups", {
        ...text("all"),
        to: [group],
        need_group_ack: true,
      });
      for (const each of [alice, bob, carol]) {
        expect(await got(each, "txt", id)).toMatchObject({
          from: "admin",
          to: group,
          chatType: "groupChat",
          msgConfig: { allowGroupAck: true },
        });
      }
      const some = await post(stage, "/messages/chatgroups/users", { ...text("some"), to: [group], users: [bob.id] });
      await got(bob, "txt", some[group]);
      const now = await post(stage, "/messages/chatgroups", { ...text("now"), to: [group], routetype: "ROUTE_ONLINE" });
      await got(carol, "txt", now[group]);
      await later.login();
      expect(await got(later, "txt", id)).toMatchObject({ msg: "all" });
      expect((await history(later, group)).map(({ msg }) => msg)).toEqual(["all"]);
      expect(later.events.all<Message>("onTextMessage").map(({ msg }) => msg)).toEqual(["all"]);
      expect(carol.events.all<Message>("onTextMessage").map(({ msg }) => msg)).toEqual(["all", "now"]);

      const wish = { name: "hall", description: "d", maxusers: 50, owner: alice.id, members: [] };
      const { data } = (await admin.expect("POST", "/chatrooms", wish)) as { data: { id: string } };
      await bob.call("joinChatRoom", { roomId: data.id });
      const loud = { ...text("loud"), to: [data.id], chatroom_msg_level: "high" };
      const { [data.id]: said } = await post(stage, "/messages/chatrooms", loud);
      expect(await got(bob, "txt", said)).toMatchObject({ chatType: "chatRoom", to: data.id, priority: "high" });
    },
    { needs: "admin" },
  ),

  flow(
    "the application's server edits a message and takes it back: all devices see it [SM10] [SM11]",
    async (stage) => {
      const { venue, admin } = stage;
      const [alice, bob] = [await venue.arrive("alice"), await venue.arrive("bob")];
      const sent = await alice.send("txt", { msg: "first", ext: { a: 1, b: 2 } }, bob.id);
      await got(bob, "txt", sent.serverMsgId);
      const edit = { user: alice.id, new_msg: { type: "txt", msg: "second" }, new_ext: { b: 3 } };
      const answer = await admin.expect("PUT", `/messages/rewrite/${sent.serverMsgId}`, edit);
      expect(answer.data).toBe("success");
      for (const who of [alice, bob]) {
        const told = await who.waitFor<Message>("onModifiedMessage", ({ id }) => id === sent.serverMsgId);
        const modifiedInfo = { operatorId: alice.id, operationCount: 1 };
        expect(told).toMatchObject({ from: alice.id, msg: "second", ext: { a: 1, b: 3 }, modifiedInfo });
      }
      const recall = { msg_id: sent.serverMsgId, to: bob.id, chat_type: "chat", from: alice.id, force: true };
      const wish = { ...recall, recallMessageExtensionInfo: "rude" };
      expect((await admin.expect("POST", "/messages/msg_recall", wish)).data).toEqual({
        recalled: "yes",
        chattype: "chat",
        from: alice.id,
        to: bob.id,
        msg_id: sent.serverMsgId,
      });
      for (const who of [alice, bob]) {
        const told = await who.waitFor<Recalled>("onRecallMessage", ({ mid }) => mid === sent.serverMsgId);
        expect(told).toMatchObject({ from: alice.id, to: bob.id, ext: "rude" });
        expect(await historyWith(who, who === alice ? bob.id : alice.id)).toEqual([]);
      }
    },
    { needs: "admin" },
  ),

  flow(
    "broadcasts: to every user, also who comes later, to who is online, and to rooms, which say so [SM12]",
    async (stage) => {
      const { venue, admin } = stage;
      const [alice, bob] = [await venue.arrive("alice"), await venue.arrive("bob")];
      const later = await venue.sit("later");
      await later.register();
      const cast = async (path: string, msg: string, more: object = {}): Promise<void> => {
        const body = { from: "admin", msg: { type: "txt", msg }, ext: { n: 1 }, ...more };
        const { data } = await admin.expect("POST", `/messages${path}/broadcast`, body);
        expect(data).toEqual({ id: expect.any(Number) });
      };
      const hears = (who: Person, msg: string) =>
        who.waitFor<Message>("onTextMessage", (message) => message.msg === msg);
      const wish = { name: "hall", description: "d", maxusers: 50, owner: alice.id, members: [] };
      const { data: room } = (await admin.expect("POST", "/chatrooms", wish)) as { data: { id: string } };
      await bob.call("joinChatRoom", { roomId: room.id });
      await post(stage, "/messages/chatrooms", { to: [room.id], type: "txt", body: { msg: "first" } });

      await cast("", "to all", { target_type: "users" });
      await cast("/users", "to who is here");
      await cast("/chatrooms", "to rooms");
      for (const msg of ["to all", "to who is here"]) {
        expect(await hears(bob, msg)).toMatchObject({
          from: "admin",
          to: bob.id,
          chatType: "singleChat",
          ext: { n: 1 },
        });
      }
      expect(await hears(bob, "to rooms")).toMatchObject({ chatType: "chatRoom", to: room.id, broadcast: true });
      await later.login();
      await hears(later, "to all");
      expect((await historyWith(later, "admin")).map(({ msg }) => msg)).toEqual(["to all"]);
      expect(
        await admin.request("POST", "/messages/users/broadcast", { msg: { type: "txt", msg: "x" } }),
      ).toMatchObject({
        status: 429,
      });
    },
    { needs: "admin" },
  ),

  flow(
    "what is wrong with a message of the application's server is said with the documented errors [SM7]",
    async ({ admin }) => {
      const wrong: Array<[string, object, number, object]> = [
        ["/messages/users", { to: ["x"], type: "txt" }, 400, { error: "message_send_error", error_code: 14005 }],
        ["/messages/users", { to: [], type: "txt", body: { msg: "x" } }, 400, { error_code: 14002 }],
        [
          "/messages/users",
          { to: ["x"], type: "txt", body: { msg: "x".repeat(6000) } },
          400,
          { error_code: 14007, error_description: "message is too large" },
        ],
        ["/messages/users", [1], 400, { error: "invalid_request_body" }],
        [
          "/messages/msg_recall",
          { msg_id: "1", to: "x", chat_type: "chat" },
          403,
          { error: "message_recall_error", error_description: "not_found msg" },
        ],
      ];
      for (const [path, body, status, expected] of wrong) {
        expect(await admin.request("POST", path, body), path).toMatchObject({ status, body: expected });
      }
      const ok = await admin.expect("POST", "/messages/users", { to: ["nobody"], type: "txt", body: { msg: "x" } });
      expect(ok).toMatchObject({ action: "post", path: "/messages/users", organization: expect.any(String) });
    },
    { needs: "admin" },
  ),
];
