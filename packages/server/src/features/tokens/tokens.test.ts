import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TestRest } from "../../http/testing.ts";
import { ServerKeys } from "../../kernel/server-keys.ts";
import { createTokens } from "./index.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

let rest: TestRest;
beforeAll(async () => {
  rest = await TestRest.start();
});
beforeEach(() => rest.freshApp());
afterAll(() => rest.close());

const token = (json: unknown, bearer?: string) => rest.call("/token", { json, token: bearer });

function refusal(status: number, error: string, description: string) {
  return { status, body: { error, error_description: description } };
}

const corrupt = refusal(401, "auth_bad_access_token", "Unable to authenticate due to corrupt access token");
const expired = refusal(401, "unauthorized", "Unable to authenticate due to expired access token");
const unknown = refusal(401, "auth_bad_access_token", "Unable to authenticate");

describe("POST /token, client_credentials", () => {
  const request = () => ({
    grant_type: "client_credentials",
    client_id: rest.credentials.clientId,
    client_secret: rest.credentials.clientSecret,
  });

  it("[AU5] answers a token of the application and its UUID, without an envelope", async () => {
    const { status, body } = await token(request());
    expect(status).toBe(200);
    const application = (await rest.apps.find(rest.appKey))?.id;
    expect(body).toEqual({
      access_token: expect.stringMatching(/^YWMt[\w-]{90,}$/),
      expires_in: 5_184_000,
      application,
    });
    expect(await rest.tokens.verify(body.access_token)).toMatchObject({ kind: "app", app: rest.appKey });
  });

  it("[AU5] refuses what is missing or does not match, each with its sentence", async () => {
    const { clientId, clientSecret } = rest.credentials;
    expect(clientId).toMatch(/^YXA6/);
    expect(clientSecret).toMatch(/^YXA6/);
    const without = async (key: string) => token({ ...request(), [key]: undefined });
    expect(await without("client_id")).toMatchObject(refusal(400, "illegal_argument", "client_id must be provided."));
    expect(await without("client_secret")).toMatchObject(
      refusal(400, "illegal_argument", "client_secret must be provided"),
    );
    expect(await token({ ...request(), client_id: "YXA6x" })).toMatchObject(
      refusal(400, "invalid_grant", "client_id does not match"),
    );
    expect(await token({ ...request(), client_secret: `${clientSecret}x` })).toMatchObject(
      refusal(400, "invalid_grant", "client_secret does not match"),
    );
  });

  it("[AU1] refuses an unknown application and a disabled one", async () => {
    const reply = await rest.raw("/rondo/nowhere/token?x=1", { json: request() });
    const description = "Could not find application for rondo/nowhere from URI: rondo/nowhere/token";
    expect(reply).toMatchObject(refusal(404, "organization_application_not_found", description));
    await rest.apps.setDisabled(rest.appKey, true);
    expect(await token(request())).toMatchObject(
      refusal(403, "forbidden_service_operation", "Service operation not allowed"),
    );
  });
});

describe("POST /token, password", () => {
  const request = { grant_type: "password", username: "C", password: "secret", timestamp: 1_800_000_000_000 };

  it("[AU2][AU5] answers a token and the user, in lower case", async () => {
    const { uuid } = await rest.users.register(rest.appKey, {
      username: "c",
      password: "secret",
      nickname: undefined,
    });
    const { status, body } = await token(request);
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^YWMt/),
      expires_in: 5_184_000,
      user: { uuid, type: "user", created: rest.now, modified: rest.now, username: "c", activated: true },
    });
  });

  it("[AU5] tells an unknown user from a wrong password from a banned user", async () => {
    expect(await token(request)).toMatchObject(refusal(404, "invalid_grant", "user not found"));
    expect(await token({ ...request, username: "not a legal name" })).toMatchObject(
      refusal(404, "invalid_grant", "user not found"),
    );
    await rest.register("c");
    const wrong = refusal(400, "invalid_grant", "invalid password");
    expect(await token({ ...request, password: "Secret" })).toMatchObject(wrong);
    await rest.users.setActive(rest.appKey, "c", false);
    expect(await token(request)).toMatchObject(refusal(400, "invalid_grant", "user not activated"));
    expect(await token({ ...request, password: "wrong" })).toMatchObject(wrong);
  });

  it("[AU6] lets nobody in by password to an account that has none", async () => {
    await rest.users.register(rest.appKey, { username: "c", password: undefined, nickname: undefined });
    expect(await token({ ...request, password: "undefined" })).toMatchObject(
      refusal(400, "invalid_grant", "invalid password"),
    );
  });

  it("[RE8] names the field that is missing or wrong", async () => {
    const cases: [unknown, string][] = [
      [{}, "grant_type must be provided"],
      [{ grant_type: "agora" }, "grant_type must be client_credentials, password or inherit"],
      [{ ...request, username: undefined }, "username must be provided"],
      [{ ...request, password: "" }, "password must be provided"],
      [{ ...request, username: 5 }, "username must be string"],
      [{ ...request, password: ["secret"] }, "password must be string"],
      [{ ...request, password: null }, "password must be string"],
      [{ ...request, grant_type: {} }, "grant_type must be string"],
      [{ ...request, ttl: "soon" }, "ttl is not valid"],
      [{ ...request, ttl: 1.5 }, "ttl is not valid"],
      [{ ...request, ttl: -1 }, "ttl must be between 0 and 3153600000 seconds"],
      [{ ...request, ttl: "999999999999999" }, "ttl must be between 0 and 3153600000 seconds"],
      [[], "the body must be object"],
      ["password", "the body must be object"],
      [null, "the body must be object"],
    ];
    for (const [json, description] of cases) {
      expect(await token(json), description).toMatchObject(refusal(400, "illegal_argument", description));
    }
  });

  it("[AU7] gives the lifetime asked for, as a number or a text, else the application's, and 0 for ever", async () => {
    await rest.register("c");
    const lifetime = async (ttl: unknown) => (await token({ ...request, ttl })).body;
    expect((await lifetime(60)).expires_in).toBe(60);
    expect((await lifetime("1024000")).expires_in).toBe(1_024_000);
    const forever = await lifetime(0);
    expect(forever.expires_in).toBe(2_147_483_647);
    await rest.apps.changeSettings(rest.appKey, { tokenTtlSeconds: 3600 });
    const hour = await lifetime(undefined);
    expect(hour.expires_in).toBe(3600);
    rest.now += 3600 * 1000 - 1;
    await rest.tokens.verify(hour.access_token);
    rest.now += 1;
    await expect(rest.tokens.verify(hour.access_token)).rejects.toMatchObject({ code: "TOKEN_EXPIRED" });
    rest.now += 100 * 365 * DAY_MS;
    expect(await rest.tokens.verify(forever.access_token)).toMatchObject({ username: "c", expiresAt: undefined });
  });
});

describe("POST /token, inherit", () => {
  const request = { grant_type: "inherit", username: "Dora" };

  it("[AU5][AU10] takes the application's token and no other", async () => {
    const dora = await rest.register("dora");
    expect(await token(request, rest.appToken)).toMatchObject({ status: 200, body: { user: { username: "dora" } } });
    expect(await token(request)).toMatchObject(expired);
    expect(await token(request, "undefined")).toMatchObject(expired);
    expect(await token(request, dora)).toMatchObject(corrupt);
    expect(await token(request, "YWMt")).toMatchObject(corrupt);
    rest.now += 61 * DAY_MS;
    expect(await token(request, rest.appToken)).toMatchObject(expired);
  });

  it("[AU5] refuses an unknown user and a banned one", async () => {
    const notFound = refusal(404, "invalid_grant", "user not found");
    expect(await token({ ...request, autoCreateUser: false }, rest.appToken)).toMatchObject(notFound);
    expect(await token({ ...request, username: "?" }, rest.appToken)).toMatchObject(notFound);
    await rest.register("dora");
    await rest.users.setActive(rest.appKey, "dora", false);
    expect(await token({ ...request, autoCreateUser: true }, rest.appToken)).toMatchObject(
      refusal(400, "invalid_grant", "user not activated"),
    );
  });

  it("[AU2][AU6] registers an unknown user when asked to, under the rules for names", async () => {
    const create = (username: string) => token({ ...request, username, autoCreateUser: true }, rest.appToken);
    expect(await create("Dora")).toMatchObject({ status: 200, body: { user: { username: "dora", activated: true } } });
    expect(await create("do ra")).toMatchObject(refusal(400, "illegal_argument", "username [do ra] is not legal"));
    expect(await create("d".repeat(65))).toMatchObject(refusal(400, "illegal_argument", "USERNAME_TOO_LONG"));
    expect(await token({ ...request, autoCreateUser: "yes" }, rest.appToken)).toMatchObject(
      refusal(400, "illegal_argument", "autoCreateUser must be boolean"),
    );
  });

  it("[AU6] lets all succeed that create the same user at the same time", async () => {
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => token({ ...request, autoCreateUser: true }, rest.appToken)),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(new Set(replies.map(({ body }) => body.user.uuid)).size).toBe(1);
  });
});

describe("what a token is worth", () => {
  const getUser = (user: string, bearer: string | undefined) => rest.call(`/users/${user}`, { token: bearer });

  it("[AU10] refuses none, malformed ones, wrong kinds and other users' with the documented errors", async () => {
    const eve = await rest.register("eve");
    expect(await getUser("eve", eve)).toMatchObject({ status: 200 });
    expect(await getUser("EVE", eve)).toMatchObject({ status: 200 });
    expect(await getUser("eve", undefined)).toMatchObject(expired);
    expect(await getUser("eve", "null")).toMatchObject(expired);
    expect(await rest.call("/users/eve", { headers: { authorization: "Basic YTpi" } })).toMatchObject(expired);
    for (const bad of ["x", "YWMt!!!", `${eve}=`, eve.slice(0, -1).slice(0, 60), `007${eve}`, "ZHQtbm90IGpzb24"]) {
      expect(await getUser("eve", bad), bad).toMatchObject(corrupt);
    }
    expect(await getUser("bob", eve)).toMatchObject(refusal(401, "unauthorized", "Unable to authenticate (OAuth)"));
    expect(await rest.call("/users/eve", { method: "DELETE", token: eve })).toMatchObject(corrupt);
  });

  it("[AU10] refuses a token that has been changed anywhere, or that another server has made", async () => {
    const eve = await rest.register("eve");
    const bytes = Buffer.from(eve, "base64url");
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect((await getUser("eve", changed.toString("base64url"))).status, `byte ${at}`).toBe(401);
    }
    const { apps, users } = rest;
    const others = createTokens({ apps, users, keys: ServerKeys.ephemeral(), clock: { now: () => rest.now } });
    const { token: foreign } = await others.api.issueUser(rest.appKey, "eve", undefined);
    expect(await getUser("eve", foreign)).toMatchObject(unknown);
  });

  it("[AU10] refuses a token of another application", async () => {
    await rest.apps.create({ org: "rondo", name: "other", settings: {} });
    const { token: other } = await rest.tokens.issueApp("rondo#other", undefined);
    expect(await getUser("eve", other)).toMatchObject(corrupt);
  });

  it("[AU10] refuses the token of a banned user, and ignores bad tokens where none is needed", async () => {
    const eve = await rest.register("eve");
    await rest.users.setActive(rest.appKey, "eve", false);
    expect(await getUser("eve", eve)).toMatchObject(
      refusal(403, "forbidden_service_operation", "Service operation not allowed"),
    );
    const json = { username: "frank", password: "x" };
    expect(await rest.call("/users", { json, token: eve })).toMatchObject({ status: 200 });
  });

  it("[AU8] ends with a password change, a ban, a forced logout and the removal of the account", async () => {
    const ends: [string, () => Promise<unknown>][] = [
      ["password change", () => rest.users.changePassword(rest.appKey, "eve", "new")],
      ["forced logout", () => rest.users.forceOut(rest.appKey, "eve", undefined)],
      [
        "ban, also when it is lifted",
        async () => {
          await rest.users.setActive(rest.appKey, "eve", false);
          await rest.users.setActive(rest.appKey, "eve", true);
        },
      ],
      ["removal", () => rest.users.remove(rest.appKey, "eve")],
    ];
    await rest.register("eve");
    for (const [what, end] of ends) {
      const { token: eve } = await rest.tokens.issueUser(rest.appKey, "eve", undefined);
      expect((await getUser("eve", eve)).status, what).toBe(200);
      await end();
      expect(await getUser("eve", eve), what).toMatchObject(unknown);
      if (what === "removal") {
        const fresh = await rest.register("eve");
        expect(await getUser("eve", eve), "registered again").toMatchObject(unknown);
        expect((await getUser("eve", fresh)).status).toBe(200);
      }
    }
  });

  it("[AU8] means nothing while its application is disabled", async () => {
    await rest.apps.setDisabled(rest.appKey, true);
    await expect(rest.tokens.verify(rest.appToken)).rejects.toMatchObject({ code: "TOKEN_UNKNOWN" });
    await rest.apps.setDisabled(rest.appKey, false);
    await expect(rest.tokens.verify(rest.appToken)).resolves.toMatchObject({ kind: "app" });
  });
});

describe("dynamic tokens", () => {
  interface Parts {
    appkey?: string;
    userId?: string;
    curTime?: number;
    ttl?: number;
    secret?: string;
  }

  function dynamic(parts: Parts = {}, encoding: "base64url" | "base64" = "base64url"): string {
    const { appkey = rest.appKey, userId = "gina", curTime = rest.now / 1000, ttl = 600 } = parts;
    const secret = parts.secret ?? rest.credentials.clientSecret;
    const text = rest.credentials.clientId + appkey + userId + curTime + ttl + secret;
    const signature = createHash("sha256").update(text).digest("hex");
    const json = JSON.stringify({ ttl, signature, appkey, userId, curTime });
    return Buffer.from(`dt-${json}`).toString(encoding);
  }

  it("[AU9] are good in either base64 until their time is over", async () => {
    await rest.register("gina");
    expect(dynamic()).toMatch(/^ZHQt/);
    const expiresAt = rest.now + 600_000;
    const identity = { kind: "user", app: rest.appKey, username: "gina", expiresAt };
    expect(await rest.tokens.verify(dynamic())).toEqual(identity);
    expect(await rest.tokens.verify(dynamic({ userId: "Gina" }, "base64"))).toEqual(identity);
    const old = dynamic();
    expect(await rest.call("/users/gina", { token: old })).toMatchObject({ status: 200 });
    rest.now += 600_001;
    expect(await rest.call("/users/gina", { token: old })).toMatchObject(expired);
  });

  it("[AU9] are refused with a wrong signature, application or user, or for a banned one", async () => {
    await rest.register("gina");
    const refused = (parts: Parts, code: string) =>
      expect(rest.tokens.verify(dynamic(parts)), code).rejects.toMatchObject({ code });
    await refused({ secret: "guessed" }, "TOKEN_UNKNOWN");
    await refused({ appkey: "rondo#nowhere" }, "TOKEN_UNKNOWN");
    await refused({ userId: "nobody" }, "USER_NOT_FOUND");
    await refused({ ttl: -1 }, "TOKEN_CORRUPT");
    await refused({ curTime: 0.5 }, "TOKEN_CORRUPT");
    await rest.users.setActive(rest.appKey, "gina", false);
    await refused({}, "USER_DISABLED");
  });

  it("[AU9] from before a sign-out are void, later ones are good", async () => {
    await rest.register("gina");
    const before = dynamic();
    rest.now += 5000;
    await rest.users.forceOut(rest.appKey, "gina", undefined);
    await expect(rest.tokens.verify(before)).rejects.toMatchObject({ code: "TOKEN_UNKNOWN" });
    expect(await rest.tokens.verify(dynamic())).toMatchObject({ username: "gina" });
  });
});

describe("GET /sdk/users/:user/token/expires", () => {
  const expiry = (bearer: string) => rest.call("/sdk/users/Hal/token/expires", { token: bearer });

  it("[AU11] answers when the token of the request expires", async () => {
    await rest.register("hal");
    const { token: minute } = await rest.tokens.issueUser(rest.appKey, "hal", 60);
    const { token: hour } = await rest.tokens.issueUser(rest.appKey, "hal", 3600);
    const { token: forever } = await rest.tokens.issueUser(rest.appKey, "hal", 0);
    expect((await expiry(minute)).body.expire_timestamp).toBe(rest.now + 60_000);
    expect((await expiry(hour)).body.expire_timestamp).toBe(rest.now + 3_600_000);
    expect((await expiry(forever)).body.expire_timestamp).toBe(rest.now + 2_147_483_647_000);
  });

  it("[AU11] refuses an expired token and another user's", async () => {
    await rest.register("hal");
    const other = await rest.register("iris");
    expect(await expiry(other)).toMatchObject(refusal(401, "unauthorized", "Unable to authenticate (OAuth)"));
    const { token: minute } = await rest.tokens.issueUser(rest.appKey, "hal", 60);
    rest.now += 60_000;
    expect(await expiry(minute)).toMatchObject(expired);
  });
});
