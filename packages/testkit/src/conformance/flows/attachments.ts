import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { EVENT_OF_KIND, type Message } from "../../people/messages.ts";
import type { Attachment, Person } from "../../people/person.ts";
import { expectEnvelope, expectRefusal } from "../expect.ts";
import { type Flow, flow, type Stage } from "../flow.ts";
import { randomPng } from "../pictures.ts";

type Kind = "img" | "audio" | "video" | "file";

const EXT = { album: "trip", page: 3 };

interface Sent {
  readonly fields: Record<string, unknown>;
  readonly expected: Record<string, unknown>;
}

async function bothWays(stage: Stage, kind: Kind, attachment: Attachment, sent: Sent): Promise<void> {
  const { alice, bob } = await stage.pair();
  await oneWay([alice, bob], kind, attachment, sent);
  await oneWay([bob, alice], kind, attachment, sent);
}

/** Uploads, sends and downloads; every field is checked and every byte compared. */
async function oneWay(
  [from, to]: readonly [Person, Person],
  kind: Kind,
  attachment: Attachment,
  { fields, expected }: Sent,
): Promise<void> {
  const sent = await from.sendFile(kind, { ...fields, ext: EXT }, attachment, to.id);
  const got = await to.waitFor<Message>(EVENT_OF_KIND[kind], (message) => message.id === sent.serverMsgId);
  expectEnvelope(got, sent, { from, to });
  expect(got).toMatchObject({ type: kind, ext: EXT, file_length: attachment.bytes.byteLength, ...expected });
  expect(String(got.url)).toMatch(/\/chatfiles\/[\w-]+\?em-redirect=true&share-secret=.+/);
  expect(got.secret).toBeTypeOf("string");
  expect(got.secret).not.toBe("");
  const bytes = await to.download(String(got.url), String(got.secret));
  expect(bytes.equals(attachment.bytes), "the same bytes come back").toBe(true);
  if (kind === "img") await expectPicture(to, got);
}

async function expectPicture(to: Person, got: Message): Promise<void> {
  const thumb = await to.download(String(got.thumb), String(got.secret));
  expect(thumb.byteLength).toBeGreaterThan(0);
  expect(isPicture(thumb)).toBe(true);
}

const isPicture = (bytes: Buffer): boolean =>
  bytes.subarray(0, 4).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47])) ||
  bytes.subarray(0, 2).equals(Buffer.from([0xff, 0xd8])) ||
  bytes.subarray(8, 12).toString("latin1") === "WEBP";

export const attachmentFlows: Flow[] = [
  flow("img: uploaded, sent, downloaded and shown small, byte for byte", (stage) =>
    bothWays(
      stage,
      "img",
      { bytes: randomPng(320, 200), filename: "pic 图.png", filetype: "image/png" },
      { fields: { width: 320, height: 200 }, expected: { width: 320, height: 200 } },
    ),
  ),

  flow("audio: uploaded, sent and downloaded byte for byte", (stage) =>
    bothWays(
      stage,
      "audio",
      { bytes: randomBytes(30_000), filename: "voice.amr", filetype: "audio/amr" },
      { fields: { length: 7 }, expected: { length: 7, filename: "voice.amr" } },
    ),
  ),

  flow("video: uploaded, sent and downloaded byte for byte", (stage) =>
    bothWays(
      stage,
      "video",
      { bytes: randomBytes(150_000), filename: "clip.mp4", filetype: "video/mp4" },
      { fields: { length: 12 }, expected: { length: 12, filename: "clip.mp4" } },
    ),
  ),

  flow("file: uploaded, sent and downloaded byte for byte", (stage) =>
    bothWays(
      stage,
      "file",
      { bytes: randomBytes(50_001), filename: "report 2026.pdf", filetype: "application/pdf" },
      { fields: {}, expected: { filename: "report 2026.pdf" } },
    ),
  ),

  // One way: what costs most is the passage between this process and the page.
  flow("a file of 9 MB, which browsers upload in parts, byte for byte", async (stage) => {
    const { alice, bob } = await stage.pair();
    await oneWay(
      [alice, bob],
      "file",
      { bytes: randomBytes(9 * 1024 * 1024), filename: "big.bin", filetype: "application/octet-stream" },
      { fields: {}, expected: { filename: "big.bin" } },
    );
  }),

  flow("combine: two levels, both ways, downloaded and parsed field for field", async (stage) => {
    const { alice, bob } = await stage.pair();
    const text = { msg: "forward me", ext: { n: 1, list: [true] } };
    const place = { addr: "here", buildingName: "B1", lat: 1.5, lng: 2.5 };
    for (const [from, to] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      const first = await from.send("txt", text, to.id);
      const second = await from.send("loc", place, to.id);
      const one = await to.waitFor<Message>("onTextMessage", (message) => message.id === first.serverMsgId);
      const two = await to.waitFor<Message>("onLocationMessage", (message) => message.id === second.serverMsgId);
      const inner = await combine(to, from, [one, two], "inner");
      const outer = await combine(from, to, [one, inner], "outer");
      expect(outer.combineLevel).toBe(2);
      const parts = await parse(to, outer);
      expect(parts.map((part) => part.type)).toEqual(["txt", "combine"]);
      expect(parts[0]).toMatchObject({ id: one.id, from: from.id, to: to.id, time: one.time, ...text });
      const nested = parts[1];
      if (!nested) throw new Error("the inner combined message is missing");
      const leaves = await parse(to, nested);
      expect(leaves.map((leaf) => leaf.type)).toEqual(["txt", "loc"]);
      expect(leaves[1]).toMatchObject({ id: two.id, ...place });
    }
  }),

  flow("combine: ten levels, opened down to the last; the client makes no eleventh [ME17]", async (stage) => {
    const { alice, bob } = await stage.pair();
    const sent = await alice.send("txt", { msg: "the innermost" }, bob.id);
    let message = await bob.waitFor<Message>("onTextMessage", ({ id }) => id === sent.serverMsgId);
    let [from, to] = [bob, alice];
    for (let level = 1; level <= 10; level++) {
      message = await combine(from, to, [message], `level ${level}`);
      expect(message.combineLevel).toBe(level);
      [from, to] = [to, from];
    }
    const fields = { title: "too deep", summary: "s", compatibleText: "c", messageList: [message] };
    await expectRefusal(from.send("combine", fields, to.id), 50);
    for (let level = 10; level >= 1; level--) {
      expect(message).toMatchObject({ type: "combine", title: `level ${level}` });
      const [inner] = await parse(from, message);
      if (inner === undefined) throw new Error(`nothing is in level ${level}`);
      message = inner;
    }
    expect(message).toMatchObject({ type: "txt", msg: "the innermost", id: sent.serverMsgId });
  }),
];

async function combine(from: Person, to: Person, messageList: Message[], title: string): Promise<Message> {
  const fields = {
    title,
    summary: `summary of ${title}`,
    compatibleText: "your version cannot show this",
    messageList,
  };
  const sent = await from.send("combine", fields, to.id);
  const got = await to.waitFor<Message>("onCombineMessage", (message) => message.id === sent.serverMsgId);
  expectEnvelope(got, sent, { from, to });
  expect(got).toMatchObject({
    type: "combine",
    title,
    summary: fields.summary,
    compatibleText: fields.compatibleText,
  });
  return got;
}

const parse = (reader: Person, message: Message): Promise<Message[]> =>
  reader.call("downloadAndParseCombineMessage", { url: message.url, secret: message.secret });
