import { expect } from "vitest";
import type { Message } from "../../people/messages.ts";
import { expectRefusal } from "../expect.ts";
import { type Flow, flow } from "../flow.ts";

interface Receipt extends Message {
  readonly mid: string;
}

interface Edited extends Message {
  readonly modifiedInfo: { operationTime: number; operatorId: string; operationCount: number };
}

/** What happens to a message after it was sent: receipts, recall, edit. */
export const receiptFlows: Flow[] = [
  flow("delivery receipts come by themselves when the receiver's app asks for them [ME11]", async ({ venue, pair }) => {
    const { alice } = await pair();
    const carol = await venue.arrive("carol", { connection: { delivery: true } });
    for (const [kind, fields] of [
      ["txt", { msg: "did you get it?" }],
      ["custom", { customEvent: "ping", customExts: {} }],
    ] as const) {
      const sent = await alice.send(kind, fields, carol.id);
      const told = await alice.waitFor<Receipt>("onDeliveredMessage", (receipt) => receipt.mid === sent.serverMsgId);
      expect(told).toMatchObject({ from: carol.id, to: alice.id, type: "delivery" });
      expect(told.id).not.toBe(sent.serverMsgId);
    }
  }),

  flow("delivery receipts for messages that waited offline [ME11]", async ({ venue, pair }) => {
    const { alice } = await pair();
    const carol = await venue.sit("carol", { connection: { delivery: true } });
    await carol.register();
    const sent = await alice.send("txt", { msg: "for later" }, carol.id);
    await carol.login();
    await alice.waitFor<Receipt>("onDeliveredMessage", (receipt) => receipt.mid === sent.serverMsgId);
  }),

  flow("read receipts, both ways [ME11]", async ({ pair }) => {
    const { alice, bob } = await pair();
    for (const [from, to] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      const sent = await from.send("txt", { msg: "read this" }, to.id);
      await to.waitFor("onTextMessage", (message) => message.id === sent.serverMsgId);
      await to.send("read", { id: sent.serverMsgId }, from.id);
      const told = await from.waitFor<Receipt>("onReadMessage", (receipt) => receipt.mid === sent.serverMsgId);
      expect(told).toMatchObject({ from: to.id, to: from.id, type: "read" });
    }
  }),

  flow("channel receipts tell that a whole conversation was read [ME11]", async ({ pair }) => {
    const { alice, bob } = await pair();
    const mark = alice.events.mark();
    await alice.send("txt", { msg: "and this" }, bob.id);
    await bob.send("channel", {}, alice.id);
    const told = await alice.waitFor<Message>("onChannelMessage", (receipt) => receipt.from === bob.id, {
      after: mark,
    });
    expect(told).toMatchObject({ to: alice.id, type: "channel", chatType: "singleChat" });
  }),

  flow("recall: the receiver is told, with the recall's ext; history forgets it [ME12]", async ({ venue }) => {
    const alice = await venue.arrive("alice");
    const bob = await venue.arrive("bob");
    const sent = await alice.send("txt", { msg: "oops" }, bob.id);
    await bob.waitFor("onTextMessage", (message) => message.id === sent.serverMsgId);
    await alice.call("recallMessage", { mid: sent.serverMsgId, to: bob.id, chatType: "singleChat", ext: "typo" });
    const told = await bob.waitFor<Receipt>("onRecallMessage", (recall) => recall.mid === sent.serverMsgId);
    expect(told).toMatchObject({ from: alice.id, to: bob.id, ext: "typo" });
    const page = await bob.call<{ messages: Message[] }>("getHistoryMessages", {
      targetId: alice.id,
      chatType: "singleChat",
    });
    expect(page.messages).toEqual([]);
  }),

  flow("recall of a message that has not been delivered: it never is [ME12]", async ({ venue }) => {
    const alice = await venue.arrive("alice");
    const bob = await venue.sit("bob");
    await bob.register();
    const gone = await alice.send("txt", { msg: "never mind" }, bob.id);
    await alice.call("recallMessage", { mid: gone.serverMsgId, to: bob.id, chatType: "singleChat" });
    const kept = await alice.send("txt", { msg: "hello" }, bob.id);
    await bob.login();
    await bob.waitFor("onTextMessage", (message) => message.id === kept.serverMsgId);
    expect(bob.events.all<Message>("onTextMessage").map((message) => message.id)).toEqual([kept.serverMsgId]);
  }),

  flow("recall of somebody else's message, of a command and of nothing is refused [ME12]", async ({ pair }) => {
    const { alice, bob } = await pair();
    const sent = await alice.send("txt", { msg: "mine" }, bob.id);
    const command = await alice.send("cmd", { action: "go" }, bob.id);
    const recall = (person: typeof alice, mid: string, to: string): Promise<unknown> =>
      person.call("recallMessage", { mid, to, chatType: "singleChat" });
    const refusal = { name: "SdkError", type: expect.any(Number) };
    await expect(recall(bob, sent.serverMsgId, alice.id)).rejects.toMatchObject(refusal);
    await expect(recall(alice, command.serverMsgId, bob.id)).rejects.toMatchObject(refusal);
    await expect(recall(alice, "123456789", bob.id)).rejects.toMatchObject(refusal);
  }),

  flow("edit: receiver and history have the new text, who, when and how often [ME13]", async ({ venue }) => {
    const alice = await venue.arrive("alice");
    const bob = await venue.arrive("bob");
    const sent = await alice.send("txt", { msg: "teh", ext: { v: 1 } }, bob.id);
    const first = await bob.waitFor<Message>("onTextMessage", (message) => message.id === sent.serverMsgId);
    for (const count of [1, 2]) {
      const modified = { msg: `the ${count}`, ext: { v: 1 + count } };
      const result = await alice.modify<{ message: Edited }>(sent.serverMsgId, "txt", modified, bob.id);
      expect(result.message).toMatchObject({ id: sent.serverMsgId, from: alice.id, msg: modified.msg });
      const told = await bob.waitFor<Edited>(
        "onModifiedMessage",
        (edited) => edited.id === sent.serverMsgId && edited.modifiedInfo.operationCount === count,
      );
      expect(told).toMatchObject({
        type: "txt",
        chatType: "singleChat",
        from: alice.id,
        to: bob.id,
        msg: modified.msg,
        ext: modified.ext,
        time: first.time,
        modifiedInfo: { operatorId: alice.id, operationCount: count, operationTime: expect.any(Number) },
      });
    }
    const { messages } = await bob.call<{ messages: Edited[] }>("getHistoryMessages", {
      targetId: alice.id,
      chatType: "singleChat",
    });
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({
      id: sent.serverMsgId,
      msg: "the 2",
      ext: { v: 3 },
      modifiedInfo: { operationCount: 2, operatorId: alice.id },
    });
  }),

  flow("edit of custom content and of the ext of a place [ME13]", async ({ pair }) => {
    const { alice, bob } = await pair();
    const custom = await alice.send("custom", { customEvent: "vote", customExts: { n: 1 } }, bob.id);
    const place = await alice.send("loc", { addr: "a", buildingName: "b", lat: 1, lng: 2, ext: { seen: 0 } }, bob.id);
    const edits = [
      [custom, { type: "custom", customEvent: "vote", customExts: { n: 2 }, ext: { by: "alice" } }],
      [place, { type: "loc", addr: "a", buildingName: "b", lat: 1, lng: 2, ext: { seen: 1 } }],
    ] as const;
    for (const [sent, content] of edits) {
      await alice.modify(sent.serverMsgId, content.type, content, bob.id);
      const told = await bob.waitFor<Edited>("onModifiedMessage", (edited) => edited.id === sent.serverMsgId);
      expect(told).toMatchObject({ ...content, modifiedInfo: { operationCount: 1, operatorId: alice.id } });
    }
  }),

  flow("edit of somebody else's message and of nothing is refused; the limit holds [ME13]", async ({ pair }) => {
    const { alice, bob } = await pair();
    const sent = await alice.send("txt", { msg: "mine" }, bob.id);
    const edit = (person: typeof alice, messageId: string, to: string, msg = "changed"): Promise<unknown> =>
      person.modify(messageId, "txt", { msg }, to);
    await expectRefusal(edit(bob, sent.serverMsgId, alice.id), 603);
    await expectRefusal(edit(alice, "123456789", bob.id), 1302);
    for (let count = 1; count <= 10; count++) await edit(alice, sent.serverMsgId, bob.id, `change ${count}`);
    await expectRefusal(edit(alice, sent.serverMsgId, bob.id), 50);
  }),
];
