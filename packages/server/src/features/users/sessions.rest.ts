import { normalizeUserId } from "@rondo/protocol";
import { Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { type Call, type Endpoint, endpoint } from "../../kernel/rest.ts";
import type { UserSessions } from "./api.ts";
import type { UserService } from "./users.service.ts";

const MAX_ASKED = 100;

const UserPath = Type.Object({ user: Type.String({ description: "The user id." }) });
const DevicePath = Type.Object({
  ...UserPath.properties,
  resource: Type.String({ description: "The device, as `listUserResources` calls it." }),
});
const Nothing = Type.Array(Type.Unknown(), { maxItems: 0 });
const Status = Type.Record(Type.String(), Type.Union([Type.Literal("online"), Type.Literal("offline")]), {
  description: "`online` or `offline`, by user id.",
});

/** Who is online and with what, and how that ends. */
export function sessionEndpoints(deps: { users: UserService; sessions: UserSessions }): readonly Endpoint[] {
  return [...signOutEndpoints(deps.users), ...onlineEndpoints(deps.sessions)];
}

function signOutEndpoints(users: UserService): readonly Endpoint[] {
  async function disconnect(call: Call<{ user: string; resource?: string }, unknown, unknown>) {
    await users.forceOut(call.appKey, call.params.user, call.params.resource);
    return { entities: [], data: { result: true as const } };
  }

  const reply = Type.Object({ entities: Nothing, data: Type.Object({ result: Type.Literal(true) }) });
  const disconnectDevice = {
    path: "/users/:user/disconnect/:resource",
    summary: "End the session of one of a user's devices",
    description: "Other devices stay, and the user's tokens stay good: the device may log in again.",
    access: "app",
    params: DevicePath,
    reply,
    errors: [],
    handle: disconnect,
  } as const;
  const disconnectAll = {
    path: "/users/:user/disconnect",
    summary: "End all sessions and tokens of a user",
    description: "The user may log in again.",
    access: "app",
    params: UserPath,
    reply,
    errors: [],
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
      description: "Who does not exist is offline.",
      access: "app",
      params: UserPath,
      reply: Type.Object({ entities: Nothing, data: Status }),
      errors: [],
      async handle({ appKey, params }) {
        const isOnline = await sessions.isOnline(appKey, params.user);
        return { entities: [], data: { [params.user]: toStatus(isOnline) } };
      },
    }),
    endpoint({
      name: "getStatusOfUsers",
      method: "POST",
      path: "/users/batch/status",
      summary: `Whether users are online: up to ${MAX_ASKED}`,
      description: "By the ids as they were asked for. Who does not exist is offline.",
      access: "app",
      body: Type.Object({ usernames: Type.Array(Type.String()) }),
      reply: Type.Object({ action: Type.Literal("get batch user status"), data: Type.Array(Status) }),
      errors: [],
      async handle({ appKey, body }) {
        if (body.usernames.length > MAX_ASKED) {
          const what = "request body exceeds maximum limit, maximum limit is";
          throw new AppError("INVALID_ARGUMENT", `${what} ${MAX_ASKED}`);
        }
        const data = body.usernames.map(async (name) => {
          const user = normalizeUserId(name);
          const isOnline = user !== undefined && (await sessions.isOnline(appKey, user));
          // Not by its name: somebody may ask for `__proto__`.
          return Object.fromEntries([[name, toStatus(isOnline)]]);
        });
        return { action: "get batch user status" as const, data: await Promise.all(data) };
      },
    }),
    endpoint({
      name: "listUserResources",
      method: "GET",
      path: "/users/:user/resources",
      summary: "The devices a user is online with",
      access: "self",
      params: UserPath,
      reply: Type.Object({
        entities: Nothing,
        data: Type.Array(Type.Object({ res: Type.String(), device_uuid: Type.String(), device_name: Type.String() })),
      }),
      errors: [],
      async handle({ appKey, params }) {
        return { entities: [], data: [...(await sessions.list(appKey, params.user))] };
      },
    }),
  ];
}

const toStatus = (isOnline: boolean): "online" | "offline" => (isOnline ? "online" : "offline");
