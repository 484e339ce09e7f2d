import { expect } from "vitest";
import type { Message } from "../../people/messages.ts";
import type { Person } from "../../people/person.ts";
import { expectRefusal } from "../expect.ts";
import { type Flow, flow, type Stage } from "../flow.ts";
import { company, receives, say } from "./group-cast.ts";

interface ThreadEvent {
  readonly operation: string;
  readonly id: string;
  readonly name: string;
  readonly parentId: string;
  readonly messageId?: string;
  readonly messageCount?: number;
  readonly lastMessage?: Message;
}

interface DeviceEvent {
  readonly operation: string;
  readonly chatThreadId?: string;
  readonly parentId?: string;
}

interface Detail {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly messageId: string;
  readonly parentId: string;
}

const change = (who: Person, operation: string, id: string, after = 0): Promise<ThreadEvent> =>
  who.waitFor<ThreadEvent>("onChatThreadChange", (e) => e.operation === operation && e.id === id, { after });

const own = (who: Person, operation: string, id: string): Promise<DeviceEvent> =>
  who.waitFor<DeviceEvent>("onMultiDeviceEvent", (e) => e.operation === operation && e.chatThreadId === id);

/** A company with a thread of bob's on a message of alice's. */
async function talk(stage: Stage) {
  const people = await company(stage);
  const { alice, bob, group } = people;
  const sent = await say(alice, group, "what shall we eat?");
  await receives(bob, sent);
  const wish = { name: "dinner", messageId: sent.serverMsgId, parentId: group };
  const { data } = await bob.call<{ data: { chatThreadId: string } }>("createChatThread", wish);
  return { ...people, message: sent.serverMsgId, thread: data.chatThreadId };
}

const write = (who: Person, thread: string, msg: string) =>
  who.send("txt", { chatType: "groupChat", isChatThread: true, msg }, thread);

export const threadFlows: Flow[] = [
  flow(
    "threads: begun on a message; the group is told, later too, and the creator's other devices [TH1]",
    async (stage) => {
      const { alice, bob, carol, later, group } = await company(stage);
      const tablet = await stage.venue.arriveAgain(bob);
      const sent = await say(alice, group, "what shall we eat?");
      const wish = { name: "dinner", messageId: sent.serverMsgId, parentId: group };
      const { data } = await bob.call<{ data: { chatThreadId: string } }>("createChatThread", wish);
      const thread = data.chatThreadId;
      for (const each of [alice, carol]) {
        expect(await change(each, "create", thread)).toMatchObject({
          name: "dinner",
          parentId: group,
          messageId: sent.serverMsgId,
        });
      }
      expect(await own(tablet, "chatThreadCreate", thread)).toMatchObject({ parentId: group });
      await later.login();
      await change(later, "create", thread);
      await expectRefusal(carol.call("createChatThread", wish), 1301);
      const detail = await carol.call<{ data: Detail }>("getChatThreadDetail", { chatThreadId: thread });
      expect(detail.data).toMatchObject({
        id: thread,
        name: "dinner",
        owner: bob.id,
        messageId: sent.serverMsgId,
        parentId: group,
      });
      const outsider = await stage.venue.arrive("outsider");
      await expect(outsider.call("createChatThread", wish)).rejects.toThrow();
      await expectRefusal(bob.call("getChatThreadDetail", { chatThreadId: "4711" }), 1300);
    },
  ),

  flow("threads: messages reach who has joined, the group sees the newest [TH3] [TH4] [TH10]", async (stage) => {
    const { alice, bob, carol, group, message, thread } = await talk(stage);
    const joined = await carol.call<{ data: { detail: Detail } }>("joinChatThread", { chatThreadId: thread });
    expect(joined.data.detail).toMatchObject({ id: thread, parentId: group });
    const sent = await write(bob, thread, "noodles");
    expect(await receives(carol, sent)).toMatchObject({
      msg: "noodles",
      chatType: "groupChat",
      to: thread,
      chatThread: { messageId: message, parentId: group, chatThreadName: "dinner" },
    });
    const news = await alice.waitFor<ThreadEvent>(
      "onChatThreadChange",
      (e) => e.id === thread && e.messageCount === 1 && e.lastMessage !== undefined,
    );
    expect(news).toMatchObject({ operation: "update", lastMessage: { msg: "noodles", from: bob.id } });
    expect(alice.events.all<Message>("onTextMessage", ({ msg }) => msg === "noodles")).toEqual([]);
    await expectRefusal(write(alice, thread, "not in it"), 602);
    const last = await alice.call<{ entities: { chatThreadId: string; lastMessage: Message }[] }>(
      "getChatThreadLastMessage",
      { chatThreadIds: [thread] },
    );
    expect(last.entities).toMatchObject([{ chatThreadId: thread, lastMessage: { msg: "noodles" } }]);
    const page = { targetId: group, chatType: "groupChat", pageSize: 20 };
    const { messages } = await alice.call<{ messages: Message[] }>("getHistoryMessages", page);
    expect(messages.find(({ id }) => id === message)).toMatchObject({
      chatThreadOverview: { id: thread, parentId: group, name: "dinner" },
    });
  }),

  flow("threads: renamed, left, members removed, ended [TH5] [TH6]", async (stage) => {
    const { alice, bob, carol, group, thread } = await talk(stage);
    const tablet = await stage.venue.arriveAgain(bob);
    await expectRefusal(carol.call("changeChatThreadName", { chatThreadId: thread, name: "lunch" }), 52);
    await bob.call("changeChatThreadName", { chatThreadId: thread, name: "lunch" });
    expect(await change(carol, "update", thread)).toMatchObject({ name: "lunch" });
    await own(tablet, "chatThreadNameUpdate", thread);
    await carol.call("joinChatThread", { chatThreadId: thread });
    await alice.call("removeChatThreadMember", { chatThreadId: thread, username: carol.id });
    expect(await change(carol, "userRemove", thread)).toMatchObject({ parentId: group });
    await tablet.call("leaveChatThread", { chatThreadId: thread });
    await own(bob, "chatThreadLeave", thread);
    await expectRefusal(bob.call("destroyChatThread", { chatThreadId: thread }), 52);
    await alice.call("destroyChatThread", { chatThreadId: thread });
    await change(carol, "destroy", thread);
    await expectRefusal(alice.call("getChatThreadDetail", { chatThreadId: thread }), 1300);
  }),

  flow("threads: lists of members and threads [TH7]", async (stage) => {
    const { alice, bob, carol, group, thread } = await talk(stage);
    await carol.call("joinChatThread", { chatThreadId: thread });
    const members = await alice.call<{ data: { affiliations: string[] } }>("getChatThreadMembers", {
      chatThreadId: thread,
    });
    expect(members.data.affiliations).toEqual([bob.id, carol.id]);
    const ofGroup = await alice.call<{ entities: Detail[] }>("getChatThreads", { parentId: group });
    expect(ofGroup.entities).toMatchObject([{ id: thread, parentId: group }]);
    for (const parentId of [undefined, group]) {
      const joined = await carol.call<{ entities: Detail[] }>("getJoinedChatThreads", { parentId });
      expect(joined.entities.map(({ id }) => id)).toEqual([thread]);
    }
    expect((await alice.call<{ entities: Detail[] }>("getJoinedChatThreads", {})).entities).toEqual([]);
  }),
];
