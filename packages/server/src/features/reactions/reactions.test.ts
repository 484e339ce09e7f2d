import { CONFERENCE_DOMAIN, MessageBodyType } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Chat, device, openChat, recallOf, text } from "../messages/chat.fixture.ts";

let chat: Chat;
const alice = device("alice");
const bob = device("bob");
const bobPad = device("bob", "pad");
const carol = device("carol");

beforeEach(async () => {
  chat = await openChat();
  for (const each of [alice, bob, bobPad, carol]) await chat.receive(each);
});
afterEach(() => chat.close());

const add = (user: string, msgId: string, message: string) =>
  chat.call("addReaction", { user, body: { msgId, message } });
const remove = (user: string, msgId: string, message: string) =>
  chat.call("removeReaction", { user, query: { msgId, message } });
const list = async (user: string, ...ids: string[]) =>
  (await chat.call("listReactions", { user, query: { msgIdList: ids.join(","), msgType: "chat", groupId: "null" } }))
    .data;

/** What a device has been told of reactions since it looked the last time. */
async function told(who: typeof alice) {
  return (await chat.receive(who)).filter(({ json }) => json?.type === "reaction").flatMap(({ json }) => json.data);
}

describe("a reaction", () => {
  it("[RX1] is told to everybody in the conversation, with how many have it by now", async () => {
    const { id, at } = await chat.say(alice, "bob", "hello");
    for (const each of [bob, bobPad]) await chat.receive(each);
    await add("bob", id, "👍");
    const event = {
      from: "bob",
      to: "alice",
      channel_type: "chat",
      messageId: id,
      reactions: [{ reaction: "👍", count: 1, op: [{ operator: "bob", reactionType: "create" }], userList: ["bob"] }],
      ts: at,
    };
    for (const each of [alice, bob, bobPad]) expect(await told(each)).toEqual([event]);
    expect(await told(carol)).toEqual([]);
    await add("alice", id, "👍");
    expect((await told(bob))[0].reactions[0]).toMatchObject({ count: 2, userList: ["bob", "alice"] });
    await remove("bob", id, "👍");
    expect((await told(bobPad)).at(-1)).toMatchObject({
      from: "bob",
      reactions: [{ count: 1, op: [{ operator: "bob", reactionType: "delete" }], userList: ["alice"] }],
    });
  });

  it("[RX2] is listed with its count, the first three who have it, and whether the caller does", async () => {
    const group = await chat.muc.create(wanted(), ["bob", "carol", "dave"]);
    const sent = await chat.send(alice, group.id, text("hello", { type: MessageBodyType.GROUPCHAT }), {
      to: { appKey: chat.app, name: group.id, domain: CONFERENCE_DOMAIN },
    });
    if (!sent.ok) throw new Error(sent.reason);
    for (const user of ["dave", "carol", "bob", "alice"]) await add(user, sent.id, "🎉");
    await add("bob", sent.id, "👀");
    const query = { msgIdList: sent.id, msgType: "groupchat", groupId: group.id };
    const { data } = await chat.call("listReactions", { user: "bob", query });
    expect(data).toMatchObject([
      {
        msgId: sent.id,
        reactionList: [
          { reaction: "🎉", count: 4, userCount: 4, state: true, userList: ["dave", "carol", "bob"] },
          { reaction: "👀", count: 1, state: true, userList: ["bob"] },
        ],
      },
    ]);
    const asJson = { ...query, msgIdList: JSON.stringify([sent.id]) };
    expect((await chat.call("listReactions", { user: "bob", query: asJson })).data).toEqual(data);
    const page = { user: "alice", query: { msgId: sent.id, message: "🎉", pageSize: "3" } };
    const first = (await chat.call("getReaction", page)).data;
    expect(first).toMatchObject({ count: 4, state: true, userList: ["dave", "carol", "bob"] });
    const rest = { ...page.query, currentPage: first.cursor };
    expect((await chat.call("getReaction", { ...page, query: rest })).data).toMatchObject({
      userList: ["alice"],
      cursor: "",
    });
  });

  it("[RX3] is added once by each, and only where one can see the message", async () => {
    const { id } = await chat.say(alice, "bob", "hello");
    await add("bob", id, "👍");
    await expect(add("bob", id, "👍")).rejects.toMatchObject({ code: "REACTION_EXISTS" });
    await expect(add("carol", id, "👍")).rejects.toMatchObject({ code: "REACTION_ILLEGAL" });
    await expect(add("bob", "4711", "👍")).rejects.toMatchObject({ code: "REACTION_ILLEGAL" });
    await expect(add("bob", "nonsense", "👍")).rejects.toMatchObject({ code: "REACTION_ILLEGAL" });
    await expect(remove("alice", id, "👍")).rejects.toMatchObject({ code: "REACTION_ILLEGAL" });
    expect(await list("carol", id)).toEqual([]);
  });

  it("[RX4] has 1 to 128 characters, and a message up to 20 different ones", async () => {
    const { id } = await chat.say(alice, "bob", "hello");
    await expect(add("bob", id, "")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(add("bob", id, "x".repeat(129))).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    for (let i = 0; i < 20; i++) await add("bob", id, `r${i}`);
    await expect(add("bob", id, "one more")).rejects.toMatchObject({ code: "REACTION_LIMIT" });
    await add("alice", id, "r0");
    const many = Array.from({ length: 21 }, (_, i) => String(i + 1));
    await expect(list("bob", ...many)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("[RX5] goes with the message it is on, and with the account that added it", async () => {
    const { id } = await chat.say(alice, "bob", "hello");
    const { id: other } = await chat.say(alice, "bob", "still here");
    for (const each of [id, other]) await add("bob", each, "👍");
    await chat.say(alice, "bob", recallOf(id));
    await chat.settled();
    expect(await list("alice", id, other)).toMatchObject([{ msgId: other, reactionList: [{ reaction: "👍" }] }]);
    expect(await chat.reactionRows()).toBe(1);
    await chat.forgetReactionsOf("bob");
    expect(await list("alice", other)).toEqual([{ msgId: other, reactionList: [] }]);
  });
});

function wanted() {
  return {
    app: chat.app,
    type: "group" as const,
    name: "friends",
    description: "",
    avatar: "",
    custom: "",
    owner: "alice",
    maxUsers: 200,
    isPublic: false,
    needsApproval: false,
    allowsInvites: true,
    invitesNeedConsent: false,
  };
}
