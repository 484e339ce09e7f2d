import { expect } from "vitest";
import type { Message } from "../../people/messages.ts";
import type { Person } from "../../people/person.ts";
import { type Flow, flow, type Stage } from "../flow.ts";

interface Page {
  readonly messages: Message[];
  readonly cursor: string;
  readonly isLast: boolean;
}

const TOTAL = 25;

/** Two people who have written to each other in turn; `ids` are those of their messages, oldest first. */
async function conversation(stage: Stage): Promise<{ alice: Person; bob: Person; ids: string[] }> {
  const alice = await stage.venue.arrive("alice");
  const bob = await stage.venue.arrive("bob");
  const ids: string[] = [];
  for (let index = 0; index < TOTAL; index++) {
    const [from, to] = index % 2 ? [bob, alice] : [alice, bob];
    const sent = await from.send("txt", { msg: `line ${index}`, ext: { index } }, to.id);
    ids.push(sent.serverMsgId);
  }
  return { alice, bob, ids };
}

async function readAll(reader: Person, targetId: string, query: Record<string, unknown>): Promise<Page[]> {
  const pages: Page[] = [];
  let cursor: string | undefined;
  do {
    const page: Page = await reader.call("getHistoryMessages", {
      targetId,
      chatType: "singleChat",
      ...query,
      ...(cursor === undefined ? {} : { cursor }),
    });
    pages.push(page);
    cursor = page.isLast ? undefined : page.cursor;
    if (pages.length > TOTAL + 1) throw new Error("history does not end");
  } while (cursor !== undefined);
  return pages;
}

const idsOf = (pages: Page[]): string[] => pages.flatMap((page) => page.messages.map((message) => message.id));

export const historyFlows: Flow[] = [
  flow("history newest first, page by page, for both sides [HI1] [HI2]", async (stage) => {
    const { alice, bob, ids } = await conversation(stage);
    for (const [reader, other] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      const pages = await readAll(reader, other.id, { pageSize: 10, searchDirection: "up" });
      expect(pages.map((page) => page.messages.length)).toEqual([10, 10, 5]);
      expect(idsOf(pages)).toEqual([...ids].reverse());
      const oldest = pages.at(-1)?.messages.at(-1);
      expect(oldest).toMatchObject({ from: alice.id, to: bob.id, type: "txt", msg: "line 0", ext: { index: 0 } });
    }
  }),

  flow("history oldest first, page by page [HI1]", async (stage) => {
    const { alice, bob, ids } = await conversation(stage);
    const pages = await readAll(bob, alice.id, { pageSize: 7, searchDirection: "down" });
    expect(idsOf(pages)).toEqual(ids);
  }),

  flow("history by the older call, oldest first [HI1]", async (stage) => {
    const { alice, bob, ids } = await conversation(stage);
    const newest = await alice.call<Message[]>("fetchHistoryMessages", { queue: bob.id, count: 10 });
    expect(newest.map((message) => message.id)).toEqual(ids.slice(-10));
    const before = await alice.call<Message[]>("fetchHistoryMessages", { queue: bob.id, count: 10 });
    expect(before.map((message) => message.id)).toEqual(ids.slice(-20, -10));
  }),

  flow("history narrowed by kind and time [HI4]", async (stage) => {
    const { alice, bob, ids } = await conversation(stage);
    const place = await alice.send("loc", { addr: "x", buildingName: "y", lat: 1, lng: 2 }, bob.id);
    const custom = await bob.send("custom", { customEvent: "e", customExts: { k: "v" } }, alice.id);
    const some = await readAll(alice, bob.id, { searchOptions: { msgTypes: ["loc", "custom"] } });
    expect(idsOf(some)).toEqual([custom.serverMsgId, place.serverMsgId]);
    const all = (await readAll(alice, bob.id, { pageSize: 50 })).flatMap((page) => page.messages);
    const [from, to] = [all.find(({ id }) => id === ids[5]), all.find(({ id }) => id === ids[9])];
    const span = await readAll(alice, bob.id, { searchOptions: { startTime: from?.time, endTime: to?.time } });
    const expected = all.filter(({ time = 0 }) => time >= (from?.time ?? 0) && time <= (to?.time ?? 0));
    expect(idsOf(span)).toEqual(expected.map(({ id }) => id));
    expect(idsOf(span)).toEqual(expect.arrayContaining(ids.slice(5, 10)));
  }),

  flow("history says what was delivered and read [HI3]", async ({ venue }) => {
    const alice = await venue.arrive("alice");
    const bob = await venue.arrive("bob", { connection: { delivery: true } });
    const sent = await alice.send("txt", { msg: "read?" }, bob.id);
    await alice.waitFor<Message>("onDeliveredMessage", (receipt) => receipt.mid === sent.serverMsgId);
    await bob.send("read", { id: sent.serverMsgId }, alice.id);
    await alice.waitFor<Message>("onReadMessage", (receipt) => receipt.mid === sent.serverMsgId);
    const [page] = await readAll(alice, bob.id, {});
    expect(page?.messages).toHaveLength(1);
    expect(page?.messages[0]).toMatchObject({ id: sent.serverMsgId, isDelivered: true, isRead: true });
  }),

  flow("history of nobody is empty; a user can read only own conversations", async ({ venue, pair }) => {
    const { alice } = await pair();
    const carol = await venue.arrive("carol");
    expect(await readAll(carol, alice.id, {})).toMatchObject([{ messages: [], isLast: true }]);
  }),

  flow("messages removed by id or time leave the own history only [HI5]", async (stage) => {
    const { alice, bob, ids } = await conversation(stage);
    const gone = [ids[3], ids[4], ids[24]];
    await alice.call("removeHistoryMessages", { targetId: bob.id, chatType: "singleChat", messageIds: gone });
    const kept = ids.filter((id) => !gone.includes(id));
    expect(idsOf(await readAll(alice, bob.id, { pageSize: 50 }))).toEqual([...kept].reverse());
    expect(idsOf(await readAll(bob, alice.id, { pageSize: 50 }))).toEqual([...ids].reverse());
    const all = (await readAll(bob, alice.id, { pageSize: 50 })).flatMap((page) => page.messages);
    const beforeTimeStamp = all.find(({ id }) => id === ids[10])?.time;
    await bob.call("removeHistoryMessages", { targetId: alice.id, chatType: "singleChat", beforeTimeStamp });
    const left = idsOf(await readAll(bob, alice.id, { pageSize: 50 }));
    expect(left).toEqual([...ids].reverse().slice(0, left.length));
    expect(left.length).toBeGreaterThanOrEqual(14);
    expect(left.length).toBeLessThan(ids.length);
    expect(idsOf(await readAll(alice, bob.id, { pageSize: 50 }))).toEqual([...kept].reverse());
  }),

  flow("deleting all messages and conversations leaves nothing of one's own", async (stage) => {
    const { alice, bob, ids } = await conversation(stage);
    await alice.call("deleteAllMessagesAndConversations");
    expect(idsOf(await readAll(alice, bob.id, {}))).toEqual([]);
    const list = await alice.call<{ data: { conversations: unknown[] } }>("getServerConversations", {});
    expect(list.data.conversations).toEqual([]);
    expect(idsOf(await readAll(bob, alice.id, { pageSize: 50 }))).toHaveLength(ids.length);
  }),
];
