import { MessageBodyType } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Entry } from "../../timeline/index.ts";
import { type Chat, device, editOf, open, openChat, type Received, recallOf } from "../messages/chat.fixture.ts";

let chat: Chat;
const alice = device("alice");
const bob = device("bob");
const bobPad = device("bob", "pad");
let pushed: Received[];
let transient: Entry[];

beforeEach(async () => {
  chat = await openChat();
  for (const each of [alice, bob, bobPad]) await chat.receive(each);
  transient = [];
  pushed = [];
  chat.transients.onSent((entry) => {
    transient.push(entry);
    pushed.push(open(entry.meta));
  });
});
afterEach(() => chat.close());

interface Piece {
  readonly msgId?: string | undefined;
  readonly msg: string;
  readonly seq: number;
  readonly finish?: boolean;
  readonly finishReason?: unknown;
  readonly type?: string;
}

const write = async (body: Piece, more: Record<string, unknown> = {}, name = "streamToUser"): Promise<string> => {
  const call = { user: undefined, body: { from: "alice", to: "bob", body, ...more } };
  return (await chat.call(name, call)).data?.msgId ?? "";
};
const whole = async (...texts: string[]): Promise<string> => {
  const [first = "", ...rest] = texts;
  const msgId = await write({ msg: first, seq: 0, finish: rest.length === 0 });
  for (const [i, msg] of rest.entries()) await write({ msgId, msg, seq: i + 1, finish: i === rest.length - 1 });
  return msgId;
};
/** What clients go by: whose part it is, which one, and its text. */
const parts = (received: readonly Received[]) =>
  received.map(({ meta, body: { contents, stream } }) => [
    meta.id,
    contents?.[0]?.subType,
    stream?.streamStatus ?? 0,
    stream?.streamSeq ?? "0",
    contents?.[0]?.text,
  ]);
const historyOf = async (user: string, queue: string) => {
  const { data } = await chat.call("readHistory", { user, body: { queue } });
  return data.msgs.map(({ msg }: { msg: string }) => open(Buffer.from(msg, "base64")));
};
const group = async (members: string[]) => {
  const [owner = "", ...others] = members;
  const wish = { app: chat.app, name: "n", description: "", avatar: "", custom: "", owner, maxUsers: 500 };
  const rules = { isPublic: true, needsApproval: false, allowsInvites: true, invitesNeedConsent: false };
  return (await chat.muc.create({ ...wish, ...rules, type: "group" }, others)).id;
};
const START = 0;
const ONLY = 1;
const NEXT = 2;
const LAST = 3;
const FULL = 4;

describe("a streamed text", () => {
  it("[ST1] is received piece by piece by who is connected, and completed by its end for who has missed something", async () => {
    const id = await write({ msg: "Hel", seq: 0, type: "markdown" }, { ext: { model: "m" } });
    const [first] = await chat.receive(bob);
    expect(parts([first as Received])).toEqual([[id, 10, START, "0", "Hel"]]);
    expect(first).toMatchObject({
      meta: { from: { name: "alice" }, timestamp: chat.time.at },
      body: {
        type: MessageBodyType.CHAT,
        from: { name: "alice" },
        to: { name: "bob" },
        ext: [{ key: "model", stringValue: "m" }],
        stream: { streamType: "markdown" },
      },
    });
    await write({ msgId: id, msg: "lo, ", seq: 1 });
    // Callers may leave numbers out; clients may not.
    await write({ msgId: id, msg: "", seq: 5 });
    await write({ msgId: id, msg: "world", seq: 6, finish: true, finishReason: 7 });
    expect(parts(pushed)).toEqual([
      [id, 10, NEXT, "1", "lo, "],
      [id, 10, NEXT, "2", ""],
      [id, 10, LAST, "3", "world"],
    ]);
    expect(transient).toMatchObject(
      [1, 2, 3].map(() => ({
        timeline: `${chat.app}/c/alice/bob`,
        sender: "alice",
        resource: "*",
        audience: undefined,
      })),
    );
    expect(pushed[2]?.body.stream).toMatchObject({ streamFinishReason: 7, streamType: "markdown" });
    const end = await chat.receive(bob);
    expect(parts(end)).toEqual([[id, 10, FULL, "4", "Hello, world"]]);
    expect(end[0]?.body).toMatchObject({ stream: { streamFinishReason: 7 }, ext: [{ stringValue: "m" }] });
  });

  it("[ST2] is one message with the whole text in history, lists and for who comes later", async () => {
    const id = await whole("Hel", "lo");
    expect(parts(await historyOf("bob", "alice@easemob.com"))).toEqual([[id, 10, FULL, "1000000", "Hello"]]);
    expect(parts(await historyOf("alice", "bob@easemob.com"))).toHaveLength(1);
    const { data } = await chat.call("listConversations", { user: "bob" });
    const [conversation] = data.channel_infos;
    expect(conversation).toMatchObject({ unread_num: 1 });
    expect(JSON.parse(conversation.meta.payload)).toMatchObject({
      bodies: [{ type: "txt", subType: "sub_stream", msg: "Hello" }],
      stream: { stream_status: "stream_full", stream_type: "text", stream_error: 0 },
    });
    // The first has everything and is the only one of its stream: clients pass over what follows.
    expect(parts(await chat.receive(bobPad))).toEqual([
      [id, 10, ONLY, "0", "Hello"],
      [id, 10, FULL, "2", "Hello"],
    ]);
    expect(chat.wholes).toMatchObject([{ id, kind: "txt", sender: "alice" }]);
  });

  it("[ST2] of one piece is whole at once", async () => {
    const id = await whole("Hello");
    expect(parts(await chat.receive(bob))).toEqual([
      [id, 10, ONLY, "0", "Hello"],
      [id, 10, FULL, "1", "Hello"],
    ]);
    expect(parts(await historyOf("bob", "alice@easemob.com"))).toEqual([[id, 10, FULL, "1000000", "Hello"]]);
  });

  it("[ST2] does not reach the sender's devices", async () => {
    await whole("Hel", "lo");
    expect(await chat.receive(alice)).toEqual([]);
  });

  it("[ST3] goes to groups of up to 200", async () => {
    const id = await group(["alice", "bob"]);
    const msgId = await write({ msg: "Hel", seq: 0 }, { to: id }, "streamToGroup");
    await write({ msgId, msg: "lo", seq: 1, finish: true }, { to: id }, "streamToGroup");
    expect(parts(pushed)).toEqual([[msgId, 10, LAST, "1", "lo"]]);
    expect(transient).toMatchObject([{ timeline: `${chat.app}/g/${id}` }]);
    const received = await chat.receive(bob);
    expect(received).toMatchObject([{ body: { type: MessageBodyType.GROUPCHAT, to: { name: id } } }, {}]);
    expect(parts(await historyOf("bob", `${id}@conference.easemob.com`))).toEqual([
      [msgId, 10, FULL, "1000000", "Hello"],
    ]);
    const large = await group(Array.from({ length: 201 }, (_, i) => `u${i}`));
    await expect(write({ msg: "x", seq: 0 }, { to: large }, "streamToGroup")).rejects.toMatchObject({
      code: "SEND_ILLEGAL",
    });
    const just = await group(Array.from({ length: 200 }, (_, i) => `u${i}`));
    await write({ msg: "x", seq: 0 }, { to: just }, "streamToGroup");
  });

  it("[ST3] to nobody has an id and can be written to its end", async () => {
    const msgId = await write({ msg: "a", seq: 0 }, { to: "nobody" });
    expect(msgId).toMatch(/^\d+$/);
    await write({ msgId, msg: "b", seq: 1, finish: true }, { to: "nobody" });
    await expect(write({ msgId, msg: "c", seq: 2 }, { to: "nobody" })).rejects.toMatchObject({
      code: "STREAM_FINISHED",
    });
    expect(pushed).toEqual([]);
    expect(await chat.entries(`${chat.app}/c/alice/nobody`)).toBe(0);
  });

  it("[ST4] that is not gone on with for 30 seconds ends with what there is, and says so", async () => {
    const id = await write({ msg: "Hel", seq: 0 });
    chat.time.at += 30_000;
    await chat.streams.sweep();
    await write({ msgId: id, msg: "lo", seq: 1 });
    await chat.receive(bob);
    chat.time.at += 30_001;
    await chat.streams.sweep();
    const [end, ...more] = await chat.receive(bob);
    expect(end?.body).toMatchObject({
      stream: { streamStatus: FULL, streamError: 512 },
      contents: [{ text: "Hello" }],
    });
    expect(more).toEqual([]);
    await chat.streams.sweep();
    expect(await chat.receive(bob)).toEqual([]);
    const late = { code: "STREAM_CHUNK_LATE", description: "stream message chunk interval timeout" };
    await expect(write({ msgId: id, msg: "!", seq: 2 })).rejects.toMatchObject(late);
    const [shown] = await historyOf("bob", "alice@easemob.com");
    expect(shown.body).toMatchObject({
      stream: { streamStatus: FULL, streamError: 512 },
      contents: [{ text: "Hello" }],
    });
  });

  it("[ST4] that a late piece comes to ends then, without it", async () => {
    const id = await write({ msg: "Hel", seq: 0 });
    chat.time.at += 30_001;
    await expect(write({ msgId: id, msg: "lo", seq: 1 })).rejects.toMatchObject({ code: "STREAM_CHUNK_LATE" });
    expect((await historyOf("bob", "alice@easemob.com"))[0].body).toMatchObject({
      stream: { streamError: 512 },
      contents: [{ text: "Hel" }],
    });
  });

  it("[ST4] that takes longer than 30 minutes ends", async () => {
    const id = await write({ msg: "0", seq: 0 });
    for (let seq = 1; seq <= 60; seq++) {
      chat.time.at += 30_000;
      await write({ msgId: id, msg: ".", seq });
    }
    chat.time.at += 1;
    await chat.streams.sweep();
    const refusal = { code: "STREAM_TOO_LONG", description: "stream message total timeout" };
    await expect(write({ msgId: id, msg: "!", seq: 61 })).rejects.toMatchObject(refusal);
    const [shown] = await historyOf("bob", "alice@easemob.com");
    expect(shown.body).toMatchObject({ stream: { streamError: 513 }, contents: [{ text: `0${".".repeat(60)}` }] });
  });

  it("[ST4] goes on after a start of the server, and ends when nobody goes on", async () => {
    const id = await write({ msg: "Hel", seq: 0 });
    await chat.resumeStreams();
    await write({ msgId: id, msg: "lo", seq: 1 });
    chat.time.at += 60_000;
    await chat.resumeStreams();
    await chat.streams.sweep();
    expect((await historyOf("bob", "alice@easemob.com"))[0].body).toMatchObject({ contents: [{ text: "Hello" }] });
  });

  it("[ST4] whose beginning was being stored when the server ended goes on, or has never been", async () => {
    const stored = await write({ msg: "Hel", seq: 0 });
    const lost = await write({ msg: "x", seq: 0 }, { to: "nobody" });
    for (const id of [stored, lost]) await chat.forgetOpening(id);
    await chat.resumeStreams();
    await write({ msgId: stored, msg: "lo", seq: 1, finish: true });
    expect(parts(await historyOf("bob", "alice@easemob.com"))).toEqual([[stored, 10, FULL, "1000000", "Hello"]]);
    await expect(write({ msgId: lost, msg: "y", seq: 1 }, { to: "nobody" })).rejects.toMatchObject({
      code: "STREAM_NOT_FOUND",
    });
  });

  it("[ST5] has up to 128 KB; a piece that is too much is refused, and the others count", async () => {
    const id = await write({ msg: "é".repeat(32 * 1024), seq: 0 });
    const refusal = { code: "STREAM_TOO_LARGE", description: "stream message total length exceeds limit" };
    await expect(write({ msgId: id, msg: "x".repeat(64 * 1024 + 1), seq: 1 })).rejects.toMatchObject(refusal);
    await write({ msgId: id, msg: "x".repeat(64 * 1024), seq: 1, finish: true });
    const [shown] = await historyOf("bob", "alice@easemob.com");
    expect(Buffer.byteLength(shown.body.contents[0].text)).toBe(128 * 1024);
    await expect(write({ msg: "x".repeat(128 * 1024 + 1), seq: 0 })).rejects.toMatchObject({
      code: "STREAM_TOO_LARGE",
    });
  });

  it.each([
    [{ from: "" }, {}, "SEND_FROM"],
    [{ to: "" }, {}, "SEND_TO"],
    [{ to: ["bob"] }, {}, "INVALID_BODY"],
    [{ body: undefined }, {}, "SEND_BODY"],
    [{ body: "x" }, {}, "INVALID_BODY"],
    [{ ext: "x" }, {}, "SEND_ILLEGAL"],
    [{ ext: { x: "x".repeat(6000) } }, {}, "SEND_TOO_LARGE"],
    [{}, { msg: undefined }, "SEND_BODY"],
    [{}, { seq: 1 }, "STREAM_SEQ"],
    [{}, { seq: -1 }, "STREAM_SEQ"],
    [{}, { seq: 0.5 }, "STREAM_SEQ"],
    [{}, { seq: "0" }, "STREAM_SEQ"],
    [{}, { seq: undefined }, "STREAM_SEQ"],
    [{}, { type: "html" }, "SEND_BODY"],
    [{}, { finish: true, finishReason: "stop" }, "SEND_BODY"],
    [{}, { finish: "yes" }, "INVALID_BODY"],
    [{}, { msgId: "12345", seq: 1 }, "STREAM_NOT_FOUND"],
  ])("[ST5] does not begin with %o and %o", async (more, body, code) => {
    const piece = { msg: "a", seq: 0, ...body } as Piece;
    await expect(write(piece, { ...more })).rejects.toMatchObject({ code });
    expect(await chat.receive(bob)).toEqual([]);
  });

  it.each([
    [{ seq: 0 }, {}, "STREAM_SEQ_TOO_SMALL"],
    [{ seq: 1 }, {}, "STREAM_SEQ_TOO_SMALL"],
    [{ seq: -1 }, {}, "STREAM_SEQ"],
    [{}, { from: "carol" }, "STREAM_FROM"],
    [{}, { to: "carol" }, "STREAM_TO"],
  ])("[ST5] does not go on with %o and %o", async (body, more, code) => {
    const msgId = await write({ msg: "a", seq: 0 });
    await write({ msgId, msg: "b", seq: 1 });
    pushed = [];
    await expect(write({ msgId, msg: "c", seq: 2, ...body }, more)).rejects.toMatchObject({ code });
    await expect(write({ msgId, msg: "c", seq: 2 }, { to: "bob" }, "streamToGroup")).rejects.toMatchObject({
      code: "STREAM_TO",
    });
    expect(pushed).toEqual([]);
    await write({ msgId, msg: "c", seq: 2, finish: true });
    expect((await historyOf("bob", "alice@easemob.com"))[0].body.contents[0].text).toBe("abc");
  });

  it("[ST5] is another application's to nobody else", async () => {
    const msgId = await write({ msg: "a", seq: 0 });
    const other = await openChat();
    const body = { from: "alice", to: "bob", body: { msgId, msg: "b", seq: 1 } };
    await expect(other.call("streamToUser", { user: undefined, body })).rejects.toMatchObject({
      code: "STREAM_NOT_FOUND",
    });
    await other.close();
  });

  it("[ST5] is forgotten an hour after its end", async () => {
    const msgId = await whole("Hel", "lo");
    chat.time.at += 60 * 60_000;
    await chat.streams.sweep();
    await expect(write({ msgId, msg: "!", seq: 2 })).rejects.toMatchObject({ code: "STREAM_FINISHED" });
    chat.time.at += 60_000;
    await chat.streams.sweep();
    await expect(write({ msgId, msg: "!", seq: 2 })).rejects.toMatchObject({ code: "STREAM_NOT_FOUND" });
  });

  it("[ST5] takes pieces that come at the same moment one after the other", async () => {
    const msgId = await write({ msg: "0", seq: 0 });
    const pieces = Array.from({ length: 9 }, (_, i) => write({ msgId, msg: String(i + 1), seq: i + 1 }));
    await Promise.all(pieces);
    await write({ msgId, msg: "!", seq: 10, finish: true });
    expect(parts(pushed).map(([, , , seq, text]) => `${seq}${text}`)).toEqual([
      ..."123456789".split("").map((digit) => digit + digit),
      "10!",
    ]);
    expect((await historyOf("bob", "alice@easemob.com"))[0].body.contents[0].text).toBe("0123456789!");
  });

  it("[ST6] can be edited ten times when it is whole, and is a text like any other then", async () => {
    const id = await whole("Hel", "lo");
    await chat.receive(bob);
    for (let i = 1; i <= 10; i++) await chat.say(alice, "bob", editOf(id, `edit ${i}`));
    expect(await chat.send(alice, "bob", editOf(id, "more"))).toMatchObject({ reason: "Sorry, edit limit reached" });
    const [shown] = await historyOf("bob", "alice@easemob.com");
    expect(shown.body.contents).toEqual([{ type: 0, text: "edit 10" }]);
    expect(JSON.parse(shown.body.meta).edit_msg).toMatchObject({ count: 10, operator: "alice" });
  });

  it("[ST6] that is edited while it is written has the whole text at its end", async () => {
    const msgId = await write({ msg: "Hel", seq: 0 });
    await chat.say(alice, "bob", editOf(msgId, "something else"));
    await write({ msgId, msg: "lo", seq: 1, finish: true });
    expect(parts(await historyOf("bob", "alice@easemob.com"))).toEqual([[msgId, 10, FULL, "1000000", "Hello"]]);
  });

  it("[ST6] that is recalled while it is written takes nothing more", async () => {
    const msgId = await write({ msg: "Hel", seq: 0 });
    await chat.receive(bob);
    await chat.say(alice, "bob", recallOf(msgId));
    await expect(write({ msgId, msg: "lo", seq: 1 })).rejects.toMatchObject({ code: "STREAM_NOT_FOUND" });
    await chat.settled();
    await expect(write({ msgId, msg: "lo", seq: 1 })).rejects.toMatchObject({ code: "STREAM_NOT_FOUND" });
    chat.time.at += 60_000;
    await chat.streams.sweep();
    expect(await chat.receive(bob)).toMatchObject([{ body: { type: MessageBodyType.RECALL, ackMessageId: msgId } }]);
    expect(await historyOf("bob", "alice@easemob.com")).toEqual([]);
    expect(chat.wholes.filter(({ timeline }) => timeline.startsWith(`${chat.app}/`))).toEqual([]);
  });
});
