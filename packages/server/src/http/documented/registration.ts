/** USR-01 to USR-03. */
import { expect } from "vitest";
import type { TestRest } from "../testing.ts";
import { alice, haveAlice, illegal, type Operation, quota, type Refusal } from "./operation.ts";

const applicant = (change: object = {}) => ({ username: "Alice", password: "x", nickname: "Ali", ...change });

/** How an applicant is refused, as an object and in a list. */
const faultsOf = (body: (applicant: object) => unknown): Refusal[] => {
  const wrong = (change: object) => () => ({ json: body(applicant(change)) });
  return [
    illegal("the name is not legal", "username [a b] is not legal", wrong({ username: "a b" })),
    illegal("the name is too long", "USERNAME_TOO_LONG", wrong({ username: "a".repeat(65) })),
    illegal("there is no password", "password or pin must provided", wrong({ password: undefined })),
    illegal("the nickname is too long", "NICKNAME_TOO_LONG", wrong({ nickname: "n".repeat(101) })),
    quota,
  ];
};

const nameTaken: Refusal = {
  when: "the name is taken",
  before: haveAlice,
  status: 400,
  error: "duplicate_unique_property_exists",
  description: expect.stringMatching(
    /^Application [0-9a-f-]{36} Entity user requires that property named username be unique, value of alice exists$/,
  ),
};

const authorised = (rest: TestRest) => rest.apps.changeSettings(rest.appKey, { registration: "authorized" });
const closed: Refusal = {
  when: "registration is not open and there is no token",
  before: authorised,
  call: () => ({ token: undefined }),
  status: 401,
  error: "unauthorized",
  description: "registration is not open, please contact the app admin",
};

export const registrationOperations: readonly Operation[] = [
  {
    id: "USR-01",
    endpoint: "registerUsers",
    call: () => ({ path: "/users", json: applicant() }),
    answer: (rest) => ({ action: "post", path: "/users", entities: [alice(rest, { nickname: "Ali" })], count: 1 }),
    common: ["app"],
    errors: [nameTaken, ...faultsOf((one) => one)],
  },
  {
    id: "USR-02",
    endpoint: "registerUsers",
    before: authorised,
    call: (rest) => ({ path: "/users", token: rest.appToken, json: [applicant()] }),
    answer: (rest) => ({
      action: "post",
      path: "/users",
      entities: [alice(rest, { nickname: "Ali" })],
      data: [],
      count: 1,
    }),
    common: ["app"],
    errors: [
      nameTaken,
      ...faultsOf((one) => [one]),
      closed,
      { ...closed, when: "the token is a user's", call: async (rest) => ({ token: await rest.register("bob") }) },
    ],
  },
  {
    id: "USR-03",
    endpoint: "registerUsers",
    before: (rest) => rest.register("user3"),
    call: (rest) => ({
      path: "/users",
      token: rest.appToken,
      json: [applicant(), { username: "user3", password: "x" }],
    }),
    answer: (rest) => ({
      action: "post",
      path: "/users",
      entities: [alice(rest, { nickname: "Ali" })],
      data: [{ username: "user3", registerUserFailReason: "the user3 already exists" }],
      count: 1,
    }),
    common: ["app"],
    errors: [
      ...faultsOf((one) => [{ username: "other", password: "x" }, one]),
      closed,
      {
        ...closed,
        when: "registration is open and there is no token",
        before: async () => {},
        description: "Open registration doesn't allow, so register user need token",
      },
      {
        when: "one name comes with two passwords",
        call: () => ({ json: [applicant(), applicant({ password: "y" })] }),
        status: 400,
        error: "duplicate_unique_property_exists",
        // The compatible service lists them, too.
        description: "the same user alice has a different password",
      },
      illegal(
        "there are more than 60",
        "Request body array size[61] had almost reached or been greater than the upper range value[60]",
        () => ({ json: Array.from({ length: 61 }, (_, n) => applicant({ username: `user${n}` })) }),
      ),
    ],
  },
];
