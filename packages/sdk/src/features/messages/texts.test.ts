import {
  decode,
  type Encodable,
  encode,
  MessageBody,
  MessageBodyContentSubType,
  Meta,
  MetaNameSpace,
  userJid,
} from "@rondo/protocol";
import { describe, expect, it } from "vitest";
import type { SendAck } from "../../core/client.ts";
import { featureOf } from "../../testing/feature.ts";
import { create } from "./create.ts";
import { texts } from "./texts.ts";
import type { CreateParams } from "./types.ts";

function scene() {
  const sent: MessageBody[] = [];
  const feature = featureOf(texts, undefined, (meta): Promise<SendAck> => {
    const { payload } = decode(Meta, encode(Meta, meta));
    sent.push(decode(MessageBody, payload ?? new Uint8Array()));
    return Promise.resolve({ serverId: "7", timestamp: 5, metas: [] });
  });
  const send = (message: CreateParams) => feature.methods.send(create(message));
  const receive = (body: Encodable<MessageBody>): void =>
    feature.receive({
      id: "9",
      ns: MetaNameSpace.CHAT,
      from: userJid("org#app", "bob"),
      payload: encode(MessageBody, { type: 1, from: { name: "bob" }, to: { name: "alice" }, ...body }),
    });
  return { ...feature, sent, send, receiveFromBob: receive };
}

describe("texts alone", () => {
  it("are sent, and so is all else that has no file", async () => {
    const { send, sent } = scene();
    expect(await send({ type: "txt", to: "bob", msg: "hello" })).toMatchObject({
      serverMsgId: "7",
      message: { msg: "hello" },
    });
    await send({ type: "cmd", to: "bob", action: "wave" });
    await send({ type: "loc", to: "bob", addr: "here", buildingName: "", lat: "1.5", lng: 2 });
    await send({ type: "custom", to: "bob", customEvent: "gift", customExts: { id: "3" } });
    expect(sent.map(({ contents }) => contents?.[0])).toMatchObject([
      { text: "hello" },
      { action: "wave" },
      { address: "here", latitude: 1.5, longitude: 2 },
      { customEvent: "gift", customExts: [{ key: "id", stringValue: "3" }] },
    ]);
  });

  it("take the whole feature for a message with a file, and say so", async () => {
    const { send, sent } = scene();
    await expect(send({ type: "img", to: "bob", url: "https://a.test/1" })).rejects.toMatchObject({
      type: 205,
      message: 'a message of type img takes the feature "messages"',
    });
    expect(sent).toEqual([]);
  });

  it("come with all other messages, but chunks of streamed texts do not", () => {
    const { receiveFromBob, heard } = scene();
    receiveFromBob({
      contents: [{ type: 0, subType: MessageBodyContentSubType.SUB_STREAM, text: "he" }],
      stream: { streamSeq: "1", streamStatus: 0 },
    });
    expect(heard).toEqual([]);
    receiveFromBob({ contents: [{ type: 1, remotePath: "https://a.test/1", fileLength: 4 }] });
    const [, message] = heard.find(([event]) => event === "onImageMessage") ?? [];
    expect(message).toMatchObject({ type: "img", from: "bob", file_length: 4 });
  });
});
