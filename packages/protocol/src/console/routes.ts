import type { ConsoleRight } from "./rights.ts";

/** All paths of the console's API begin with it. */
export const consoleApiPath = "/console/api";

/** A request that changes something carries this header, with `Session.csrfToken` as its value, once somebody is logged in. */
export const csrfHeader = "x-csrf-token";

/**
 * Who may call: anybody; who is logged in; or who has this right in the organisation that the path names as `:org`. An
 * application is named by `:org` and `:app`, the two halves of its key.
 */
export type ConsoleAccess = "anyone" | "session" | ConsoleRight;

export interface ConsoleRoute {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `consoleApiPath`. */
  readonly path: string;
  readonly access: ConsoleAccess;
  /** Takes a fresh login, or a proof of who it is (`proveIdentity`): IDENTITY_UNPROVEN. */
  readonly isProtected?: true;
}

const route = <const M extends ConsoleRoute["method"], const P extends string>(
  method: M,
  path: P,
  access: ConsoleAccess,
) => ({ method, path, access });

const guarded = <const M extends ConsoleRoute["method"], const P extends string>(
  method: M,
  path: P,
  access: ConsoleAccess,
) => ({ ...route(method, path, access), isProtected: true as const });

const app = "/apps/:org/:app";

/** Every call of the console, by name. What goes in and comes out is in `schema/`, under the same names. */
export const consoleRoutes = {
  // First run.
  getSetup: route("GET", "/setup", "anyone"),
  /** Makes the first account, logged in, and its organisation. Only while there is no account at all. */
  createOwner: route("POST", "/setup", "anyone"),

  // Becoming and being somebody.
  register: route("POST", "/register", "anyone"),
  resendConfirmation: route("POST", "/register/resend", "anyone"),
  /** With the token of the link `/console/confirm?token=…`. */
  confirmAccount: route("POST", "/register/confirm", "anyone"),
  logIn: route("POST", "/login", "anyone"),
  /** Only after `logIn` has answered `second-factor`: a code of the authenticator, or a recovery code. */
  logInSecondFactor: route("POST", "/login/second-factor", "anyone"),
  logOut: route("POST", "/logout", "session"),
  /** Who is logged in; 401 NOT_LOGGED_IN when nobody is. */
  getSession: route("GET", "/session", "session"),
  /** By a code where there is a second factor, and else by the password: for what is protected, in the next ten minutes. */
  proveIdentity: route("POST", "/session/proof", "session"),
  requestPasswordReset: route("POST", "/password/forgot", "anyone"),
  /** With the token of the link `/console/reset?token=…`. Ends all sessions. */
  resetPassword: route("POST", "/password/reset", "anyone"),
  /** With the token of the link `/console/invitation?token=…`: what it is for. */
  getInvitation: route("POST", "/invitations/look", "anyone"),
  acceptInvitation: route("POST", "/invitations/accept", "anyone"),

  // One's own account.
  changeAccount: route("PUT", "/account", "session"),
  /** Ends all other sessions. */
  changeAccountPassword: route("PUT", "/account/password", "session"),
  /** Begins: answers what an authenticator scans. Nothing is on before `enableTotp`. */
  startTotp: guarded("POST", "/account/totp", "session"),
  enableTotp: route("PUT", "/account/totp", "session"),
  disableTotp: route("POST", "/account/totp/disable", "session"),
  listSessions: route("GET", "/account/sessions", "session"),
  endSession: route("DELETE", "/account/sessions/:session", "session"),

  // Organisations, members, the operation log.
  createOrganisation: route("POST", "/organisations", "session"),
  getOrganisation: route("GET", "/organisations/:org", "organisation.view"),
  changeOrganisation: route("PUT", "/organisations/:org", "organisation.change"),
  listMembers: route("GET", "/organisations/:org/members", "members.view"),
  inviteMember: guarded("POST", "/organisations/:org/members", "members.change"),
  /** Sends the link of an invitation again. */
  resendInvitation: guarded("POST", "/organisations/:org/members/:member/invitation", "members.change"),
  changeMember: guarded("PUT", "/organisations/:org/members/:member", "members.change"),
  removeMember: guarded("DELETE", "/organisations/:org/members/:member", "members.change"),
  listOperations: route("GET", "/organisations/:org/operations", "operations.view"),

  // Applications.
  listDataCentres: route("GET", "/data-centres", "session"),
  listApps: route("GET", "/organisations/:org/apps", "organisation.view"),
  createApp: route("POST", "/organisations/:org/apps", "apps.create"),
  getApp: route("GET", app, "organisation.view"),
  changeApp: route("PUT", app, "apps.change"),
  /** A disabled application refuses everything, and its users are signed out at once. */
  setAppDisabled: route("PUT", `${app}/disabled`, "apps.disable"),
  /** Disables it at once and deletes it after a time; until then `undoAppDeletion` brings it back. */
  deleteApp: guarded("POST", `${app}/deletion`, "apps.delete"),
  undoAppDeletion: route("DELETE", `${app}/deletion`, "apps.delete"),
  /** A new secret, shown once. The old one stays valid until `endSecretRotation`, or for the time that was asked for. */
  rotateSecret: guarded("POST", `${app}/secret`, "secret.rotate"),
  endSecretRotation: guarded("DELETE", `${app}/secret/previous`, "secret.rotate"),
  getAppSettings: route("GET", `${app}/settings`, "organisation.view"),
  changeAppSettings: route("PUT", `${app}/settings`, "apps.change"),
  getOverview: route("GET", `${app}/overview`, "organisation.view"),
  getUsage: route("GET", `${app}/usage`, "organisation.view"),

  // Users of an application.
  listUsers: route("GET", `${app}/users`, "users.view"),
  createUser: route("POST", `${app}/users`, "users.change"),
  /** Up to 60 at once, each with a result of its own. */
  createUsers: route("POST", `${app}/users/batch`, "users.change"),
  /** A user that is removed by itself after an hour, with a token. */
  createTestUser: route("POST", `${app}/test-users`, "users.test"),
  getUser: route("GET", `${app}/users/:user`, "users.view"),
  changeUser: route("PUT", `${app}/users/:user`, "users.change"),
  changeUserAttributes: route("PUT", `${app}/users/:user/attributes`, "users.change"),
  forceOutUser: route("POST", `${app}/users/:user/force-out`, "users.change"),
  setUserBlocked: route("PUT", `${app}/users/:user/blocked`, "users.change"),
  resetUserPassword: route("PUT", `${app}/users/:user/password`, "users.change"),
  createUserToken: route("POST", `${app}/users/:user/token`, "users.change"),
  removeUser: route("DELETE", `${app}/users/:user`, "users.change"),

  // Messages of an application.
  listMessages: route("GET", `${app}/messages`, "messages.view"),
  getMessage: route("GET", `${app}/messages/:message`, "messages.view"),
  /** As its sender would, whenever it was sent: those who received it are told. */
  recallMessage: route("POST", `${app}/messages/:message/recall`, "messages.change"),
  /** It disappears from history, and nobody is told. */
  removeMessage: route("DELETE", `${app}/messages/:message`, "messages.change"),
  /**
   * The messages of a period as JSON Lines, oldest first: each line one `ConsoleMessage`. A download that a page follows
   * by the times in it. If it breaks off, there is no last line `{"end":true,"count":n}`.
   */
  exportMessages: route("GET", `${app}/messages/export`, "messages.export"),
} as const satisfies Record<string, ConsoleRoute>;

export type ConsoleCallName = keyof typeof consoleRoutes;
