import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { TestRest } from "../../http/testing.ts";
import { AppError } from "../../kernel/errors.ts";
import { ProviderClient } from "../../kernel/provider.ts";
import { bare, GatewayStandIn, PROGRAM, pem } from "./gateway.fixture.ts";
import { alipayMigrations, createAlipay } from "./index.ts";

let rest: TestRest;
let forget: TestRest["forget"];
let gateway: GatewayStandIn;

beforeAll(async () => {
  gateway = await GatewayStandIn.start();
  const client = new ProviderClient({ timeoutMs: 3000, maxConcurrent: 4 });
  rest = await TestRest.start({
    migrations: alipayMigrations,
    features({ apps, users, tokens, database, clock, log }) {
      const alipay = createAlipay({ apps, users, tokens, database, clock, log, client });
      forget = alipay.api.forgetUser;
      return alipay.endpoints;
    },
  });
  rest.forget = (app, user) => forget(app, user);
});
beforeEach(async () => {
  gateway.reset();
  await rest.freshApp(configured());
});
afterAll(async () => {
  await rest.close();
  await gateway.close();
});

const keys = { alipayPrivateKey: bare(pem.privateKey), alipayPublicKey: bare(pem.publicKey) };
const configured = () => ({ ...keys, alipayAppId: PROGRAM, alipayGateway: gateway.url });

const post = (json: unknown) => rest.call("/alipay/token", { json });
let codes = 0;

/** A new code for a user of Alipay. */
function codeOf(ids: Record<string, string>): string {
  const code = `code-${++codes}`;
  gateway.codes.set(code, ids);
  return code;
}
const signIn = (ids: Record<string, string>) => post({ authCode: codeOf(ids) });
const failed = { status: 502, body: { error_description: "Alipay gave no answer that can be used" } };

describe("sign-in with Alipay", () => {
  it("[AL1] answers a code with what a password is answered with, and the token is the user's", async () => {
    const { status, body } = await signIn({ open_id: "o-alice" });
    expect(status).toBe(200);
    const { username } = body.user;
    await rest.register("bob");
    const login = { grant_type: "password", username: "bob", password: "secret" };
    const byPassword = (await rest.call("/token", { json: login })).body;
    expect(Object.keys(body).sort()).toEqual(Object.keys(byPassword).sort());
    expect(Object.keys(body.user).sort()).toEqual(Object.keys(byPassword.user).sort());
    expect(body.expires_in).toBe(byPassword.expires_in);
    expect(await rest.tokens.verify(body.access_token)).toMatchObject({ kind: "user", app: rest.appKey, username });
    expect((await post({ authCode: codeOf({ open_id: "o-alice" }), ttl: 60 })).body.expires_in).toBe(60);
  });

  it("[AL1] asks Alipay with a signed request; the code is not in its address", async () => {
    const authCode = codeOf({ open_id: "o-alice" });
    await post({ authCode });
    const params = { grant_type: "authorization_code", code: authCode, app_id: PROGRAM, sign_type: "RSA2" };
    expect(gateway.calls).toMatchObject([{ method: "alipay.system.oauth.token", params }]);
    expect(gateway.calls[0]?.params.timestamp, "in Beijing").toBe("2027-01-15 16:00:00");
    expect(gateway.addresses.join()).not.toContain(authCode);
    await rest.apps.changeSettings(rest.appKey, { alipayPrivateKey: bare(otherKey()) });
    expect(await signIn({ open_id: "o-alice" }), "the gateway knows another key").toMatchObject(failed);
    expect(gateway.calls).toHaveLength(1);
  });

  it("[AL2] gives each user of Alipay one account per application, also where registration is not open", async () => {
    await rest.apps.changeSettings(rest.appKey, { registration: "authorized" });
    const first = (await signIn({ open_id: "o-alice" })).body.user;
    expect((await signIn({ open_id: "o-alice" })).body.user).toEqual(first);
    expect((await signIn({ open_id: "o-bob" })).body.user.uuid).not.toBe(first.uuid);
    expect((await signIn({ user_id: "o-alice" })).body.user.uuid, "an id of another kind").not.toBe(first.uuid);
    await rest.freshApp(configured());
    expect((await signIn({ open_id: "o-alice" })).body.user.uuid, "another application").not.toBe(first.uuid);
  });

  it("[AL2] knows a user by either id once it was told both", async () => {
    const { uuid } = (await signIn({ user_id: "2088" })).body.user;
    expect((await signIn({ open_id: "o-1", user_id: "2088" })).body.user.uuid).toBe(uuid);
    expect((await signIn({ open_id: "o-1" })).body.user.uuid).toBe(uuid);
  });

  it("[AL2] makes one account for many first sign-ins at once", async () => {
    const answers = await Promise.all([1, 2, 3].map(() => signIn({ open_id: "o-alice", user_id: "2088" })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.user.uuid)).size).toBe(1);
    const { body } = await rest.call("/users?limit=10", { token: rest.appToken });
    expect(body.entities.map(({ uuid }: { uuid: string }) => uuid)).toEqual([answers[0]?.body.user.uuid]);
  });

  it("[AL2] goes by the account and not by its name, which cannot be guessed and has no password", async () => {
    const first = (await signIn({ open_id: "o-alice" })).body.user;
    expect(first.username).toMatch(/^ali_[0-9a-f]{30}$/);
    const login = { grant_type: "password", username: first.username, password: "x" };
    expect((await rest.call("/token", { json: login })).status).toBe(400);
    // The account goes while what is kept of it cannot be forgotten; somebody takes the name.
    rest.forget = async () => {};
    await rest.users.remove(rest.appKey, first.username);
    await rest.register(first.username);
    rest.forget = (app, user) => forget(app, user);
    const second = (await signIn({ open_id: "o-alice" })).body.user;
    expect(second.username).not.toBe(first.username);
    expect((await signIn({ open_id: "o-alice" })).body.user).toEqual(second);
    // Forgotten in the usual way.
    await rest.users.remove(rest.appKey, second.username);
    expect((await signIn({ open_id: "o-alice" })).body.user.username).not.toBe(second.username);
  });

  it("[AL2] takes another name when the one it made up is taken", async () => {
    const register = rest.users.register.bind(rest.users);
    const taken = vi.spyOn(rest.users, "register").mockImplementationOnce(async () => {
      throw new AppError("USER_EXISTS");
    });
    taken.mockImplementation(register);
    expect((await signIn({ open_id: "o-alice" })).status).toBe(200);
    expect(taken).toHaveBeenCalledTimes(2);
    taken.mockRestore();
  });

  it("[AL2] is refused to who is banned, and to a new user of an application that is full", async () => {
    const { username } = (await signIn({ open_id: "o-alice" })).body.user;
    await rest.users.setActive(rest.appKey, username, false);
    const banned = { status: 400, body: { error_description: "user not activated" } };
    expect(await signIn({ open_id: "o-alice" })).toMatchObject(banned);
    await rest.apps.changeSettings(rest.appKey, { maxUsers: 1 });
    const full = { status: 429, body: { error: "resource_limited" } };
    expect(await signIn({ open_id: "o-bob" })).toMatchObject(full);
  });

  it("[AL3] is not open where it is not set up, which is how it begins", async () => {
    const closed = { status: 403, body: { error_description: "alipay: service not open!" } };
    await rest.freshApp({});
    expect(await post({ authCode: "c" })).toMatchObject(closed);
    for (const missing of ["alipayAppId", "alipayPrivateKey", "alipayPublicKey", "alipayGateway"]) {
      await rest.freshApp({ ...configured(), [missing]: "", alipayAppCertificate: pem.appCertificate });
      expect(await post({ authCode: "c" }), missing).toMatchObject(closed);
    }
    expect(gateway.addresses).toEqual([]);
  });

  it("[AL4] refuses a code that is none, is wrong, or has been used", async () => {
    for (const json of [{}, { authCode: "" }, { authCode: 7 }, { authCode: "c".repeat(513) }]) {
      expect((await post(json)).status).toBe(400);
    }
    expect(gateway.addresses).toEqual([]);
    const invalid = { status: 400, body: { error_description: "the code is wrong, has been used, or is too old" } };
    expect(await post({ authCode: "made up" })).toMatchObject(invalid);
    const authCode = codeOf({ open_id: "o-alice" });
    expect((await post({ authCode })).status).toBe(200);
    expect(await post({ authCode })).toMatchObject(invalid);
  });

  it("[AL5] refuses without detail when Alipay fails, and logs neither codes, keys nor what Alipay writes", async () => {
    const method = "alipay.system.oauth.token";
    const ids = { open_id: "o-alice" };
    const text = gateway.say(method, ids).text;
    const answers: Array<NonNullable<GatewayStandIn["answer"]>> = [
      () => ({ status: 500, text: "stack" }),
      () => ({ text: "<html>" }),
      () => ({ text: "[]" }),
      () => ({ json: {} }),
      () => ({ json: { alipay_system_oauth_token_response: ids } }),
      () => ({ text: text.replace("o-alice", "o-admin") }),
      () => gateway.forge(method, ids),
      () => gateway.say(method, {}),
      () => gateway.say(method, { open_id: "" }),
      () => gateway.say(method, { code: "40006", sub_code: "isv.insufficient-isv-permissions", ...ids }),
      () => gateway.refuse("20000", "isp.unknow-error"),
      () => "silence",
    ];
    for (const answer of answers) {
      gateway.answer = answer;
      expect(await post({ authCode: "secret-code" }), String(answer)).toMatchObject(failed);
    }
    const busy = { status: 429, body: { error: "reach_limit" } };
    gateway.answer = () => gateway.refuse("40005", "isv.app-call-limited");
    expect(await post({ authCode: "secret-code" })).toMatchObject(busy);
    const own = rest.logged.filter((line) => line.includes("Alipay did not say whose code it is"));
    expect(own.length).toBeGreaterThanOrEqual(answers.length + 1);
    expect(own.join()).toContain("isv.insufficient-isv-permissions");
    expect(rest.logged.join()).not.toMatch(/secret-code|not for us/);
    expect(rest.logged.join()).not.toContain(bare(pem.privateKey).slice(0, 60));
    for (const alipayGateway of ["http://127.0.0.1:1/gateway.do", "https://[/gateway.do"]) {
      await rest.freshApp({ ...configured(), alipayGateway });
      expect(await post({ authCode: "secret-code" }), alipayGateway).toMatchObject(failed);
    }
  });

  it("[AL5] bounds the calls of an application that are under way at once", async () => {
    gateway.answer = () => "silence";
    const all = await Promise.all(Array.from({ length: 5 }, () => post({ authCode: "c" })));
    expect(all.map(({ status }) => status).sort()).toEqual([429, 502, 502, 502, 502]);
  });

  it.each([
    ["PKCS#8 with its lines around it", { alipayPrivateKey: pem.privateKey, alipayPublicKey: pem.publicKey }],
    ["PKCS#1", { alipayPrivateKey: bare(pem.privateKeyPkcs1) }],
    ["PKCS#1 with its lines around it", { alipayPrivateKey: pem.privateKeyPkcs1 }],
    ["PKCS#8 on one line with what was around it", { alipayPrivateKey: pem.privateKey.replaceAll("\n", "") }],
  ])("[AL6] takes keys as they are found: %s", async (_, settings) => {
    await rest.freshApp({ ...configured(), ...settings });
    expect((await signIn({ open_id: "o-alice" })).status).toBe(200);
  });

  it("[AL6] takes certificates in place of Alipay's key, and names them in its requests", async () => {
    await rest.freshApp({
      ...configured(),
      alipayPublicKey: "",
      alipayAppCertificate: pem.appCertificate,
      alipayCertificate: pem.certificate,
      alipayRootCertificate: pem.rootCertificate,
    });
    expect((await signIn({ open_id: "o-alice" })).status).toBe(200);
    const serial = expect.stringMatching(/^[0-9a-f]{32}$/);
    expect(gateway.calls[0]?.params).toMatchObject({ app_cert_sn: serial, alipay_root_cert_sn: serial });
    gateway.answer = ({ method }) => gateway.forge(method, { open_id: "o-alice" });
    expect(await signIn({ open_id: "o-alice" })).toMatchObject(failed);
  });

  it("[AL6] refuses, and says in the log, when keys or certificates cannot be read", async () => {
    const certificates = { alipayAppCertificate: "x", alipayCertificate: "y", alipayRootCertificate: "z" };
    for (const wrong of [{ alipayPrivateKey: "nonsense" }, { alipayPublicKey: "nonsense" }, certificates]) {
      await rest.freshApp({ ...configured(), ...wrong });
      rest.logged.length = 0;
      expect(await signIn({ open_id: "o-alice" }), JSON.stringify(wrong)).toMatchObject(failed);
      expect(rest.logged.join()).toContain('"fault":"keys"');
    }
  });

  it("[AL6] keeps the private key to itself", async () => {
    expect((await rest.apps.get(rest.appKey)).settings.alipayPrivateKey).toBe("");
    expect(await rest.apps.getSecret(rest.appKey, "alipayPrivateKey")).toBe(bare(pem.privateKey));
  });
});

/** Of somebody else. */
function otherKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
