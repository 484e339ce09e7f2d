import { refuse } from "../../core/calls.ts";
import { data, type Given, type Operation } from "../../core/operations.ts";

const conversation = { needs: "conversationId:text type:text" } as const;
const ALL = "/users/~/notification/user/~";
/** `:kind` says which list of the server it is in. */
const ONE = "/users/~/notification/:kind/:conversationId";

export const OF_CONVERSATIONS: Record<string, Operation> = {
  setSilentModeForConversation: {
    call: `PUT! ${ONE}`,
    needs: `${conversation.needs} options:object`,
    body: settingIn,
  },
  getSilentModeForConversation: { ...conversation, call: `GET ${ONE}` },
  clearRemindTypeForConversation: { ...conversation, call: `PUT! ${ONE}`, body: () => ({ type: "DEFAULT" }) },
};

export const OF_ALL: Record<string, Operation> = {
  setSilentModeForAll: { call: `PUT! ${ALL}`, needs: "options:object", body: settingIn },
  getSilentModeForAll: { call: `GET ${ALL}` },
  getSilentModeForConversations: {
    call: "GET /users/~/notification",
    needs: "conversationList:list",
    query: ({ conversationList }) => ({
      user: idsOf(conversationList as Conversation[], true), // has been looked at
      group: idsOf(conversationList as Conversation[], false),
    }),
  },
  getSilentModeRemindTypeConversations: {
    call: "GET /users/~/notification/mute/type",
    needs: "pageSize:number",
    query: ({ pageSize, cursor }) => ({ limit: pageSize || 10, cursor: cursor || undefined }),
    gives: data(({ data: settings = [], cursor }) => ({
      cursor,
      conversations: (settings as Setting[]).map(({ user, group, value: remindType }) =>
        user === undefined
          ? { conversationId: group, type: "groupChat", remindType }
          : { conversationId: user, type: "singleChat", remindType },
      ),
    })),
  },
  getPushPerformLanguage: { call: "GET /users/~/notification/language" },
  setPushPerformLanguage: {
    call: "PUT /users/~/notification/language",
    needs: "language:text",
    body: "translationLanguage=language",
  },
};

interface Conversation {
  readonly id: string;
  readonly type: string;
}

/** As the server has it: of a user or of a group. */
interface Setting {
  readonly user?: string;
  readonly group?: string;
  readonly value: string;
}

const idsOf = (list: readonly Conversation[], isSingle: boolean): string =>
  list
    .filter(({ type }) => (type === "singleChat") === isSingle)
    .map(({ id }) => id)
    .join(",");

/** What `options` set: which messages, how long silence lasts, or when it is silent each day. */
function settingIn({ options }: Given): object {
  // Each member is looked at before it counts.
  const { paramType, remindType, duration, startTime, endTime } = options as Record<string, unknown>;
  if (paramType === 0 && typeof remindType === "string") return { type: remindType };
  if (paramType === 1 && typeof duration === "number") return { ignoreDuration: duration };
  if (paramType === 2) return { ignoreInterval: `${timeOf(startTime, "startTime")}-${timeOf(endTime, "endTime")}` };
  return refuse('Invalid parameter: "options"');
}

/** Midnight is a time as well, which the official client refuses (API 8.2, 8). */
function timeOf(time: unknown, name: string): string {
  const { hours, minutes } = (time || {}) as Record<string, unknown>;
  if (typeof hours === "number" && typeof minutes === "number") return `${hours}:${minutes}`;
  return refuse(`Invalid parameter: "options of ${name} of hours or minutes"`);
}
