import { MessageBodyType, KeyValueValueType as T } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  chat as bodyWith,
  type Chat,
  device,
  editOf,
  open,
  openChat,
  recallOf,
  senderOf,
  text,
} from "./chat.fixture.ts";

let chat: Chat;
const alice = device("alice");
const aliceDesk = device("alice", "desk");
const bob = device("bob");
const bobPad = device("bob", "pad");

beforeEach(async () => {
  chat = await openChat();
  for (const each of [alice, aliceDesk, bob, bobPad]) await chat.receive(each);
});
afterEach(() => chat.close());

const ext = (value: string) => [{ key: "k", type: T.STRING, stringValue: value }];
const history = async (user: string, peer: string) => {
  const { data } = await chat.call("readHistory", { user, body: { queue: `${peer}@easemob.com` } });
  return data.msgs.map(({ msg }: { msg: string }) => open(Buffer.from(msg, "base64")));
};

describe("an edit", () => {
  it("[ME13] changes history, and what it tells of itself is the same in ack, push and history", async () => {
    const sent = await chat.say(alice, "bob", text("first", { ext: ext("old") }));
    await chat.receive(bob);
    chat.time.at += 5000;
    const ack = await chat.send(aliceDesk, "bob", editOf(sent.id, "second"));
    if (!ack.ok) throw new Error(ack.reason);
    const info = {
      count: 1,
      operator: "alice",
      edit_time: chat.time.at,
      sender: "alice",
      send_time: sent.at,
      chat_type: "chat:user",
    };
    expect(ack.metas.map((meta) => open(meta))).toMatchObject([
      { meta: { id: ack.id, ns: 5 }, json: { edit_msg: info } },
    ]);

    for (const each of [bob, alice]) {
      const [push] = await chat.receive(each);
      expect(push?.meta).toMatchObject({
        id: ack.id,
        timestamp: ack.at,
        from: { name: "alice", clientResource: "desk" },
      });
      expect(push?.body).toMatchObject({
        type: MessageBodyType.EDIT,
        editMessageId: sent.id,
        editScope: 1,
        contents: [{ text: "second" }],
        ext: ext("old"),
      });
      expect(JSON.parse(push?.body.meta ?? "")).toEqual({ edit_msg: info });
    }

    const [message] = await history("bob", "alice");
    expect(message.meta).toMatchObject({ id: sent.id, timestamp: sent.at, from: { clientResource: "phone" } });
    expect(message.body).toMatchObject({ type: MessageBodyType.CHAT, contents: [{ text: "second" }], ext: ext("old") });
    expect(JSON.parse(message.body.meta)).toEqual({ edit_msg: info });
  });

  it("[ME13] is all that a device sees that has not received the message", async () => {
    const { id } = await chat.say(alice, "bob", "first");
    await chat.say(alice, "bob", editOf(id, "second"));
    const received = await chat.receive(bobPad);
    expect(received[0]?.body).toMatchObject({ type: MessageBodyType.CHAT, contents: [{ text: "second" }] });
    expect(JSON.stringify(received.map(({ body }) => body.contents))).not.toContain("first");
  });

  it("[ME13] with scope BODY_AND_EXT replaces the ext too, with none as well", async () => {
    const { id } = await chat.say(alice, "bob", text("first", { ext: ext("old") }));
    await chat.say(alice, "bob", editOf(id, "second", { editScope: 2, ext: ext("new") }));
    expect((await history("bob", "alice"))[0].body.ext).toEqual(ext("new"));
    await chat.say(alice, "bob", editOf(id, "third", { editScope: 2 }));
    expect((await history("bob", "alice"))[0].body.ext).toBeUndefined();
  });

  it("[ME13] voids the translations of the old text and brings its own", async () => {
    const translations = (word: string) => JSON.stringify({ translations: [word], thread: {} });
    const { id } = await chat.say(alice, "bob", text("first", { meta: translations("eins") }));
    await chat.say(alice, "bob", editOf(id, "second"));
    expect(JSON.parse((await history("bob", "alice"))[0].body.meta)).toMatchObject({
      thread: {},
      edit_msg: { count: 1 },
    });
    expect((await history("bob", "alice"))[0].body.meta).not.toContain("eins");
    await chat.say(alice, "bob", editOf(id, "third", { meta: translations("drei") }));
    expect(JSON.parse((await history("bob", "alice"))[0].body.meta).translations).toEqual(["drei"]);
  });

  it("[ME13] of a message of every editable kind keeps the kind", async () => {
    const { id } = await chat.say(alice, "bob", bodyWith({ type: 7, customEvent: "a" }));
    await chat.say(alice, "bob", { ...editOf(id, ""), contents: [{ type: 7, customEvent: "b" }] });
    expect((await history("bob", "alice"))[0].body.contents).toEqual([{ type: 7, customEvent: "b" }]);
    expect(await chat.send(alice, "bob", editOf(id, "text"))).toMatchObject({
      code: 1,
      reason: "Sorry, format is incorrect",
    });
  });

  it("[ME13] is possible ten times", async () => {
    const { id } = await chat.say(alice, "bob", "0");
    for (let i = 1; i <= 10; i++) await chat.say(alice, "bob", editOf(id, String(i)));
    expect(await chat.send(alice, "bob", editOf(id, "11"))).toMatchObject({
      code: 1,
      reason: "Sorry, edit limit reached",
    });
    const [message] = await history("bob", "alice");
    expect(message.body.contents[0].text).toBe("10");
    expect(JSON.parse(message.body.meta).edit_msg.count).toBe(10);
  });

  it("[ME13] of somebody else's message, a command or nothing is refused, and where edits are switched off", async () => {
    const { id } = await chat.say(alice, "bob", "first");
    const command = await chat.say(alice, "bob", bodyWith({ type: 6, action: "go" }));
    const refused = async (sent: ReturnType<Chat["send"]>) => {
      const ack = await sent;
      return ack.ok ? "done" : ack.reason;
    };
    expect(await refused(chat.send(bob, "alice", editOf(id, "mine")))).toBe("Sorry, You do not have permission");
    expect(await refused(chat.send(alice, "bob", editOf(command.id, "x")))).toBe("Sorry, format is incorrect");
    expect(await refused(chat.send(alice, "bob", editOf("12345", "x")))).toBe("Sorry, message does not exist");
    expect(await refused(chat.send(alice, "carol", editOf(id, "x")))).toBe("Sorry, message does not exist");
    const off = senderOf(alice, { maxEdits: 0 });
    expect(await refused(chat.send(off, "bob", editOf(id, "x")))).toBe("Sorry, edit is not available");
    expect((await history("bob", "alice"))[1].body.contents[0].text).toBe("first");
  });

  it("[ME7] together with the ext that stays is at most as large as a message", async () => {
    const sender = senderOf(alice, { maxMessageBytes: 100 });
    const { id } = await chat.say(alice, "bob", text("x", { ext: ext("y".repeat(50)) }));
    expect(await chat.send(sender, "bob", editOf(id, "z".repeat(60)))).toMatchObject({
      code: 7,
      reason: "Sorry, data is too large",
    });
    expect(await chat.send(sender, "bob", editOf(id, "z".repeat(60), { editScope: 2 }))).toMatchObject({ ok: true });
  });

  it("[ME14] from two devices at the same moment counts twice", async () => {
    const { id } = await chat.say(alice, "bob", "first");
    const acks = await Promise.all([
      chat.send(alice, "bob", editOf(id, "phone")),
      chat.send(aliceDesk, "bob", editOf(id, "desk")),
    ]);
    expect(acks).toMatchObject([{ ok: true }, { ok: true }]);
    expect(JSON.parse((await history("bob", "alice"))[0].body.meta).edit_msg.count).toBe(2);
  });

  it("[ME14] of a recalled message is refused", async () => {
    const { id } = await chat.say(alice, "bob", "first");
    await chat.say(alice, "bob", recallOf(id));
    expect(await chat.send(aliceDesk, "bob", editOf(id, "x"))).toMatchObject({
      reason: "Sorry, message does not exist",
    });
  });

  it("[ME15] that comes again is acknowledged like the first, the tenth too, and not carried out again", async () => {
    const { id } = await chat.say(alice, "bob", "0");
    for (let i = 1; i <= 9; i++) await chat.say(alice, "bob", editOf(id, String(i)));
    const first = await chat.send(alice, "bob", editOf(id, "10"), { id: "500" });
    chat.time.at += 1000;
    expect(await chat.send(alice, "bob", editOf(id, "10"), { id: "500" })).toEqual(first);
    expect(JSON.parse((await history("bob", "alice"))[0].body.meta).edit_msg.count).toBe(10);
  });

  it("[ME15] that comes again before the limit is not carried out again either", async () => {
    const { id } = await chat.say(alice, "bob", "0");
    const first = await chat.send(alice, "bob", editOf(id, "1"), { id: "500" });
    expect(await chat.send(alice, "bob", editOf(id, "1"), { id: "500" })).toEqual(first);
    expect(JSON.parse((await history("bob", "alice"))[0].body.meta).edit_msg.count).toBe(1);
  });
});
