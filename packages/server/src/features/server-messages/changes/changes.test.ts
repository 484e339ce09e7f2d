import { MessageBodyType, KeyValueValueType as T } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  chat as bodyWith,
  type Chat,
  device,
  editOf,
  open,
  openChat,
  text,
  texts,
} from "../../messages/chat.fixture.ts";

let chat: Chat;
const alice = device("alice");
const bob = device("bob");
const bobPad = device("bob", "pad");

beforeEach(async () => {
  chat = await openChat();
  for (const each of [alice, bob, bobPad]) await chat.receive(each);
});
afterEach(() => chat.close());

const call = (name: string, body: unknown, params = {}) => chat.call(name, { user: undefined, body, params });
const historyOf = async (user: string, queue: string) => {
  const { data } = await chat.call("readHistory", { user, body: { queue } });
  return data.msgs.map(({ msg }: { msg: string }) => open(Buffer.from(msg, "base64")));
};
const group = async (...members: string[]) => {
  const [owner = "", ...others] = members;
  const wish = { app: chat.app, name: "n", description: "", avatar: "", custom: "", owner, maxUsers: 200 };
  const rules = { isPublic: true, needsApproval: false, allowsInvites: true, invitesNeedConsent: false };
  return (await chat.muc.create({ ...wish, ...rules, type: "group" }, others)).id;
};
const toGroup = (id: string) => ({ to: { appKey: "a#b", name: id, domain: "conference.easemob.com" } });

describe("a recall by the application's server", () => {
  const recall = (id: string, more = {}) =>
    call("recallMessage", { msg_id: id, to: "bob", chat_type: "chat", force: false, ...more });

  it("[SM10] takes anybody's message back, from histories and devices, and tells them why", async () => {
    const { id } = await chat.say(alice, "bob", "oops");
    await chat.receive(bob);
    expect(await recall(id, { from: "carol", recallMessageExtensionInfo: "rude" })).toEqual({
      data: { recalled: "yes", chattype: "chat", from: "carol", to: "bob", msg_id: id },
    });
    for (const each of [alice, bob, bobPad]) {
      const received = await chat.receive(each);
      expect(received).toMatchObject([
        {
          meta: { from: { name: "carol" }, ext: [{ key: "recallMessageExtensionInfo", stringValue: "rude" }] },
          body: { type: MessageBodyType.RECALL, ackMessageId: id, from: { name: "carol" } },
        },
      ]);
    }
    expect(await historyOf("bob", "alice@easemob.com")).toEqual([]);
    expect(await historyOf("alice", "bob@easemob.com")).toEqual([]);
  });

  it("[SM10] does not tell the sender's devices when sync_device is false", async () => {
    const { id } = await chat.say(alice, "bob", "oops");
    await recall(id, { to: "alice", sync_device: false });
    expect(await chat.receive(bob)).toMatchObject([{ body: { ackMessageId: id, from: { name: "admin" } } }]);
    expect(await chat.receive(alice)).toEqual([]);
  });

  it("[SM10] in a group tells its members", async () => {
    const id = await group("alice", "bob");
    const sent = await chat.say(alice, id, { ...text("oops"), type: MessageBodyType.GROUPCHAT }, toGroup(id));
    await chat.receive(bob);
    await recall(sent.id, { to: id, chat_type: "groupchat" });
    expect(await chat.receive(bob)).toMatchObject([{ body: { type: MessageBodyType.RECALL, ackMessageId: sent.id } }]);
    expect(await historyOf("bob", `${id}@conference.easemob.com`)).toEqual([]);
  });

  it("[SM10] ends with the window, unless it is forced", async () => {
    const { id } = await chat.say(alice, "bob", "oops");
    chat.time.at += 120_001;
    const refusal = { code: "RECALL_REFUSED", description: "exceed recall time limit" };
    await expect(recall(id)).rejects.toMatchObject(refusal);
    await recall(id, { force: true });
    expect(await historyOf("bob", "alice@easemob.com")).toEqual([]);
    await expect(recall(id)).rejects.toMatchObject({ code: "RECALL_REFUSED", description: "not_found msg" });
    await chat.receive(bob);
    // Devices may still have what the server has not.
    await recall(id, { from: "alice", force: true });
    expect(await chat.receive(bob)).toMatchObject([{ body: { type: MessageBodyType.RECALL, ackMessageId: id } }]);
    await expect(recall(id, { to: "nobody", force: true })).rejects.toMatchObject({ description: "can't find msg to" });
  });

  it.each([
    [{ msg_id: "" }, "param msg_id can't be empty"],
    [{ to: undefined }, "param to can't be empty"],
    [{ to: "carol" }, "can't find msg to"],
    [{ chat_type: "" }, "param chat_type can't be empty"],
    [{ chat_type: "toString" }, "param chat_type is illegal"],
    [{ chat_type: "groupchat" }, "can't find msg to"],
  ])("[SM10] refuses %o", async (wrong, description) => {
    const { id } = await chat.say(alice, "bob", "oops");
    await expect(recall(id, wrong)).rejects.toMatchObject({ code: "RECALL_ILLEGAL", description });
    expect(await historyOf("bob", "alice@easemob.com")).toHaveLength(1);
  });

  it("[SM10] takes back no command, nothing of another application, and nothing where recalls are off", async () => {
    const command = await chat.say(alice, "bob", bodyWith({ type: 6, action: "go" }));
    await expect(recall(command.id)).rejects.toMatchObject({ code: "RECALL_ILLEGAL" });
    const other = await openChat();
    const { id } = await other.say(alice, "bob", "mine");
    await expect(recall(id)).rejects.toMatchObject({ code: "RECALL_REFUSED", description: "not_found msg" });
    await other.close();
    chat.settings.recallWindowMs = 0;
    await expect(recall(command.id)).rejects.toMatchObject({ code: "RECALL_NOT_OPEN" });
  });

  it.each(["recallMessages", "recallMessagesOfOld"])("[SM10] %s takes back all of them or none", async (name) => {
    const [one, two] = [await chat.say(alice, "bob", "one"), await chat.say(bob, "alice", "two")];
    const msg = (id: string) => ({ msg_id: id, to: "bob", chat_type: "chat", force: true });
    const wrong = call(name, { msgs: [msg(one.id), { ...msg(two.id), to: "carol" }] });
    await expect(wrong).rejects.toMatchObject({ code: "RECALL_ILLEGAL" });
    expect(await historyOf("bob", "alice@easemob.com")).toHaveLength(2);
    const { data } = await call(name, { msgs: [msg(one.id), msg(two.id)] });
    expect(data).toMatchObject([{ msg_id: one.id }, { msg_id: two.id, recalled: "yes" }]);
    expect(await historyOf("bob", "alice@easemob.com")).toEqual([]);
    await expect(call(name, { msgs: [] })).rejects.toMatchObject({ code: "INVALID_BODY" });
    await expect(call(name, { msgs: Array(31).fill(msg("1")) })).rejects.toMatchObject({ code: "RECALL_ILLEGAL" });
  });
});

describe("an edit by the application's server", () => {
  const rewrite = (id: string, body: object) => call("rewriteMessage", body, { id });
  const ext = (values: Record<string, string>) =>
    Object.entries(values).map(([key, stringValue]) => ({ key, type: T.STRING, stringValue }));

  it("[SM11] gives a text to everybody's devices and histories, and says who edited when and how often", async () => {
    const sent = await chat.say(alice, "bob", text("first", { ext: ext({ a: "1", b: "2" }) }));
    await chat.receive(bob);
    chat.time.at += 5000;
    const wish = { new_msg: { type: "txt", msg: "second" }, new_ext: { b: "3" } };
    expect(await rewrite(sent.id, wish)).toEqual({ data: "success" });
    const info = { count: 1, operator: "admin", edit_time: chat.time.at, sender: "alice", send_time: sent.at };
    for (const each of [alice, bob]) {
      const [push, ...more] = await chat.receive(each);
      expect(push?.body).toMatchObject({
        type: MessageBodyType.EDIT,
        editMessageId: sent.id,
        contents: [{ text: "second" }],
        ext: ext({ a: "1", b: "3" }),
      });
      expect(JSON.parse(push?.body.meta ?? "")).toEqual({ edit_msg: { ...info, chat_type: "chat:user" } });
      expect(more).toEqual([]);
    }
    const [shown] = await historyOf("bob", "alice@easemob.com");
    expect(shown).toMatchObject({ meta: { id: sent.id }, body: { type: MessageBodyType.CHAT } });
    expect(texts([shown])).toEqual(["second"]);
  });

  it("[SM11] replaces the ext when is_combine_ext is false, and leaves it when there is none", async () => {
    const { id } = await chat.say(alice, "bob", text("first", { ext: ext({ a: "1" }) }));
    const extNow = async () => (await historyOf("bob", "alice@easemob.com"))[0].body.ext;
    await rewrite(id, { user: "alice", new_msg: { type: "txt", msg: "x" } });
    expect(await extNow()).toEqual(ext({ a: "1" }));
    await rewrite(id, { new_msg: { type: "txt", msg: "x" }, new_ext: { z: "9" }, is_combine_ext: false });
    expect(await extNow()).toEqual(ext({ z: "9" }));
  });

  it("[SM11] changes event and exts of a custom message, and of a picture the ext alone", async () => {
    const customExts = ext({ a: "1" });
    const custom = await chat.say(alice, "bob", bodyWith({ type: 7, customEvent: "gift", customExts }));
    await rewrite(custom.id, { new_msg: { type: "custom", customExts: { a: "2" } } });
    const picture = await chat.say(alice, "bob", bodyWith({ type: 1, remotePath: "http://h/a/b/chatfiles/1" }));
    await rewrite(picture.id, { new_msg: { type: "image", url: "http://elsewhere" }, new_ext: { seen: "1" } });
    const [second, first] = await historyOf("bob", "alice@easemob.com");
    expect(first.body.contents).toEqual([{ type: 7, customEvent: "gift", customExts: ext({ a: "2" }) }]);
    expect(second.body).toMatchObject({
      contents: [{ remotePath: "http://h/a/b/chatfiles/1" }],
      ext: ext({ seen: "1" }),
    });
  });

  it("[SM11] counts together with those of people, up to the limit", async () => {
    const { id } = await chat.say(alice, "bob", "0");
    for (let i = 1; i <= 5; i++) {
      await chat.say(alice, "bob", editOf(id, `person ${i}`));
      await rewrite(id, { new_msg: { type: "txt", msg: `server ${i}` } });
    }
    const [shown] = await historyOf("bob", "alice@easemob.com");
    expect(JSON.parse(shown.body.meta).edit_msg).toMatchObject({ count: 10, operator: "admin" });
    await expect(rewrite(id, { new_msg: { type: "txt", msg: "no" } })).rejects.toMatchObject({ code: "REWRITE_LIMIT" });
    expect(await chat.send(alice, "bob", editOf(id, "no"))).toMatchObject({ reason: "Sorry, edit limit reached" });
    expect(texts(await historyOf("bob", "alice@easemob.com"))).toEqual(["server 5"]);
  });

  it("[SM11] of two at the same moment one is refused, and may be tried again", async () => {
    const { id } = await chat.say(alice, "bob", "0");
    const results = await Promise.allSettled(["a", "b"].map((msg) => rewrite(id, { new_msg: { type: "txt", msg } })));
    const refused = results.filter(({ status }) => status === "rejected");
    expect(refused).toMatchObject([{ reason: { code: "REWRITE_CONFLICT" } }]);
  });

  it.each([
    [{ new_msg: undefined }, "INVALID_ARGUMENT"],
    [{ new_msg: "text" }, "INVALID_BODY"],
    [{ new_msg: {} }, "REWRITE_TYPE"],
    [{ new_msg: { type: "custom", customEvent: "e" } }, "REWRITE_TYPE"],
    [{ new_msg: { type: "cmd", action: "e" } }, "REWRITE_TYPE"],
    [{ new_msg: { type: "txt" } }, "SEND_BODY"],
    [{ new_msg: { type: "txt", msg: "x".repeat(6000) } }, "SEND_TOO_LARGE"],
    [{ new_ext: "x" }, "INVALID_BODY"],
    [{ user: "bob" }, "REWRITE_UNAUTHORIZED"],
    [{ is_combine_ext: 1 }, "INVALID_BODY"],
  ])("[SM11] refuses %o", async (wrong, code) => {
    const { id } = await chat.say(alice, "bob", "first");
    const edit = rewrite(id, { new_msg: { type: "txt", msg: "second" }, ...wrong });
    await expect(edit).rejects.toMatchObject({ code });
    expect(texts(await historyOf("bob", "alice@easemob.com"))).toEqual(["first"]);
  });

  it("[SM11] of nothing, of a command and where edits are off is refused", async () => {
    const wish = { new_msg: { type: "txt", msg: "second" } };
    await expect(rewrite("x", wish)).rejects.toMatchObject({ code: "REWRITE_ID" });
    await expect(rewrite("12345", wish)).rejects.toMatchObject({ code: "REWRITE_NOT_FOUND" });
    const command = await chat.say(alice, "bob", bodyWith({ type: 6, action: "go" }));
    await expect(rewrite(command.id, { new_msg: { type: "cmd", action: "x" } })).rejects.toMatchObject({
      code: "REWRITE_TYPE",
    });
    chat.settings.maxEdits = 0;
    await expect(rewrite(command.id, wish)).rejects.toMatchObject({ code: "REWRITE_NOT_OPEN" });
  });
});
