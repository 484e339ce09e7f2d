import { type Static, Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import type { ProfilePart } from "./api.ts";
import type { Directory, UserPage } from "./directory.ts";
import { toUserEntity, UserEntity, UserWithPush } from "./entity.ts";
import type { Applicant, Registration } from "./registration.ts";
import type { UserService } from "./users.service.ts";

const ApplicantBody = Type.Object(
  {
    username: Type.Optional(
      Type.String({ description: "Required. 1 to 64 of `a-z 0-9 _ - .`; upper case means the same user." }),
    ),
    password: Type.Optional(Type.String({ description: "Required. At most 64 characters." })),
    nickname: Type.Optional(
      Type.Union([Type.String(), Type.Null()], { description: "At most 100 characters; shown in push notices." }),
    ),
  },
  { examples: [{ username: "alice", password: "a secret", nickname: "Alice" }] },
);
type ApplicantBody = Static<typeof ApplicantBody>;

const UserPath = Type.Object({ user: Type.String({ description: "The user id." }) });
const PageQuery = Type.Object({
  limit: Type.Optional(
    Type.Integer({ minimum: 1, description: "How many: 10 when not given; more than 100 mean 100." }),
  ),
  cursor: Type.Optional(Type.String({ description: "Where the page before has ended: its `cursor`." })),
});
const PageReply = Type.Object({
  entities: Type.Array(UserEntity),
  cursor: Type.Optional(Type.String({ description: "For the next page; missing on the last." })),
  count: Type.Integer(),
});
const Refused = Type.Object({ username: Type.String(), registerUserFailReason: Type.String() });

interface Deps {
  readonly users: UserService;
  readonly registration: Registration;
  readonly directory: Directory;
  readonly profile: ProfilePart | undefined;
}

/** Which accounts there are, and what they say. */
export function accountEndpoints({ users, registration, directory, profile }: Deps): readonly Endpoint[] {
  return [
    registerUsers(registration),
    listUsers(directory),
    removeUsers(directory),
    getUser(users, profile),
    changeUser(users, profile),
    removeUser(users),
  ];
}

function registerUsers(registration: Registration): Endpoint {
  return endpoint({
    name: "registerUsers",
    method: "POST",
    path: "/users",
    summary: "Register one user, or up to 60",
    description:
      "An object, or a list of one, registers one user: anybody may where the application's registration is open, else it takes " +
      "the application's token. A longer list always takes it: those whose name is taken are listed in `data`, the others are " +
      "registered; whatever else is wrong with one of them refuses all.",
    access: "anyone",
    body: Type.Union([ApplicantBody, Type.Array(ApplicantBody)]),
    reply: Type.Object({
      entities: Type.Array(UserEntity),
      data: Type.Optional(Type.Array(Refused, { description: "Of a list: whose name was taken." })),
      count: Type.Optional(Type.Integer()),
    }),
    errors: ["REGISTRATION_CLOSED", "USER_EXISTS", "USER_QUOTA"],
    async handle({ appKey, caller, body }) {
      if (!Array.isArray(body)) {
        return { entities: [toUserEntity(await registration.one(appKey, caller, toApplicant(body)))] };
      }
      const { registered, refused } = await registration.many(appKey, caller, body.map(toApplicant));
      return { entities: registered.map(toUserEntity), data: refused, count: registered.length };
    },
  });
}

function listUsers(directory: Directory): Endpoint {
  return endpoint({
    name: "listUsers",
    method: "GET",
    path: "/users",
    summary: "The application's users, oldest first",
    access: "app",
    query: PageQuery,
    reply: PageReply,
    errors: [],
    handle: async ({ appKey, query }) => toPage(await directory.list(appKey, pageOf(query))),
  });
}

function removeUsers(directory: Directory): Endpoint {
  return endpoint({
    name: "removeUsers",
    method: "DELETE",
    path: "/users",
    summary: "Remove a page of users, oldest first",
    description:
      "For clearing an application: which users go cannot be chosen. Each is removed as by `removeUser`. Called again without " +
      "`cursor` it removes the next.",
    access: "app",
    query: PageQuery,
    reply: PageReply,
    errors: [],
    handle: async ({ appKey, query }) => toPage(await directory.removePage(appKey, pageOf(query))),
  });
}

function getUser(users: UserService, profile: ProfilePart | undefined): Endpoint {
  return endpoint({
    name: "getUser",
    method: "GET",
    path: "/users/:user",
    summary: "One user",
    access: "self",
    params: UserPath,
    reply: Type.Object({ entities: Type.Array(UserWithPush, { minItems: 1, maxItems: 1 }) }),
    errors: [],
    async handle({ appKey, params }) {
      const user = await users.find(appKey, params.user);
      if (user === undefined) throw new AppError("NAMED_USER_NOT_FOUND");
      const ofPush = await profile?.read({ app: appKey, user: user.username });
      return { entities: [{ ...toUserEntity(user), ...ofPush }] };
    },
  });
}

function changeUser(users: UserService, profile: ProfilePart | undefined): Endpoint {
  return endpoint({
    name: "changeUser",
    method: "PUT",
    path: "/users/:user",
    summary: "Change a user's nickname, or how and where the user gets push notices",
    access: "self",
    params: UserPath,
    body: Type.Object(
      {
        nickname: Type.Optional(Type.String({ description: "At most 100 characters; none, when empty." })),
      },
      {
        additionalProperties: true,
        description:
          "Besides: `notification_display_style` (0: notices say that there is a message, 1: they show who wrote what), and " +
          "`device_id`, `device_token`, `notifier_name`, which bind a device. Anything else is refused.",
      },
    ),
    reply: Type.Object({ entities: Type.Array(UserWithPush, { minItems: 1, maxItems: 1 }) }),
    errors: [],
    async handle({ appKey, params, body }) {
      const members = Object.entries(body);
      const others = members.filter(([member]) => profile?.takes(member) === true);
      const own = Object.fromEntries(members.filter(([member]) => profile?.takes(member) !== true));
      if (profile === undefined || others.length === 0) {
        refuseWhatIsNotStored(own);
        return { entities: [toUserEntity(await users.changeNickname(appKey, params.user, body.nickname))] };
      }
      if (members.length > others.length) refuseWhatIsNotStored(own);
      const shown = await profile.change({ app: appKey, user: params.user }, Object.fromEntries(others));
      const user =
        "nickname" in own
          ? await users.changeNickname(appKey, params.user, body.nickname)
          : await users.find(appKey, params.user);
      if (user === undefined) throw new AppError("NAMED_USER_NOT_FOUND");
      return { entities: [{ ...toUserEntity(user), ...shown }] };
    },
  });
}

function removeUser(users: UserService): Endpoint {
  return endpoint({
    name: "removeUser",
    method: "DELETE",
    path: "/users/:user",
    summary: "Remove a user",
    description:
      "Ends the user's sessions and tokens, and the groups and chat rooms that the user owns. Messages, contacts and all else that " +
      "is kept of the user are forgotten; the name may be registered again.",
    access: "app",
    params: UserPath,
    reply: Type.Object({ entities: Type.Array(UserEntity, { minItems: 1, maxItems: 1 }) }),
    errors: [],
    handle: async ({ appKey, params }) => ({ entities: [toUserEntity(await users.remove(appKey, params.user))] }),
  });
}

function pageOf({ limit, cursor }: Static<typeof PageQuery>) {
  return { limit, cursor };
}

function toPage({ users, cursor }: UserPage): Static<typeof PageReply> {
  const page = { entities: users.map(toUserEntity), count: users.length };
  return cursor === undefined ? page : { ...page, cursor };
}

function toApplicant(body: ApplicantBody): Applicant {
  return { username: body.username, password: body.password, nickname: body.nickname ?? undefined };
}

/**
 * The official client binds push tokens and mutes groups through this route. What nobody keeps is refused: an answer of 200
 * would lose what it asked for.
 */
function refuseWhatIsNotStored(body: object): void {
  const members = Object.keys(body);
  const unknown = members.filter((member) => member !== "nickname");
  const isPush = unknown.some((member) => ["device_id", "device_token", "notifier_name"].includes(member));
  if (isPush) throw new AppError("INVALID_ARGUMENT", "this server does not store push tokens");
  const [first] = unknown;
  if (first !== undefined) throw new AppError("INVALID_ARGUMENT", `${first.slice(0, 64)} cannot be changed here`);
  if (members.length === 0) throw new AppError("INVALID_ARGUMENT", "nickname is required");
}
