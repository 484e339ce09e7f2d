import type { Endpoint } from "../../kernel/rest.ts";
import { accessEndpoints } from "./access.rest.ts";
import { accountEndpoints } from "./accounts.rest.ts";
import type { ProfilePart, UserSessions } from "./api.ts";
import type { Directory } from "./directory.ts";
import type { Registration } from "./registration.ts";
import { sessionEndpoints } from "./sessions.rest.ts";
import type { UserService } from "./users.service.ts";

/** Accounts (USR, ONL and AUTH-2, AUTH-6 of the compatible REST interface). */
export function usersRest(deps: {
  users: UserService;
  registration: Registration;
  directory: Directory;
  sessions: UserSessions;
  profile: ProfilePart | undefined;
}): readonly Endpoint[] {
  const { users, sessions } = deps;
  return [...accountEndpoints(deps), ...accessEndpoints(users), ...sessionEndpoints({ users, sessions })];
}
