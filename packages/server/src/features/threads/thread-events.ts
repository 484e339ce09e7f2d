import { MucBodyOperation } from "@rondo/protocol";
import { groupTimeline } from "../../timeline/index.ts";
import type { ConversationEvents, EventOrigin } from "../messages/index.ts";
import type { Muc, MucEvents } from "../muc/index.ts";
import type { ThreadFacts } from "./threads.store.ts";

/** A thread with everything that is known about it. */
export interface Thread extends ThreadFacts {
  readonly muc: Muc;
}

/** What the members of the group learn of a thread (MSync 7.3), and the other devices of who acts (7.6). */
export class ThreadEvents {
  private readonly mucEvents: MucEvents;
  private readonly conversationEvents: ConversationEvents;

  constructor(deps: { mucEvents: MucEvents; conversationEvents: ConversationEvents }) {
    this.mucEvents = deps.mucEvents;
    this.conversationEvents = deps.conversationEvents;
  }

  /** All members of the group. `lastMessage` in the JSON form of messages; `{}` when there is none any more. */
  async tellGroup(
    thread: Thread,
    operation: "create" | "update" | "update_msg" | "delete",
    { origin, lastMessage }: { origin: EventOrigin; lastMessage?: unknown },
  ): Promise<void> {
    const { app, id, parent, message, messageCount, updatedAt, muc } = thread;
    const data = {
      operation,
      id,
      name: muc.name,
      muc_parent_id: parent,
      msg_parent_id: message,
      timestamp: operation === "create" ? muc.createdAt : updatedAt,
      from: origin.user,
      message_count: messageCount,
      ...(lastMessage === undefined ? {} : { last_message: lastMessage }),
    };
    await this.conversationEvents.tell(groupTimeline(app, parent), { json: { type: "thread", data }, origin });
  }

  /** The other devices of who acts. */
  async tellOwnDevices(thread: Thread, operation: number, origin: EventOrigin): Promise<void> {
    const event = { operation, parent: thread.parent };
    await this.mucEvents.tellUsers(thread.muc, event, { origin, users: [origin.user] });
  }

  /** Who was removed. */
  async tellRemoved(thread: Thread, user: string, origin: EventOrigin): Promise<void> {
    const event = { operation: MucBodyOperation.THREAD_KICK, about: user, parent: thread.parent };
    await this.mucEvents.tellUsers(thread.muc, event, { origin, users: [user] });
  }
}
