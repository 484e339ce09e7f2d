import { KeyValueValueType as T } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chat as bodyWith, type Chat, device, editOf, openChat, recallOf, senderOf, texts } from "./chat.fixture.ts";

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

const gone = { ok: false, code: 1, reason: "Sorry, message does not exist" };
const historyOf = async (user: string, peer: string) =>
  (await chat.call("readHistory", { user, body: { queue: `${peer}@easemob.com` } })).data.msgs as unknown[];

describe("a recall", () => {
  it("[ME12] takes the message from history and from what is still to be delivered; whoever may have it is told", async () => {
    const { id } = await chat.say(alice, "bob", "oops");
    expect(texts(await chat.receive(bob))).toEqual(["oops"]);
    const ext = [{ key: "recallMessageExtensionInfo", type: T.STRING, stringValue: "why" }];
    const ack = await chat.say(aliceDesk, "bob", recallOf(id), { ext });
    for (const each of [bob, bobPad, alice]) {
      const received = await chat.receive(each);
      expect(received.map(({ body }) => [body.type, body.ackMessageId])).toEqual([[6, id]]);
      expect(received[0]?.meta).toMatchObject({ id: ack.id, ext });
    }
    expect(await historyOf("bob", "alice")).toEqual([]);
    expect(await historyOf("alice", "bob")).toEqual([]);
  });

  it("[ME12] is possible until the window closes", async () => {
    const first = await chat.say(alice, "bob", "one");
    const second = await chat.say(alice, "bob", "two");
    chat.time.at = first.at + 120_000;
    await chat.say(alice, "bob", recallOf(first.id));
    chat.time.at += 1;
    expect(await chat.send(alice, "bob", recallOf(second.id))).toEqual({
      ok: false,
      code: 1,
      reason: "exceed recall time limit",
    });
    expect(await historyOf("bob", "alice")).toHaveLength(1);
  });

  it("[ME12] is refused where recalls are switched off", async () => {
    const { id } = await chat.say(alice, "bob", "one");
    const off = senderOf(alice, { recallWindowMs: 0 });
    expect(await chat.send(off, "bob", recallOf(id))).toMatchObject({ code: 1, reason: "message recall disabled" });
  });

  it("[ME12] of somebody else's message, a command, a receipt or nothing is refused", async () => {
    const { id } = await chat.say(alice, "bob", "one");
    const command = await chat.say(alice, "bob", bodyWith({ type: 6, action: "go" }));
    expect(await chat.send(bob, "alice", recallOf(id))).toMatchObject({
      code: 1,
      reason: "Sorry, You do not have permission",
    });
    expect(await chat.send(alice, "bob", recallOf(command.id))).toMatchObject({ ok: false, code: 4 });
    expect(await chat.send(alice, "bob", recallOf("12345"))).toEqual(gone);
    expect(await chat.send(alice, "bob", { type: 6 })).toEqual(gone);
    expect(await chat.send(alice, "bob", recallOf("18446744073709551615"))).toEqual(gone);
    const receipt = await chat.say(alice, "bob", { type: 7 });
    expect(await chat.send(alice, "bob", recallOf(receipt.id))).toEqual(gone);
  });

  it("[ME12] of a message in another conversation is refused", async () => {
    const { id } = await chat.say(alice, "carol", "one");
    expect(await chat.send(alice, "bob", recallOf(id))).toEqual(gone);
  });

  it("[ME12] of a message to one device reaches that device only", async () => {
    const { id } = await chat.say(alice, "bob/pad", "one");
    await chat.receive(bobPad);
    await chat.say(alice, "bob", recallOf(id));
    expect(await chat.receive(bobPad)).toHaveLength(1);
    expect(await chat.receive(bob)).toEqual([]);
  });

  it("[ME15] that comes again is acknowledged like the first, also after the window; a second one is refused", async () => {
    const { id } = await chat.say(alice, "bob", "oops");
    const first = await chat.say(alice, "bob", recallOf(id), { id: "31" });
    chat.time.at += 1_000_000;
    expect(await chat.say(alice, "bob", recallOf(id), { id: "31" })).toEqual(first);
    expect(await chat.receive(bob)).toHaveLength(1);
    expect(await chat.send(alice, "bob", recallOf(id), { id: "32" })).toEqual(gone);
  });

  it("[ME14] at the same moment from two devices succeeds once", async () => {
    const { id } = await chat.say(alice, "bob", "oops");
    const acks = await Promise.all([chat.send(alice, "bob", recallOf(id)), chat.send(aliceDesk, "bob", recallOf(id))]);
    expect(acks.filter(({ ok }) => ok)).toHaveLength(1);
    expect(acks).toContainEqual(gone);
  });

  it("[ME14] at the same moment as an edit leaves no message, whichever was first", async () => {
    const { id } = await chat.say(alice, "bob", "oops");
    const [recalled, edited] = await Promise.all([
      chat.send(alice, "bob", recallOf(id)),
      chat.send(aliceDesk, "bob", editOf(id, "better")),
    ]);
    expect(recalled).toMatchObject({ ok: true });
    expect(edited.ok ? "before" : edited).toEqual(gone);
    expect(await historyOf("bob", "alice")).toEqual([]);
  });
});
