import { expect } from "vitest";
import type { Message } from "../../people/messages.ts";
import type { Person } from "../../people/person.ts";
import { expectRefusal } from "../expect.ts";
import { type Flow, flow } from "../flow.ts";
import { company, receives, say } from "./group-cast.ts";

interface Change {
  readonly from: string;
  readonly chatType: string;
  readonly messageId: string;
  readonly reactions: readonly {
    readonly reaction: string;
    readonly count: number;
    readonly op: readonly { readonly operator: string; readonly reactionType: string }[];
    readonly userList: readonly string[];
  }[];
}

interface PinEvent {
  readonly messageId: string;
  readonly conversationId: string;
  readonly operation: string;
  readonly operatorId: string;
}

const changeOf = (who: Person, messageId: string, type: "create" | "delete"): Promise<Change> =>
  who.waitFor<Change>(
    "onReactionChange",
    (change) => change.messageId === messageId && change.reactions[0]?.op[0]?.reactionType === type,
  );

const pinned = (who: Person, messageId: string, operation: "pin" | "unpin"): Promise<PinEvent> =>
  who.waitFor<PinEvent>("onMessagePinEvent", (e) => e.messageId === messageId && e.operation === operation);

/** Reactions and pinned messages. */
export const reactionFlows: Flow[] = [
  flow("reactions between two: told to both, listed, taken back [RX1] [RX2] [RX3]", async (stage) => {
    const { alice, bob } = await stage.pair();
    const sent = await alice.send("txt", { msg: "how about it?" }, bob.id);
    await receives(bob, sent);
    const messageId = sent.serverMsgId;
    await bob.call("addReaction", { messageId, reaction: "👍" });
    for (const each of [alice, bob]) {
      expect(await changeOf(each, messageId, "create")).toMatchObject({
        from: bob.id,
        chatType: "singleChat",
        reactions: [{ reaction: "👍", count: 1, userList: [bob.id] }],
      });
    }
    await expectRefusal(bob.call("addReaction", { messageId, reaction: "👍" }), 1101);
    const list = await alice.call<{ data: unknown[] }>("getReactionlist", { chatType: "singleChat", messageId });
    expect(list.data).toMatchObject([
      { msgId: messageId, reactionList: [{ reaction: "👍", count: 1, isAddedBySelf: false, userList: [bob.id] }] },
    ]);
    const detail = await bob.call<{ data: unknown }>("getReactionDetail", { messageId, reaction: "👍" });
    expect(detail.data).toMatchObject({ reaction: "👍", count: 1, isAddedBySelf: true, userList: [bob.id] });
    const page = { targetId: bob.id, chatType: "singleChat", pageSize: 20 };
    const { messages } = await alice.call<{ messages: Message[] }>("getHistoryMessages", page);
    expect(messages.find(({ id }) => id === messageId)).toMatchObject({
      reactions: [{ reaction: "👍", count: 1, isAddedBySelf: false }],
    });
    await bob.call("deleteReaction", { messageId, reaction: "👍" });
    expect(await changeOf(alice, messageId, "delete")).toMatchObject({ reactions: [{ count: 0, userList: [] }] });
    await expectRefusal(bob.call("deleteReaction", { messageId, reaction: "👍" }), 1103);
  }),

  flow("reactions in a group: told to all, also to who signs in later; not a stranger's [RX1] [RX3]", async (stage) => {
    const { alice, bob, carol, later, group } = await company(stage);
    const sent = await say(alice, group, "ready?");
    const messageId = sent.serverMsgId;
    await receives(bob, sent);
    await bob.call("addReaction", { messageId, reaction: "🎉" });
    await carol.call("addReaction", { messageId, reaction: "🎉" });
    for (const each of [alice, bob, carol]) {
      expect(await changeOf(each, messageId, "create")).toMatchObject({ from: bob.id, chatType: "groupChat" });
    }
    await later.login();
    await changeOf(later, messageId, "create");
    const list = await later.call<{ data: unknown[] }>("getReactionlist", {
      chatType: "groupChat",
      messageId: [messageId],
      groupId: group,
    });
    expect(list.data).toMatchObject([{ msgId: messageId, reactionList: [{ count: 2, userList: [bob.id, carol.id] }] }]);
    const outsider = await stage.venue.arrive("outsider");
    await expectRefusal(outsider.call("addReaction", { messageId, reaction: "🎉" }), 1103);
  }),

  flow("pinned messages of a group: told, listed newest first, unpinned [PI1] [PI2] [PI3]", async (stage) => {
    const { alice, bob, later, group } = await company(stage);
    const place = { conversationId: group, conversationType: "groupChat" };
    const ids: string[] = [];
    for (const msg of ["rules", "date"]) {
      const sent = await say(alice, group, msg);
      await receives(bob, sent);
      await bob.call("pinMessage", { ...place, messageId: sent.serverMsgId });
      expect(await pinned(alice, sent.serverMsgId, "pin")).toMatchObject({
        conversationId: group,
        operatorId: bob.id,
      });
      ids.unshift(sent.serverMsgId);
    }
    await later.login();
    await pinned(later, ids[0] ?? "", "pin");
    const list = await later.call<{ data: { list: { message: Message; operatorId: string }[] } }>(
      "getServerPinnedMessages",
      place,
    );
    expect(list.data.list.map(({ message }) => message.id)).toEqual(ids);
    expect(list.data.list[0]).toMatchObject({ operatorId: bob.id, message: { msg: "date", from: alice.id } });
    await alice.call("unpinMessage", { ...place, messageId: ids[0] });
    await pinned(bob, ids[0] ?? "", "unpin");
    await expectRefusal(alice.call("unpinMessage", { ...place, messageId: ids[0] }), 51);
    await expectRefusal(alice.call("pinMessage", { ...place, messageId: "4711" }), -3);
  }),
];
