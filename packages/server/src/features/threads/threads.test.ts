import { CONFERENCE_DOMAIN, decode, MessageBodyType, MetaNameSpace, MucBody, MucBodyOperation } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Chat, device, open, openChat, recallOf, text } from "../messages/chat.fixture.ts";
import type { Muc } from "../muc/index.ts";

let chat: Chat;
let group: Muc;
let message: string;
const alice = device("alice");
const alicePad = device("alice", "pad");
const bob = device("bob");
const carol = device("carol");

beforeEach(async () => {
  chat = await openChat({ people: ["alice", "bob", "carol", "dave"] });
  group = await chat.muc.create(
    {
      app: chat.app,
      type: "group",
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
    },
    ["bob", "carol"],
  );
  message = await say(alice, group.id, "what shall we eat?");
  for (const each of [alice, alicePad, bob, carol]) await chat.receive(each);
});
afterEach(() => chat.close());

async function say(from: typeof alice, id: string, msg: string, meta?: string): Promise<string> {
  const to = { appKey: chat.app, name: id, domain: CONFERENCE_DOMAIN };
  const more = { type: MessageBodyType.GROUPCHAT, ...(meta === undefined ? {} : { meta }) };
  const sent = await chat.send(from, id, text(msg, more), { to });
  if (!sent.ok) throw new Error(sent.reason);
  return sent.id;
}

const create = async (user = "bob", more: object = {}): Promise<string> => {
  const body = { name: "dinner", msg_id: message, group_id: group.id, ...more };
  return (await chat.call("createThread", { user, resource: "phone", body })).data.thread_id;
};
const on = (name: string, user: string, thread: string, more: object = {}) =>
  chat.call(name, { user, resource: "phone", params: { thread, user }, ...more });
const join = (user: string, thread: string) => on("joinThread", user, thread);

/** What a device has been told of threads, and the texts it got, since it looked the last time. */
async function told(who: typeof alice) {
  await chat.settled();
  return (await chat.receive(who)).map(({ meta, json, body }) => {
    if (json !== undefined) return json.data;
    if (meta.ns === MetaNameSpace.CHAT) return body.contents?.[0]?.text;
    const { operation, isThread, mucParentId, mucName } = decode(MucBody, meta.payload ?? new Uint8Array());
    return { operation, isThread, parent: mucParentId?.name, name: mucName };
  });
}

describe("a thread", () => {
  it("[TH1] begins on a message of a group: its members are told, and the creator's other devices", async () => {
    const id = await create();
    const event = {
      operation: "create",
      id,
      name: "dinner",
      muc_parent_id: group.id,
      msg_parent_id: message,
      timestamp: chat.time.at,
      from: "bob",
      message_count: 0,
    };
    expect(await told(alice)).toEqual([event]);
    expect(await told(carol)).toEqual([event]);
    expect(await told(device("bob", "pad"))).toContainEqual({
      operation: MucBodyOperation.THREAD_CREATE,
      isThread: true,
      parent: group.id,
      name: "dinner",
    });
    const { data } = await on("getThread", "carol", id);
    expect(data).toMatchObject({
      id,
      name: "dinner",
      owner: "bob",
      affiliations_count: 1,
      msgId: message,
      groupId: group.id,
    });
  });

  it("[TH2] is the only one on its message, and not begun by strangers or on what is no message of the group", async () => {
    await create();
    await expect(create("carol")).rejects.toMatchObject({ code: "THREAD_EXISTS" });
    await expect(create("dave")).rejects.toMatchObject({ code: "THREAD_NO_MEMBER" });
    await expect(create("bob", { msg_id: "4711" })).rejects.toMatchObject({ code: "THREAD_ILLEGAL" });
    await expect(create("bob", { group_id: "4711" })).rejects.toMatchObject({ code: "GROUP_NOT_FOUND" });
    await expect(create("bob", { name: "" })).rejects.toMatchObject({ code: "THREAD_NAME" });
    await expect(create("bob", { name: "n".repeat(65) })).rejects.toMatchObject({ code: "THREAD_NAME" });
    const { id: elsewhere } = await chat.say(alice, "bob", "between us");
    await expect(create("bob", { msg_id: elsewhere })).rejects.toMatchObject({ code: "THREAD_ILLEGAL" });
  });

  it("[TH2] two at once on one message become one", async () => {
    const outcomes = await Promise.allSettled([create("bob"), create("carol")]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await chat.call("listThreads", { user: "alice", params: { group: group.id } })).entities).toHaveLength(1);
  });

  it("[TH3] is joined and left by members of the group; messages reach who is in it, and say where they belong", async () => {
    const id = await create();
    await expect(join("dave", id)).rejects.toMatchObject({ code: "THREAD_NO_MEMBER" });
    const { data } = await join("carol", id);
    expect(data).toMatchObject({ status: "ok", detail: { id, affiliations_count: 2 } });
    for (const each of [alice, bob, carol]) await told(each);
    await say(bob, id, "noodles", '{"thread":{}}');
    await chat.settled();
    const [received] = (await chat.receive(carol)).filter(({ meta }) => meta.ns === MetaNameSpace.CHAT);
    expect(received?.body.contents?.[0]?.text).toBe("noodles");
    expect(JSON.parse(received?.body.meta ?? "")).toEqual({
      thread: { msg_parent_id: message, muc_parent_id: group.id, thread_name: "dinner" },
    });
    await expect(say(alice, id, "rice")).rejects.toThrow("not in group or chatroom");
    await on("leaveThread", "carol", id);
    await told(carol);
    await say(bob, id, "with tofu");
    expect((await told(carol)).filter((each) => typeof each === "string")).toEqual([]);
  });

  it("[TH4] tells the group of its newest message and their number, also when one is taken back", async () => {
    const id = await create();
    await told(carol);
    const first = await say(bob, id, "noodles");
    expect(await told(carol)).toMatchObject([
      {
        operation: "update_msg",
        id,
        from: "bob",
        message_count: 1,
        last_message: { id: first, payload: { bodies: [{ msg: "noodles" }] } },
      },
    ]);
    const to = { appKey: chat.app, name: id, domain: CONFERENCE_DOMAIN };
    await chat.send(bob, id, { ...recallOf(first), contents: [{}] }, { to });
    expect(await told(carol)).toMatchObject([{ operation: "update_msg", message_count: 0, last_message: {} }]);
  });

  it("[TH5] is renamed by its owner and who moderates the group, and ended by the latter", async () => {
    const id = await create();
    const rename = (user: string, name: string) => on("renameThread", user, id, { body: { name } });
    await expect(rename("carol", "lunch")).rejects.toMatchObject({ code: "THREAD_FORBIDDEN" });
    await told(carol);
    expect(await rename("bob", "lunch")).toEqual({ data: { name: "lunch" } });
    expect(await told(carol)).toMatchObject([{ operation: "update", id, name: "lunch", from: "bob" }]);
    await rename("alice", "supper");
    await expect(on("destroyThread", "bob", id)).rejects.toMatchObject({ code: "THREAD_FORBIDDEN" });
    await told(carol);
    await on("destroyThread", "alice", id);
    expect(await told(carol)).toMatchObject([{ operation: "delete", id, from: "alice" }]);
    await expect(on("getThread", "bob", id)).rejects.toMatchObject({ code: "THREAD_NOT_FOUND" });
    await expect(say(bob, id, "hello?")).rejects.toThrow("group not found");
    expect(await create("carol")).not.toBe(id);
  });

  it("[TH5] is no business of an owner who has left the group", async () => {
    const id = await create();
    await chat.muc.leave(group, ["bob"]);
    await expect(on("renameThread", "bob", id, { body: { name: "mine" } })).rejects.toMatchObject({
      code: "THREAD_NO_MEMBER",
    });
  });

  it("[GR6] stays as it is while its group is disabled; who is in it may look, and leave", async () => {
    const id = await create();
    const other = await say(alice, group.id, "and when?");
    await chat.muc.update(group, { isDisabled: true });
    const refusal = { code: "MUC_DISABLED" };
    await expect(create("alice", { msg_id: other })).rejects.toMatchObject(refusal);
    await expect(join("carol", id)).rejects.toMatchObject(refusal);
    await expect(on("renameThread", "bob", id, { body: { name: "lunch" } })).rejects.toMatchObject(refusal);
    await expect(on("destroyThread", "alice", id)).rejects.toMatchObject(refusal);
    expect(await on("getThread", "carol", id)).toMatchObject({ data: { name: "dinner" } });
    await on("leaveThread", "bob", id);
  });

  it("[TH6] throws members out, who are told", async () => {
    const id = await create();
    await join("carol", id);
    await told(carol);
    const remove = (user: string, name: string) => on("removeThreadMember", user, id, { params: { thread: id, name } });
    await expect(remove("bob", "carol")).rejects.toMatchObject({ code: "THREAD_FORBIDDEN" });
    expect(await remove("alice", "carol")).toEqual({ data: { result: true, user: "carol" } });
    expect(await told(carol)).toMatchObject([{ operation: MucBodyOperation.THREAD_KICK, isThread: true }]);
    expect(await remove("alice", "carol")).toEqual({ data: { result: false, user: "carol" } });
  });

  it("[TH7] is listed with members and messages, in pages, to members of the group only", async () => {
    const id = await create();
    for (const user of ["alice", "carol"]) {
      chat.time.at += 1;
      await join(user, id);
    }
    const members = (query: object) => on("listThreadMembers", "alice", id, { query });
    const first = await members({ limit: "2" });
    expect(first.data.affiliations).toEqual(["bob", "alice"]);
    const rest = await members({ limit: "2", cursor: first.properties.cursor });
    expect(rest).toEqual({ data: { affiliations: ["carol"] }, properties: { cursor: "" } });
    const other = await say(alice, group.id, "and where?");
    const second = await create("alice", { msg_id: other, name: "place" });
    const ofGroup = (query: Record<string, string>) =>
      chat.call("listThreads", { user: "carol", params: { group: group.id }, query });
    const newest = await ofGroup({ limit: "1" });
    expect(newest.entities).toMatchObject([{ id: second, name: "place", msgId: other }]);
    expect((await ofGroup({ limit: "1", cursor: newest.properties.cursor })).entities).toMatchObject([{ id }]);
    await expect(chat.call("listThreads", { user: "dave", params: { group: group.id } })).rejects.toMatchObject({
      code: "THREAD_NO_MEMBER",
    });
    const joined = await chat.call("listJoinedThreads", { user: "carol" });
    expect(joined.entities).toMatchObject([{ id }]);
    await say(bob, id, "noodles");
    const last = await chat.call("listLastThreadMessages", {
      user: "alice",
      body: { threadIds: [id, second, "4711"] },
    });
    expect(last.entities).toMatchObject([
      { thread_id: id, last_message: { from: "bob", payload: { bodies: [{ msg: "noodles" }] } } },
      { thread_id: second, last_message: {} },
    ]);
  });

  it("[TH8] is left with the group, and ends with its message or the group", async () => {
    const id = await create();
    await join("carol", id);
    // Who only wants to hear nothing of the group is still in its threads.
    await chat.muc.shield(group, "carol", true);
    await chat.settled();
    expect(await chat.muc.isMember(chat.app, id, "carol")).toBe(true);
    await chat.muc.leave(group, ["carol"]);
    await chat.settled();
    expect(await chat.muc.isMember(chat.app, id, "carol")).toBe(false);
    const to = { appKey: chat.app, name: group.id, domain: CONFERENCE_DOMAIN };
    await told(bob);
    await chat.send(alice, group.id, { ...recallOf(message), contents: [{}] }, { to });
    expect(await told(bob)).toContainEqual(expect.objectContaining({ operation: "delete", id }));
    await expect(on("getThread", "bob", id)).rejects.toMatchObject({ code: "THREAD_NOT_FOUND" });
    message = await say(alice, group.id, "again");
    const second = await create();
    await chat.muc.destroy(group);
    await chat.settled();
    await expect(on("getThread", "bob", second)).rejects.toMatchObject({ code: "THREAD_NOT_FOUND" });
  });

  it("[TH10] is shown with its message, as reactions are, in the history", async () => {
    const id = await create();
    await say(bob, id, "noodles");
    await chat.call("addReaction", { user: "carol", body: { msgId: message, message: "👍" } });
    await chat.settled();
    const query = { user: "carol", body: { queue: `${group.id}@${CONFERENCE_DOMAIN}` } };
    const { data } = await chat.call("readHistory", query);
    const metas = data.msgs.map(({ msg }: { msg: string }) => open(Buffer.from(msg, "base64")));
    const shown = metas.find(({ meta }: { meta: { id?: string } }) => meta.id === message);
    expect(JSON.parse(shown.body.meta)).toMatchObject({
      reaction: [{ reaction: "👍", count: 1, state: true, userList: ["carol"] }],
      thread_overview: { id, muc_parent_id: group.id, name: "dinner", message_count: 1, last_message: { from: "bob" } },
    });
    const inside = { user: "bob", body: { queue: `${id}@${CONFERENCE_DOMAIN}` } };
    expect((await chat.call("readHistory", inside)).data.msgs).toHaveLength(1);
    await expect(chat.call("readHistory", { ...inside, user: "alice" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("[TH9] hears nothing from who is muted in the group", async () => {
    const id = await create();
    await chat.muc.mute(group, ["bob"], chat.time.at + 60_000);
    await expect(say(bob, id, "mmh")).rejects.toThrow("you were muted");
    await chat.muc.unmute(group, ["bob"]);
    await say(bob, id, "at last");
  });
});
