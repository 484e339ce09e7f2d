/** Group TOK. TOK-04 exchanges tokens of another vendor's console, which is not offered. */
import { expect } from "vitest";
import type { TestRest } from "../testing.ts";
import {
  alice,
  type Call,
  haveAlice,
  haveBannedAlice,
  illegal,
  type Operation,
  quota,
  type Refusal,
} from "./operation.ts";

const accessToken = expect.stringMatching(/^YWMt[\w-]+$/);

const byCredentials = (change: object) => (rest: TestRest) => ({
  json: {
    grant_type: "client_credentials",
    client_id: rest.credentials.clientId,
    client_secret: rest.credentials.clientSecret,
    ttl: 1_024_000,
    ...change,
  },
});
const byInheritance = (change: object) => () => ({
  json: { grant_type: "inherit", username: "Alice", autoCreateUser: true, ttl: 600, ...change },
});
const byPassword = (change: object) => () => ({
  json: { grant_type: "password", username: "Alice", password: "secret", ttl: "1024000", ...change },
});

const grant = (when: string, description: string, more: Partial<Refusal>): Refusal => ({
  when,
  status: 400,
  error: "invalid_grant",
  description,
  ...more,
});
const toToken = (call: Partial<Call>): Call => ({ path: "/token", ...call });

/**
 * Of TOK-02 one documented error does not exist: several calls that create the same user at the same time all succeed, and
 * none is 409 (AU6).
 */
export const tokenOperations: readonly Operation[] = [
  {
    id: "TOK-01",
    endpoint: "issueToken",
    call: (rest) => toToken(byCredentials({})(rest)),
    answer: () => ({
      access_token: accessToken,
      expires_in: 1_024_000,
      application: expect.stringMatching(/^[0-9a-f-]{36}$/),
    }),
    isPlain: true,
    common: ["app"],
    errors: [
      illegal("there is no client_id", "client_id must be provided.", byCredentials({ client_id: undefined })),
      illegal(
        "there is no client_secret",
        "client_secret must be provided",
        byCredentials({ client_secret: undefined }),
      ),
      grant("the client_id is another one", "client_id does not match", {
        call: byCredentials({ client_id: "YXA6x" }),
      }),
      grant("the client_secret is another one", "client_secret does not match", {
        call: byCredentials({ client_secret: "YXA6x" }),
      }),
    ],
  },
  {
    id: "TOK-02",
    endpoint: "issueToken",
    call: (rest) => toToken({ ...byInheritance({})(), token: rest.appToken }),
    answer: (rest) => ({ access_token: accessToken, expires_in: 600, user: alice(rest) }),
    isPlain: true,
    common: ["token", "only-app", "app"],
    errors: [
      illegal("the name is not legal", "username [a b] is not legal", byInheritance({ username: "a b" })),
      illegal("the name is too long", "USERNAME_TOO_LONG", byInheritance({ username: "a".repeat(65) })),
      grant("the user is banned", "user not activated", { before: haveBannedAlice }),
      grant("the user is unknown and not to be created", "user not found", {
        status: 404,
        call: byInheritance({ autoCreateUser: false }),
      }),
      grant("the user is unknown and nothing is said of creating it", "user not found", {
        status: 404,
        call: byInheritance({ autoCreateUser: undefined }),
      }),
      quota,
    ],
  },
  {
    id: "TOK-03",
    endpoint: "issueToken",
    before: haveAlice,
    call: () => toToken(byPassword({})()),
    answer: (rest) => ({ access_token: accessToken, expires_in: 1_024_000, user: alice(rest) }),
    isPlain: true,
    common: ["app"],
    errors: [
      grant("the password is wrong", "invalid password", { call: byPassword({ password: "guess" }) }),
      grant("the user is unknown", "user not found", { status: 404, call: byPassword({ username: "nobody" }) }),
      grant("the user is banned", "user not activated", {
        before: (rest) => rest.users.setActive(rest.appKey, "alice", false),
      }),
    ],
  },
];
