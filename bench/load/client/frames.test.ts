import {
  CommSyncDL,
  CommSyncUL,
  decode,
  encode,
  Jid,
  MessageBody,
  type Meta,
  MSync,
  MSyncCommand,
  userJid,
} from "@rondo/protocol";
import { expect, it } from "vitest";
import { appendPull, MessageTemplate, numberOf, TEXT_BYTES } from "./frames.ts";
import { scan } from "./scan.ts";
import { headLength, maskAt, type WebSocketClient } from "./websocket.ts";

/** Takes the place of a connection: keeps what is appended. */
class Appended {
  frames: Buffer[] = [];

  append(frame: Uint8Array): { buffer: Buffer; at: number } {
    const buffer = Buffer.from(frame);
    this.frames.push(buffer);
    return { buffer, at: 0 };
  }

  /** As the server sees the last frame. */
  payload(): Uint8Array {
    const frame = this.frames.at(-1) as Buffer;
    const short = (frame[1] as number) & 0x7f;
    const length = short < 126 ? short : frame.readUInt16BE(2);
    expect(frame.length).toBe(headLength(length) + length);
    return frame.subarray(headLength(length)).map((byte, i) => byte ^ maskAt(i));
  }
}

const asConnection = (appended: Appended) => appended as unknown as WebSocketClient; // only `append` is called

function uplink(appended: Appended): CommSyncUL {
  const frame = decode(MSync, appended.payload());
  expect(frame.command).toBe(MSyncCommand.SYNC);
  return decode(CommSyncUL, frame.payload as Uint8Array);
}

it("copies of a template differ in their client id and number, and are what the codec would have made", () => {
  const template = MessageTemplate.up({ appKey: "rondo#demo", from: "ann", to: "bob", place: "user", sender: 42 });
  const appended = new Appended();
  for (const number of [0, 1, 127, 128, 16_384, 123_456_789]) {
    template.append(asConnection(appended), number);
    const { meta } = uplink(appended);
    expect(numberOf(Number(meta?.id))).toBe(number);
    expect(meta?.to).toEqual(userJid("rondo#demo", "bob"));
    const body = decode(MessageBody, meta?.payload as Uint8Array);
    const text = body.contents?.[0]?.text as string;
    expect(text).toHaveLength(TEXT_BYTES);
    expect(text.slice(0, 15)).toBe(`000042${String(number).padStart(9, "0")}`);
  }
});

it("a server frame gives its acknowledgement or its texts, its key and its queue", () => {
  const template = MessageTemplate.up({ appKey: "rondo#demo", from: "ann", to: "bob", place: "user", sender: 7 });
  const appended = new Appended();
  const metas: Meta[] = [5, 6].map((number) => {
    template.append(asConnection(appended), number);
    const from = userJid("rondo#demo", "ann", "phone");
    return { ...uplink(appended).meta, id: "1210000000000000001", from, timestamp: 1_700_000_000_000 };
  });
  const queue = encode(Jid, userJid("rondo#demo", "ann"));
  const key = "18446744073709551615";
  const batch = { status: { errorCode: 0 }, metas, nextKey: key, queue, isLast: false };
  const bytes = framed(encode(CommSyncDL, batch));
  const scanned = scan(bytes, 3, bytes.length);
  expect(scanned).toMatchObject({ command: MSyncCommand.SYNC, metaId: 0, metas: 2, isLast: false, code: 0 });
  expect(scanned.texts).toEqual([
    { sender: 7, number: 5 },
    { sender: 7, number: 6 },
  ]);

  appendPull(asConnection(appended), { bytes, ...scanned });
  expect(uplink(appended)).toEqual({ key, queue: userJid("rondo#demo", "ann") });

  const refusal = { status: { errorCode: 7, reason: "traffic limit" }, metaId: "505000000012" };
  const ack = framed(encode(CommSyncDL, refusal));
  expect(scan(ack, 3, ack.length)).toMatchObject({ code: 7, metaId: 505_000_000_012, metas: 0, texts: [] });
});

it("a frame that is cut off is an error, wherever it is cut", () => {
  const bytes = framed(encode(CommSyncDL, { status: { errorCode: 0 }, metaId: "300", serverId: "70000" }));
  for (let end = 6; end < bytes.length; end++) expect(() => scan(bytes, 3, end)).toThrow();
});

/** Three bytes of something else in front, like a WebSocket header. */
function framed(payload: Uint8Array): Uint8Array {
  const frame = encode(MSync, { command: MSyncCommand.SYNC, payload });
  return Buffer.concat([Buffer.from([1, 2, 3]), frame]);
}

it("what a bare server sends in place of ours reads like it, for a group and for a room", () => {
  const message = { appKey: "rondo#demo", from: "ann", to: "4711", sender: 7 };
  for (const [place, isLast] of [
    ["group", false],
    ["room", true],
  ] as const) {
    const appended = new Appended();
    MessageTemplate.down({ ...message, place }).append(asConnection(appended), 12);
    const frame = appended.payload();
    expect(scan(frame, 0, frame.length)).toMatchObject({ metas: 1, isLast, texts: [{ sender: 7, number: 12 }] });
  }
});
