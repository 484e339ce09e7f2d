import { expect } from "vitest";
import type { Message } from "../../people/messages.ts";
import type { Person } from "../../people/person.ts";
import { type Flow, flow, type Stage } from "../flow.ts";

interface Conversation {
  readonly conversationId: string;
  readonly conversationType: string;
  readonly isPinned: boolean;
  readonly pinnedTime: number;
  readonly unReadCount: number;
  readonly lastMessage: Message | null;
  readonly marks?: number[];
}

interface List {
  readonly data: { readonly conversations: Conversation[]; readonly cursor: string };
}

/** A reader, and friends who have each written to the reader: friend n wrote n+1 messages, the last one wrote last. */
async function mailbox(stage: Stage, count: number): Promise<{ reader: Person; friends: Person[] }> {
  const reader = await stage.venue.arrive("reader");
  const friends: Person[] = [];
  for (let index = 0; index < count; index++) {
    const friend = await stage.venue.arrive(`friend${index}`);
    for (let line = 0; line <= index; line++) await friend.send("txt", { msg: `${index}.${line}` }, reader.id);
    friends.push(friend);
  }
  return { reader, friends };
}

const list = async (reader: Person, query: Record<string, unknown> = {}): Promise<Conversation[]> =>
  (await reader.call<List>("getServerConversations", query)).data.conversations;

const idsOf = (conversations: Conversation[]): string[] => conversations.map((item) => item.conversationId);

const chatsOf = (people: Person[]): { conversationId: string; conversationType: string }[] =>
  people.map(({ id }) => ({ conversationId: id, conversationType: "singleChat" }));

export const conversationFlows: Flow[] = [
  flow("conversation list: newest first, last message, unread count, pages [CV1] [CV2] [CV3]", async (stage) => {
    const { reader, friends } = await mailbox(stage, 3);
    const all = await list(reader);
    expect(idsOf(all)).toEqual(friends.map(({ id }) => id).reverse());
    expect(all.map((item) => item.unReadCount)).toEqual([3, 2, 1]);
    expect(all[0]).toMatchObject({
      conversationType: "singleChat",
      isPinned: false,
      pinnedTime: 0,
      lastMessage: { type: "txt", msg: "2.2", from: friends[2]?.id, to: reader.id, chatType: "singleChat" },
    });
    const first = await reader.call<List>("getServerConversations", { pageSize: 2, cursor: "" });
    expect(idsOf(first.data.conversations)).toEqual(idsOf(all).slice(0, 2));
    const second = await reader.call<List>("getServerConversations", { pageSize: 2, cursor: first.data.cursor });
    expect(idsOf(second.data.conversations)).toEqual(idsOf(all).slice(2));
    expect(second.data.cursor).toBe("");
  }),

  flow("conversation list by the older call", async (stage) => {
    const { reader, friends } = await mailbox(stage, 2);
    const answer = await reader.call<{
      data: { channel_infos: { channel_id: string; unread_num: number; lastMessage: Message }[] };
    }>("getConversationlist", { pageNum: 1, pageSize: 20 });
    const infos = answer.data.channel_infos;
    expect(infos.map((info) => info.unread_num)).toEqual([2, 1]);
    expect(infos[0]?.channel_id).toContain(friends[1]?.id);
    expect(infos[0]?.lastMessage).toMatchObject({ msg: "1.1", from: friends[1]?.id });
  }),

  flow("reading a message or a conversation lowers the unread count [CV2]", async (stage) => {
    const { reader, friends } = await mailbox(stage, 2);
    const [quiet, chatty] = friends;
    if (!quiet || !chatty) throw new Error("two friends were invited");
    const message = await reader.waitFor<Message>("onTextMessage", ({ msg }) => msg === "1.0");
    await reader.send("read", { id: message.id }, chatty.id);
    await chatty.waitFor("onReadMessage");
    expect(await unread(reader)).toEqual({ [quiet.id]: 1, [chatty.id]: 1 });
    await reader.send("channel", {}, chatty.id);
    await chatty.waitFor("onChannelMessage");
    expect(await unread(reader)).toEqual({ [quiet.id]: 1, [chatty.id]: 0 });
  }),

  flow("pinned conversations [CV6]", async (stage) => {
    const { reader, friends } = await mailbox(stage, 3);
    for (const friend of friends.slice(0, 2)) {
      const pin = { conversationId: friend.id, conversationType: "singleChat", isPinned: true };
      const { data } = await reader.call<{ data: { isPinned: boolean; pinnedTime: number } }>("pinConversation", pin);
      expect(data).toMatchObject({ isPinned: true, pinnedTime: expect.any(Number) });
      expect(data.pinnedTime).toBeGreaterThan(0);
    }
    const pinned = await reader.call<List>("getServerPinnedConversations", {});
    expect(idsOf(pinned.data.conversations)).toEqual([friends[1]?.id, friends[0]?.id]);
    expect(pinned.data.conversations.every((item) => item.isPinned && item.pinnedTime > 0)).toBe(true);
    const unpin = { conversationId: friends[1]?.id, conversationType: "singleChat", isPinned: false };
    expect(await reader.call("pinConversation", unpin)).toMatchObject({ data: { isPinned: false, pinnedTime: 0 } });
    expect((await list(reader)).filter((item) => item.isPinned).map((item) => item.conversationId)).toEqual([
      friends[0]?.id,
    ]);
  }),

  flow("marked conversations [CV7]", async (stage) => {
    const { reader, friends } = await mailbox(stage, 3);
    await reader.call("addConversationMark", { conversations: chatsOf(friends.slice(0, 2)), mark: 3 });
    await reader.call("addConversationMark", { conversations: chatsOf(friends.slice(1, 2)), mark: 0 });
    const marked = async (mark: number): Promise<string[]> =>
      idsOf((await reader.call<List>("getServerConversationsByFilter", { filter: { mark } })).data.conversations);
    expect(await marked(3)).toEqual([friends[1]?.id, friends[0]?.id]);
    expect(await marked(0)).toEqual([friends[1]?.id]);
    const item = (await list(reader)).find(({ conversationId }) => conversationId === friends[1]?.id);
    expect([...(item?.marks ?? [])].sort()).toEqual([0, 3]);
    await reader.call("removeConversationMark", { conversations: chatsOf(friends), mark: 3 });
    expect(await marked(3)).toEqual([]);
  }),

  flow("a deleted conversation leaves the list and returns with its next message [CV5]", async (stage) => {
    const { reader, friends } = await mailbox(stage, 2);
    const [kept, gone] = friends;
    if (!kept || !gone) throw new Error("two friends were invited");
    await reader.call("deleteConversation", { channel: gone.id, chatType: "singleChat", deleteRoam: false });
    expect(idsOf(await list(reader))).toEqual([kept.id]);
    expect(await historySize(reader, gone)).toBe(2);
    await gone.send("txt", { msg: "still there?" }, reader.id);
    expect(await unread(reader)).toEqual({ [gone.id]: 1, [kept.id]: 1 });
    await reader.call("deleteConversation", { channel: gone.id, chatType: "singleChat", deleteRoam: true });
    expect(await historySize(reader, gone)).toBe(0);
    expect(await historySize(gone, reader)).toBe(3);
  }),

  flow("other devices are told of pins, marks and deletions [CV8]", async (stage) => {
    const { reader, friends } = await mailbox(stage, 1);
    const [friend] = friends;
    if (!friend) throw new Error("a friend was invited");
    const tablet = await stage.venue.arriveAgain(reader);
    const chat = { conversationId: friend.id, conversationType: "singleChat" };
    const told = (operation: string): Promise<unknown> =>
      tablet.waitFor<{ operation: string }>("onMultiDeviceEvent", (event) => event.operation === operation);
    await reader.call("pinConversation", { ...chat, isPinned: true });
    expect(await told("pinnedConversation")).toMatchObject(chat);
    await reader.call("addConversationMark", { conversations: [chat], mark: 1 });
    expect(await told("markConversation")).toMatchObject(chat);
    await reader.call("deleteConversation", { channel: friend.id, chatType: "singleChat", deleteRoam: false });
    expect(await told("deleteConversation")).toMatchObject(chat);
    expect(tablet.events.all("onMultiDeviceEvent", deletesHistory)).toEqual([]);
    await friend.send("txt", { msg: "still there?" }, reader.id);
    await reader.call("deleteConversation", { channel: friend.id, chatType: "singleChat", deleteRoam: true });
    const roaming = { conversationId: friend.id, chatType: "singleChat" };
    expect(await told("deleteRoaming")).toMatchObject(roaming);
    expect(reader.events.all("onMultiDeviceEvent")).toEqual([]);
  }),

  flow("other devices are told when everything is deleted, for each conversation [HI6]", async (stage) => {
    const { reader, friends } = await mailbox(stage, 2);
    const tablet = await stage.venue.arriveAgain(reader);
    await reader.call("deleteAllMessagesAndConversations");
    for (const { id } of friends) {
      for (const operation of ["deleteRoaming", "deleteConversation"]) {
        await tablet.waitFor<{ operation: string; conversationId: string }>(
          "onMultiDeviceEvent",
          (event) => event.operation === operation && event.conversationId === id,
        );
      }
    }
    expect(await list(tablet)).toEqual([]);
    expect(reader.events.all("onMultiDeviceEvent")).toEqual([]);
  }),
];

const deletesHistory = ({ operation }: { operation: string }): boolean => operation === "deleteRoaming";

async function unread(reader: Person): Promise<Record<string, number>> {
  return Object.fromEntries((await list(reader)).map((item) => [item.conversationId, item.unReadCount]));
}

async function historySize(reader: Person, other: Person): Promise<number> {
  const query = { targetId: other.id, chatType: "singleChat", pageSize: 50 };
  return (await reader.call<{ messages: unknown[] }>("getHistoryMessages", query)).messages.length;
}
