import { normalizeUserId } from "@rondo/protocol";
import { Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { isId } from "../../kernel/ids.ts";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import type { MessageKind } from "../../timeline/index.ts";
import { toRestMessage } from "../messages/index.ts";
import { isSearched } from "./document.ts";
import type { SearchService } from "./search.service.ts";

const MAX_PAGE = 50;

const Text = Type.Optional(Type.String());
const Time = Type.Optional(Type.Integer({ minimum: 0, description: "Epoch milliseconds, inclusive" }));

/** `service` is undefined where the operator has not switched search on. */
export function searchEndpoints(service: SearchService | undefined): readonly Endpoint[] {
  return [
    endpoint({
      name: "searchMessages",
      method: "GET",
      path: "/users/:user/messages/search",
      summary: "Messages that the user can see, by words, sender, time and type; newest first",
      access: "self",
      params: Type.Object({ user: Type.String() }),
      query: Type.Object({
        word: Text,
        from: Text,
        with: Text,
        group: Text,
        type: Type.Optional(Type.String({ description: "Types by comma: txt,img,…" })),
        startTime: Time,
        endTime: Time,
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE })),
        cursor: Text,
      }),
      async handle({ appKey, params, query }) {
        if (service === undefined) throw new AppError("SERVICE_NOT_OPEN", "message search: service not open!");
        const { word: words, group, startTime: startAt, endTime: endAt, limit = 20, cursor: before } = query;
        if (before !== undefined && !isId(before)) throw new AppError("INVALID_ARGUMENT", "the cursor is not valid");
        const page = await service.search({
          app: appKey,
          user: params.user,
          words,
          sender: userOf("from", query.from),
          peer: userOf("with", query.with),
          group,
          kinds: kindsOf(query.type),
          startAt,
          endAt,
          before,
          limit,
        });
        return { data: { messages: page.entries.map(({ meta }) => toRestMessage(meta)), cursor: page.nextCursor } };
      },
    }),
  ];
}

function userOf(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const user = normalizeUserId(text);
  if (user === undefined) throw new AppError("INVALID_ARGUMENT", `${name} is not a user id`);
  return user;
}

function kindsOf(list: string | undefined): MessageKind[] | undefined {
  if (list === undefined) return undefined;
  const names = list.split(",").map((name) => name.trim());
  if (!names.every(isSearched)) throw new AppError("INVALID_ARGUMENT", "type is not valid");
  return names;
}
