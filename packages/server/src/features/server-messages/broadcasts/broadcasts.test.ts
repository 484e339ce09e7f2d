import { MessageBodyType, KeyValueValueType as T } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Entry } from "../../../timeline/index.ts";
import { type Chat, device, open, openChat, texts } from "../../messages/chat.fixture.ts";

let chat: Chat;
const alice = device("alice");
const bob = device("bob");
const DAY = 24 * 60 * 60_000;

beforeEach(async () => {
  chat = await openChat();
  for (const each of [alice, bob]) await chat.receive(each);
  // Midnight, so that a day's broadcasts are a day's.
  chat.time.at += DAY - (chat.time.at % DAY);
});
afterEach(() => chat.close());

const news = { msg: { type: "txt", msg: "news" } };
const cast = async (name: string, body: Record<string, unknown> = {}): Promise<number> => {
  const answer = await chat.call(name, { user: undefined, body: { ...news, ...body } });
  await chat.broadcasts.settled();
  return answer.data.id;
};
const toUsers = (body: Record<string, unknown> = {}) => cast("broadcastToUsers", { target_type: "users", ...body });
const historyOf = async (user: string, queue: string) => {
  const { data } = await chat.call("readHistory", { user, body: { queue } });
  return data.msgs.map(({ msg }: { msg: string }) => open(Buffer.from(msg, "base64")));
};
const room = async (...members: string[]) => {
  const [owner = "", ...others] = members;
  const wish = { app: chat.app, name: "n", description: "", avatar: "", custom: "", owner, maxUsers: 200 };
  const rules = { isPublic: true, needsApproval: false, allowsInvites: true, invitesNeedConsent: false };
  return (await chat.muc.create({ ...wish, ...rules, type: "room" }, others)).id;
};

describe("a broadcast", () => {
  it("[SM12] to all users is a message to each of them, however many they are, but its sender", async () => {
    for (let i = 0; i < 250; i++) chat.accounts.add(`user${String(i).padStart(3, "0")}`);
    const id = await toUsers({ from: "alice", ext: { a: 1 } });
    expect(id).toBeTypeOf("number");
    expect(Number.isSafeInteger(id)).toBe(true);
    expect(await chat.receive(bob)).toMatchObject([
      {
        meta: { from: { name: "alice" }, to: { name: "bob" } },
        body: { type: MessageBodyType.CHAT, contents: [{ text: "news" }], ext: [{ key: "a", type: T.INT }] },
      },
    ]);
    for (const last of ["carol", "user000", "user249"])
      expect(texts(await chat.receive(device(last)))).toEqual(["news"]);
    expect(await chat.receive(alice)).toEqual([]);
    expect(await historyOf("bob", "alice@easemob.com")).toHaveLength(1);
  });

  it("[SM12] that a server has not finished is taken up by the next one, and nobody has it twice", async () => {
    const id = await toUsers();
    await chat.receive(bob);
    await chat.unfinish(id);
    chat.accounts.add("dave");
    await chat.broadcasts.resume();
    await chat.broadcasts.settled();
    expect(await chat.receive(bob)).toEqual([]);
    expect(texts(await chat.receive(device("dave")))).toEqual(["news"]);
  });

  it("[SM12] to who is online is stored nowhere", async () => {
    const sent: Entry[] = [];
    chat.transients.onSent((entry) => sent.push(entry));
    chat.online.add("bob");
    await cast("broadcastToOnline");
    expect(sent).toMatchObject([{ timeline: `${chat.app}/c/admin/bob`, kind: "txt" }]);
    expect(await chat.receive(bob)).toEqual([]);
  });

  it("[SM12] to all rooms is in those where somebody has written, and says that it is one", async () => {
    const [lively, silent, closed] = [await room("alice", "bob"), await room("alice"), await room("alice")];
    for (const id of [lively, closed]) {
      const body = { to: [id], type: "txt", body: { msg: "first" } };
      await chat.call("sendToRooms", { user: undefined, body });
    }
    await chat.muc.update({ app: chat.app, id: closed, type: "room" }, { isDisabled: true });
    await cast("broadcastToRooms", { chatroom_msg_level: "high" });
    const [message, ...before] = await historyOf("bob", `${lively}@conference.easemob.com`);
    expect(texts(before)).toEqual(["first"]);
    expect(message).toMatchObject({
      meta: {
        ext: [
          { key: "chatroom_msg_tag", varintValue: "0" },
          { key: "is_broadcast", type: T.BOOL, varintValue: "1" },
        ],
      },
      body: { type: MessageBodyType.CHATROOM, to: { name: lively }, contents: [{ text: "news" }] },
    });
    for (const id of [silent, closed]) {
      expect(texts(await historyOf("alice", `${id}@conference.easemob.com`))).not.toContain("news");
    }
  });

  it("[SM12] has limits of its own, by the minute and by the day of UTC", async () => {
    const often = { code: "RATE_LIMITED" };
    await toUsers();
    chat.time.at += 30 * 60_000 - 1;
    await expect(toUsers()).rejects.toMatchObject(often);
    chat.time.at += 1;
    await toUsers();
    chat.time.at += 30 * 60_000;
    await toUsers();
    chat.time.at += 10 * 60 * 60_000;
    const used = { code: "BROADCAST_LIMIT", description: "broadcast message limit exceeded" };
    await expect(toUsers()).rejects.toMatchObject(used);
    chat.time.at += DAY - (chat.time.at % DAY);
    await toUsers();

    await cast("broadcastToOnline");
    await expect(cast("broadcastToOnline")).rejects.toMatchObject(often);
    for (let i = 0; i < 10; i++) await cast("broadcastToRooms");
    await expect(cast("broadcastToRooms")).rejects.toMatchObject(often);
  });

  it.each([
    ["broadcastToUsers", { target_type: undefined }, "target_type must be provided"],
    ["broadcastToUsers", { target_type: "rooms" }, "target_type can only be 'users'"],
    ["broadcastToUsers", { target_type: "users", from: "" }, "from can't be empty"],
    ["broadcastToOnline", { ext: "x" }, "ext must be JSONObject"],
    ["broadcastToRooms", { msg: undefined }, "param type can't be empty"],
    ["broadcastToRooms", { msg: { type: "txt" } }, "param body.msg can't be empty"],
    ["broadcastToRooms", { chatroom_msg_level: "loud" }, "param chatroom_msg_level is illegal"],
  ])("[SM12] %s refuses %o", async (name, body, description) => {
    await expect(cast(name, body)).rejects.toMatchObject({ description });
    expect(await chat.receive(bob)).toEqual([]);
  });
});
