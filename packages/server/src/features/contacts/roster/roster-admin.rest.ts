import { normalizeUserId } from "@rondo/protocol";
import { type Static, Type } from "typebox";
import { AppError } from "../../../kernel/errors.ts";
import { type Endpoint, type Envelope, endpoint } from "../../../kernel/rest.ts";
import { toUserEntity } from "../../users/index.ts";
import { actorOf } from "../actor.ts";
import type { BlocklistService } from "../blocklist/blocklist.service.ts";
import type { BefriendingService } from "./befriending.service.ts";
import type { RosterService } from "./roster.service.ts";
import type { Owner } from "./roster.store.ts";

const MAX_CHECKED = 100;

const OwnPath = Type.Object({ user: Type.String() });
const PeerPath = Type.Object({ user: Type.String(), peer: Type.String() });
const CheckBody = Type.Object({ username: Type.Optional(Type.String()), check_list: Type.Array(Type.String()) });

/** What only the application's own server may do: relations without asking, and questions about any user (REL-01, 03, 04, 08, 12). */
export function rosterAdminEndpoints(services: {
  roster: RosterService;
  befriending: BefriendingService;
  blocklists: BlocklistService;
}): Endpoint[] {
  const { roster, befriending, blocklists } = services;
  return [
    endpoint({
      name: "addContact",
      method: "POST",
      path: "/users/:user/contacts/users/:peer",
      summary: "Make two users contacts without asking them (REL-01)",
      access: "app",
      params: PeerPath,
      async handle(call) {
        return { entities: [toUserEntity(await befriending.add(actorOf(call), call.params.peer))] };
      },
    }),
    endpoint({
      name: "importContacts",
      method: "POST",
      path: "/users/:user/contacts/import",
      summary: "Make up to 10 users contacts of one without asking them (REL-08)",
      access: "app",
      params: OwnPath,
      query: Type.Object({ isSendNotice: Type.Optional(Type.Boolean()) }),
      body: Type.Object({ usernames: Type.Array(Type.String()) }),
      async handle(call) {
        const { isSendNotice: isTold = false } = call.query;
        const data = await befriending.import(actorOf(call), call.body.usernames, { isTold });
        return { status: "ok", data };
      },
    }),
    endpoint({
      name: "removeContacts",
      method: "DELETE",
      path: "/contacts/users/:user",
      summary: "Remove all contacts of a user, on both sides (REL-03)",
      access: "app",
      params: OwnPath,
      async handle(call) {
        await roster.removeAll(actorOf(call));
        return { entities: [] };
      },
    }),
    endpoint({
      name: "checkContacts",
      method: "POST",
      path: "/contacts/check",
      summary: "Which of up to 100 users are contacts of one (REL-04)",
      access: "app",
      body: CheckBody,
      handle: ({ appKey, body }) =>
        check(appKey, body, {
          among: (owner, names) => roster.among(owner, names),
          words: ["friend", "not_friend"],
        }),
    }),
    endpoint({
      name: "checkBlocklist",
      method: "POST",
      path: "/blocks/check",
      summary: "Which of up to 100 users are on the blocklist of one (REL-12)",
      access: "app",
      body: CheckBody,
      handle: ({ appKey, body }) =>
        check(appKey, body, {
          among: (owner, names) => blocklists.among(owner, names),
          words: ["blacklist", "not_blacklist"],
        }),
    }),
  ];
}

async function check(
  app: string,
  body: Static<typeof CheckBody>,
  how: { among: (owner: Owner, names: readonly string[]) => Promise<Set<string>>; words: readonly [string, string] },
): Promise<Envelope> {
  const { username: user, check_list: listed } = body;
  if (!user) throw new AppError("INVALID_ARGUMENT", "username cannot be blank");
  if (listed.length === 0 || listed.length > MAX_CHECKED) {
    throw new AppError("INVALID_ARGUMENT", `check_list size must be between 1 and ${MAX_CHECKED}`);
  }
  // What is no user id is answered like any stranger.
  const names = listed.map((name) => normalizeUserId(name) ?? name);
  const found = await how.among({ app, user }, names);
  const [yes, no] = how.words;
  return { entities: names.map((username) => ({ username, relation: found.has(username) ? yes : no })) };
}
