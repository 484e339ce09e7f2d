/** The calls of the console about users of an application (SPEC.md, CU). */
import { type ConsoleEndpoint, consoleEndpoint } from "../../kernel/console.ts";
import type { ConsoleUsers } from "./users.service.ts";

const PAGE = 20;

export function userEndpoints(service: ConsoleUsers): readonly ConsoleEndpoint[] {
  return [
    consoleEndpoint("listUsers", ({ appKey, query }) => {
      const { text = "", state = "all", cursor, limit = PAGE } = query;
      return service.list(appKey, { text, state, cursor, limit });
    }),
    consoleEndpoint("createUser", ({ actor, appKey, body }) => service.create(actor, appKey, body)),
    consoleEndpoint("createUsers", async ({ actor, appKey, body }) => ({
      results: await service.createMany(actor, appKey, body.users),
    })),
    consoleEndpoint("createTestUser", ({ actor, appKey }) => service.createTestUser(actor, appKey)),
    consoleEndpoint("getUser", ({ appKey, params }) => service.get(appKey, params.user)),
    consoleEndpoint("changeUser", ({ actor, appKey, params, body }) =>
      service.rename(actor, appKey, params.user, body.nickname),
    ),
    consoleEndpoint("changeUserAttributes", ({ actor, appKey, params, body }) =>
      service.changeAttributes(actor, appKey, params.user, body.attributes),
    ),
    consoleEndpoint("forceOutUser", ({ actor, appKey, params, body }) =>
      service.forceOut(actor, appKey, params.user, body.resource),
    ),
    consoleEndpoint("setUserBlocked", ({ actor, appKey, params, body }) =>
      service.setBlocked(actor, appKey, params.user, body.blocked),
    ),
    consoleEndpoint("resetUserPassword", ({ actor, appKey, params, body }) =>
      service.resetPassword(actor, appKey, params.user, body.password),
    ),
    consoleEndpoint("createUserToken", ({ actor, appKey, params, body }) =>
      service.issueToken(actor, appKey, params.user, body.ttlSeconds),
    ),
    consoleEndpoint("removeUser", async ({ actor, appKey, params }) => {
      await service.remove(actor, appKey, params.user);
      return {};
    }),
  ];
}
