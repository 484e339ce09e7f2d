import { expect } from "vitest";
import type { Message } from "../../../people/messages.ts";
import type { Person } from "../../../people/person.ts";
import { expectRefusal } from "../../expect.ts";
import { type Flow, flow } from "../../flow.ts";
import { company, history, receives, say, textsOf } from "../group-cast.ts";

interface Conversation {
  readonly conversationId: string;
  readonly conversationType: string;
  readonly unReadCount: number;
  readonly lastMessage: Message | null;
  readonly isPinned: boolean;
  readonly marks?: number[];
}

const conversations = async (who: Person, method = "getServerConversations"): Promise<Conversation[]> =>
  (await who.call<{ data: { conversations: Conversation[] } }>(method, {})).data.conversations;

/** What is read of groups afterwards. */
export const groupReadingFlows: Flow[] = [
  flow("groups: history for members, by sender, and removed from the own view [HI7] [HI8]", async (stage) => {
    const { alice, bob, carol, group } = await company(stage);
    const bobTablet = await stage.venue.arriveAgain(bob);
    const outsider = await stage.venue.arrive("outsider");
    const sent = [await say(alice, group, "a1"), await say(bob, group, "b1"), await say(alice, group, "a2")];
    expect(textsOf(await history(carol, group))).toEqual(["a1", "b1", "a2"]);
    expect((await history(carol, group))[0]).toMatchObject({ chatType: "groupChat", from: alice.id, to: group });
    const old = await carol.call<Message[]>("fetchHistoryMessages", { queue: group, isGroup: true, count: 10 });
    expect(old.map(({ id }) => id)).toEqual(sent.map(({ serverMsgId }) => serverMsgId));
    const ofAlice = { searchOptions: { from: alice.id } };
    expect(textsOf(await history(carol, group, ofAlice))).toEqual(["a1", "a2"]);
    await expectRefusal(history(outsider, group), 702);
    const removal = { targetId: group, chatType: "groupChat", messageIds: [sent[0]?.serverMsgId] };
    await bob.call("removeHistoryMessages", removal);
    const told = await bobTablet.waitFor<Record<string, unknown>>("onMultiDeviceEvent");
    expect(told).toMatchObject({ operation: "deleteRoaming", conversationId: group, chatType: "groupChat" });
    expect(textsOf(await history(bob, group))).toEqual(["b1", "a2"]);
    await bob.call("removeHistoryMessages", {
      targetId: group,
      chatType: "groupChat",
      beforeTimeStamp: Date.now() + 60_000,
    });
    expect(await history(bob, group)).toEqual([]);
    expect(await history(carol, group)).toHaveLength(3);
  }),

  flow("groups: in the list of conversations, unread, pinned, marked, deleted [CV9]", async (stage) => {
    const { alice, bob, group } = await company(stage);
    const tablet = await stage.venue.arriveAgain(bob);
    await say(alice, group, "1");
    await receives(bob, await say(alice, group, "2"));
    const [listed] = await conversations(bob);
    expect(listed).toMatchObject({
      conversationId: group,
      conversationType: "groupChat",
      unReadCount: 2,
      isPinned: false,
    });
    expect(listed?.lastMessage).toMatchObject({ msg: "2", from: alice.id, to: group, chatType: "groupChat" });
    await bob.send("channel", { chatType: "groupChat" }, group);
    expect(await conversations(bob)).toMatchObject([{ unReadCount: 0 }]);
    const old = await bob.call<{ data: { channel_infos: Array<{ channel_id: string; lastMessage: Message }> } }>(
      "getConversationlist",
    );
    const [channel] = old.data.channel_infos;
    expect(channel?.channel_id).toBe(`${stage.server.appKey}_${group}@conference.easemob.com`);
    expect(channel?.lastMessage).toMatchObject({ msg: "2", chatType: "groupchat" });
    const named = { conversationId: group, conversationType: "groupChat" };
    await bob.call("pinConversation", { ...named, isPinned: true });
    await bob.call("addConversationMark", { conversations: [named], mark: 4 });
    expect(await conversations(bob, "getServerPinnedConversations")).toMatchObject([
      { conversationId: group, marks: [4] },
    ]);
    for (const operation of ["pinnedConversation", "markConversation"]) {
      const told = await tablet.waitFor<Record<string, unknown>>(
        "onMultiDeviceEvent",
        (e) => e.operation === operation,
      );
      expect(told).toMatchObject(named);
    }
    await bob.call("deleteConversation", { channel: group, chatType: "groupChat", deleteRoam: false });
    expect(await conversations(bob)).toEqual([]);
    await receives(bob, await say(alice, group, "3"));
    await bob.call("leaveGroup", { groupId: group });
    expect(await conversations(bob)).toEqual([]);
  }),

  flow("groups: the sender learns how many have read, connected or later [GR20] [GR21] [GR22]", async (stage) => {
    const { alice, bob, carol, group } = await company(stage);
    const ask = () => say(alice, group, "read me", { msgConfig: { allowGroupAck: true } });
    const read = (who: Person, id: string) =>
      who.send("read", { chatType: "groupChat", id, ackContent: JSON.stringify({ by: who.id }) }, group);
    const first = await ask();
    expect(await receives(bob, first)).toMatchObject({ msgConfig: { allowGroupAck: true } });
    await receives(carol, first);
    type Receipt = { mid: string; from: string; groupReadCount?: Record<string, number>; ackContent?: string };
    for (const [count, reader] of [bob, carol].entries()) {
      await read(reader, first.serverMsgId);
      const told = await alice.waitFor<Receipt>("onReadMessage", ({ from }) => from === reader.id);
      expect(told).toMatchObject({ mid: first.serverMsgId, groupReadCount: { [first.serverMsgId]: count + 1 } });
      expect(told.ackContent).toBe(JSON.stringify({ by: reader.id }));
    }
    const readers = { groupId: group, msgId: first.serverMsgId };
    const { data } = await alice.call<{ data: { userlist: string[] } }>("getGroupMsgReadUser", readers);
    expect(data).toMatchObject({ total: 2, is_last: true, ackmid: first.serverMsgId });
    expect(data.userlist.toSorted()).toEqual([bob.id, carol.id].sort());
    expect(carol.events.all("onReadMessage")).toEqual([]);
    await expectRefusal(bob.call("getGroupMsgReadUser", readers), 603);

    const second = await ask();
    await receives(bob, second);
    await alice.logout();
    await read(bob, second.serverMsgId);
    await alice.login();
    const told = await alice.waitFor<{ location?: string }>("onStatisticMessage", ({ location = "" }) =>
      location.includes(second.serverMsgId),
    );
    const { group_ack: acks } = JSON.parse(told.location ?? "") as { group_ack: Array<Record<string, unknown>> };
    expect(acks).toContainEqual({ mid: second.serverMsgId, count: 1, group });
  }),
];
