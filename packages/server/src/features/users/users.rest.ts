import { type Static, Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { type Call, type Endpoint, endpoint } from "../../kernel/rest.ts";
import type { ProfilePart, UserSessions } from "./api.ts";
import { toUserEntity } from "./entity.ts";
import type { Applicant, Registration } from "./registration.ts";
import type { UserService } from "./users.service.ts";

const ApplicantBody = Type.Object({
  username: Type.Optional(Type.String()),
  password: Type.Optional(Type.String()),
  nickname: Type.Optional(Type.Union([Type.String(), Type.Null()])),
});
type ApplicantBody = Static<typeof ApplicantBody>;

const UserParams = Type.Object({ user: Type.String() });
const DeviceParams = Type.Object({ user: Type.String(), resource: Type.String() });
const ProfileBody = Type.Object({ nickname: Type.Optional(Type.String()) }, { additionalProperties: true });
const PasswordBody = Type.Object({
  newpassword: Type.Optional(Type.String()),
  oldpassword: Type.Optional(Type.String()),
});

/** Accounts (USR, ONL and AUTH-2, AUTH-6 of the compatible REST interface). */
export function usersRest(deps: {
  users: UserService;
  registration: Registration;
  sessions: UserSessions;
  profile: ProfilePart | undefined;
}): readonly Endpoint[] {
  const { users, registration, sessions, profile } = deps;
  return [
    registrationEndpoint(registration),
    ...accountEndpoints(users, profile),
    ...accessEndpoints(users),
    ...signOutEndpoints(users),
    ...onlineEndpoints(sessions),
  ];
}

function registrationEndpoint(registration: Registration): Endpoint {
  return endpoint({
    name: "registerUsers",
    method: "POST",
    path: "/users",
    summary: "Register one user (object) or up to 60 (array, with the application's token)",
    access: "anyone",
    body: Type.Union([ApplicantBody, Type.Array(ApplicantBody)]),
    async handle({ appKey, caller, body }) {
      if (!Array.isArray(body)) {
        return { entities: [toUserEntity(await registration.one(appKey, caller, toApplicant(body)))] };
      }
      const { registered, refused } = await registration.many(appKey, caller, body.map(toApplicant));
      return { entities: registered.map(toUserEntity), data: refused, count: registered.length };
    },
  });
}

function accountEndpoints(users: UserService, profile: ProfilePart | undefined): readonly Endpoint[] {
  return [
    endpoint({
      name: "getUser",
      method: "GET",
      path: "/users/:user",
      summary: "One user",
      access: "self",
      params: UserParams,
      async handle({ appKey, params }) {
        const user = await users.find(appKey, params.user);
        if (user === undefined) throw new AppError("NAMED_USER_NOT_FOUND");
        return { entities: [toUserEntity(user)] };
      },
    }),
    endpoint({
      name: "changeUser",
      method: "PUT",
      path: "/users/:user",
      summary: "Change a user's nickname, or bind a device to push (USER-1)",
      access: "self",
      params: UserParams,
      body: ProfileBody,
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
    }),
    endpoint({
      name: "removeUser",
      method: "DELETE",
      path: "/users/:user",
      summary: "Remove a user; ends the user's sessions",
      access: "app",
      params: UserParams,
      async handle({ appKey, params }) {
        return { entities: [toUserEntity(await users.remove(appKey, params.user))] };
      },
    }),
  ];
}

/** Who may still log in as a user, and by which password. */
function accessEndpoints(users: UserService): readonly Endpoint[] {
  async function changePassword(call: Call<Static<typeof UserParams>, unknown, Static<typeof PasswordBody>>) {
    const { appKey, caller, params, body } = call;
    if (!body.newpassword) throw new AppError("INVALID_ARGUMENT", "newpassword is required");
    if (caller.kind !== "app") {
      if (body.oldpassword === undefined) throw new AppError("INVALID_ARGUMENT", "oldpassword is required");
      await users.verifyPassword(appKey, params.user, body.oldpassword);
    }
    await users.changePassword(appKey, params.user, body.newpassword);
    return { action: "set user password" };
  }

  return [
    endpoint({
      name: "changePassword",
      method: "PUT",
      path: "/users/:user/password",
      summary: "Change a password; a user names the old one, the application need not. Ends the user's sessions",
      access: "self",
      params: UserParams,
      body: PasswordBody,
      handle: changePassword,
    }),
    endpoint({
      name: "deactivateUser",
      method: "POST",
      path: "/users/:user/deactivate",
      summary: "Ban a user; ends the user's sessions",
      access: "app",
      params: UserParams,
      async handle({ appKey, params }) {
        const user = await users.setActive(appKey, params.user, false);
        return { action: "Deactivate user", entities: [toUserEntity(user)] };
      },
    }),
    endpoint({
      name: "activateUser",
      method: "POST",
      path: "/users/:user/activate",
      summary: "Lift a ban",
      access: "app",
      params: UserParams,
      async handle({ appKey, params }) {
        await users.setActive(appKey, params.user, true);
        return { action: "activate user" };
      },
    }),
  ];
}

function signOutEndpoints(users: UserService): readonly Endpoint[] {
  async function disconnect(call: Call<{ user: string; resource?: string }, unknown, unknown>) {
    await users.forceOut(call.appKey, call.params.user, call.params.resource);
    return { entities: [], data: { result: true } };
  }

  const disconnectDevice = {
    path: "/users/:user/disconnect/:resource",
    summary: "End the session of one of a user's devices",
    access: "app",
    params: DeviceParams,
    handle: disconnect,
  } as const;
  const disconnectAll = {
    path: "/users/:user/disconnect",
    summary: "End all sessions and tokens of a user",
    access: "app",
    params: UserParams,
    handle: disconnect,
  } as const;

  return [
    endpoint({ name: "disconnectUser", method: "GET", ...disconnectAll }),
    endpoint({ name: "disconnectUserByPost", method: "POST", ...disconnectAll }),
    endpoint({ name: "disconnectDevice", method: "DELETE", ...disconnectDevice }),
    endpoint({ name: "disconnectDeviceByGet", method: "GET", ...disconnectDevice }),
    endpoint({ name: "disconnectDeviceByPost", method: "POST", ...disconnectDevice }),
  ];
}

function onlineEndpoints(sessions: UserSessions): readonly Endpoint[] {
  return [
    endpoint({
      name: "getUserStatus",
      method: "GET",
      path: "/users/:user/status",
      summary: "Whether a user is online",
      access: "app",
      params: UserParams,
      async handle({ appKey, params }) {
        const isOnline = await sessions.isOnline(appKey, params.user);
        return { entities: [], data: { [params.user]: isOnline ? "online" : "offline" } };
      },
    }),
    endpoint({
      name: "listUserResources",
      method: "GET",
      path: "/users/:user/resources",
      summary: "The devices a user is online with",
      access: "self",
      params: UserParams,
      async handle({ appKey, params }) {
        return { entities: [], data: await sessions.list(appKey, params.user) };
      },
    }),
  ];
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
