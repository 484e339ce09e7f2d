import { type AsyncResult, ask, type Callbacks, refuse, tell, userOf } from "../../core/calls.ts";
import type { Client, Feature } from "../../core/client.ts";
import { requestTokenExpiry } from "../../core/login.ts";

const KEYS = ["nickname", "avatarurl", "mail", "phone", "gender", "sign", "birth", "ext"] as const;

export type UserInfoKey = (typeof KEYS)[number];
export type UserInfo = { [Key in UserInfoKey]?: string | number };

export interface Registration extends Callbacks {
  readonly username: string;
  readonly password: string;
  readonly nickname?: string;
}

export interface UserMethods {
  /** Makes an account, where the application allows it; nobody need be logged in. */
  registerUser(registration: Registration): Promise<AsyncResult>;
  /** The attributes of users; all eight unless `properties` names some. Users who have none are left out or empty. */
  fetchUserInfoById(
    userId: string | string[],
    properties?: UserInfoKey | UserInfoKey[],
  ): Promise<AsyncResult<Record<string, UserInfo>>>;
  /** Sets own attributes, several or one, and resolves with all of them. */
  updateUserInfo(params: UserInfo | UserInfoKey, value?: string | number): Promise<AsyncResult<UserInfo>>;
  updateOwnUserInfo(params: UserInfo | UserInfoKey, value?: string | number): Promise<AsyncResult<UserInfo>>;
  /** The name that push notifications show. */
  updateCurrentUserNick(nick: string): Promise<AsyncResult>;
  /** When a token of the logged-in user ends: `expire_timestamp`, epoch ms. */
  getTokenExpireTimestamp(token: string): Promise<AsyncResult>;
}

export const users: Feature<UserMethods> = (client) => {
  const update = (params: UserInfo | UserInfoKey, value?: string | number): Promise<AsyncResult<UserInfo>> =>
    updateInfo(client, params, value);
  return {
    registerUser: (registration) => tell(client, registration, register(client, registration)),
    fetchUserInfoById: async (userId, properties = [...KEYS]) => {
      if (typeof userId !== "string" && !Array.isArray(userId)) refuse("illegal params");
      const body = { targets: toList(userId), properties: toList(properties) };
      // The server's map of user ids.
      return (await ask(client, { method: "POST", path: "/metadata/user/get", body })) as AsyncResult<
        Record<string, UserInfo>
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

async function register(client: Client, registration: Registration): Promise<AsyncResult> {
  const { username, password, nickname = "" } = registration || {};
  if (!username || !password) refuse("Invalid parameter");
  return ask(client, { method: "POST", path: "/users", body: { username, password, nickname }, token: null });
}

async function updateInfo(
  client: Client,
  params: UserInfo | UserInfoKey,
  value: string | number | undefined,
): Promise<AsyncResult<UserInfo>> {
  const info = toInfo(params, value);
  const form: Record<string, string> = {};
  for (const key of KEYS) if (info[key] !== undefined) form[key] = String(info[key]);
  // The server answers with the attributes.
  return (await ask(client, {
    method: "PUT",
    path: `/metadata/user/${userOf(client)}`,
    form,
  })) as AsyncResult<UserInfo>;
}

/** Unknown members of an object are left out, as they always were. */
function toInfo(params: UserInfo | UserInfoKey, value: string | number | undefined): UserInfo {
  if (typeof params === "string" && value !== undefined) {
    if (KEYS.indexOf(params) >= 0) return { [params]: value };
    refuse(`illegal key, only these keys: ${KEYS.join(", ")} are allowed`);
  }
  if (Object.prototype.toString.call(params) !== "[object Object]") refuse("illegal params");
  return params as UserInfo; // an object, and only known keys are read
}

const toList = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
