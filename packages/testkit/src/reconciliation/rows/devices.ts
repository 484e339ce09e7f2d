/** What one device of a user does, as the other learns of it. */
import { create, idsOf } from "../../conformance/flows/group-cast.ts";
import type { Person } from "../../people/person.ts";
import { type Cast, omit, type Payload, type Row, type View } from "../explain.ts";
import { withAttributes } from "./groups.ts";

interface Listed {
  readonly conversationId: string;
  readonly isPinned: boolean;
  readonly pinnedTime: number;
  readonly unReadCount: number;
  readonly marks?: readonly number[];
}

/** The conversation with one other, or nothing when it is in no list. */
async function conversation(who: Person, other: string): Promise<View> {
  const { data } = await who.call<{ data: { conversations: Listed[] } }>("getServerConversations", { pageSize: 50 });
  const found = data.conversations.find(({ conversationId }) => conversationId === other);
  if (found === undefined) return {};
  const { isPinned, pinnedTime, marks = [] } = found;
  return { [other]: { isPinned, pinnedTime, marks: [...marks].sort() } };
}

async function history(who: Person, other: string): Promise<View> {
  const page = { targetId: other, chatType: "singleChat", pageSize: 50 };
  const { messages } = await who.call<{ messages: Array<{ id: string }> }>("getHistoryMessages", page);
  return { ids: messages.map(({ id }) => id) };
}

interface At extends Cast {
  readonly friend: Person;
  /** The conversation with the friend, as calls name it. */
  readonly chat: { readonly conversationId: string; readonly conversationType: "singleChat" };
}

/** Alice and somebody new, who has written to her. */
async function chat(cast: Cast): Promise<At> {
  const friend = await cast.arrive("friend");
  const { serverMsgId } = await friend.send("txt", { msg: "hello" }, cast.alice.id);
  await cast.tablet.waitFor("onTextMessage", ({ id }) => id === serverMsgId);
  return { ...cast, friend, chat: { conversationId: friend.id, conversationType: "singleChat" } };
}

type Act = (at: At) => Promise<unknown>;

function elsewhere(
  operation: string,
  act: Act,
  more: {
    before?: Act;
    read?: (at: At) => Promise<View>;
    apply: (view: View, event: Payload, other: string) => View;
  },
): Row {
  return {
    event: `onMultiDeviceEvent ${operation}`,
    async begin(cast) {
      const at = await chat(cast);
      if (more.before !== undefined) {
        const mark = at.tablet.events.mark();
        await more.before(at);
        await at.tablet.waitFor("onMultiDeviceEvent", () => true, { after: mark });
      }
      return {
        observer: at.tablet,
        read: () => (more.read ?? (({ tablet, friend }) => conversation(tablet, friend.id)))(at),
        act: () => act(at),
        apply: (view, event) => (event.operation === operation ? more.apply(view, event, at.friend.id) : view),
      };
    },
  };
}

const pin =
  (isPinned: boolean): Act =>
  ({ alice, chat }) =>
    alice.call("pinConversation", { ...chat, isPinned });
const mark =
  (method: string): Act =>
  ({ alice, chat }) =>
    alice.call(method, { conversations: [chat], mark: 3 });
const remind = (remindType: string) => ({ paramType: 0, remindType });
const silence: Act = ({ alice, friend }) =>
  alice.call("setSilentModeForConversation", {
    conversationId: friend.id,
    type: "singleChat",
    options: remind("NONE"),
  });

const silentModeOf = async ({ tablet, friend }: At): Promise<View> =>
  (await tablet.call<{ data: View }>("getSilentModeForConversation", { conversationId: friend.id, type: "singleChat" }))
    .data;
const silentModeOfAll = async ({ tablet }: At): Promise<View> =>
  (await tablet.call<{ data: View }>("getSilentModeForAll", {})).data;

/** It outlives the row. */
const remindOtherwise: Act = async ({ alice }) => {
  const { data } = await alice.call<{ data: { type?: string } }>("getSilentModeForAll", {});
  await alice.call("setSilentModeForAll", { options: remind(data.type === "AT" ? "ALL" : "AT") });
};

/** "mark_3" is the third. */
const markIn = ({ conversationMark }: Payload): number => Number(conversationMark.replace("mark_", ""));
const change = (view: View, other: string, part: object): View => ({
  ...view,
  [other]: { ...(view[other] as object), ...part },
});
const marksOf = (view: View, other: string): number[] => (view[other] as { marks: number[] }).marks;

export const deviceRows: Row[] = [
  elsewhere("pinnedConversation", pin(true), {
    apply: (view, event, other) => change(view, other, { isPinned: true, pinnedTime: event.timestamp }),
  }),
  elsewhere("unpinnedConversation", pin(false), {
    before: pin(true),
    apply: (view, _, other) => change(view, other, { isPinned: false, pinnedTime: 0 }),
  }),
  elsewhere("markConversation", mark("addConversationMark"), {
    apply: (view, event, other) => change(view, other, { marks: [...marksOf(view, other), markIn(event)].sort() }),
  }),
  elsewhere("unMarkConversation", mark("removeConversationMark"), {
    before: mark("addConversationMark"),
    apply: (view, event, other) =>
      change(view, other, { marks: marksOf(view, other).filter((each) => each !== markIn(event)) }),
  }),
  elsewhere(
    "deleteConversation",
    ({ alice, friend }) =>
      alice.call("deleteConversation", { channel: friend.id, chatType: "singleChat", deleteRoam: false }),
    { apply: (view, event) => omit(view, event.conversationId) },
  ),
  elsewhere(
    "deleteRoaming",
    ({ alice, friend }) =>
      alice.call("removeHistoryMessages", {
        targetId: friend.id,
        chatType: "singleChat",
        beforeTimeStamp: Date.now() + 60_000,
      }),
    {
      read: ({ tablet, friend }) => history(tablet, friend.id),
      apply: (view, event, other) => (event.conversationId === other ? { ids: [] } : view),
    },
  ),
  elsewhere("setSilentModeForConversation", silence, {
    read: silentModeOf,
    apply: (view, event, other) => (event.conversationId === other ? { ...view, ...event.data } : view),
  }),
  elsewhere(
    "removeSilentModeForConversation",
    ({ alice, friend }) =>
      alice.call("clearRemindTypeForConversation", { conversationId: friend.id, type: "singleChat" }),
    {
      before: silence,
      read: silentModeOf,
      apply: (view, event, other) => (event.conversationId === other ? { ...view, type: "DEFAULT" } : view),
    },
  ),
  elsewhere("setSilentModeForUser", remindOtherwise, {
    read: silentModeOfAll,
    apply: (view, event) => ({ ...view, ...event.data }),
  }),
  {
    event: "onMultiDeviceEvent memberAttributesUpdate",
    async begin(cast) {
      const { alice, tablet, bob } = cast;
      const groupId = await create(alice, { members: idsOf([bob]) });
      return {
        observer: tablet,
        async read() {
          const { data } = await tablet.call<{ data: Record<string, string> }>("getGroupMemberAttributes", {
            groupId,
            userId: alice.id,
          });
          return { all: Object.keys(data).length === 0 ? {} : { [alice.id]: data } };
        },
        act: () =>
          alice.call("setGroupMemberAttributes", { groupId, userId: alice.id, memberAttributes: { nick: "a" } }),
        apply: (view, event) =>
          event.id === groupId ? { all: withAttributes(view.all, event.userId, event.attributes) } : view,
      };
    },
  },
];
