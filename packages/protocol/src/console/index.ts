/**
 * The API of the console, for its pages and for the server. This file loads no schemas: the pages are built from it. Schemas are
 * in `@rondo/protocol/schema`.
 */
export type { ConsoleBody, ConsoleFailure, ConsoleParams, ConsoleQuery, ConsoleReply } from "./calls.ts";
export { type OperationAction, operationActions } from "./operation-actions.ts";
export { type ConsoleRight, type ConsoleRole, consoleRights, consoleRoles, hasRight } from "./rights.ts";
export {
  type ConsoleAccess,
  type ConsoleCallName,
  type ConsoleRoute,
  consoleApiPath,
  consoleRoutes,
  csrfHeader,
} from "./routes.ts";
export type {
  Account,
  Invitation,
  LoginResult,
  OwnOrganisation,
  OwnSession,
  Session,
  Setup,
  TotpStart,
} from "./schema/account.ts";
export type { AppSettings } from "./schema/app-settings.ts";
export type {
  App,
  AppDetails,
  AppFigures,
  AppInList,
  AppSettingsView,
  ClientAddresses,
  DataCentre,
  Overview,
  Usage,
  UsageDay,
} from "./schema/apps.ts";
export type { ConsoleMessage, MessageType } from "./schema/messages.ts";
export type { Member, Operation, Organisation } from "./schema/organisations.ts";
export type { ConsoleUser, ConsoleUserDetails, UserCreation, UserDevice, UserToken } from "./schema/users.ts";
