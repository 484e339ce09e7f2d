import type { Feature } from "../../core/client.ts";
import { nothing, type Operation, operations } from "../../core/operations.ts";
import type { ReactionMethods } from "../../types/reactions.ts";

/** A reaction, as the server has it. */
type Entry = Readonly<Record<string, unknown>>;

/** REST 5.6. */
const TABLE: Readonly<Record<string, Operation>> = {
  addReaction: {
    call: "POST /reaction/user/~",
    needs: "messageId:text reaction:text",
    body: "msgId=messageId message=reaction",
    gives: nothing,
  },
  deleteReaction: {
    call: "DELETE /reaction/user/~",
    needs: "messageId:text reaction:text",
    query: "msgId=messageId message=reaction",
    gives: nothing,
  },
  getReactionlist: {
    call: "GET /reaction/user/~",
    needs: "chatType:text messageId:names",
    query: ({ chatType, messageId, groupId }) => ({
      msgIdList: messageId,
      msgType: chatType === "singleChat" ? "chat" : "groupchat",
      groupId,
    }),
    gives: (answer) => {
      const messages = answer.data as ReadonlyArray<{ readonly reactionList?: readonly Entry[] }> | undefined;
      if (!messages) return answer;
      const list = messages.map((one) => Object.assign(one, { reactionList: (one.reactionList || []).map(shown) }));
      return Object.assign(answer, { data: list });
    },
  },
  getReactionDetail: {
    call: "GET /reaction/user/~/detail",
    needs: "messageId:text reaction:text",
    query: ({ messageId, reaction, cursor, pageSize }) => ({
      msgId: messageId,
      message: reaction,
      currentPage: cursor || undefined,
      pageSize: pageSize || 20,
    }),
    gives: (answer) => Object.assign(answer, { data: shown((answer.data || {}) as Entry) }),
  },
};

/** Reactions to messages (API 3.12). */
export const reactions: Feature<ReactionMethods> = (client) => {
  client.notices.handle("reaction", ({ data }) => {
    for (const change of data as readonly Entry[]) {
      const { from, to, channel_type: type, messageId, reactions: changed, ts } = change;
      const chatType = type === "chat" ? "singleChat" : "groupChat";
      client.events.emitModern("onReactionChange", { from, to, chatType, messageId, reactions: changed, ts });
    }
  });
  return operations(client, TABLE, "getReactionList=getReactionlist");
};

/** Under the names it is shown by. */
function shown(entry: Entry): Entry {
  const one: Record<string, unknown> = Object.assign({}, entry, { isAddedBySelf: entry.state });
  delete one.state;
  delete one.reactionId;
  return one;
}
