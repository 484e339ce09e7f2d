/** Users of an application. */
import { type Static, Type } from "typebox";
import { Body, Nothing, OrNull, Page, PageQuery, Timestamp } from "./common.ts";

/** Checked by the server with the sentences that clients know: INVALID_ARGUMENT says what is wrong. */
const Username = Type.String({ minLength: 1, maxLength: 200 });
const Password = Type.String({ minLength: 1, maxLength: 256 });
const Nickname = Type.String({ maxLength: 200 });

export const ConsoleUser = Type.Object({
  username: Type.String(),
  uuid: Type.String(),
  /** The one of push notices; "" when there is none. */
  nickname: Type.String(),
  isBlocked: Type.Boolean(),
  isOnline: Type.Boolean(),
  createdAt: Timestamp,
});
export type ConsoleUser = Static<typeof ConsoleUser>;

export const UserDevice = Type.Object({
  resource: Type.String(),
  deviceName: Type.String(),
  isOnline: Type.Boolean(),
  /** Null: not known, of a device that is online for the first time. */
  lastSeenAt: OrNull(Timestamp),
});
export type UserDevice = Static<typeof UserDevice>;

export const ConsoleUserDetails = Type.Object({
  ...ConsoleUser.properties,
  devices: Type.Array(UserDevice),
  /** By name: nickname, avatarurl, phone, mail, gender, sign, birth, ext and the application's own. */
  attributes: Type.Record(Type.String(), Type.String()),
  hasPassword: Type.Boolean(),
});
export type ConsoleUserDetails = Static<typeof ConsoleUserDetails>;

export const UserCreation = Type.Object({
  username: Type.String(),
  isCreated: Type.Boolean(),
  /** Why not: a code such as USER_EXISTS, and a sentence; null when it was. */
  code: OrNull(Type.String()),
  message: OrNull(Type.String()),
});
export type UserCreation = Static<typeof UserCreation>;

export const UserToken = Type.Object({
  username: Type.String(),
  token: Type.String(),
  expiresAt: OrNull(Timestamp),
});
export type UserToken = Static<typeof UserToken>;

const NewUser = Body({
  username: Username,
  password: Type.Optional(Password),
  nickname: Type.Optional(Nickname),
});

export const userShapes = {
  listUsers: {
    query: Type.Object({
      ...PageQuery,
      /** Beginning of the user id, in any case. */
      text: Type.Optional(Type.String({ maxLength: 64 })),
      state: Type.Optional(Type.Union([Type.Literal("all"), Type.Literal("blocked"), Type.Literal("active")])),
    }),
    reply: Page(ConsoleUser),
  },
  createUser: { body: NewUser, reply: ConsoleUser },
  createUsers: {
    body: Body({ users: Type.Array(NewUser, { minItems: 1, maxItems: 60 }) }),
    /** In the order of what was asked for. */
    reply: Type.Object({ results: Type.Array(UserCreation) }),
  },
  createTestUser: { body: Nothing, reply: UserToken },
  getUser: { reply: ConsoleUserDetails },
  changeUser: { body: Body({ nickname: Nickname }), reply: ConsoleUserDetails },
  changeUserAttributes: {
    /** Those that are not named stay as they are; null removes one. */
    body: Body({
      attributes: Type.Record(Type.String({ minLength: 1, maxLength: 64 }), OrNull(Type.String({ maxLength: 65_536 }))),
    }),
    reply: ConsoleUserDetails,
  },
  /** Without a `resource`: all devices, and the user's tokens are void. */
  forceOutUser: { body: Body({ resource: Type.Optional(Type.String({ maxLength: 200 })) }), reply: ConsoleUserDetails },
  setUserBlocked: { body: Body({ blocked: Type.Boolean() }), reply: ConsoleUserDetails },
  resetUserPassword: { body: Body({ password: Password }), reply: ConsoleUserDetails },
  createUserToken: {
    /** 0: never expires. Without: as the application's settings say. */
    body: Body({ ttlSeconds: Type.Optional(Type.Integer({ minimum: 0 })) }),
    reply: UserToken,
  },
  removeUser: { reply: Nothing },
} as const;
