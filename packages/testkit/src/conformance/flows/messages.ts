import { expect } from "vitest";
import { EVENT_OF_KIND, type Message, type MessageKind } from "../../people/messages.ts";
import type { Person } from "../../people/person.ts";
import { expectEnvelope, expectRefusal, settledTexts } from "../expect.ts";
import { type Flow, flow, type Stage } from "../flow.ts";

/** A value of every type that ext can carry. */
const EXT = {
  text: "plain 文字 🎈",
  empty: "",
  digits: "0123",
  int: 42,
  negative: -7,
  zero: 0,
  large: Number.MAX_SAFE_INTEGER,
  small: Number.MIN_SAFE_INTEGER,
  double: 0.1,
  negativeDouble: -1.5e-9,
  yes: true,
  no: false,
  nothing: null,
  list: [1, "two", { three: [null] }],
  nested: { a: { b: { c: "deep" } }, "key with spaces": 1 },
};

/** Sends one message each way and checks on arrival the envelope, ext and `expected`, and the batch event. */
async function bothWays(
  stage: Stage,
  kind: MessageKind,
  fields: Record<string, unknown>,
  expected: Record<string, unknown>,
): Promise<void> {
  const { alice, bob } = await stage.pair();
  const ways: [Person, Person][] = [
    [alice, bob],
    [bob, alice],
  ];
  for (const [from, to] of ways) {
    const sent = await from.send(kind, { ...fields, ext: EXT }, to.id);
    const got = await to.waitFor<Message>(EVENT_OF_KIND[kind], (message) => message.id === sent.serverMsgId);
    expectEnvelope(got, sent, { from, to });
    expect(got).toMatchObject({ type: kind, ...expected });
    expect(got.ext).toEqual(EXT);
    await from.waitFor<{ id: string; mid: string; to: string }>(
      "onReceivedMessage",
      (told) => told.mid === sent.serverMsgId && told.id === sent.localId,
    );
    if (kind !== "cmd") {
      await to.waitFor<Message[]>("onMessage", (batch) => batch.some((message) => message.id === sent.serverMsgId));
    }
  }
}

/** Messages without attachments, both ways, every field checked on arrival. */
export const messageFlows: Flow[] = [
  flow("txt both ways, with ext of every type [ME1] [ME2]", (stage) =>
    bothWays(stage, "txt", { msg: "hello 你好 👩‍👩‍👧 \u0000 end" }, { msg: "hello 你好 👩‍👩‍👧 \u0000 end" }),
  ),

  flow("loc both ways [ME2]", (stage) => {
    const place = { addr: "西溪湿地 5", buildingName: "North gate", lat: 30.2741499, lng: -120.1551 };
    return bothWays(stage, "loc", place, place);
  }),

  flow("cmd both ways [ME2]", (stage) => bothWays(stage, "cmd", { action: "shake" }, { action: "shake" })),

  flow("custom both ways [ME2]", (stage) => {
    const fields = {
      customEvent: "order/updated",
      customExts: { id: "A-1", count: 3, paid: true, price: 9.5, lines: [{ sku: "x" }] },
    };
    return bothWays(stage, "custom", fields, fields);
  }),

  flow("img by an address of the app's own both ways [ME2]", async (stage) => {
    const fields = { url: "https://cdn.example.com/a/b.png", width: 640, height: 480, file_length: 12345 };
    const { alice, bob } = await stage.pair();
    for (const [from, to] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      const sent = await from.send("img", { ...fields, ext: EXT }, to.id);
      const got = await to.waitFor<Message>("onImageMessage", (message) => message.id === sent.serverMsgId);
      expectEnvelope(got, sent, { from, to });
      expect(got.ext).toEqual(EXT);
      // The SDK puts its own REST address in front of the path of every attachment.
      expect(String(got.url)).toContain("/a/b.png");
      expect(got).toMatchObject({ type: "img", file_length: 12345 });
    }
  }),

  flow("a text of the largest allowed size arrives whole, a larger one is refused [ME7]", async ({ pair }) => {
    const { alice, bob } = await pair();
    const msg = "界".repeat(1600);
    const sent = await alice.send("txt", { msg }, bob.id);
    const got = await bob.waitFor("onTextMessage", byId(sent.serverMsgId));
    expect(got.msg).toBe(msg);
    await expectRefusal(alice.send("txt", { msg: "x".repeat(6000) }, bob.id), 511);
  }),

  flow("messages of one sender arrive in order, each once [ME10]", async ({ pair }) => {
    const { alice, bob } = await pair();
    const mark = bob.events.mark();
    const texts = Array.from({ length: 100 }, (_, index) => `in order ${index}`);
    const outcomes = await alice.sendMany(
      "txt",
      texts.map((msg) => ({ msg })),
      bob.id,
      { inTurn: false },
    );
    expect(outcomes.filter((outcome) => !outcome.ok)).toEqual([]);
    const got = await settledTexts(alice, bob, { mark });
    expect(got.map((message) => message.msg)).toEqual(texts);
  }),

  flow("a message to a user who does not exist is refused [ME6]", async ({ pair }) => {
    const { alice } = await pair();
    await expectRefusal(alice.send("txt", { msg: "anybody?" }, "nobody-at-all"), 204);
  }),

  flow("deliverOnlineOnly reaches who is connected, and nobody later [ME5]", async ({ venue }) => {
    const alice = await venue.arrive("alice");
    const bob = await venue.arrive("bob");
    const now = await alice.send("txt", { msg: "now", deliverOnlineOnly: true }, bob.id);
    await bob.waitFor("onTextMessage", byId(now.serverMsgId));
    await bob.logout();
    const missed = await alice.send("txt", { msg: "missed", deliverOnlineOnly: true }, bob.id);
    const kept = await alice.send("txt", { msg: "kept" }, bob.id);
    await bob.login();
    await bob.waitFor("onTextMessage", byId(kept.serverMsgId));
    const got = await settledTexts(alice, bob, { mark: 0 });
    expect(got.map((message) => message.id)).toEqual([now.serverMsgId, kept.serverMsgId]);
    expect(got.map((message) => message.id)).not.toContain(missed.serverMsgId);
  }),
];

const byId =
  (id: string) =>
  (message: Message): boolean =>
    message.id === id;
