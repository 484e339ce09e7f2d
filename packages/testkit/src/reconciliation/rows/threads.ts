/** Threads, as members of their group and other devices of who uses them see them. */
import { create, say } from "../../conformance/flows/group-cast.ts";
import type { Person } from "../../people/person.ts";
import { type Cast, omit, type Payload, type Row, type View } from "../explain.ts";

interface Thread {
  readonly id: string;
  readonly name: string;
}

type Threads = Record<string, string>;

const listed = (entities: readonly Thread[]): Threads => Object.fromEntries(entities.map(({ id, name }) => [id, name]));

const ofGroup = async (who: Person, parentId: string): Promise<View> =>
  listed((await who.call<{ entities: Thread[] }>("getChatThreads", { parentId, pageSize: 50 })).entities);
const joined = async (who: Person): Promise<View> =>
  listed((await who.call<{ entities: Thread[] }>("getJoinedChatThreads", { pageSize: 50 })).entities);

interface At extends Cast {
  readonly group: string;
  readonly message: string;
  /** Alice's, once she has begun it. */
  readonly thread: string;
}

async function group(cast: Cast): Promise<At> {
  const { alice, bob, carol } = cast;
  const id = await create(alice, { members: [bob.id, carol.id] });
  const { serverMsgId } = await say(bob, id, "what shall we eat?");
  return { ...cast, group: id, message: serverMsgId, thread: "" };
}

async function begin(at: At): Promise<At> {
  const thread = await start(at);
  const told = (who: Person) =>
    who.waitFor<Payload>("onChatThreadChange", ({ id, operation }) => id === thread && operation === "create");
  await Promise.all([told(at.tablet), told(at.bob), told(at.carol)]);
  await at.tablet.waitFor<Payload>("onMultiDeviceEvent", ({ chatThreadId }) => chatThreadId === thread);
  return { ...at, thread };
}

async function start(at: At): Promise<string> {
  const wish = { name: "dinner", messageId: at.message, parentId: at.group };
  const { data } = await at.alice.call<{ data: { chatThreadId: string } }>("createChatThread", wish);
  return data.chatThreadId;
}

function changing(operation: string, act: (at: At) => Promise<unknown>, { hasBegun }: { hasBegun: boolean }): Row {
  return {
    event: `onChatThreadChange ${operation}`,
    async begin(cast) {
      const fresh = await group(cast);
      const at = hasBegun ? await begin(fresh) : fresh;
      return {
        observer: at.bob,
        read: () => ofGroup(at.bob, at.group),
        act: () => act(at),
        apply(view, event) {
          if (event.parentId !== at.group) return view;
          return event.operation === "destroy" ? omit(view, event.id) : { ...view, [event.id]: event.name };
        },
      };
    },
  };
}

/** What alice does on her phone, seen on her tablet. */
function elsewhere(operation: string, act: (at: At) => Promise<unknown>, before?: (at: At) => Promise<At>): Row {
  const isEnd = operation === "chatThreadLeave" || operation === "chatThreadDestroy";
  return {
    event: `onMultiDeviceEvent ${operation}`,
    async begin(cast) {
      const fresh = await group(cast);
      const at = (await before?.(fresh)) ?? fresh;
      return {
        observer: at.tablet,
        read: () => joined(at.tablet),
        act: () => act(at),
        apply(view, event) {
          if (event.operation !== operation) return view;
          return isEnd ? omit(view, event.chatThreadId) : { ...view, [event.chatThreadId]: event.chatThreadName };
        },
      };
    },
  };
}

const rename = ({ alice, thread }: At) => alice.call("changeChatThreadName", { chatThreadId: thread, name: "lunch" });
const destroy = ({ alice, thread }: At) => alice.call("destroyChatThread", { chatThreadId: thread });
const leave = ({ alice, thread }: At) => alice.call("leaveChatThread", { chatThreadId: thread });

export const threadRows: Row[] = [
  changing("create", start, { hasBegun: false }),
  changing("update", rename, { hasBegun: true }),
  changing("destroy", destroy, { hasBegun: true }),
  {
    event: "onChatThreadChange userRemove",
    async begin(cast) {
      const at = await begin(await group(cast));
      await at.bob.call("joinChatThread", { chatThreadId: at.thread });
      return {
        observer: at.bob,
        read: () => joined(at.bob),
        act: () => at.alice.call("removeChatThreadMember", { chatThreadId: at.thread, username: at.bob.id }),
        apply: (view, { operation, id }) => (operation === "userRemove" ? omit(view, id) : view),
      };
    },
  },
  elsewhere("chatThreadCreate", start),
  elsewhere("chatThreadNameUpdate", rename, begin),
  elsewhere("chatThreadLeave", leave, begin),
  elsewhere("chatThreadDestroy", destroy, begin),
  elsewhere(
    "chatThreadJoin",
    ({ alice, thread }) => alice.call("joinChatThread", { chatThreadId: thread }),
    async (fresh) => {
      const at = await begin(fresh);
      await leave(at);
      await at.tablet.waitFor<Payload>(
        "onMultiDeviceEvent",
        ({ operation, chatThreadId }) => operation === "chatThreadLeave" && chatThreadId === at.thread,
      );
      return at;
    },
  ),
];
