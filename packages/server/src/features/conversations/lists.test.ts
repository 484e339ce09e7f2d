import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { conversationTimeline } from "../../timeline/index.ts";
import { chat as bodyWith, type Chat, device, editOf, openChat, recallOf, receipt } from "../messages/chat.fixture.ts";

let chat: Chat;
const alice = device("alice");
const bob = device("bob");
const carol = device("carol");

const crowd = Array.from({ length: 30 }, (_, i) => `user${String(i).padStart(2, "0")}`);

beforeEach(async () => {
  chat = await openChat({ people: ["alice", "bob", "carol", ...crowd] });
});
afterEach(() => chat.close());

interface Info {
  session_to: string;
  unread_num: number;
  meta: { id?: string; payload?: string };
}

async function list(user: string, query: Record<string, string> = {}): Promise<{ infos: Info[]; cursor: string }> {
  const { data } = await chat.call("listConversations", { user, query });
  return { infos: data.channel_infos, cursor: data.cursor };
}

async function names(user: string, query: Record<string, string> = {}): Promise<string[]> {
  return (await list(user, query)).infos.map((info) => info.session_to);
}

async function info(user: string, peer: string): Promise<Info> {
  const found = (await list(user, { needEmptySession: "true" })).infos.find(({ session_to }) => session_to === peer);
  if (found === undefined) throw new Error(`no conversation with ${peer}`);
  return found;
}

const lastText = ({ meta }: Info) => (meta.payload === undefined ? undefined : JSON.parse(meta.payload).bodies[0].msg);

async function removeMessages(user: string, peer: string, ...ids: string[]) {
  await chat.call("removeMessagesById", { user, query: { userId: peer, msgIdList: ids.join(",") } });
}

describe("the list of conversations", () => {
  it("[CV1] is ordered by newest message, for both sides", async () => {
    await chat.say(alice, "bob", "1");
    await chat.say(carol, "alice", "2");
    expect(await names("alice")).toEqual(["carol", "bob"]);
    await chat.say(bob, "alice", "3");
    expect(await names("alice")).toEqual(["bob", "carol"]);
    expect(await names("bob")).toEqual(["alice"]);
    expect(await names("user00")).toEqual([]);
  });

  it("[CV1] comes in pages without gap or repetition", async () => {
    for (const user of crowd) await chat.say(device(user), "alice", "hi");
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = await list("alice", { limit: "7", cursor });
      seen.push(...page.infos.map((each) => each.session_to));
      cursor = page.cursor;
    } while (cursor !== "");
    expect(seen).toEqual(crowd.toReversed());
  });

  it("[CV1] has no next page when the last one is exactly full", async () => {
    for (const user of crowd.slice(0, 4)) await chat.say(device(user), "alice", "hi");
    const first = await list("alice", { limit: "2" });
    expect(first.cursor).not.toBe("");
    expect((await list("alice", { limit: "2", cursor: first.cursor })).cursor).toBe("");
  });

  it("[CV1] is not changed by commands and receipts", async () => {
    await chat.say(alice, "bob", "1");
    await chat.say(alice, "carol", "2");
    await chat.say(alice, "bob", bodyWith({ type: 6, action: "go" }));
    await chat.say(bob, "alice", receipt.channel());
    expect(await names("alice")).toEqual(["carol", "bob"]);
    expect(await info("bob", "alice")).toMatchObject({ unread_num: 0 });
    await chat.say(alice, "bob", bodyWith({ type: 6, action: "go" }));
    expect(await info("bob", "alice")).toMatchObject({ unread_num: 0 });
    expect(lastText(await info("bob", "alice"))).toBe("1");
    await chat.say(alice, "user00", bodyWith({ type: 6, action: "go" }));
    expect(await names("user00")).toEqual([]);
  });

  it("[CV1] holds the conversation with oneself once there is a message in it", async () => {
    await chat.call("removeMessagesUpToTime", { user: "alice", query: { userId: "bob", delTime: "5" } });
    expect(await names("alice", { needEmptySession: "true" })).toEqual([]);
    await chat.say(alice, "alice", "note");
    expect(await info("alice", "alice")).toMatchObject({ unread_num: 0 });
  });

  it("[CV1] refuses a cursor that was not made for it", async () => {
    await expect(list("alice", { cursor: "abc" })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("[CV2] counts what others wrote after the read position", async () => {
    for (const word of ["1", "2", "3"]) await chat.say(alice, "bob", word);
    await chat.say(bob, "alice", "own");
    expect(await info("bob", "alice")).toMatchObject({ unread_num: 3 });
    expect(await info("alice", "bob")).toMatchObject({ unread_num: 1 });
    await chat.say(bob, "alice", receipt.channel());
    expect(await info("bob", "alice")).toMatchObject({ unread_num: 0 });
    await chat.say(alice, "bob", "4");
    expect(await info("bob", "alice")).toMatchObject({ unread_num: 1 });
  });

  it("[CV2] is counted for one conversation as it is in the list", async () => {
    const timeline = conversationTimeline(chat.app, "alice", "bob");
    const unread = () => chat.conversations.unread(chat.app, "bob", { timeline });
    expect(await unread()).toBe(0);
    for (const word of ["1", "2", "3"]) await chat.say(alice, "bob", word);
    expect(await unread()).toBe(3);
    await chat.say(bob, "alice", receipt.channel());
    expect(await unread()).toBe(0);
    await chat.say(alice, "bob", "4");
    expect(await unread()).toBe(1);
    const body = { channel: "alice", type: "chat", delete_roam: false };
    await chat.call("deleteConversation", { user: "bob", body });
    expect(await unread()).toBe(0);
  });

  it("[CV2] does not count what was recalled or removed", async () => {
    const [a, b] = [await chat.say(alice, "bob", "1"), await chat.say(alice, "bob", "2")];
    await chat.say(alice, "bob", "3");
    await chat.say(alice, "bob", recallOf(a.id));
    await removeMessages("bob", "alice", b.id);
    expect(await info("bob", "alice")).toMatchObject({ unread_num: 1 });
  });

  it("[CV3] shows the newest message there is: edited, and the one before when it is recalled or removed", async () => {
    const first = await chat.say(alice, "bob", "1");
    const second = await chat.say(alice, "bob", "2");
    await chat.say(alice, "bob", editOf(second.id, "two"));
    expect(lastText(await info("bob", "alice"))).toBe("two");
    await chat.say(alice, "bob", recallOf(second.id));
    expect(lastText(await info("bob", "alice"))).toBe("1");
    await removeMessages("bob", "alice", first.id);
    expect(await names("bob")).toEqual([]);
    expect(lastText(await info("alice", "bob"))).toBe("1");
  });

  it("[CV4] names conversations without messages at the end, when asked for them", async () => {
    for (const user of ["bob", "carol", "user00", "user01"]) {
      const { id } = await chat.say(device(user), "alice", "hi");
      if (user !== "bob") await removeMessages("alice", user, id);
    }
    expect(await names("alice")).toEqual(["bob"]);
    expect(await names("alice", { needEmptySession: "false" })).toEqual(["bob"]);
    const seen: Info[] = [];
    let cursor = "";
    do {
      const page = await list("alice", { limit: "1", cursor, needEmptySession: "true" });
      seen.push(...page.infos);
      cursor = page.cursor;
    } while (cursor !== "");
    expect(seen.map((each) => each.session_to)).toEqual(["bob", "carol", "user00", "user01"]);
    expect(seen[1]).toMatchObject({ meta: {}, unread_num: 0 });
  });
});

describe("the old forms of the list", () => {
  it("[CV1] name conversations by their address and come by page number", async () => {
    for (const user of crowd) await chat.say(device(user), "alice", "hi");
    const page = async (query: Record<string, string>) =>
      (await chat.call("listConversationsByPage", { user: "alice", query })).data.channel_infos;
    const first = await page({ pageNum: "1", pageSize: "20" });
    expect(first).toHaveLength(20);
    expect(first[0]).toMatchObject({
      channel_id: `${chat.app}_user29@easemob.com`,
      unread_num: 1,
      meta: { from: "user29", to: "alice" },
    });
    const second = await page({ pageNum: "2", pageSize: "20" });
    expect(second.at(-1)).toMatchObject({ channel_id: `${chat.app}_user00@easemob.com` });
    expect(second).toHaveLength(10);
    expect(await page({ pageNum: "3", pageSize: "20" })).toEqual([]);
    const { data } = await chat.call("listConversationsUnpaged", { user: "alice" });
    expect(data.channel_infos).toEqual([...first, ...second]);
  });
});
