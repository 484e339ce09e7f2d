import { CONFERENCE_DOMAIN, MessageBodyType, type Meta } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Chat, device, open, openChat, recallOf, text, texts } from "../messages/chat.fixture.ts";

let chat: Chat;
let id: string;
const alice = device("alice");
const bobPad = device("bob", "pad");

beforeEach(async () => {
  chat = await openChat({ people: ["alice", "bob", "carol", "dave"] });
  for (const each of [device("bob"), bobPad]) await chat.receive(each);
  const body = { groupname: "g", members: ["bob", "carol"], invite_need_confirm: false, public: true };
  id = (await chat.call("createGroup", { user: "alice", body })).data.groupid;
  await chat.receive(bobPad);
});
afterEach(() => chat.close());

const say = (who: typeof alice, msg: string, more: Partial<Meta> = {}) => {
  chat.time.at += 10;
  const to = { appKey: chat.app, name: id, domain: CONFERENCE_DOMAIN };
  return chat.say(who, id, text(msg, { type: MessageBodyType.GROUPCHAT }), { to, ...more });
};

async function history(user: string, body: Record<string, unknown> = {}) {
  const queue = `${id}@conference.easemob.com`;
  const { data } = await chat.call("readHistory", { user, body: { queue, is_positive: true, ...body } });
  return data.msgs.map(({ msg }: { msg: string }) => open(Buffer.from(msg, "base64")));
}

const said = async (user: string, body: Record<string, unknown> = {}) => texts(await history(user, body));
const join = (user: string) => chat.call("applyToGroup", { user, params: { id }, body: { message: "" } });
const leave = (user: string) => chat.call("leaveGroup", { user, params: { id } });

describe("the history of a group", () => {
  it("[HI7] is for its members, and the same for all of them", async () => {
    const sent = await say(alice, "hello");
    const [message] = await history("bob");
    expect(message.meta).toMatchObject({ id: sent.id, from: { name: "alice" }, to: { name: id } });
    expect(message.body.type).toBe(MessageBodyType.GROUPCHAT);
    expect(message.body.meta).toBeUndefined();
    expect(await said("alice")).toEqual(["hello"]);
    const refusal = { code: "FORBIDDEN", description: "users [dave] are not members of this group!" };
    await expect(history("dave")).rejects.toMatchObject(refusal);
    await leave("bob");
    await expect(history("bob")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(history("alice", { queue: "4711@conference.easemob.com" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    for (const queue of ["x@conference.easemob.com", `${id}@conference.easemob.com@easemob.com`, `${id}@example.com`]) {
      await expect(history("alice", { queue })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    }
  });

  it("[HI8] begins for newcomers where the application says", async () => {
    await say(alice, "before");
    await join("dave");
    await say(alice, "after");
    expect(await said("dave")).toEqual(["after"]);
    await leave("dave");
    await say(alice, "meanwhile");
    chat.settings.newcomersSeeHistory = true;
    await join("dave");
    expect(await said("dave")).toEqual(["after", "meanwhile"]);
  });

  it("[HI8] shows newcomers everything where the application says so", async () => {
    chat.settings.newcomersSeeHistory = true;
    await say(alice, "before");
    await join("dave");
    await say(alice, "after");
    expect(await said("dave")).toEqual(["before", "after"]);
    // It is history to them, and nothing they have still to receive.
    expect(texts(await chat.receive(device("dave"))).filter((msg) => msg !== undefined)).toEqual(["after"]);
  });

  it("[HI8] has directed messages only for the sender and those they were for", async () => {
    await say(alice, "to all");
    await say(alice, "psst", { routetype: 2, directedUsers: ["bob"] });
    expect(await said("alice")).toEqual(["to all", "psst"]);
    expect(await said("bob")).toEqual(["to all", "psst"]);
    expect(await said("carol")).toEqual(["to all"]);
  });

  it("[HI8] narrows to one sender, and forgets what was recalled", async () => {
    await say(alice, "a1");
    await say(device("bob"), "b1");
    const { id: recalled } = await say(alice, "a2");
    const to = { appKey: chat.app, name: id, domain: CONFERENCE_DOMAIN };
    await chat.say(alice, id, recallOf(recalled), { to });
    expect(await said("carol")).toEqual(["a1", "b1"]);
    expect(await said("carol", { userId: "Alice" })).toEqual(["a1"]);
    expect(await said("carol", { userId: "" })).toEqual(["a1", "b1"]);
    expect(await said("carol", { userId: "no body" })).toEqual([]);
  });

  it("[HI8] is shown to who has shielded the group, too", async () => {
    await chat.call("shieldGroup", { user: "bob", params: { id } });
    await say(alice, "unwanted");
    expect(await said("bob")).toEqual(["unwanted"]);
    await chat.call("removeGroupMessagesUpToTime", {
      user: "bob",
      query: { groupId: id, delTime: String(chat.time.at) },
    });
    expect(await said("bob")).toEqual([]);
  });

  it("[HI8] is removed from the own view by ids or up to a time, and other devices are told", async () => {
    const [a, b] = [await say(alice, "a"), await say(alice, "b")];
    await say(alice, "c");
    await chat.receive(bobPad);
    const remove = (name: string, query: Record<string, string>) =>
      chat.call(name, { user: "bob", resource: "phone", query: { groupId: id, ...query } });
    await remove("removeGroupMessagesById", { msgIdList: a.id });
    expect(await said("bob")).toEqual(["b", "c"]);
    await remove("removeGroupMessagesUpToTime", { delTime: String(b.at) });
    expect(await said("bob")).toEqual(["c"]);
    expect(await said("carol")).toEqual(["a", "b", "c"]);
    const event = { type: "roaming_delete", data: { to: id, chatType: "groupchat", resource: "phone" } };
    expect((await chat.receive(bobPad)).map(({ json }) => json)).toEqual([event, event]);
  });
});
