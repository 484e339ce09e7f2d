import {
  type CommSyncDL,
  decode,
  encode,
  MessageBody,
  MessageBodyContentSubType,
  MessageBodyType,
  Meta,
  MetaNameSpace,
  userJid,
} from "@rondo/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Client, SendAck } from "../../core/client.ts";
import type { Config } from "../../core/config.ts";
import { ChatError } from "../../core/error.ts";
import { Inbox } from "../../core/inbox.ts";
import type { Platform } from "../../core/platform.ts";
import { alice, answeringPlatform, testClient } from "../../testing/client.ts";
import { LegacyMessage, type MessageMethods, messages, type Received, type SendBody } from "./index.ts";

interface Scene {
  readonly client: Client;
  readonly methods: MessageMethods;
  /** What was told, in order. */
  readonly told: Array<{ event: string; payload: unknown }>;
  /** What was sent, decoded as the server reads it. */
  readonly sent: Meta[];
  receive(...metas: Meta[]): void;
  of<Payload>(event: string): Payload[];
}

const EVENTS = (
  "onTextMessage onImageMessage onAudioMessage onVideoMessage onFileMessage onLocationMessage onCmdMessage onCustomMessage " +
  "onCombineMessage onMessage onReceivedMessage onDeliveredMessage onReadMessage onChannelMessage onRecallMessage " +
  "onModifiedMessage onStreamMessage onError"
).split(" ");

function scene(
  options: { config?: Partial<Config>; answer?: () => Promise<SendAck>; platform?: Platform } = {},
): Scene {
  const told: Scene["told"] = [];
  const sent: Meta[] = [];
  const { config = {}, platform } = options;
  const base = testClient(platform ? { config, platform } : { config });
  const inbox = new Inbox({ events: base.events, log: base.log, write: () => {} });
  let serverId = 1000;
  const client: Client = {
    ...base,
    inbound: inbox,
    uplink: {
      send: (meta) => {
        sent.push(decode(Meta, encode(Meta, meta)));
        const ack: SendAck = { serverId: String(++serverId), timestamp: 5, metas: [] };
        return options.answer?.() ?? Promise.resolve(ack);
      },
    },
  };
  const handlers: Record<string, (payload: unknown) => void> = {};
  for (const event of EVENTS) handlers[event] = (payload) => told.push({ event, payload });
  client.events.add("test", handlers);
  const methods = messages(client);
  const queue = userJid("org#app", "bob");
  return {
    client,
    methods,
    told,
    sent,
    receive: (...metas) => inbox.sync({ metas, queue, isLast: true } satisfies CommSyncDL),
    of: <Payload>(event: string) => told.filter((one) => one.event === event).map((one) => one.payload as Payload),
  };
}

/** What alice sent, as it comes to who receives it. */
function delivered(meta: Meta, changes: Partial<Meta> = {}): Meta {
  return { ...meta, id: "77", timestamp: 1700, from: userJid("org#app", "alice", "other"), ...changes };
}

const common = { chatType: "singleChat", to: "bob", ext: { a: 1, b: 0.5, c: "x", d: true, e: { f: [null] } } } as const;
const kinds: Array<[SendBody["type"], Record<string, unknown>, Record<string, unknown>]> = [
  ["txt", { msg: "hi 😀" }, { msg: "hi 😀" }],
  ["loc", { addr: "a", buildingName: "b", lat: 1.5, lng: -2 }, { addr: "a", buildingName: "b", lat: 1.5, lng: -2 }],
  ["cmd", { action: "go" }, { action: "go" }],
  ["custom", { customEvent: "e", customExts: { k: "v" } }, { customEvent: "e", customExts: { k: "v" }, params: {} }],
  [
    "img",
    { url: "https://elsewhere/org/app/chatfiles/1", width: 3, height: 4, file_length: 5, secret: "s" },
    {
      url: "https://rest.test/org/app/chatfiles/1?em-redirect=true&share-secret=s",
      width: 3,
      height: 4,
      file_length: 5,
    },
  ],
  ["audio", { body: { url: "https://x/1" }, filename: "f", length: 2, file_length: 3 }, { filename: "f", length: 2 }],
  ["video", { body: { url: "https://x/1" }, filename: "f", length: 2, file_length: 3 }, { filename: "f", length: 2 }],
  ["file", { body: { url: "https://x/1" }, filename: "f", file_length: 3 }, { filename: "f", file_length: 3 }],
];

it.each(kinds)("[ME2] a message of type %s arrives as it was made", async (type, given, shown) => {
  const { methods, sent, receive, of, told } = scene();
  const result = await methods.send(LegacyMessage.create({ type, ...common, ...given }));
  expect(result).toMatchObject({ localMsgId: sent[0]?.id, serverMsgId: "1001" });
  receive(delivered(sent[0] as Meta));
  const event = told.find(({ event }) => /^on.*Message$/.test(event) && event !== "onReceivedMessage");
  const message = event?.payload as Received;
  expect(message).toMatchObject({
    id: "77",
    type,
    chatType: "singleChat",
    from: "alice",
    to: "bob",
    time: 1700,
    ...shown,
  });
  expect(message.ext).toEqual(common.ext);
  expect(of("onMessage").length).toBe(type === "cmd" ? 0 : 1);
});

it("[ME2] an ext comes back as what it was, whatever it was", async () => {
  const { methods, sent, receive, of } = scene();
  const value = fc.oneof(
    fc.string(),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true }),
    fc.json().map((text) => [text]),
  );
  let id = 1;
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), value), async (ext) => {
      await methods.send(LegacyMessage.create({ type: "txt", to: "bob", chatType: "singleChat", msg: "m", ext }));
      receive(delivered(sent.pop() as Meta, { id: String(id++) }));
      expect(Object.entries(of<Received>("onTextMessage").at(-1)?.ext ?? {})).toEqual(
        Object.entries(ext).map(([key, one]) => [key, Object.is(one, -0) ? 0 : one]),
      );
    }),
  );
});

it("the old way of making messages is understood: a group, a room, and the two ids for `success`", async () => {
  const { methods, sent } = scene();
  const message = new LegacyMessage("txt", "123");
  const ids: string[] = [];
  message.set({ msg: "hi", to: "g1", success: (...args) => ids.push(...args) });
  message.setGroup("groupchat");
  await methods.send(message.body as SendBody);
  expect(decode(MessageBody, sent[0]?.payload ?? new Uint8Array()).type).toBe(MessageBodyType.GROUPCHAT);
  expect(sent[0]?.to?.domain).toBe("conference.easemob.com");
  const room = new LegacyMessage("cmd");
  room.set({ action: "x", to: "r1", roomType: true });
  await methods.send(room.body as SendBody);
  expect(decode(MessageBody, sent[1]?.payload ?? new Uint8Array()).type).toBe(MessageBodyType.CHATROOM);
  expect(ids, "defect 18: applications of old rely on two texts").toEqual(["123", "1001"]);
});

it("what comes again is shown once, and so is what was sent from here", async () => {
  const { methods, sent, receive, of } = scene();
  const result = await methods.send(LegacyMessage.create({ type: "txt", to: "bob", chatType: "singleChat", msg: "m" }));
  receive(
    delivered(sent[0] as Meta),
    delivered(sent[0] as Meta),
    delivered(sent[0] as Meta, { id: result.serverMsgId }),
  );
  expect(of("onTextMessage").length).toBe(1);
});

it("one message that cannot be read loses only itself", async () => {
  const { methods, sent, receive, of } = scene();
  await methods.send(LegacyMessage.create({ type: "txt", to: "bob", chatType: "singleChat", msg: "m" }));
  const good = sent[0] as Meta;
  receive(delivered(good, { payload: new Uint8Array([255]) }), delivered(good, { id: "78" }));
  expect(of<Received>("onTextMessage").map(({ id }) => id)).toEqual(["78"]);
  expect(of("onError").length).toBe(1);
  expect(of<Received[]>("onMessage").length).toBe(1);
});

it("receipts, a recall and an edit are told as what they are", async () => {
  const { methods, sent, receive, of } = scene();
  for (const type of ["read", "delivery", "channel"] as const) {
    await methods.send(LegacyMessage.create({ type, to: "bob", chatType: "singleChat", id: "9", ackId: "9" }));
  }
  await methods.recallMessage({ mid: "9", to: "bob", ext: "why" });
  for (const [i, meta] of sent.entries()) receive(delivered(meta, { id: String(i + 1) }));
  expect(of("onReadMessage")).toMatchObject([{ type: "read", mid: "9", from: "alice" }]);
  expect(of("onDeliveredMessage")).toMatchObject([{ type: "delivery", mid: "9" }]);
  expect(of("onChannelMessage")).toMatchObject([{ type: "channel", chatType: "singleChat", from: "alice" }]);
  expect(of("onRecallMessage")).toMatchObject([{ mid: "9", ext: "why", from: "alice" }]);
});

it("a streamed text is told chunk by chunk, in order, however the chunks come", () => {
  const { receive, of } = scene();
  const chunk = (seq: number, text: string, streamStatus: number): Meta => ({
    id: "5",
    ns: MetaNameSpace.CHAT,
    timestamp: 10,
    payload: encode(MessageBody, {
      type: MessageBodyType.CHAT,
      from: { name: "bot" },
      to: { name: "alice" },
      contents: [{ type: 0, text, subType: MessageBodyContentSubType.SUB_STREAM }],
      stream: { streamSeq: String(seq), streamStatus },
    }),
  });
  receive(chunk(3, "c", 3), chunk(1, "a", 0));
  receive(chunk(2, "b", 2), chunk(2, "b", 2));
  expect(of<Received>("onStreamMessage").map(({ msg }) => msg)).toEqual(["a", "ab", "abc"]);
  expect(of("onTextMessage")).toEqual([]);
});

it("a delivery receipt is sent by itself where the option asks for it, and not for what came from oneself", async () => {
  const { receive, sent } = scene({ config: { sendsDeliveryReceipts: true } });
  const from = (name: string, id: string): Meta => ({
    id,
    ns: MetaNameSpace.CHAT,
    payload: encode(MessageBody, {
      type: 1,
      from: { name },
      to: { name: "alice" },
      contents: [{ type: 0, text: "x" }],
    }),
  });
  receive(from("bob", "1"), from("alice", "2"));
  const bodies = sent.map(({ payload }) => decode(MessageBody, payload ?? new Uint8Array()));
  expect(bodies).toMatchObject([{ type: MessageBodyType.DELIVER_ACK, ackMessageId: "1", to: { name: "bob" } }]);
});

it("what is no message, and what nobody logged in sends, is rejected and never thrown", async () => {
  const { methods } = scene();
  await expect(methods.send({} as SendBody)).rejects.toMatchObject({ type: 205 });
  await expect(methods.send(LegacyMessage.create({ type: "zzz" as "txt", to: "bob" }))).rejects.toMatchObject({
    type: 205,
  });
  const client = { ...testClient({ identity: undefined }), inbound: { handle: () => {} } };
  const stranger = messages(client);
  const message = LegacyMessage.create({ type: "txt", to: "bob", chatType: "singleChat", msg: "m" });
  await expect(stranger.send(message)).rejects.toMatchObject({ type: 39 });
  await expect(stranger.recallMessage({ mid: "1", to: "bob" })).rejects.toMatchObject({ type: 39 });
});

it("a refusal says which message it was about", async () => {
  const { methods } = scene({ answer: () => Promise.reject(new ChatError(603, "blocked")) });
  const message = LegacyMessage.create({ type: "txt", to: "bob", chatType: "singleChat", msg: "m" });
  await expect(methods.send(message)).rejects.toMatchObject({
    type: 603,
    message: "blocked",
    data: { id: message.id, mid: "0" },
  });
});

it("defect 6: an attachment with both a file and an address is sent with the address", async () => {
  const { methods, sent } = scene();
  const file = { url: "", filename: "f.txt", filetype: "text/plain", data: new Uint8Array(3) };
  const body = { url: "https://x/up/1", type: "file", filename: "f.txt" };
  await methods.send(
    LegacyMessage.create({ type: "file", to: "bob", chatType: "singleChat", file, body, filename: "f.txt" }),
  );
  expect(decode(MessageBody, sent[0]?.payload ?? new Uint8Array()).contents?.[0]?.remotePath).toBe("https://x/up/1");
});

it("defect 11: combined and custom messages keep their msgConfig", async () => {
  const { methods, sent, receive, of } = scene();
  const msgConfig = { allowGroupAck: true };
  await methods.send(
    LegacyMessage.create({
      type: "custom",
      to: "g",
      chatType: "groupChat",
      customEvent: "e",
      customExts: {},
      msgConfig,
    }),
  );
  await methods.send(
    LegacyMessage.create({ type: "combine", to: "g", chatType: "groupChat", url: "https://x/1", msgConfig }),
  );
  receive(delivered(sent[0] as Meta, { id: "1" }), delivered(sent[1] as Meta, { id: "2" }));
  expect(of("onCustomMessage")).toMatchObject([{ msgConfig }]);
  expect(of("onCombineMessage")).toMatchObject([{ msgConfig }]);
});

it("defect 25: no received message contains the login token", async () => {
  const { methods, sent, receive, told } = scene();
  for (const type of ["audio", "video", "file", "img"] as const) {
    await methods.send(
      LegacyMessage.create({ type, to: "bob", chatType: "singleChat", body: { url: "https://x/1" }, filename: "f" }),
    );
  }
  for (const [i, meta] of sent.entries()) receive(delivered(meta, { id: String(i + 1) }));
  expect(told.filter(({ event }) => /^on(Audio|Video|File|Image)Message$/.test(event)).length).toBe(4);
  expect(JSON.stringify(told)).not.toContain(alice.token);
  expect(JSON.stringify(told)).not.toContain("accessToken");
});

describe("a text with languages", () => {
  const languages = ["fr", "de"];
  const text = () =>
    LegacyMessage.create({ type: "txt", ...common, msg: "yes", msgConfig: { languages }, isChatThread: true });
  const translated = (answer: unknown) => {
    const platform = answeringPlatform(() => answer);
    return { ...scene({ platform }), asked: platform.asked };
  };

  it("is sent with its translations, which whoever gets it sees", async () => {
    const both = [
      { text: "oui", to: "fr" },
      { text: "ja", to: "de" },
    ];
    const { methods, sent, asked, receive, of } = translated({ data: [{ translations: both }] });
    const given = text();
    const translations = [
      { code: "fr", text: "oui" },
      { code: "de", text: "ja" },
    ];
    await expect(methods.send(given)).resolves.toMatchObject({ message: { msg: "yes", translations } });
    expect(asked).toMatchObject([{ path: "/users/alice/translate", body: { text: "yes", to: languages } }]);
    expect(JSON.parse(decode(MessageBody, sent[0]?.payload ?? new Uint8Array()).meta ?? "")).toEqual({
      translations,
      thread: {},
    });
    receive(delivered(sent[0] as Meta));
    expect(of<Received>("onTextMessage")).toMatchObject([{ msg: "yes", translations }]);
    expect(given).not.toHaveProperty("translations");
  });

  it("is not sent when it cannot be translated", async () => {
    const refusal = { status: 400, text: '{"error_description":"The target language is not valid."}' };
    for (const [answer, type] of [
      [refusal, 1200],
      [{ data: [] }, 1204],
    ] as const) {
      const { methods, sent } = translated(answer);
      await expect(methods.send(text())).rejects.toMatchObject({ type });
      expect(sent).toEqual([]);
    }
  });
});
