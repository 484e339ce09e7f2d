/** USR-04 to USR-10. */
import { expect } from "vitest";
import type { TestRest } from "../testing.ts";
import { alice, type Call, haveAlice, haveBannedAlice, illegal, type Operation } from "./operation.ts";

const asApp = (rest: TestRest, path: string, more: Partial<Call> = {}): Call => ({
  path,
  token: rest.appToken,
  ...more,
});

/** Aaron comes before alice by name, and after by age. */
const haveAliceAndAaron = async (rest: TestRest) => {
  await haveAlice(rest);
  rest.now += 1;
  await rest.register("aaron");
  rest.now -= 1;
};
const firstPage = (rest: TestRest, action: string) => ({
  action,
  path: "/users",
  params: { limit: ["1"] },
  entities: [alice(rest)],
  cursor: expect.stringMatching(/^[\w-]+$/),
  count: 1,
});
const wrongCursor = illegal("the cursor is none of ours", "the cursor is not valid", () => ({
  path: "/users?cursor=x",
}));

const changePassword = (endpoint: string, method: "PUT" | "POST"): Operation => ({
  id: "USR-08",
  endpoint,
  before: haveAlice,
  call: (rest) => asApp(rest, "/users/alice/password", { method, json: { newpassword: "new" } }),
  answer: () => ({ action: "set user password", path: "/users/alice/password" }),
  common: ["token", "only-self", "app"],
  errors: [
    illegal("there is no new one", "newpassword is required", () => ({ json: {} })),
    {
      when: "the user is unknown",
      call: () => ({ path: "/users/nobody/password" }),
      status: 404,
      error: "entity_not_found",
      description: "User null not found",
    },
  ],
});

export const userOperations: readonly Operation[] = [
  {
    id: "USR-04",
    endpoint: "getUser",
    before: haveAlice,
    call: (rest) => asApp(rest, "/users/Alice"),
    answer: (rest) => ({ action: "get", path: "/users/Alice", entities: [alice(rest)], count: 1 }),
    common: ["token", "only-self", "app", "user"],
    errors: [],
  },
  {
    id: "USR-05",
    endpoint: "listUsers",
    before: haveAliceAndAaron,
    call: (rest) => asApp(rest, "/users?limit=1"),
    answer: (rest) => firstPage(rest, "get"),
    common: ["token", "only-app", "app"],
    errors: [wrongCursor],
  },
  {
    id: "USR-06",
    endpoint: "removeUser",
    before: haveAlice,
    call: (rest) => asApp(rest, "/users/alice", { method: "DELETE" }),
    answer: (rest) => ({ action: "delete", path: "/users/alice", entities: [alice(rest)], count: 1 }),
    common: ["token", "only-app", "app", "user"],
    errors: [],
  },
  {
    id: "USR-07",
    endpoint: "removeUsers",
    before: haveAliceAndAaron,
    call: (rest) => asApp(rest, "/users?limit=1", { method: "DELETE" }),
    answer: (rest) => firstPage(rest, "delete"),
    common: ["token", "only-app", "app"],
    errors: [wrongCursor],
  },
  changePassword("changePassword", "PUT"),
  changePassword("changePasswordByPost", "POST"),
  {
    id: "USR-09",
    endpoint: "deactivateUser",
    before: haveAlice,
    call: (rest) => asApp(rest, "/users/alice/deactivate", { method: "POST" }),
    answer: (rest) => ({
      action: "Deactivate user",
      path: "/users/alice/deactivate",
      entities: [alice(rest, { activated: false })],
      count: 1,
    }),
    common: ["token", "only-app", "app", "user"],
    errors: [],
  },
  {
    id: "USR-10",
    endpoint: "activateUser",
    before: haveBannedAlice,
    call: (rest) => asApp(rest, "/users/alice/activate", { method: "POST" }),
    answer: () => ({ action: "activate user", path: "/users/alice/activate" }),
    common: ["token", "only-app", "app", "user"],
    errors: [],
  },
];
