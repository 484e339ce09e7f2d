import type { Client, Feature } from "../../core/client.ts";
import { type Given, operations } from "../../core/operations.ts";
import type { MessagesType } from "../../types/messages.ts";
import type { HistoryMessages } from "../../types/results.ts";
import type { SearchMethods } from "../../types/search.ts";
import { fromJson } from "../messages/index.ts";

/** As the server has a message: `payload` is JSON text. */
interface Found {
  readonly id: string;
  readonly timestamp: number;
  readonly payload: string;
}

/** What this user has said and been told, by word, sender, time and type (SPEC SR). Rondo only. */
export const search: Feature<SearchMethods> = (client) =>
  operations(client, {
    searchMessages: {
      call: "GET /users/~/messages/search",
      needs:
        "keyword?:string from?:text targetId?:text chatType?:text msgTypes?:list startTime?:number endTime?:number " +
        "pageSize?:number cursor?:string",
      query: ({ keyword: word, from, targetId, chatType, msgTypes, startTime, endTime, pageSize, cursor }: Given) => ({
        word,
        from,
        [chatType === "groupChat" ? "group" : "with"]: targetId,
        // Has been seen to be a list.
        type: (msgTypes as readonly string[] | undefined)?.join(","),
        startTime,
        endTime,
        limit: pageSize,
        cursor: cursor || undefined,
      }),
      gives: ({ data }): HistoryMessages => {
        const { messages, cursor } = data as { messages: readonly Found[]; cursor: string };
        const readable: MessagesType[] = [];
        for (const one of messages) {
          const message = read(client, one);
          if (message) readable.push(message);
        }
        return { messages: readable, cursor, isLast: !cursor };
      },
    },
  });

/** One message that cannot be read must not cost the user the page. */
function read(client: Client, found: Found): MessagesType | undefined {
  try {
    // What messages look like inside says less than their public types.
    return fromJson(client, { ...found, payload: JSON.parse(found.payload) }) as MessagesType | undefined;
  } catch (error) {
    client.log.warn("a message that was found cannot be read", { error: String(error) });
    return undefined;
  }
}
