import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Chat, device, openChat, receipt } from "./chat.fixture.ts";

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

const unread = async (user: string) =>
  (await chat.call("listConversations", { user })).data.channel_infos[0].unread_num as number;

describe("a receipt", () => {
  it("[ME11] of delivery reaches the sender's devices and nobody else", async () => {
    const { id } = await chat.say(alice, "bob", "hi");
    for (const each of [aliceDesk, bob, bobPad]) await chat.receive(each);
    const ack = await chat.say(bob, "alice", receipt.delivered(id));
    const [received] = await chat.receive(alice);
    expect(received?.meta.id).toBe(ack.id);
    expect(ack.id).not.toBe(id);
    expect(received?.body).toMatchObject({ type: 5, ackMessageId: id, from: { name: "bob" }, contents: [{}] });
    expect(await chat.receive(aliceDesk)).toHaveLength(1);
    expect(await chat.receive(bobPad)).toEqual([]);
    expect(await unread("bob")).toBe(1);
  });

  it("[ME11] of reading reaches the sender and the reader's other devices, and moves the read position", async () => {
    const { id } = await chat.say(alice, "bob", "one");
    await chat.say(alice, "bob", "two");
    for (const each of [aliceDesk, bob, bobPad]) await chat.receive(each);
    expect(await unread("bob")).toBe(2);
    await chat.say(bob, "alice", receipt.read(id));
    expect((await chat.receive(alice))[0]?.body).toMatchObject({ type: 4, ackMessageId: id });
    expect((await chat.receive(bobPad))[0]?.body).toMatchObject({ type: 4, ackMessageId: id });
    expect(await unread("bob")).toBe(1);
  });

  it("[ME11] of a conversation reads all of it, for both sides' devices to see", async () => {
    await chat.say(alice, "bob", "one");
    await chat.say(alice, "bob", "two");
    for (const each of [aliceDesk, bob, bobPad]) await chat.receive(each);
    await chat.say(bob, "alice", receipt.channel());
    expect((await chat.receive(alice))[0]?.body).toMatchObject({ type: 7, from: { name: "bob" } });
    expect((await chat.receive(bobPad))[0]?.body).toMatchObject({ type: 7 });
    expect(await unread("bob")).toBe(0);
  });

  it("[CV2] never moves the read position back", async () => {
    const { id } = await chat.say(alice, "bob", "one");
    await chat.say(alice, "bob", "two");
    await chat.say(bob, "alice", receipt.channel());
    await chat.say(bob, "alice", receipt.read(id));
    expect(await unread("bob")).toBe(0);
  });

  it("[CV2] for an id that lies in the future does not read what is still to come", async () => {
    await chat.say(alice, "bob", "one");
    await chat.say(bob, "alice", receipt.read("9223372036854775807"));
    expect(await unread("bob")).toBe(0);
    chat.time.at += 1000;
    await chat.say(alice, "bob", "two");
    expect(await unread("bob")).toBe(1);
  });

  it.each([undefined, "0", "9223372036854775808", "18446744073709551615"])(
    "[ME8] that names message %s is refused",
    async (id) => {
      for (const type of [4, 5]) {
        expect(await chat.send(bob, "alice", { type, ackMessageId: id })).toMatchObject({ ok: false, code: 4 });
      }
    },
  );

  it("[ME3] that comes again is acknowledged like the first", async () => {
    const { id } = await chat.say(alice, "bob", "one");
    const first = await chat.say(bob, "alice", receipt.read(id), { id: "9" });
    expect(await chat.say(bob, "alice", receipt.read(id), { id: "9" })).toEqual(first);
    expect(await chat.receive(alice)).toHaveLength(1);
  });
});
