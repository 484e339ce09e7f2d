import { Type } from "typebox";
import { AppError } from "../../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../../kernel/rest.ts";
import { flagIn, isMissing, type Members, membersOf, senderIn, textIn, textsIn } from "../members.ts";
import type { PlaceType } from "../places.ts";
import { priorityIn } from "./priority.ts";
import type { SendingService, Wish } from "./sending.service.ts";

/** Members a message may be directed to, and whose histories may leave one out (limits, section 2). */
const MAX_USERS = 20;

interface Destination {
  readonly type: PlaceType;
  readonly name: string;
  readonly path: string;
  readonly maxTargets: number;
}

const destinations: readonly Destination[] = [
  { type: "user", name: "Users", path: "users", maxTargets: 600 },
  { type: "group", name: "Groups", path: "chatgroups", maxTargets: 3 },
  { type: "room", name: "Rooms", path: "chatrooms", maxTargets: 10 },
];

/** Any JSON: what is missing or wrong has sentences of its own, see `members.ts`. */
const Sending = Type.Unknown({
  description:
    "from, to, type, body, ext, routetype, sync_device, roam_ignore_users, need_group_ack, chatroom_msg_level",
});

/** Messages of an application's server to users, groups and chat rooms (MSG-01 to MSG-06). */
export function sendingEndpoints(sending: SendingService): Endpoint[] {
  return [
    ...destinations.flatMap((to) =>
      to.type === "user" ? [toAll(sending, to)] : [toAll(sending, to), toSome(sending, to)],
    ),
    unified(sending),
  ];
}

function toAll(sending: SendingService, to: Destination): Endpoint {
  return endpoint({
    name: `sendTo${to.name}`,
    method: "POST",
    path: `/messages/${to.path}`,
    summary: `Send a message to up to ${to.maxTargets} ${to.path}`,
    access: "app",
    body: Sending,
    async handle({ appKey, body }) {
      const members = membersOf(body);
      return { data: await sending.send(wishOf(appKey, to, members)) };
    },
  });
}

function toSome(sending: SendingService, to: Destination): Endpoint {
  return endpoint({
    name: `sendToMembersOf${to.name}`,
    method: "POST",
    path: `/messages/${to.path}/users`,
    summary: `Send a message to some members of one of the ${to.path} (MSG-03, MSG-05)`,
    access: "app",
    body: Sending,
    async handle({ appKey, body }) {
      const members = membersOf(body);
      const wish = wishOf(appKey, to, members);
      if (wish.targets.length !== 1) throw tooManyTargets(1);
      return { path: `/messages/${to.path}`, data: await sending.send({ ...wish, directedTo: directedTo(members) }) };
    },
  });
}

/** MSG-06, for older clients of this API. */
function unified(sending: SendingService): Endpoint {
  return endpoint({
    name: "sendMessage",
    method: "POST",
    path: "/messages",
    summary: "Send a message to users, groups or chat rooms, in the older form",
    access: "app",
    query: Type.Object({ useMsgId: Type.Optional(Type.Boolean()) }),
    body: Sending,
    async handle({ appKey, body, query }) {
      const members = membersOf(body);
      const to = destinations.find(({ path }) => path === members.target_type);
      if (to === undefined)
        throw new AppError("SEND_TO", "target_type can only be 'users' or 'chatgroups' or 'chatrooms'");
      const { target, msg, ...rest } = members;
      const content = isMissing(msg) ? {} : membersOf(msg);
      const ids = await sending.send(
        wishOf(appKey, to, { ...rest, to: target, type: content.type, body: isMissing(msg) ? undefined : content }),
      );
      if (query.useMsgId === true) return { data: ids };
      return { data: Object.fromEntries(Object.keys(ids).map((each) => [each, "success"])) };
    },
  });
}

function wishOf(app: string, { type, maxTargets }: Destination, members: Members): Wish {
  const from = senderIn(members);
  const targets = textsIn(members, "to") ?? [];
  if (targets.length === 0 || targets.some((target) => target === "")) throw new AppError("SEND_TO");
  if (targets.length > maxTargets) throw tooManyTargets(maxTargets);
  const hiddenFrom = (textsIn(members, "roam_ignore_users") ?? []).map((user) => user.toLowerCase());
  if (hiddenFrom.length > MAX_USERS) {
    throw new AppError("SEND_ILLEGAL", `params roam_ignore_users's size can't exceed limit ${MAX_USERS}`);
  }
  return {
    app,
    from,
    type,
    // User ids are the same in any case, and are answered as they are stored.
    targets: type === "user" ? targets.map((target) => target.toLowerCase()) : targets,
    directedTo: undefined,
    message: { type: members.type, body: members.body, ext: members.ext },
    // Rooms have nobody who is not online.
    isOnlineOnly: type !== "room" && textIn(members, "routetype") === "ROUTE_ONLINE",
    reachesSender: flagIn(members, "sync_device") ?? false,
    hiddenFrom,
    asksForReceipts: type === "group" && (flagIn(members, "need_group_ack") ?? false),
    priority: priorityIn(members),
  };
}

function directedTo(members: Members): readonly string[] {
  const users = textsIn(members, "users") ?? [];
  if (users.length === 0) throw new AppError("SEND_ILLEGAL", "param users can't be empty");
  if (users.length > MAX_USERS) {
    throw new AppError("SEND_ILLEGAL", `params users's size can't exceed limit ${MAX_USERS}`);
  }
  return users.map((user) => user.toLowerCase());
}

function tooManyTargets(limit: number): AppError {
  return new AppError("SEND_TO", `params to's size can't exceed limit ${limit}`);
}
