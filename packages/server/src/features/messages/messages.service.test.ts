import {
  type Encodable,
  encode,
  type KeyValue,
  MessageBody,
  type Meta,
  KeyValueValueType as T,
  userJid,
} from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Entry } from "../../timeline/index.ts";
import { chat as bodyWith, type Chat, device, open, openChat, senderOf, text, texts, uplink } from "./chat.fixture.ts";

let chat: Chat;
const alice = device("alice");
const aliceDesk = device("alice", "desk");
const bob = device("bob");
const bobPad = device("bob", "pad");

beforeEach(async () => {
  chat = await openChat();
});
afterEach(() => chat.close());

const ext: KeyValue[] = [
  { key: "json", type: T.JSON_STRING, stringValue: '{"a": [1, "二"]}' },
  { key: "string", type: T.STRING, stringValue: "😀" },
  { key: "bool", type: T.BOOL, varintValue: "1" },
  { key: "int", type: T.INT, varintValue: "-9007199254740993" },
  { key: "uint", type: T.UINT, varintValue: "4294967295" },
  { key: "long", type: T.LLINT, varintValue: "9223372036854775807" },
  // As it is after a way over the wire, where a float has 32 bits.
  { key: "float", type: T.FLOAT, floatValue: Math.fround(0.1) },
  { key: "double", type: T.DOUBLE, doubleValue: 0.1 },
];

describe("a message", () => {
  it("[ME1] is acknowledged with the id and time that the receiver sees, once it is stored", async () => {
    const ack = await chat.say(alice, "bob", "hi");
    expect(await chat.timelines.find(`${chat.app}/c/alice/bob`, ack.id)).toMatchObject({ at: ack.at, kind: "txt" });
    const [message] = await chat.receive(bob);
    expect(message?.meta).toMatchObject({
      id: ack.id,
      timestamp: chat.time.at,
      ns: 1,
      from: userJid(chat.app, "alice", "phone"),
      to: userJid(chat.app, "bob"),
    });
    expect(message?.body).toMatchObject({ type: 1, from: { name: "alice" }, to: { name: "bob" } });
  });

  it("[ME1] comes from the session's user, whoever the client says", async () => {
    const forged: Partial<Meta> = { from: userJid(chat.app, "carol", "x"), timestamp: 5 };
    await chat.say(alice, "BOB", { ...text("hi", { ext }), from: { name: "carol" }, to: { name: "dave" } }, forged);
    const [message] = await chat.receive(bob);
    expect(message?.meta).toMatchObject({ from: { name: "alice", clientResource: "phone" }, timestamp: chat.time.at });
    expect(message?.body).toMatchObject({ from: { name: "alice" }, to: { name: "bob" }, ext });
  });

  it("[ME1] keeps the client's bytes where they are right, also those of fields we do not know", async () => {
    const known = encode(MessageBody, {
      ...text("hi", { ext }),
      from: { name: "alice" },
      to: { name: "bob" },
    } as Encodable<MessageBody>);
    const payload = Buffer.concat([known, Buffer.from([0xfa, 0x01, 0x01, 0x41])]);
    await chat.submit(alice, { id: "5", to: userJid(chat.app, "bob"), ns: 1, payload }).ack;
    const [message] = await chat.receive(bob);
    expect(Buffer.from(message?.meta.payload ?? []).equals(payload)).toBe(true);
  });

  it.each([
    ["txt", bodyWith({ type: 0, text: "t" })],
    [
      "img",
      bodyWith({
        type: 1,
        remotePath: "u",
        secretKey: "s",
        fileLength: 9,
        size: { width: 1.5, height: 2 },
        subType: 1,
      }),
    ],
    ["video", bodyWith({ type: 2, remotePath: "u", duration: 3, thumbnailRemotePath: "t", thumbnailSecretKey: "ts" })],
    ["loc", bodyWith({ type: 3, latitude: 31.2304, longitude: -121.4737, address: "a", buildingName: "b" })],
    ["audio", bodyWith({ type: 4, remotePath: "u", duration: 3 })],
    ["file", bodyWith({ type: 5, remotePath: "u", displayName: "n.txt" })],
    ["cmd", bodyWith({ type: 6, action: "go" })],
    ["custom", bodyWith({ type: 7, customEvent: "e", customExts: [{ key: "k", type: T.STRING, stringValue: "v" }] })],
    ["combine", bodyWith({ type: 0, subType: 0, text: "old", title: "t", summary: "s", combineLevel: 1 })],
  ])("[ME2] of kind %s arrives as it was sent, with every type of ext", async (kind, body) => {
    const { id } = await chat.say(alice, "bob", { ...body, ext });
    expect((await chat.timelines.find(`${chat.app}/c/alice/bob`, id))?.kind).toBe(kind);
    const [message] = await chat.receive(bob);
    expect(message?.body.contents).toEqual(body.contents);
    expect(message?.body.ext).toEqual(ext);
  });

  it("[ME3] that comes again is acknowledged like the first and delivered once", async () => {
    const first = await chat.say(alice, "bob", "hi", { id: "77" });
    chat.time.at += 1000;
    expect(await chat.say(alice, "bob", "hi", { id: "77" })).toEqual(first);
    expect(texts(await chat.receive(bob))).toEqual(["hi"]);
  });

  it("[ME3] with the id of another one is new when body, receiver or device differ", async () => {
    const ids = [
      await chat.say(alice, "bob", "hi", { id: "77" }),
      await chat.say(alice, "bob", "ho", { id: "77" }),
      await chat.say(alice, "carol", "hi", { id: "77" }),
      await chat.say(alice, "bob/pad", "hi", { id: "77" }),
      await chat.say(aliceDesk, "bob", "hi", { id: "77" }),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(5);
  });

  it("[ME3] may carry any client id", async () => {
    const largest = await chat.say(alice, "bob", "hi", { id: "18446744073709551615" });
    expect(await chat.say(alice, "bob", "hi", { id: "18446744073709551615" })).toEqual(largest);
    await chat.say(alice, "bob", "no id", { id: undefined });
    expect(texts(await chat.receive(bob))).toEqual(["hi", "no id"]);
  });

  it("[ME4] reaches all devices of the receiver and the sender's other ones", async () => {
    for (const each of [alice, aliceDesk, bob, bobPad]) await chat.receive(each);
    await chat.say(alice, "bob", "hi");
    expect(texts(await chat.receive(bob))).toEqual(["hi"]);
    expect(texts(await chat.receive(bobPad))).toEqual(["hi"]);
    expect(texts(await chat.receive(aliceDesk))).toEqual(["hi"]);
    expect(await chat.receive(alice)).toEqual([]);
  });

  it("[ME4] to one device reaches that one only", async () => {
    for (const each of [alice, aliceDesk, bob, bobPad]) await chat.receive(each);
    await chat.say(alice, "bob/pad", "hi");
    const [message] = await chat.receive(bobPad);
    expect(message?.meta.to).toEqual(userJid(chat.app, "bob", "pad"));
    expect(await chat.receive(bob)).toEqual([]);
    expect(await chat.receive(aliceDesk)).toEqual([]);
  });

  it("[ME4] to oneself reaches one's other devices", async () => {
    for (const each of [alice, aliceDesk]) await chat.receive(each);
    await chat.say(alice, "alice", "note");
    const [message] = await chat.receive(aliceDesk);
    expect(message?.meta.from).toEqual(userJid(chat.app, "alice", "phone"));
    expect(message?.body).toMatchObject({ from: { name: "alice" }, to: { name: "alice" } });
    expect(await chat.receive(alice)).toEqual([]);
  });

  it("[ME5] for connected devices only is handed out and stored nowhere", async () => {
    const seen: Entry[] = [];
    const stop = chat.transients.onSent((entry) => seen.push(entry));
    const ack = await chat.say(alice, "bob", "now", { routetype: 1 });
    stop();
    await chat.say(alice, "bob", "too late", { routetype: 1 });
    expect(seen.map(({ id, sender, resource, kind, audience }) => ({ id, sender, resource, kind, audience }))).toEqual([
      { id: ack.id, sender: "alice", resource: "phone", kind: "txt", audience: undefined },
    ]);
    expect(open(seen[0]?.meta ?? new Uint8Array()).meta).toMatchObject({ id: ack.id, timestamp: ack.at });
    expect(await chat.receive(bob)).toEqual([]);
    expect((await chat.call("listConversations", { user: "bob" })).data.channel_infos).toEqual([]);
  });
});

describe("a message is refused", () => {
  const refusal = (body: MessageBody, meta: Partial<Meta> = {}, to = "bob") => chat.send(alice, to, body, meta);

  it("[ME6] to a user that does not exist, until it exists", async () => {
    expect(await refusal(text("hi"), {}, "nobody")).toEqual({
      ok: false,
      code: 1,
      reason: "username nobody doesn't exist!",
    });
    chat.accounts.add("nobody");
    expect(await refusal(text("hi"), {}, "nobody")).toMatchObject({ ok: true });
    chat.accounts.delete("nobody");
    chat.bus.publish("user.changed", { app: chat.app, user: "nobody" });
    expect(await refusal(text("hi"), {}, "nobody")).toMatchObject({ ok: false });
  });

  it("[ME6] to groups and rooms", async () => {
    const to = { appKey: chat.app, name: "12345", domain: "conference.easemob.com" };
    expect(await refusal({ ...text("hi"), type: 2 }, { to })).toMatchObject({ code: 1, reason: "group not found" });
    expect(await refusal({ ...text("hi"), type: 3 }, { to })).toMatchObject({
      code: 1,
      reason: "grpID 12345 does not exist!",
    });
    expect(await refusal({ type: 4, ackMessageId: "5" }, { to })).toMatchObject({ code: 1, reason: "group not found" });
  });

  it("[ME7] when contents and ext are larger than the limit, names not counted", async () => {
    const sender = senderOf(alice, { maxMessageBytes: 100 });
    const sized = (length: number, more: MessageBody = {}) => chat.send(sender, "bob", text("x".repeat(length), more));
    const tooLarge = { ok: false, code: 7, reason: "Sorry, data is too large" };
    // A content of n < 128 bytes of text costs n + 6: its own header, its type and the text's header.
    expect(await sized(94)).toMatchObject({ ok: true });
    expect(await sized(95)).toEqual(tooLarge);
    expect(await sized(60, { ext: [{ key: "k".repeat(40), type: T.INT, varintValue: "1" }] })).toEqual(tooLarge);
    expect(await sized(1, { meta: JSON.stringify({ translations: ["y".repeat(100)] }) })).toEqual(tooLarge);
    expect(await sized(1, { ackContent: "y".repeat(100) })).toEqual(tooLarge);
    const metaExt = [{ key: "k", type: T.STRING, stringValue: "y".repeat(100) }];
    expect(await chat.send(sender, "bob", text("x"), { ext: metaExt })).toEqual(tooLarge);
  });

  it("[ME7] when there is more besides than addresses need", async () => {
    const sender = senderOf(alice, { maxMessageBytes: 100 });
    const full = encode(MessageBody, {
      ...text("x"),
      from: userJid("a".repeat(129), "alice", "r".repeat(256)),
      to: userJid("a".repeat(129), "bob", "r".repeat(256)),
    } as Encodable<MessageBody>);
    // Field 99, which no schema has, of `length` bytes.
    const unknown = (length: number) =>
      Buffer.concat([Uint8Array.of(0x9a, 0x06, (length & 0x7f) | 0x80, length >> 7), Buffer.alloc(length)]);
    const send = (more: Uint8Array) => chat.send(sender, "bob", {}, { payload: Buffer.concat([full, more]) });
    expect(await send(unknown(1000))).toMatchObject({ ok: true });
    const tooLarge = { ok: false, code: 7, reason: "Sorry, data is too large" };
    expect(await send(unknown(2048))).toEqual(tooLarge);
    // It is no body at all, which nobody looks for any more.
    expect(await send(Buffer.alloc(3000, 0xff))).toEqual(tooLarge);
  });

  it.each<[string, MessageBody, Partial<Meta>]>([
    ["without a body", {}, { payload: undefined }],
    ["with bytes that are no body", {}, { payload: Uint8Array.of(0x0a, 0xff) }],
    ["without content", { type: 1, contents: [] }, {}],
    ["with a content of an unknown type", bodyWith({ type: 77 }), {}],
    ["with a chunk of streamed text", bodyWith({ type: 0, subType: 10, text: "x" }), {}],
    ["of no type", { ...text("x"), type: undefined }, {}],
    ["of the type for groups", { ...text("x"), type: 2 }, {}],
    ["of an unknown type", { ...text("x"), type: 99 }, {}],
    ["with an ext that is not JSON", text("x", { ext: [{ key: "a", type: T.JSON_STRING, stringValue: "{" }] }), {}],
    ["with a body meta that is not JSON", text("x", { meta: "nope" }), {}],
    ["without a receiver", text("x"), { to: undefined }],
    ["to a name that is no user id", text("x"), { to: userJid("a#b", "b o b") }],
    ["to a device that cannot be", text("x"), { to: userJid("a#b", "bob", "r".repeat(257)) }],
    ["to another domain", text("x"), { to: { name: "bob", domain: "example.com" } }],
  ])("[ME8] %s, and nothing is stored", async (_, body, meta) => {
    expect(await refusal(body, meta)).toMatchObject({ ok: false, code: 4 });
    expect(await chat.timelines.memberships(chat.app, "bob")).toEqual([]);
  });

  it("[ME9] no message forges what only the server says", async () => {
    const meta = JSON.stringify({
      edit_msg: { count: 1 },
      isRead: true,
      reaction: [],
      translations: [{ code: "en", text: "hi" }],
    });
    await chat.say(alice, "bob", text("hi", { meta }));
    const [message] = await chat.receive(bob);
    expect(JSON.parse(message?.body.meta ?? "")).toEqual({ translations: [{ code: "en", text: "hi" }] });
  });

  it("[ME16] for a fault of ours, without detail", async () => {
    chat.faulty.add("bob");
    expect(await chat.send(alice, "bob", text("hi"))).toEqual({ ok: false, code: 1, reason: "internal error" });
  });
});

describe("the order of one sender", () => {
  it("[ME10] holds across messages, receipts and recalls when each waits for the place of the one before", async () => {
    const sent: string[] = [];
    const acks: Array<Promise<unknown>> = [];
    for (let i = 0; i < 40; i++) {
      const body = i % 5 === 4 ? { type: 6, ackMessageId: "1" } : text(`m${i}`);
      const { placed, ack } = chat.submit(alice, uplink({ user: "alice", to: "bob", body, meta: { id: String(i) } }));
      await placed;
      acks.push(ack);
      if (body.type === 1) sent.push(`m${i}`);
    }
    await Promise.all(acks);
    expect(texts(await chat.receive(bob))).toEqual(sent);
  });
});
