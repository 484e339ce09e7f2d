import { encode, MessageBody, MessageBodyType, Meta, toBase64 } from "@rondo/protocol";
import { describe, expect, it, vi } from "vitest";
import { type Asked, alice, answeringPlatform, testClient } from "../../testing/client.ts";
import { history } from "./index.ts";

const jid = (name: string) => ({ appKey: "org#app", name, domain: "easemob.com" });

/** A text as the server keeps it: base64 of a meta. */
const kept = (id: number, changes: { ns?: number; type?: number } = {}) => ({
  msg: toBase64(
    encode(Meta, {
      id: String(id),
      from: jid("bob"),
      to: jid("alice"),
      timestamp: 1000 + id,
      ns: changes.ns ?? 1,
      payload: encode(MessageBody, {
        type: changes.type ?? MessageBodyType.CHAT,
        from: jid("bob"),
        to: jid("alice"),
        contents: [{ type: 0, text: `text ${id}` }],
      }),
    }),
  ),
});

/** A server that keeps `count` messages, newest first, and gives three at a time. */
function keeper(count: number) {
  return ({ body }: Asked) => {
    const { start } = body as { start: number | string };
    const newest = Number(start) > 0 ? Number(start) - 1 : count;
    const ids = [newest, newest - 1, newest - 2].filter((id) => id > 0);
    return {
      data: { msgs: ids.map((id) => kept(id)), next_key: String(ids.at(-1) ?? 0), is_last: (ids.at(-1) ?? 1) <= 1 },
    };
  };
}

function reader(answer: (asked: Asked) => unknown, identity: typeof alice | undefined = alice) {
  const platform = answeringPlatform(answer);
  const client = testClient({ platform, identity });
  return { client, asked: platform.asked, ...history(client) };
}

const texts = (messages: readonly object[]): unknown[] => messages.map((message) => (message as { msg?: string }).msg);

describe("getHistoryMessages", () => {
  it("asks for the newest twenty by default", async () => {
    const { getHistoryMessages, asked } = reader(() => ({ data: { msgs: [] } }));
    await expect(getHistoryMessages({ targetId: "bob", chatType: "singleChat" })).resolves.toEqual({
      cursor: undefined,
      messages: [],
      isLast: undefined,
    });
    expect(asked[0]).toMatchObject({
      method: "POST",
      path: "/users/alice/messageroaming",
      body: {
        queue: "bob@easemob.com",
        start: -1,
        end: -1,
        pull_number: 20,
        is_positive: false,
        msgType: "",
        startTime: null,
        endTime: null,
        userId: null,
      },
    });
  });

  it("asks for what was wished; a sender only in groups and rooms", async () => {
    const { getHistoryMessages, asked } = reader(() => ({ data: {} }));
    const wish = {
      cursor: "77",
      pageSize: 5,
      searchDirection: "down",
      searchOptions: { from: "bob", msgTypes: ["txt", "img"], startTime: 1, endTime: 2 },
    } as const;
    await getHistoryMessages({ targetId: "1", chatType: "chatRoom", ...wish });
    await getHistoryMessages({ targetId: "carol", chatType: "singleChat", ...wish, cursor: null });
    const body = { start: "77", pull_number: 5, is_positive: true, msgType: "txt,img", startTime: 1, endTime: 2 };
    expect(asked.map((one) => one.body)).toMatchObject([
      { ...body, queue: "1@conference.easemob.com", userId: "bob" },
      { ...body, queue: "carol@easemob.com", userId: null, start: -1 },
    ]);
  });

  it("reads messages in the order of the server, and remembers that they have been seen", async () => {
    const { getHistoryMessages, client } = reader(keeper(3));
    const success = vi.fn();
    const page = await getHistoryMessages({ targetId: "bob", chatType: "singleChat", success });
    expect(page).toMatchObject({ cursor: "1", isLast: true });
    expect(texts(page.messages)).toEqual(["text 3", "text 2", "text 1"]);
    expect(page.messages[0]).toMatchObject({ id: "3", type: "txt", from: "bob", to: "alice", time: 1003 });
    expect(success).toHaveBeenCalledWith(page);
    expect(client.seen.add("2")).toBe(false);
  });

  it("passes over what cannot be read and what is no message, and gives the rest", async () => {
    const { getHistoryMessages, client } = reader(() => ({
      data: {
        msgs: [{ msg: "no base64 !" }, { msg: toBase64(new Uint8Array([255, 255])) }, {}, kept(1, { ns: 3 }), kept(2)],
      },
    }));
    const page = await getHistoryMessages({ targetId: "bob", chatType: "singleChat" });
    expect(texts(page.messages)).toEqual(["text 2"]);
    expect(client.log.lines).toEqual(Array(2).fill("warn a message of the history cannot be read"));
  });

  it("tells of a recall among the messages as if it had just come", async () => {
    const { getHistoryMessages, client } = reader(() => ({
      data: { msgs: [kept(5, { type: MessageBodyType.RECALL })] },
    }));
    const onRecallMessage = vi.fn();
    client.events.add("test", { onRecallMessage });
    const page = await getHistoryMessages({ targetId: "bob", chatType: "singleChat" });
    expect(page.messages).toEqual([]);
    expect(onRecallMessage).toHaveBeenCalledOnce();
  });

  it("tells the old callback of a failure", async () => {
    const { getHistoryMessages } = reader(() => ({
      status: 403,
      text: '{"error_description":"messageroaming function not open"}',
    }));
    const fail = vi.fn();
    const call = getHistoryMessages({ targetId: "bob", chatType: "singleChat", fail });
    await expect(call).rejects.toMatchObject({ type: 505 });
    expect(fail).toHaveBeenCalledWith(expect.objectContaining({ type: 505 }));
  });
});

describe("fetchHistoryMessages", () => {
  it("goes on where it was, gives the oldest first, and asks no more after the last page", async () => {
    const { fetchHistoryMessages, asked } = reader(keeper(7));
    const take = async (count: number) => texts(await fetchHistoryMessages({ queue: "bob", count, format: true }));
    expect(await take(2)).toEqual(["text 6", "text 7"]);
    expect(await take(4)).toEqual(["text 2", "text 3", "text 4", "text 5"]);
    expect(await take(20)).toEqual(["text 1"]);
    expect(await take(20)).toEqual([]);
    expect(asked).toHaveLength(3);
    expect(asked[0]?.body).toEqual({ queue: "bob@easemob.com", start: -1, end: -1 });
  });

  it("begins anew where it is told to, and for each conversation by itself", async () => {
    const { fetchHistoryMessages } = reader(keeper(7));
    await fetchHistoryMessages({ queue: "bob", count: 20 });
    expect(texts(await fetchHistoryMessages({ queue: "bob", start: "3", format: true }))).toEqual(["text 1", "text 2"]);
    expect(await fetchHistoryMessages({ queue: "g", isGroup: true })).toHaveLength(7);
  });

  it("gives nothing twice to two calls at once", async () => {
    const { fetchHistoryMessages } = reader(keeper(7));
    const wish = { queue: "bob", count: 3, format: true };
    const [one, two] = await Promise.all([fetchHistoryMessages(wish), fetchHistoryMessages(wish)]);
    expect([...texts(two ?? []), ...texts(one ?? [])]).toEqual([
      "text 2",
      "text 3",
      "text 4",
      "text 5",
      "text 6",
      "text 7",
    ]);
  });

  it("gives them in the shape of the old listener unless told otherwise", async () => {
    const { fetchHistoryMessages } = reader(keeper(1));
    expect(await fetchHistoryMessages({ queue: "bob" })).toEqual([
      {
        id: "1",
        type: "chat",
        contentsType: "TEXT",
        from: "bob",
        to: "alice",
        data: "text 1",
        sourceMsg: "text 1",
        ext: {},
        time: "1001",
        onlineState: 3,
        msgConfig: null,
        error: false,
        errorText: "",
        errorCode: 0,
      },
    ]);
  });

  it("goes on after a failure", async () => {
    let fails = true;
    const { fetchHistoryMessages } = reader((asked) => (fails ? { status: 503, text: "" } : keeper(2)(asked)));
    await expect(fetchHistoryMessages({ queue: "bob" })).rejects.toMatchObject({ type: 500 });
    fails = false;
    expect(await fetchHistoryMessages({ queue: "bob" })).toHaveLength(2);
  });

  it("stops asking a server that has nothing and does not say that it is over", async () => {
    const { fetchHistoryMessages, asked } = reader(() => ({ data: { msgs: [], next_key: "1", is_last: false } }));
    expect(await fetchHistoryMessages({ queue: "bob" })).toEqual([]);
    expect(asked.length).toBeLessThan(10);
  });

  it("[defect 12] is refused when nobody is logged in, and settles", async () => {
    const platform = answeringPlatform(() => ({}));
    const { fetchHistoryMessages } = history(testClient({ platform, identity: undefined }));
    await expect(fetchHistoryMessages({ queue: "bob" })).rejects.toMatchObject({ type: 700 });
  });
});

describe("removeHistoryMessages", () => {
  it.each([
    [{ chatType: "singleChat", messageIds: ["1", "2"] }, "/chat/user/alice", { userId: "x", msgIdList: "1,2" }],
    [{ chatType: "singleChat", beforeTimeStamp: 5 }, "/chat/user/alice/time", { userId: "x", delTime: "5" }],
    [{ chatType: "groupChat", messageIds: ["1"] }, "/group/user/alice", { groupId: "x", msgIdList: "1" }],
    [{ chatType: "chatRoom", beforeTimeStamp: 5 }, "/group/user/alice/time", { groupId: "x", delTime: "5" }],
  ] as const)("%j", async (params, path, query) => {
    const { removeHistoryMessages, asked } = reader(() => ({}));
    await expect(removeHistoryMessages({ targetId: "x", ...params })).resolves.toBeUndefined();
    expect(asked[0]).toMatchObject({
      method: "DELETE",
      path: `/sdk/message/roaming${path}`,
      query: { ...query, resource: "res-1" },
    });
  });
});
