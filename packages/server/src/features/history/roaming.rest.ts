import { normalizeUserId } from "@rondo/protocol";
import { type Static, Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { isId } from "../../kernel/ids.ts";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import { type MessageKind, messageKinds } from "../../timeline/index.ts";
import type { HistoryService, PageQuery } from "./history.service.ts";
import { parseQueue } from "./queue.ts";

const MAX_PAGE = 50;
const DEFAULT_PAGE = 20;

const NumberOrText = Type.Union([Type.Number(), Type.String(), Type.Null()]);

/** Both forms of the request: the old one has neither `pull_number` nor anything after it. */
const RoamingRequest = Type.Object({
  queue: Type.String({ description: "`<id>@easemob.com`, or `<id>@conference.easemob.com` for groups and rooms" }),
  start: Type.Optional(NumberOrText),
  end: Type.Optional(NumberOrText),
  pull_number: Type.Optional(NumberOrText),
  is_positive: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  msgType: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  startTime: Type.Optional(NumberOrText),
  endTime: Type.Optional(NumberOrText),
  userId: Type.Optional(Type.Union([Type.String(), Type.Null()], { description: "Groups only; ignored otherwise." })),
});
type RoamingRequest = Static<typeof RoamingRequest>;

/** Reading history (MSG-1). */
export function roamingEndpoints(history: HistoryService): Endpoint[] {
  return [
    endpoint({
      name: "readHistory",
      method: "POST",
      path: "/users/:user/messageroaming",
      summary: "One page of a conversation's messages (MSG-1)",
      access: "self",
      params: Type.Object({ user: Type.String() }),
      body: RoamingRequest,
      async handle({ appKey, params, body }) {
        const page = await history.page({ app: appKey, user: params.user, ...toQuery(body) });
        const msgs = page.metas.map((meta) => ({ msg: Buffer.from(meta).toString("base64") }));
        return { data: { msgs, next_key: page.nextKey, is_last: page.isLast } };
      },
    }),
  ];
}

/** @throws AppError INVALID_ARGUMENT. */
function toQuery(body: RoamingRequest): Omit<PageQuery, "app" | "user"> {
  const size = toInteger("pull_number", body.pull_number) ?? DEFAULT_PAGE;
  if (size < 1) throw new AppError("INVALID_ARGUMENT", "pull_number is not valid");
  const place = parseQueue(body.queue);
  return {
    place,
    // Of a conversation there are two senders, and clients ask for both.
    sender: place.type === "user" ? undefined : parseSender(body.userId),
    from: parseStart(body.start),
    oldestFirst: body.is_positive ?? false,
    limit: Math.min(size, MAX_PAGE),
    kinds: parseKinds(body.msgType),
    startAt: toInteger("startTime", body.startTime),
    endAt: toInteger("endTime", body.endTime),
  };
}

/** The newest is asked for as -1, as "", or not at all. */
function parseStart(start: string | number | null | undefined): string | undefined {
  const text = String(start ?? "").trim();
  if (text === "" || text === "-1") return undefined;
  if (!isId(text)) throw new AppError("INVALID_ARGUMENT", "start is not valid");
  return text;
}

/** What cannot be a user id has written nothing. */
function parseSender(name: string | null | undefined): string | undefined {
  return name ? (normalizeUserId(name) ?? name) : undefined;
}

function toInteger(name: string, value: string | number | null | undefined): number | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new AppError("INVALID_ARGUMENT", `${name} is not valid`);
  return number;
}

function parseKinds(list: string | null | undefined): MessageKind[] | undefined {
  const names = (list ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) return undefined;
  if (!names.every(isKind)) throw new AppError("INVALID_ARGUMENT", "msgType is not valid");
  return names;
}

function isKind(name: string): name is MessageKind {
  return (messageKinds as readonly string[]).includes(name);
}
