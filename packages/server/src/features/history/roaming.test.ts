import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  chat as bodyWith,
  type Chat,
  device,
  editOf,
  open,
  openChat,
  type Received,
  recallOf,
  receipt,
  text,
  texts,
} from "../messages/chat.fixture.ts";

let chat: Chat;
const alice = device("alice");
const aliceDesk = device("alice", "desk");
const bob = device("bob");

beforeEach(async () => {
  chat = await openChat();
});
afterEach(() => chat.close());

interface Page {
  readonly messages: Received[];
  readonly next: string;
  readonly isLast: boolean;
}

async function read(user: string, body: Record<string, unknown> = {}): Promise<Page> {
  const queue = user === "alice" ? "bob@easemob.com" : "alice@easemob.com";
  const { data } = await chat.call("readHistory", { user, body: { queue, ...body } });
  const messages = data.msgs.map(({ msg }: { msg: string }) => open(Buffer.from(msg, "base64")));
  return { messages, next: data.next_key, isLast: data.is_last };
}

async function readAll(user: string, body: Record<string, unknown>): Promise<Array<string | undefined>> {
  const all: Received[] = [];
  for (let start: unknown = body.start ?? -1; ; ) {
    const page = await read(user, { ...body, start });
    all.push(...page.messages);
    if (page.isLast) return texts(all);
    start = page.next;
  }
}

async function sayNumbers(count: number): Promise<string[]> {
  const words = Array.from({ length: count }, (_, i) => `m${i}`);
  for (const word of words) {
    chat.time.at += 10;
    await chat.say(alice, "bob", word);
  }
  return words;
}

describe("history", () => {
  it("[HI1] comes in pages of 20, newest first, in the old form of the request", async () => {
    const words = await sayNumbers(45);
    const first = await read("bob", { start: -1, end: -1 });
    expect(texts(first.messages)).toEqual(words.slice(25).reverse());
    expect(first).toMatchObject({ next: first.messages.at(-1)?.meta.id, isLast: false });
    expect(await readAll("bob", { start: -1, end: -1 })).toEqual(words.toReversed());
    expect(await readAll("alice", { start: -1, end: -1 })).toEqual(words.toReversed());
  });

  it.each([
    { is_positive: false, pull_number: 7 },
    { is_positive: true, pull_number: 7 },
    { is_positive: true, pull_number: 9, start: "" },
    { is_positive: null, pull_number: "3", start: null },
  ])("[HI1] comes in the direction and the size of page that is asked for: %o", async (request) => {
    const words = await sayNumbers(18);
    const expected = request.is_positive === true ? words : words.toReversed();
    expect(
      await readAll("bob", { end: -1, msgType: "", startTime: null, endTime: null, userId: null, ...request }),
    ).toEqual(expected);
  });

  it("[HI1] says that a page is the last one when it ends exactly with the conversation", async () => {
    await sayNumbers(4);
    const first = await read("bob", { pull_number: 2 });
    expect(first.isLast).toBe(false);
    const second = await read("bob", { pull_number: 2, start: first.next });
    expect(second.isLast).toBe(true);
    expect(await read("bob", { start: second.next })).toEqual({ messages: [], next: second.next, isLast: true });
    expect(await read("bob", { queue: "carol@easemob.com" })).toEqual({ messages: [], next: "", isLast: true });
  });

  it("[HI1] never answers more than 50 messages at once", async () => {
    await sayNumbers(60);
    expect((await read("bob", { pull_number: 1000 })).messages).toHaveLength(50);
  });

  it("[HI2] is the same for both sides and complete metas", async () => {
    const { id, at } = await chat.say(alice, "bob", "hi");
    await chat.say(bob, "alice", "ho");
    const both = await Promise.all([read("alice"), read("bob")]);
    expect(both.map(({ messages }) => texts(messages))).toEqual([
      ["ho", "hi"],
      ["ho", "hi"],
    ]);
    expect(both[1]?.messages[1]?.meta).toMatchObject({
      id,
      timestamp: at,
      ns: 1,
      from: { name: "alice", clientResource: "phone" },
      to: { name: "bob", domain: "easemob.com" },
    });
  });

  it("[HI2] finds the queue whatever the case of its name, and the conversation with oneself", async () => {
    await chat.say(alice, "bob", "hi");
    await chat.say(alice, "alice", "note");
    expect(texts((await read("bob", { queue: "ALICE@easemob.com" })).messages)).toEqual(["hi"]);
    expect(texts((await read("alice", { queue: "alice@easemob.com" })).messages)).toEqual(["note"]);
  });

  it("[HI2] has no receipts, recalls or edits of its own", async () => {
    const kept = await chat.say(alice, "bob", "draft");
    const recalled = await chat.say(alice, "bob", "oops");
    await chat.say(bob, "alice", receipt.delivered(kept.id));
    await chat.say(bob, "alice", receipt.read(kept.id));
    await chat.say(bob, "alice", receipt.channel());
    await chat.say(alice, "bob", editOf(kept.id, "final"));
    await chat.say(alice, "bob", recallOf(recalled.id));
    const { messages } = await read("bob");
    expect(messages.map(({ meta, body }) => [meta.id, body.type])).toEqual([[kept.id, 1]]);
    expect(texts(messages)).toEqual(["final"]);
    expect(JSON.parse(messages[0]?.body.meta ?? "")).toMatchObject({ edit_msg: { count: 1, operator: "alice" } });
  });

  it("[HI3] tells of own messages whether they have arrived and been read", async () => {
    const [read1, arrived, neither] = [
      await chat.say(alice, "bob", text("a", { meta: '{"translations":["x"]}' })),
      await chat.say(alice, "bob", "b"),
      await chat.say(alice, "bob", "c"),
    ];
    const answer = await chat.say(bob, "alice", "d");
    await chat.say(bob, "alice", receipt.delivered(arrived.id));
    await chat.say(bob, "alice", receipt.read(read1.id));
    await chat.say(alice, "bob", receipt.read(answer.id));
    const states = async (user: string) => {
      const { messages } = await read(user, { is_positive: true });
      return Object.fromEntries(messages.map(({ meta, body }) => [meta.id, body.meta && JSON.parse(body.meta)]));
    };
    expect(await states("alice")).toEqual({
      [read1.id]: { translations: ["x"], isRead: true, isDelivered: true },
      [arrived.id]: { isDelivered: true },
      [neither.id]: undefined,
      [answer.id]: undefined,
    });
    expect(await states("bob")).toEqual({
      [read1.id]: { translations: ["x"] },
      [arrived.id]: undefined,
      [neither.id]: undefined,
      [answer.id]: { isRead: true, isDelivered: true },
    });
  });

  it("[HI3] takes a channel receipt for all messages before it", async () => {
    const before = await chat.say(alice, "bob", "a");
    await chat.say(bob, "alice", receipt.channel());
    const after = await chat.say(alice, "bob", "b");
    const { messages } = await read("alice", { is_positive: true });
    expect(messages.map(({ meta, body }) => [meta.id, body.meta])).toEqual([
      [before.id, '{"isDelivered":true,"isRead":true}'],
      [after.id, undefined],
    ]);
  });

  it("[HI4] narrows to kinds; without them commands are there too", async () => {
    await chat.say(alice, "bob", "t");
    await chat.say(alice, "bob", bodyWith({ type: 6, action: "go" }));
    await chat.say(alice, "bob", bodyWith({ type: 3, address: "here" }));
    const types = async (msgType: string) =>
      (await read("bob", { msgType, is_positive: true })).messages.map(({ body }) => body.contents?.[0]?.type);
    expect(await types("")).toEqual([0, 6, 3]);
    expect(await types("cmd")).toEqual([6]);
    expect(await types("txt,loc")).toEqual([0, 3]);
    expect(await types("img")).toEqual([]);
  });

  it("[HI4] narrows to a span of time, both ends included", async () => {
    const words = await sayNumbers(5);
    const { messages } = await read("bob", { is_positive: true });
    const times = messages.map(({ meta }) => meta.timestamp ?? 0);
    expect(await readAll("bob", { is_positive: true, startTime: times[1], endTime: times[3], pull_number: 2 })).toEqual(
      words.slice(1, 4),
    );
    expect(await readAll("bob", { startTime: String(times[4]) })).toEqual(["m4"]);
  });

  it("[HI7] of a group or room is refused with what clients know", async () => {
    await expect(read("bob", { queue: "12345@conference.easemob.com" })).rejects.toMatchObject({
      code: "FORBIDDEN",
      description: "users [bob] are not members of this group!",
    });
  });

  it.each([
    { queue: "alice" },
    { queue: "alice@example.com" },
    { queue: "a b@easemob.com" },
    { queue: "alice@easemob.com@easemob.com" },
    { start: "yesterday" },
    { start: "9223372036854775808" },
    { start: -5 },
    { pull_number: 0 },
    { pull_number: "many" },
    { msgType: "txt,poem" },
    { startTime: 1.5 },
    { endTime: "soon" },
  ])("[HI7] refuses %o", async (request) => {
    await expect(read("bob", request)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("[ME4] shows a message to one device to the sender and the receiver", async () => {
    await chat.say(aliceDesk, "bob/pad", "only there");
    expect(texts((await read("alice")).messages)).toEqual(["only there"]);
    expect(texts((await read("bob")).messages)).toEqual(["only there"]);
  });
});
