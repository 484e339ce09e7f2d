import type { TSchema } from "typebox";
import type { ConsoleCallName } from "../routes.ts";
import { accountShapes } from "./account.ts";
import { appShapes } from "./apps.ts";
import { messageShapes } from "./messages.ts";
import { organisationShapes } from "./organisations.ts";
import { userShapes } from "./users.ts";

export interface ConsoleShape {
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly reply: TSchema;
}

/** What goes into each call of `consoleRoutes` and what comes out. */
export const consoleShapes = {
  ...accountShapes,
  ...organisationShapes,
  ...appShapes,
  ...userShapes,
  ...messageShapes,
} as const satisfies Record<ConsoleCallName, ConsoleShape>;
