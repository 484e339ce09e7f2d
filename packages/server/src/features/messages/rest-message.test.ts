import {
  type Encodable,
  encode,
  type KeyValue,
  MessageBody,
  type MessageBodyContent,
  Meta,
  KeyValueValueType as T,
} from "@rondo/protocol";
import { describe, expect, it } from "vitest";
import { toRestMessage } from "./rest-message.ts";

function rest(content: MessageBodyContent, more: MessageBody = {}) {
  const body = { type: 1, from: { name: "bob" }, to: { name: "alice" }, contents: [content], ...more };
  const payload = encode(MessageBody, body as Encodable<MessageBody>);
  const message = toRestMessage(encode(Meta, { id: "9007199254740993", timestamp: 1_700_000_000_000, ns: 1, payload }));
  return { message, payload: JSON.parse(message.payload) };
}

const file = { remotePath: "http://h/u", secretKey: "s", displayName: "n", fileLength: 7 };
const fileJson = { url: "http://h/u", secret: "s", filename: "n", file_length: 7 };

describe("the REST form of a message", () => {
  it("[CV3] keeps the id exact and the payload as JSON text", () => {
    const { message, payload } = rest({ type: 0, text: "hi" });
    expect(message).toMatchObject({ id: "9007199254740993", from: "bob", to: "alice", timestamp: 1_700_000_000_000 });
    expect(payload).toEqual({ type: "chat", from: "bob", to: "alice", ext: {}, bodies: [{ type: "txt", msg: "hi" }] });
  });

  it.each([
    ["txt", { text: "hi" }, { type: "txt", msg: "hi" }],
    [
      "img",
      { type: 1, ...file, size: { width: 3, height: 4 }, subType: 1 },
      { type: "img", ...fileJson, size: { width: 3, height: 4 }, subType: "sub_gif" },
    ],
    ["audio", { type: 4, ...file, duration: 5 }, { type: "audio", ...fileJson, length: 5 }],
    [
      "video",
      { type: 2, ...file, duration: 5, thumbnailRemotePath: "t", thumbnailSecretKey: "ts" },
      { type: "video", ...fileJson, length: 5, thumb: "t", thumb_secret: "ts" },
    ],
    ["file", { type: 5, ...file }, { type: "file", ...fileJson }],
    [
      "loc",
      { type: 3, latitude: 1.5, longitude: -2, address: "a", buildingName: "b" },
      { type: "loc", lat: 1.5, lng: -2, addr: "a", buildingName: "b" },
    ],
    ["cmd", { type: 6, action: "do" }, { type: "cmd", action: "do" }],
    [
      "custom",
      { type: 7, customEvent: "e", customExts: [{ key: "k", type: T.STRING, stringValue: "v" }] },
      { type: "custom", customEvent: "e", customExts: [{ k: "v" }] },
    ],
    [
      "combine",
      { type: 0, subType: 0, text: "old", ...file, title: "t", summary: "s", combineLevel: 2 },
      { type: "txt", subType: "sub_combine", msg: "old", ...fileJson, title: "t", summary: "s", combineLevel: 2 },
    ],
  ])("[CV3] of kind %s has the members that clients read", (_, content, expected) => {
    expect(rest(content).payload.bodies).toEqual([expected]);
  });

  it("[CV3] has an ext of every type, and keys that name things of JavaScript", () => {
    const ext: KeyValue[] = [
      { key: "json", type: T.JSON_STRING, stringValue: '{"a":[1]}' },
      { key: "string", type: T.STRING, stringValue: "s" },
      { key: "yes", type: T.BOOL, varintValue: "1" },
      { key: "no", type: T.BOOL },
      { key: "int", type: T.INT, varintValue: "-3" },
      { key: "uint", type: T.UINT, varintValue: "3" },
      { key: "long", type: T.LLINT, varintValue: "4294967296" },
      { key: "float", type: T.FLOAT, floatValue: 0.5 },
      { key: "double", type: T.DOUBLE, doubleValue: 1.25 },
      { key: "__proto__", type: T.STRING, stringValue: "p" },
    ];
    expect(rest({ text: "x" }, { ext }).message.payload).toContain(
      '"ext":{"json":{"a":[1]},"string":"s","yes":true,"no":false,"int":-3,"uint":3,"long":4294967296,' +
        '"float":0.5,"double":1.25,"__proto__":"p"}',
    );
  });

  it("[CV3] carries the body meta and the message config", () => {
    const { payload } = rest({ text: "x" }, { meta: '{"edit_msg":{"count":1}}', msgConfig: { allowGroupAck: true } });
    expect(payload).toMatchObject({ meta: { edit_msg: { count: 1 } }, msgConfig: { allowGroupAck: true } });
  });
});
