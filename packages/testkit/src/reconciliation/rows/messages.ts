/** Messages of every kind, what is done to them afterwards, and who has read them: histories explained by events. */
import { create, say } from "../../conformance/flows/group-cast.ts";
import { EVENT_OF_KIND, type Message, type MessageKind } from "../../people/messages.ts";
import type { Person } from "../../people/person.ts";
import { ASK, type Cast, omit, type Payload, type Row, type Story, type View } from "../explain.ts";

/** What a client shows of a message; the rest is how it came. */
const SHOWN = [
  "type chatType from to time msg ext url secret filename file_length width height length lat lng addr buildingName",
  "customEvent customExts stream title summary compatibleText combineLevel modifiedInfo",
]
  .join(" ")
  .split(" ");

const shown = (message: Message): View =>
  Object.fromEntries(
    SHOWN.filter((key) => message[key] !== undefined).map((key) => [
      key,
      key === "stream" ? streamed(message.stream) : message[key],
    ]),
  );

/** `msg` is all that there is of a streamed text; which piece of it came how is of no account. */
const streamed = ({ customType, errorType, finishReason, status }: Payload): View => {
  const isWhole = status === ONLY || status === DONE;
  return { customType, errorType, finishReason, isWhole };
};
const ONLY = 1;
const DONE = 3;

/** By id. */
async function history(who: Person, targetId: string, chatType = "singleChat"): Promise<View> {
  const page = { targetId, chatType, pageSize: 50 };
  const { messages } = await who.call<{ messages: Message[] }>("getHistoryMessages", page);
  return Object.fromEntries(messages.map((message) => [message.id, shown(message)]));
}

interface At extends Cast {
  readonly friend: Person;
}

type Act = (at: At) => Promise<unknown>;

/** What somebody new sends to bob, as bob sees it. */
function arrival(
  event: string,
  act: Act,
  apply: Story["apply"] = (view, message) => ({ ...view, [message.id]: shown(message) }),
): Row {
  return {
    event,
    async begin(cast) {
      const at = { ...cast, friend: await cast.arrive("friend") };
      return { observer: at.bob, read: () => history(at.bob, at.friend.id), act: () => act(at), apply };
    },
  };
}

const kind = (name: MessageKind, fields: Record<string, unknown>): Row =>
  arrival(EVENT_OF_KIND[name], ({ friend, bob }) => friend.send(name, fields, bob.id));

const file = (name: "img" | "audio" | "video" | "file", filename: string, fields: Record<string, unknown> = {}): Row =>
  arrival(EVENT_OF_KIND[name], ({ friend, bob }) =>
    friend.sendFile(
      name,
      fields,
      { bytes: new Uint8Array([1, 2, 3, 4]), filename, filetype: "application/octet-stream" },
      bob.id,
    ),
  );

/** A text to bob, and what is done to it. */
function afterwards(
  event: string,
  parts: {
    read?: (at: At, id: string) => Promise<View>;
    before?: (at: At, id: string) => Promise<unknown>;
    act: (at: At, id: string) => Promise<unknown>;
    apply: (view: View, event: Payload, id: string) => View;
  },
): Row {
  return {
    event,
    async begin(cast) {
      const at = { ...cast, friend: await cast.arrive("friend") };
      const { serverMsgId: id } = await at.friend.send("txt", { msg: "first" }, at.bob.id);
      await at.bob.waitFor("onTextMessage", (message) => message.id === id);
      await parts.before?.(at, id);
      return {
        observer: at.bob,
        read: () => (parts.read ?? ((each) => history(each.bob, each.friend.id)))(at, id),
        act: () => parts.act(at, id),
        apply: (view, told) => parts.apply(view, told, id),
      };
    },
  };
}

const reactions = async ({ bob }: At, messageId: string): Promise<View> => {
  const { data } = await bob.call<{ data: Payload[] }>("getReactionlist", { chatType: "singleChat", messageId });
  const list = (data[0]?.reactionList ?? []) as Payload[];
  return Object.fromEntries(list.map(({ reaction, count, userList }) => [reaction, { count, userList }]));
};

/** A text in a group of bob's and alice's; pinned messages as bob sees them. */
function pinning(operation: "pin" | "unpin"): Row {
  return {
    event: `onMessagePinEvent ${operation}`,
    async begin({ alice, bob }) {
      const group = await create(alice, { members: [bob.id] });
      const { serverMsgId: messageId } = await say(alice, group, "rules");
      const place = { conversationId: group, conversationType: "groupChat" };
      if (operation === "unpin") {
        await alice.call("pinMessage", { ...place, messageId });
        await bob.waitFor<Payload>("onMessagePinEvent", (event) => event.messageId === messageId);
      }
      return {
        observer: bob,
        async read() {
          const { data } = await bob.call<{ data: { list: Payload[] } }>("getServerPinnedMessages", place);
          return Object.fromEntries(
            data.list.map(({ message, operatorId, pinTime }) => [message.id, { operatorId, pinTime }]),
          );
        },
        act: () => alice.call(operation === "pin" ? "pinMessage" : "unpinMessage", { ...place, messageId }),
        apply(view, event) {
          if (event.conversationId !== group) return view;
          const { messageId: id, operatorId, time: pinTime } = event;
          return event.operation === "pin" ? { ...view, [id]: { operatorId, pinTime } } : omit(view, id);
        },
      };
    },
  };
}

export const messageRows: Row[] = [
  kind("txt", { msg: "hello", ext: { k: 1 } }),
  kind("loc", { addr: "somewhere", buildingName: "b", lat: 1.5, lng: 2.5 }),
  kind("custom", { customEvent: "gift", customExts: { id: "7" }, ext: {} }),
  file("img", "a.png", { width: 3, height: 4 }),
  file("audio", "a.amr", { length: 2 }),
  file("video", "a.mp4", { length: 2 }),
  file("file", "a.bin"),
  arrival("onCombineMessage", async ({ carol, friend, bob }) => {
    const { serverMsgId } = await carol.send("txt", { msg: "quoted" }, friend.id);
    const quoted = await friend.waitFor("onTextMessage", ({ id }) => id === serverMsgId);
    const texts = { title: "talk", summary: "of both", compatibleText: "not shown here" };
    await friend.send("combine", { ...texts, messageList: [quoted] }, bob.id);
  }),
  arrival("onStreamMessage", async ({ admin, friend, bob }) => {
    const pieces = ["Hel", "lo"];
    let msgId: string | undefined;
    for (const [seq, msg] of pieces.entries()) {
      const body = { msgId, msg, seq, finish: seq === pieces.length - 1 };
      const answer = await admin.expect("POST", "/stream_message/user", { from: friend.id, to: bob.id, body });
      // What the first piece answers.
      msgId ??= (answer.data as { msgId: string }).msgId;
    }
  }),
  arrival(
    "onMessage",
    ({ friend, bob }) => friend.send("txt", { msg: "hello" }, bob.id),
    (view, messages) => ({
      ...view,
      ...Object.fromEntries((messages as Message[]).map((message) => [message.id, shown(message)])),
    }),
  ),
  {
    event: "onReceivedMessage",
    isOwn: true,
    async begin(cast) {
      const { bob } = cast;
      const friend = await cast.arrive("friend");
      return {
        observer: bob,
        read: async () => ({ ids: Object.keys(await history(bob, friend.id)) }),
        act: () => bob.send("txt", { msg: "mine" }, friend.id),
        apply: (view, { mid }) => ({ ids: [...(view.ids as string[]), mid] }),
      };
    },
  },
  afterwards("onRecallMessage", {
    act: ({ friend, bob }, mid) => friend.call("recallMessage", { mid, to: bob.id, chatType: "singleChat" }),
    apply: (view, { mid }) => omit(view, mid),
  }),
  afterwards("onModifiedMessage", {
    act: ({ friend, bob }, id) => friend.modify(id, "txt", { msg: "better" }, bob.id),
    apply: (view, message, id) => (message.id === id ? { ...view, [id]: shown(message) } : view),
  }),
  afterwards("onReactionChange", {
    read: reactions,
    before: ({ bob }, messageId) => bob.call("addReaction", { messageId, reaction: "👍" }),
    act: ({ friend }, messageId) => friend.call("addReaction", { messageId, reaction: "🎉" }),
    apply(view, change, id) {
      if (change.messageId !== id) return view;
      const parts = (change.reactions as Payload[]).map(({ reaction, count, userList }) => [
        reaction,
        { count, userList },
      ]);
      return { ...view, ...Object.fromEntries(parts) };
    },
  }),
  pinning("pin"),
  pinning("unpin"),
  {
    // One has read it on one device, the other learns that nothing is unread there.
    event: "onChannelMessage",
    async begin(cast) {
      const { alice, tablet } = cast;
      const friend = await cast.arrive("friend");
      const { serverMsgId } = await friend.send("txt", { msg: "read me" }, alice.id);
      await tablet.waitFor("onTextMessage", ({ id }) => id === serverMsgId);
      return {
        observer: tablet,
        async read() {
          const { data } = await tablet.call<{ data: { conversations: Payload[] } }>("getServerConversations", {});
          const found = data.conversations.find(({ conversationId }) => conversationId === friend.id);
          return { unread: found?.unReadCount };
        },
        act: () => alice.send("channel", {}, friend.id),
        apply: (view, { from, to }) => (from === alice.id && to === friend.id ? { unread: 0 } : view),
      };
    },
  },
  {
    event: "onReadMessage",
    async begin({ alice, bob }) {
      const groupId = await create(alice, { members: [bob.id] });
      const { serverMsgId: msgId } = await say(alice, groupId, "read me", { msgConfig: { allowGroupAck: true } });
      await bob.waitFor("onTextMessage", ({ id }) => id === msgId);
      return {
        observer: alice,
        async read() {
          const { data } = await alice.call<{ data: Payload }>("getGroupMsgReadUser", { groupId, msgId });
          return { count: data.total, readers: data.userlist };
        },
        act: () => bob.send("read", { chatType: "groupChat", id: msgId, ackContent: "{}" }, groupId),
        apply(view, { mid, from, groupReadCount }) {
          if (mid !== msgId) return view;
          return { count: groupReadCount[msgId], readers: [...(view.readers as string[]), from] };
        },
        instead: {
          // How many have read what, and not who.
          onStatisticMessage(view, { location }) {
            const acks = (JSON.parse(location ?? "{}").group_ack ?? []) as Payload[];
            const ack = acks.find(({ mid }) => mid === msgId);
            return ack === undefined ? view : { count: ack.count, readers: ASK };
          },
        },
      };
    },
  },
];
