/**
 * Every operation that the compatible service documents for its server-side interface in the groups TOK, USR, ONL and ATT:
 * what it answers, and each of its documented errors. The tables beside this file say which; this file calls them.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { defaultLimits } from "../../config.ts";
import { createUserAttributes, userAttributesMigrations } from "../../features/user-attributes/index.ts";
import { TestRest } from "../testing.ts";
import { attributeOperations } from "./attributes.ts";
import type { Call, Common, Operation, Refusal } from "./operation.ts";
import { registrationOperations } from "./registration.ts";
import { sessionOperations } from "./sessions.ts";
import { tokenOperations } from "./tokens.ts";
import { userOperations } from "./users.ts";

const operations: readonly Operation[] = [
  ...tokenOperations,
  ...registrationOperations,
  ...userOperations,
  ...sessionOperations,
  ...attributeOperations,
];

const DAY_MS = 24 * 60 * 60 * 1000;

const expired = {
  status: 401,
  error: "unauthorized",
  description: "Unable to authenticate due to expired access token",
};
const corrupt = {
  status: 401,
  error: "auth_bad_access_token",
  description: "Unable to authenticate due to corrupt access token",
};

/** How the common errors come about. */
const commons: Readonly<Record<Common, readonly Refusal[]>> = {
  token: [
    { ...expired, when: "there is no token", call: () => ({ token: undefined }) },
    {
      ...expired,
      when: "the token has expired",
      call: (rest) => {
        const { appToken: token } = rest;
        rest.now += 61 * DAY_MS;
        return { token };
      },
    },
    { ...corrupt, when: "the token is malformed", call: () => ({ token: "YWMt" }) },
    {
      ...corrupt,
      when: "the token is of another application",
      call: async (rest) => {
        const { app } = await rest.apps.create({ org: "others", name: `of-${rest.appKey.slice(6)}`, settings: {} });
        return { token: (await rest.tokens.issueApp(app.appKey, undefined)).token };
      },
    },
    {
      when: "the token is void",
      call: async (rest) => {
        const token = await rest.register("zoe");
        await rest.users.forceOut(rest.appKey, "zoe", undefined);
        return { token };
      },
      status: 401,
      error: "auth_bad_access_token",
      description: "Unable to authenticate",
    },
  ],
  "only-app": [
    { ...corrupt, when: "the token is a user's", call: async (rest) => ({ token: await rest.register("zoe") }) },
  ],
  "only-self": [
    {
      when: "the token is another user's",
      call: async (rest) => ({ token: await rest.register("zoe") }),
      status: 401,
      error: "unauthorized",
      description: "Unable to authenticate (OAuth)",
    },
  ],
  app: [
    {
      when: "the application is disabled",
      before: (rest) => rest.apps.setDisabled(rest.appKey, true),
      status: 403,
      error: "forbidden_service_operation",
      description: "Service operation not allowed",
    },
  ],
  user: [
    {
      when: "the user is unknown",
      before: (rest) => rest.users.remove(rest.appKey, "alice"),
      status: 404,
      error: "service_resource_not_found",
      description: "Service resource not found",
    },
  ],
};

function start(limits: Partial<typeof defaultLimits> = {}): Promise<TestRest> {
  return TestRest.start({
    config: { limits: { ...defaultLimits, ...limits } },
    migrations: userAttributesMigrations,
    features: ({ database, apps, users }) => createUserAttributes({ database, apps, users }).endpoints,
  });
}

let rest: TestRest;
beforeAll(async () => {
  rest = await start();
});
beforeEach(() => rest.freshApp());
afterAll(() => rest.close());

const perform = ({ path, ...options }: Call) => rest.call(path, options);

describe.each(operations.map((operation) => ({ ...operation, name: `${operation.id} ${operation.endpoint}` })))(
  "$name",
  ({ before, call, answer, isPlain = false, common, errors }) => {
    it("answers as documented", async () => {
      await before?.(rest);
      const { status, body } = await perform(call(rest));
      const app = await rest.apps.find(rest.appKey);
      const envelope = {
        application: app?.id,
        applicationName: app?.name,
        organization: app?.org,
        uri: expect.stringMatching(/^http:\/\/[^?]+$/),
        timestamp: rest.now,
        duration: expect.any(Number),
      };
      expect(body).toEqual(isPlain ? answer(rest) : { ...envelope, ...answer(rest) });
      expect(status).toBe(200);
    });

    it.each([...errors, ...common.flatMap((kind) => commons[kind])])("refuses when $when", async (refusal) => {
      await before?.(rest);
      await refusal.before?.(rest);
      const changed = await refusal.call?.(rest);
      const answer = await perform({ ...call(rest), ...changed });
      const { status, error, description } = refusal;
      expect(answer).toMatchObject({ status, body: { error, error_description: description } });
      expect(answer.body).toEqual({
        error,
        error_description: description,
        exception: expect.stringMatching(/Exception$/),
        timestamp: rest.now,
        duration: expect.any(Number),
      });
    });

    it("refuses when the application does not exist", async () => {
      const { path, ...options } = call(rest);
      expect(await rest.raw(`/nobody/nowhere${path}`, options)).toMatchObject({
        status: 404,
        body: {
          error: "organization_application_not_found",
          error_description: `Could not find application for nobody/nowhere from URI: nobody/nowhere${path.split("?")[0]}`,
        },
      });
    });
  },
);

describe("all of them", () => {
  it("are in the tables", async () => {
    const documented = [
      ...["TOK-01", "TOK-02", "TOK-03"],
      ...Array.from({ length: 10 }, (_, n) => `USR-${String(n + 1).padStart(2, "0")}`),
      ...Array.from({ length: 5 }, (_, n) => `ONL-0${n + 1}`),
      ...Array.from({ length: 5 }, (_, n) => `ATT-0${n + 1}`),
    ];
    expect([...new Set(operations.map(({ id }) => id))].toSorted()).toEqual(documented.toSorted());
  });

  it("are all that there is under their headings, but for what clients alone call", async () => {
    const { body } = await rest.raw("/docs/openapi.json");
    const headings = ["Tokens", "Users", "Sessions", "User attributes"];
    const there = Object.values<Record<string, { operationId: string; tags: string[] }>>(body.paths)
      .flatMap((path) => Object.values(path))
      .filter(({ tags }) => headings.includes(tags[0] ?? ""))
      .map(({ operationId }) => operationId);
    const ofClients = ["getTokenExpiry", "changeUser"];
    const tested = new Set(operations.map(({ endpoint }) => endpoint));
    expect(there.filter((name) => !ofClients.includes(name)).toSorted()).toEqual([...tested].toSorted());
  });

  it("declare what they answer and how they refuse", async () => {
    expect([...rest.undeclared]).toEqual([]);
  });
});

it("refuses each of them over the rate", async () => {
  const slow = await start({ requestsPerSecond: 1, tokenRequestsPerSecond: 1 });
  for (const { id, call } of operations) {
    await slow.freshApp();
    const { path, ...options } = call(slow);
    await slow.call(path, options); // whatever it answers, it uses up the second
    expect(await slow.call(path, options), id).toMatchObject({
      status: 429,
      headers: { "retry-after": "1" },
      body: { error: "reach_limit", error_description: "This request has reached api limit." },
    });
  }
  await slow.close();
});
