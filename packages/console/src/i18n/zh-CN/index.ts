import { account, tryIt } from "./account.ts";
import { apps, figures } from "./apps.ts";
import { auth } from "./auth.ts";
import { common, nav, roles, rules } from "./common.ts";
import { errors } from "./errors.ts";
import { messages } from "./messages.ts";
import { actions, members, operations, organisation, rights } from "./organisation.ts";
import { dataCentres, overview, test } from "./overview.ts";
import { settings } from "./settings.ts";
import { users } from "./users.ts";

export const zhCN = {
  common,
  nav,
  rules,
  roles,
  errors,
  auth,
  organisation,
  members,
  rights,
  operations,
  actions,
  apps,
  figures,
  overview,
  test,
  dataCentres,
  users,
  messages,
  settings,
  account,
  tryIt,
};
