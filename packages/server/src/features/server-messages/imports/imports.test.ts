import { MessageBodyType } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Asked, type StandIn, standIn } from "../../../kernel/provider.fixture.ts";
import { type Chat, device, open, openChat, texts } from "../../messages/chat.fixture.ts";

let chat: Chat;
const alice = device("alice");
const bob = device("bob");
const BEFORE = Date.UTC(2020, 1, 1);

beforeEach(async () => {
  chat = await openChat();
  for (const each of [alice, bob]) await chat.receive(each);
});
afterEach(() => chat.close());

const bring = async (more: Record<string, unknown> = {}, name = "importUserMessage"): Promise<string> => {
  const old = { from: "alice", target: "bob", type: "txt", body: { msg: "old" }, msg_timestamp: BEFORE };
  return (await chat.call(name, { user: undefined, body: { ...old, ...more } })).data.msg_id;
};
const historyOf = async (user: string, queue: string) => {
  const { data } = await chat.call("readHistory", { user, body: { queue } });
  return data.msgs.map(({ msg }: { msg: string }) => open(Buffer.from(msg, "base64")));
};
const unread = async (user: string): Promise<number[]> => {
  const { data } = await chat.call("listConversations", { user });
  return data.channel_infos.map(({ unread_num }: { unread_num: number }) => unread_num);
};

describe("an imported message whose files are to be fetched", () => {
  let old: StandIn;
  const files = { "/a.png": "a picture", "/v.mp4": "a film", "/t.jpg": "of it" };
  const serve = ({ path }: Asked) =>
    path in files
      ? { text: files[path as keyof typeof files], headers: { "content-type": "image/png" } }
      : { status: 404, text: "" };
  beforeEach(async () => {
    old = await standIn(serve);
  });
  afterEach(() => old.close());

  const contentOf = async () => (await historyOf("bob", "alice@easemob.com"))[0]?.body.contents[0];
  const picture = (path = "/a.png", more: object = {}) => ({
    type: "img",
    body: { url: `${old.url}${path}`, filename: "a.png", secret: "theirs", file_length: 1, ...more },
    need_download: true,
  });

  it("[SM14] names files of ours, which hold what was there", async () => {
    await bring(picture());
    expect(await contentOf()).toMatchObject({
      remotePath: `http://localhost/${chat.app.replace("#", "/")}/chatfiles/file1`,
      secretKey: "secret of file1",
      displayName: "a.png",
      fileLength: 9,
    });
    const kept = chat.storedFiles.get("file1");
    expect(kept).toMatchObject({ name: "a.png", type: "image/png", bytes: Buffer.from("a picture") });
    expect(old.seen[0]?.headers["share-secret"]).toBe("theirs");
  });

  it("[SM14] has the picture of a film, too, and what has no file is as it was", async () => {
    const thumb = { thumb: `${old.url}/t.jpg`, thumb_secret: "of the picture" };
    await bring({ ...picture("/v.mp4", thumb), type: "video" });
    expect(await contentOf()).toMatchObject({
      remotePath: expect.stringMatching(/file1$/),
      thumbnailRemotePath: expect.stringMatching(/file2$/),
      thumbnailSecretKey: "secret of file2",
    });
    expect(old.seen.map(({ headers }) => headers["share-secret"])).toEqual(["theirs", "of the picture"]);
    await bring({ need_download: true });
    expect(chat.storedFiles.size).toBe(2);
  });

  it("[SM14] is refused whole when one cannot be fetched, and says why", async () => {
    const port = new URL(old.url).port;
    for (const [body, description] of [
      [{ url: `http://127.0.0.2:${port}/a.png` }, "body.url leads to an address that is not public"],
      [{ url: "http://127.0.0.1:1/" }, "body.url cannot be reached"],
      [{ url: "file:///etc/passwd" }, "body.url is no http or https address"],
      [{ url: `${old.url}/gone` }, "body.url is not answered with a file"],
      [{ thumb: `${old.url}/gone` }, "body.thumb is not answered with a file"],
    ] as const) {
      await expect(bring({ ...picture("/v.mp4", body), type: "video" })).rejects.toMatchObject({
        code: "INVALID_ARGUMENT",
        description,
      });
    }
    chat.settings.maxFileBytes = 8;
    await expect(bring(picture())).rejects.toMatchObject({ code: "FILE_TOO_LARGE" });
    chat.settings.maxFileBytes = 1000;
    expect(chat.storedFiles.size).toBe(0);
    expect(await contentOf()).toBeUndefined();
  });

  it("[SM14] fetches nothing for nobody, nor for a message that is refused besides", async () => {
    await bring({ ...picture(), target: "nobody" });
    await expect(bring({ ...picture(), msg_timestamp: Date.UTC(2100, 0, 1) })).rejects.toThrow();
    expect(old.seen).toEqual([]);
  });

  it("[SM14] keeps no file when the message cannot be stored", async () => {
    vi.spyOn(chat.timelines, "append").mockRejectedValueOnce(new Error("the disk is full"));
    await expect(bring(picture())).rejects.toThrow("the disk is full");
    expect(old.seen).toHaveLength(1);
    expect(chat.storedFiles.size).toBe(0);
    vi.restoreAllMocks();
  });

  it("[SM14] waits with fifteen others, and one more is told to come later", async () => {
    old.answer = () => "silence";
    const waiting = Array.from({ length: 16 }, () => bring(picture()));
    await expect.poll(() => old.seen.length).toBe(16);
    await expect(bring(picture())).rejects.toMatchObject({ code: "RATE_LIMITED" });
    old.release();
    for (const each of await Promise.allSettled(waiting)) expect(each.status).toBe("rejected");
    old.answer = serve;
    await bring(picture());
    expect(chat.storedFiles.size).toBe(1);
  });
});

describe("an imported message", () => {
  it("[SM13] is in both histories and lists with its old time, and on no device as news", async () => {
    const id = await bring({ ext: { a: "1" } });
    for (const [user, peer] of [
      ["alice", "bob"],
      ["bob", "alice"],
    ] as const) {
      expect(await historyOf(user, `${peer}@easemob.com`)).toMatchObject([
        {
          meta: { id, timestamp: BEFORE, from: { name: "alice" }, to: { name: "bob" } },
          body: { type: MessageBodyType.CHAT, contents: [{ text: "old" }], ext: [{ stringValue: "1" }] },
        },
      ]);
    }
    for (const each of [alice, bob, device("bob", "new")]) expect(await chat.receive(each)).toEqual([]);
    await chat.say(alice, "bob", "new");
    expect(texts(await chat.receive(bob))).toEqual(["new"]);
  });

  it("[SM13] is unread unless is_ack_read says otherwise", async () => {
    await bring();
    expect(await unread("bob")).toEqual([1]);
    expect(await unread("alice")).toEqual([0]);
    await bring({ is_ack_read: true });
    expect(await unread("bob")).toEqual([0]);
  });

  it("[SM13] is in the history of a group, from whoever wrote it", async () => {
    const wish = { app: chat.app, name: "n", description: "", avatar: "", custom: "", owner: "alice", maxUsers: 200 };
    const rules = { isPublic: true, needsApproval: false, allowsInvites: true, invitesNeedConsent: false };
    const group = await chat.muc.create({ ...wish, ...rules, type: "group" }, ["bob"]);
    const id = await bring({ from: "gone", target: group.id }, "importGroupMessage");
    expect(await historyOf("bob", `${group.id}@conference.easemob.com`)).toMatchObject([
      { meta: { id, timestamp: BEFORE }, body: { type: MessageBodyType.GROUPCHAT, from: { name: "gone" } } },
    ]);
    expect(await chat.receive(bob)).toEqual([]);
  });

  it("[SM13] keeps the address of a file that is elsewhere, and has an id even when nobody is there", async () => {
    await bring({ type: "file", body: { url: "http://old.service/file/1", filename: "f" } });
    expect(await historyOf("bob", "alice@easemob.com")).toMatchObject([
      { body: { contents: [{ remotePath: "http://old.service/file/1" }] } },
    ]);
    expect(await bring({ target: "nobody" })).toMatch(/^\d+$/);
  });

  it.each([
    [{ from: undefined }, "from not allow empty"],
    [{ target: "" }, "target not allow empty"],
    [{ type: undefined }, "type not allow empty"],
    [{ body: undefined }, "message body not allow empty"],
    [{ body: {} }, "param body.msg can't be empty"],
    [{ msg_timestamp: "yesterday" }, "Request body is invalid. Please check body is correct."],
    [{ msg_timestamp: Date.UTC(2100, 0, 1) }, "msg_timestamp is in the future"],
    [{ need_download: 1 }, "Request body is invalid. Please check body is correct."],
  ])("[SM13] refuses %o", async (wrong, description) => {
    await expect(bring(wrong)).rejects.toMatchObject({ description });
    expect(await historyOf("bob", "alice@easemob.com")).toEqual([]);
  });
});
