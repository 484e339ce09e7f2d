import { MessageBodyType } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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
    [{ need_download: true }, "need_download is not supported: upload the file first"],
  ])("[SM13] refuses %o", async (wrong, description) => {
    await expect(bring(wrong)).rejects.toMatchObject({ description });
    expect(await historyOf("bob", "alice@easemob.com")).toEqual([]);
  });
});
