import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Apps } from "../apps/api.ts";
import type { Users } from "../users/api.ts";
import { Administration } from "./administration.ts";
import type { AttributesAdministration, UserAttributes } from "./api.ts";
import { createUserAttributes as createTable } from "./migrations/2026-11-28-user-attributes.ts";
import { userAttributeEndpoints } from "./user-attributes.rest.ts";
import { UserAttributeService } from "./user-attributes.service.ts";

export type { AttributesAdministration } from "./api.ts";

export const userAttributesMigrations: readonly Migration[] = [createTable];

/** Attributes that users have: nickname, picture and the like, and whatever the application adds. */
export function createUserAttributes(deps: {
  database: Database;
  apps: Pick<Apps, "get">;
  users: Pick<Users, "find">;
}): { api: UserAttributes; administration: AttributesAdministration; endpoints: readonly Endpoint[] } {
  const service = new UserAttributeService(deps);
  return { api: service, administration: new Administration(deps), endpoints: userAttributeEndpoints(service) };
}
