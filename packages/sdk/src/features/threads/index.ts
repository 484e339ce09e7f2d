import type { Client, Feature } from "../../core/client.ts";
import { nothing } from "../../core/operations.ts";
import type { ThreadMethods } from "../../types/threads.ts";
import { fromJson, type JsonMessage } from "../messages/index.ts";
import { tellOfPlaces } from "../muc/events.ts";
import { lineMethods, type Readers } from "../muc/lines.ts";

/** REST 5.12. */
const LINES = `
createChatThread POST! /thread name msg_id=messageId group_id=parentId owner=me >made
joinChatThread POST! /thread/:chatThreadId/user/~/join >joined
leaveChatThread DELETE! /thread/:chatThreadId/user/~/quit >nothing
destroyChatThread DELETE! /thread/:chatThreadId >nothing
changeChatThreadName PUT! /thread/:chatThreadId name
getChatThreadDetail GET /thread/:chatThreadId >detail
getChatThreadMembers GET /thread/:chatThreadId/users limit=pageSize?20 cursor?""
removeChatThreadMember DELETE! /thread/:chatThreadId/users/:username
getChatThreads GET /threads/chatgroups/:parentId limit=pageSize?20 cursor?"" >list
getChatThreadLastMessage POST /thread/message threadIds=chatThreadIds[] >last`;
/** The own threads, of one group or of all. */
const JOINED = `
ofGroup GET /threads/chatgroups/:parentId/user/~ limit=pageSize?20 cursor?"" >list
ofAll GET /threads/user/~ limit=pageSize?20 cursor?"" >list`;

type Entry = Readonly<Record<string, unknown>>;

/** Under the names it is shown by. */
function shown(thread: Entry): Record<string, unknown> {
  const one: Record<string, unknown> = Object.assign({}, thread, {
    messageId: thread.msgId,
    parentId: thread.groupId,
  });
  delete one.msgId;
  delete one.groupId;
  return one;
}

const readersOf = (client: Client): Readers => ({
  nothing,
  made: (answer) => Object.assign(answer, { data: { chatThreadId: (answer.data as Entry).thread_id } }),
  joined: (answer) => {
    const { status, detail } = answer.data as { status: unknown; detail: Entry };
    return Object.assign(answer, { data: { status, detail: shown(detail) } });
  },
  detail: (answer) => {
    const thread = shown(answer.data as Entry);
    thread.affiliationsCount = thread.affiliations_count;
    delete thread.affiliations_count;
    return Object.assign(answer, { data: thread });
  },
  list: (answer) => Object.assign(answer, { entities: ((answer.entities || []) as Entry[]).map(shown) }),
  last: (answer) => {
    const entities = ((answer.entities || []) as Entry[]).map((one) => ({
      chatThreadId: one.thread_id,
      lastMessage: messageIn(client, one.last_message),
    }));
    return Object.assign(answer, { entities });
  },
});

/** Threads on messages of groups (API 3.11). */
export const threads: Feature<ThreadMethods> = (client) => {
  tellOfPlaces(client);
  client.notices.handle("thread", ({ data: said }) => tellOfChange(client, said as Entry));
  const readers = readersOf(client);
  const methods = lineMethods<ThreadMethods>(client, LINES, readers);
  const { ofGroup, ofAll } = lineMethods<Joined>(client, JOINED, readers);
  return Object.assign(methods, {
    getJoinedChatThreads: (params: Entry) => (params?.parentId ? ofGroup(params) : ofAll(params)),
  });
};

type Joined = Record<"ofGroup" | "ofAll", (params: Entry) => Promise<never>>;

/** Empty where there is none. */
function messageIn(client: Client, message: unknown): object {
  return (message && fromJson(client, message as JsonMessage)) || {};
}

/** What has happened to a thread, by the server's names for it (MSync 7.3). */
function tellOfChange(client: Client, said: Entry): void {
  const { operation, id, name, muc_parent_id: parentId, msg_parent_id: messageId, timestamp, from: operator } = said;
  const told: Record<string, unknown> = { id, name, parentId, messageId, timestamp, operator };
  if (operation === "create") Object.assign(told, { operation, createTimestamp: timestamp, messageCount: 0 });
  else if (operation === "delete") told.operation = "destroy";
  else if (operation === "update" || operation === "update_msg") {
    Object.assign(told, { operation: "update", messageCount: said.message_count });
    if (operation === "update_msg") told.lastMessage = messageIn(client, said.last_message);
  } else return;
  client.events.emitModern("onChatThreadChange", told);
}
