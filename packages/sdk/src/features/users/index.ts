import { type AsyncResult, ask, refuse, tell, userOf } from "../../core/calls.ts";
import type { Client, Feature } from "../../core/client.ts";
import { requestTokenExpiry } from "../../core/login.ts";
import type { RegisterParams, UserMethods } from "../../types/methods.ts";
import type { ConfigurableKey, UpdateOwnUserInfoParams } from "../../types/results.ts";

const KEYS = ["nickname", "avatarurl", "mail", "phone", "gender", "sign", "birth", "ext"] as const;

export const users: Feature<UserMethods> = (client) => {
  const update = (
    params: UpdateOwnUserInfoParams | ConfigurableKey,
    value?: string | number,
  ): Promise<AsyncResult<UpdateOwnUserInfoParams>> => updateInfo(client, params, value);
  return {
    registerUser: (registration) => tell(client, registration, register(client, registration)),
    fetchUserInfoById: async (userId, properties = [...KEYS]) => {
      if (typeof userId !== "string" && !Array.isArray(userId)) refuse("illegal params");
      const body = { targets: toList(userId), properties: toList(properties) };
      // The server's map of user ids.
      return (await ask(client, { method: "POST", path: "/metadata/user/get", body })) as AsyncResult<
        Record<string, UpdateOwnUserInfoParams>
      >;
    },
    updateUserInfo: update,
    updateOwnUserInfo: update,
    updateCurrentUserNick: (nickname) =>
      ask(client, { method: "PUT", path: `/users/${userOf(client)}`, body: { nickname } }),
    getTokenExpireTimestamp: async (token) => {
      if (!token || typeof token !== "string") refuse('Invalid parameter: "token"');
      const { answer } = await requestTokenExpiry(client, client.identity?.user || "", token);
      return Object.assign(answer, { type: 0 as const });
    },
  };
};

async function register(client: Client, registration: RegisterParams): Promise<AsyncResult> {
  const { username, password, nickname = "" } = registration || {};
  if (!username || !password) refuse("Invalid parameter");
  return ask(client, { method: "POST", path: "/users", body: { username, password, nickname }, token: null });
}

async function updateInfo(
  client: Client,
  params: UpdateOwnUserInfoParams | ConfigurableKey,
  value: string | number | undefined,
): Promise<AsyncResult<UpdateOwnUserInfoParams>> {
  const info = toInfo(params, value);
  const form: Record<string, string> = {};
  for (const key of KEYS) if (info[key] !== undefined) form[key] = String(info[key]);
  // The server answers with the attributes.
  return (await ask(client, {
    method: "PUT",
    path: `/metadata/user/${userOf(client)}`,
    form,
  })) as AsyncResult<UpdateOwnUserInfoParams>;
}

/** Unknown members of an object are left out, as they always were. */
function toInfo(
  params: UpdateOwnUserInfoParams | ConfigurableKey,
  value: string | number | undefined,
): UpdateOwnUserInfoParams {
  if (typeof params === "string" && value !== undefined) {
    if (KEYS.indexOf(params) >= 0) return { [params]: value };
    refuse(`illegal key, only these keys: ${KEYS.join(", ")} are allowed`);
  }
  if (Object.prototype.toString.call(params) !== "[object Object]") refuse("illegal params");
  return params as UpdateOwnUserInfoParams; // an object, and only known keys are read
}

const toList = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
