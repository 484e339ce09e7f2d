import { type Static, Type } from "typebox";
import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { type Call, type Endpoint, endpoint } from "../../kernel/rest.ts";
import type { User } from "../users/api.ts";
import { toUserEntity, UserEntity } from "../users/index.ts";
import { authorize, identify } from "./access.ts";
import type { IssuedToken, Tokens } from "./api.ts";
import type { Grants } from "./grants.ts";
import { FOREVER_SECONDS } from "./tokens.service.ts";

/** A hundred years: room for every sensible wish, and far from the end of the numbers. */
const MAX_TTL_SECONDS = 100 * 365 * 24 * 60 * 60;

const TokenRequest = Type.Object(
  {
    grant_type: Type.Optional(Type.String({ description: "`client_credentials`, `password` or `inherit`." })),
    client_id: Type.Optional(Type.String({ description: "With `client_credentials`." })),
    client_secret: Type.Optional(Type.String({ description: "With `client_credentials`." })),
    username: Type.Optional(Type.String({ description: "With `password` and `inherit`." })),
    password: Type.Optional(Type.String({ description: "With `password`." })),
    autoCreateUser: Type.Optional(
      Type.Boolean({ description: "With `inherit`: register a user that does not exist, without a password." }),
    ),
    // The public guide shows it as a number and as a text.
    ttl: Type.Optional(
      Type.Union([Type.Integer(), Type.String({ pattern: "^\\d{1,15}$" })], {
        description: "How long the token lives, in seconds; 0: for ever. Not given: as the application is set.",
      }),
    ),
  },
  {
    examples: [
      { grant_type: "client_credentials", client_id: "YXA6…", client_secret: "YXA6…" },
      { grant_type: "inherit", username: "alice", autoCreateUser: true, ttl: 86400 },
      { grant_type: "password", username: "alice", password: "a secret" },
    ],
  },
);

const Issued = {
  access_token: Type.String({ description: "Sent as `Authorization: Bearer …`; opaque." }),
  expires_in: Type.Integer({ description: "Seconds; 2147483647: never." }),
};
const TokenReply = Type.Union([
  Type.Object(
    { ...Issued, application: Type.String({ description: "The application's UUID." }) },
    { description: "The application's own, by `client_credentials`." },
  ),
  Type.Object({ ...Issued, user: UserEntity }, { description: "A user's." }),
]);

/** POST /token (TOK, AUTH-1) and the expiry query (AUTH-3). */
export function tokensRest(deps: { grants: Grants; tokens: Tokens; clock: Clock }): readonly Endpoint[] {
  const { grants, tokens, clock } = deps;

  return [
    endpoint({
      name: "issueToken",
      method: "POST",
      path: "/token",
      summary: "A token by client credentials, by password, or for a user",
      description:
        "`client_credentials` gives the application's own token, for its server. `inherit` gives a user's token to the application's " +
        "server, which has authenticated the user by its own means and calls with its own token. `password` gives it to the user.",
      // The grant decides: `inherit` needs the application's token, the others none.
      access: "anyone",
      rate: "token",
      answers: "plain",
      body: TokenRequest,
      reply: TokenReply,
      errors: [
        "CLIENT_ID_MISMATCH",
        "CLIENT_SECRET_MISMATCH",
        "USER_NOT_FOUND",
        "INVALID_PASSWORD",
        "USER_DISABLED",
        "USER_QUOTA",
        "TOKEN_EXPIRED",
        "TOKEN_CORRUPT",
        "TOKEN_UNKNOWN",
      ],
      async handle({ appKey, body, request }) {
        const { username, password } = body;
        const ttlSeconds = toTtl(body.ttl);
        switch (body.grant_type) {
          case "client_credentials": {
            const credentials = { clientId: body.client_id, clientSecret: body.client_secret };
            const { issued, applicationId } = await grants.byCredentials(appKey, { ...credentials, ttlSeconds });
            return { ...toAnswer(issued), application: applicationId };
          }
          case "password":
            return toUserAnswer(await grants.byPassword(appKey, { username, password, ttlSeconds }));
          case "inherit": {
            const { authorization } = request.headers;
            await authorize(tokens, { app: appKey, authorization, access: "app", user: undefined });
            const autoCreateUser = body.autoCreateUser ?? false;
            return toUserAnswer(await grants.byInheritance(appKey, { username, autoCreateUser, ttlSeconds }));
          }
          case undefined:
            throw new AppError("INVALID_ARGUMENT", "grant_type must be provided");
          default:
            throw new AppError("INVALID_ARGUMENT", "grant_type must be client_credentials, password or inherit");
        }
      },
    }),
    endpoint({
      name: "getTokenExpiry",
      method: "GET",
      path: "/sdk/users/:user/token/expires",
      summary: "When the token of this request expires, in epoch milliseconds",
      access: "self",
      params: Type.Object({ user: Type.String({ description: "The user id." }) }),
      reply: Type.Object({ expire_timestamp: Type.Integer() }),
      errors: [],
      async handle({ appKey, request }: Call<{ user: string }, unknown, unknown>) {
        const { authorization } = request.headers;
        const { expiresAt } = await identify(tokens, { app: appKey, authorization });
        // Compatible clients log out when this is missing or past, so "never" must be a far time.
        return { expire_timestamp: expiresAt ?? clock.now() + FOREVER_SECONDS * 1000 };
      },
    }),
  ];
}

function toTtl(ttl: Static<typeof TokenRequest>["ttl"]): number | undefined {
  if (ttl === undefined) return undefined;
  const seconds = Number(ttl);
  if (seconds < 0 || seconds > MAX_TTL_SECONDS) {
    throw new AppError("INVALID_ARGUMENT", `ttl must be between 0 and ${MAX_TTL_SECONDS} seconds`);
  }
  return seconds;
}

function toAnswer(issued: IssuedToken) {
  return { access_token: issued.token, expires_in: issued.expiresIn };
}

function toUserAnswer({ issued, user }: { issued: IssuedToken; user: User }) {
  return { ...toAnswer(issued), user: toUserEntity(user) };
}
