import { type ConsoleCallName, consoleRoutes } from "@rondo/protocol/console";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Browser, ConsoleTest, PASSWORD, START, tokenIn } from "../../console.fixture.ts";
import { stepOf } from "./totp.ts";

let test: ConsoleTest;
let browser: Browser;
const email = "ann@example.com";

beforeAll(async () => {
  test = await ConsoleTest.start();
});
beforeEach(async () => {
  await test.fresh();
  browser = test.browser();
});
afterAll(() => test.close());

const logIn = (password = PASSWORD, who = email) => ({ body: { email: who, password } });

describe("the first run", () => {
  const body = { email, password: PASSWORD, organisation: { name: "acme", title: "Acme" } };

  it("[AC1] makes the first account with its organisation, logged in, and only the first", async () => {
    expect(await browser.call("getSetup")).toMatchObject({ needsOwner: true, needsCode: false, organisations: [] });
    const session = await browser.call("createOwner", { body });
    expect(session).toMatchObject({
      account: { email, hasTotp: false, language: "zh-CN" },
      organisations: [{ name: "acme", title: "Acme", role: "owner" }],
    });
    expect(await browser.call("getSession")).toEqual(session);
    expect(await browser.call("getSetup")).toMatchObject({ needsOwner: false });
    const second = { ...body, email: "eve@example.com" };
    expect(await test.browser().refused("createOwner", { body: second })).toMatchObject({ code: "SETUP_DONE" });
  });

  it("[AC1] of two at a time makes one", async () => {
    const both = await Promise.all(
      [email, "eve@example.com"].map((who) => test.browser().send("createOwner", { body: { ...body, email: who } })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it("[AC1] gives the owner the organisations whose applications are there already", async () => {
    await test.apps.create({ org: "rondo", name: "demo", settings: {} });
    expect((await browser.call("getSetup")).organisations).toEqual(["rondo"]);
    const { organisations } = await browser.call("createOwner", { body });
    expect(organisations.map(({ name }) => name)).toEqual(["acme", "rondo"]);
    const { items } = await browser.call("listApps", { params: { org: "rondo" } });
    expect(items.map(({ appKey }) => appKey)).toEqual(["rondo#demo"]);
  });

  it("[AC2] asks in production for the code that the operator has seen", async () => {
    const served = await ConsoleTest.start({ config: { mode: "serve" } });
    const stranger = served.browser();
    expect(await stranger.call("getSetup")).toMatchObject({ needsCode: true, registration: "closed" });
    for (const code of [undefined, "", "guessed"]) {
      const given = { ...body, ...(code === undefined ? {} : { code }) };
      expect(await stranger.refused("createOwner", { body: given })).toMatchObject({ code: "SETUP_CODE_WRONG" });
    }
    const code = (await served.side.setupCode()) ?? "";
    await stranger.call("createOwner", { body: { ...body, code } });
    expect(await served.side.setupCode()).toBeUndefined();
    await served.close();
  });
});

describe("registration", () => {
  it("[AC3] takes a confirmation, by a link that works once", async () => {
    const { link } = await browser.call("register", logIn());
    expect(await browser.refused("logIn", logIn())).toMatchObject({ status: 403, code: "ACCOUNT_NOT_CONFIRMED" });
    const body = { token: tokenIn(link) };
    expect(await browser.call("confirmAccount", { body })).toEqual({ email });
    expect(await browser.refused("confirmAccount", { body })).toMatchObject({ code: "LINK_INVALID" });
    expect(await browser.call("logIn", logIn())).toMatchObject({ status: "logged-in" });
  });

  it("[AC3] of several links only the newest works, for 48 hours, and for nothing else", async () => {
    const first = tokenIn((await browser.call("register", logIn())).link);
    const second = tokenIn((await browser.call("resendConfirmation", { body: { email } })).link);
    expect(await browser.refused("confirmAccount", { body: { token: first } })).toMatchObject({ code: "LINK_INVALID" });
    const reset = { token: second, password: "another-one-1" };
    expect(await browser.refused("resetPassword", { body: reset })).toMatchObject({ code: "LINK_INVALID" });
    test.now += 48 * 60 * 60 * 1000;
    expect(await browser.refused("confirmAccount", { body: { token: second } })).toMatchObject({
      code: "LINK_INVALID",
    });
  });

  describe("[AC3] of an address that somebody else registers, too,", () => {
    const eves = "Eves-password-1";
    const choose = async (link: string | null) => {
      expect(link).toMatch(/\/console\/reset\?/);
      expect(await browser.refused("logIn", logIn())).toMatchObject({ code: "LOGIN_FAILED" });
      expect(await browser.refused("logIn", logIn(eves))).toMatchObject({ code: "LOGIN_FAILED" });
      const body = { token: tokenIn(link), password: "Chosen-by-mail-1" };
      expect(await browser.call("resetPassword", { body })).toEqual({ email });
      expect(await browser.call("logIn", logIn("Chosen-by-mail-1"))).toMatchObject({ status: "logged-in" });
      expect(await browser.refused("logIn", logIn(eves))).toMatchObject({ code: "LOGIN_FAILED" });
    };

    it.each([
      ["before", eves, PASSWORD],
      ["after", PASSWORD, eves],
    ])("%s: no password counts but the one that is chosen by mail", async (_, first, second) => {
      const { link: confirmation } = await browser.call("register", logIn(first));
      const { link } = await browser.call("register", logIn(second));
      const body = { token: tokenIn(confirmation) };
      expect(await browser.refused("confirmAccount", { body })).toMatchObject({ code: "LINK_INVALID" });
      await choose(link);
    });

    it("the link is asked for again", async () => {
      for (const password of [eves, PASSWORD, eves]) await browser.call("register", logIn(password));
      await choose((await browser.call("resendConfirmation", { body: { email } })).link);
    });

    it("nothing is taken from who has confirmed it meanwhile", async () => {
      const { link } = await browser.call("register", logIn());
      await browser.call("confirmAccount", { body: { token: tokenIn(link) } });
      expect((await browser.call("register", logIn(eves))).link).toMatch(/\/console\/login$/);
      expect(await browser.call("logIn", logIn())).toMatchObject({ status: "logged-in" });
    });

    it("registering twice with the same password is one registration", async () => {
      await browser.call("register", logIn());
      const { link } = await browser.call("register", logIn());
      await browser.call("confirmAccount", { body: { token: tokenIn(link) } });
      expect(await browser.call("logIn", logIn())).toMatchObject({ status: "logged-in" });
    });
  });

  it("[AC4] wants 8 to 22 characters of two kinds", async () => {
    for (const password of ["abcdefghij", "1234567890", "ABCDEFGHIJ"]) {
      expect(await browser.refused("register", logIn(password)), password).toMatchObject({ code: "PASSWORD_WEAK" });
    }
    for (const password of ["abc-1", "abcdefghij1234567890abc"]) {
      expect(await browser.refused("register", logIn(password))).toMatchObject({ code: "INVALID_ARGUMENT" });
    }
    for (const [i, password] of ["abcdefg1", "密码密码密码密码a"].entries()) {
      await browser.call("register", logIn(password, `p${i}@example.com`));
    }
  });

  it("[AC5] does not tell whether an address has an account, in capitals or not", async () => {
    await test.person(email);
    const { link } = await browser.call("register", logIn("other-one-22", "Ann@Example.com"));
    expect(link).toMatch(/\/console\/login$/);
    expect(await browser.refused("logIn", logIn("other-one-22"))).toMatchObject({ code: "LOGIN_FAILED" });
    expect(await browser.call("logIn", logIn())).toMatchObject({ status: "logged-in" });
    expect(await browser.call("resendConfirmation", { body: { email: "nobody@example.com" } })).toEqual({ link: null });
    expect(await browser.call("requestPasswordReset", { body: { email: "nobody@example.com" } })).toEqual({
      link: null,
    });
    const unknown = await browser.refused("logIn", logIn(PASSWORD, "nobody@example.com"));
    expect(unknown).toEqual(await browser.refused("logIn", logIn("wrong")));
  });

  it("[AC6] is closed where no mail can be sent, and where the operator says so", async () => {
    for (const config of [{ mode: "serve" as const }, { signUp: "closed" as const }]) {
      const closed = await ConsoleTest.start({ config });
      expect(await closed.browser().call("getSetup")).toMatchObject({ registration: "closed" });
      expect(await closed.browser().refused("register", logIn())).toMatchObject({ code: "SIGN_UP_CLOSED" });
      await closed.close();
    }
  });
});

describe("logging in", () => {
  it("[AC7] locks an address after ten failures in a row for a quarter of an hour, known or not", async () => {
    await test.person(email);
    for (const who of [email, "nobody@example.com"]) {
      for (let i = 0; i < 10; i++) {
        expect(await browser.refused("logIn", logIn("wrong", who))).toMatchObject({ code: "LOGIN_FAILED" });
      }
      const locked = { status: 429, code: "ACCOUNT_LOCKED", details: { retryAt: test.now + 15 * 60 * 1000 } };
      expect(await browser.refused("logIn", logIn(PASSWORD, who))).toMatchObject(locked);
    }
    test.now += 15 * 60 * 1000;
    expect(await browser.call("logIn", logIn())).toMatchObject({ status: "logged-in" });
  });

  it("[AC7] begins to count anew with a success", async () => {
    await test.person(email);
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 9; i++) await browser.refused("logIn", logIn("wrong"));
      await browser.call("logIn", logIn());
    }
  });

  it("[AC8] keeps the session in a cookie that no script reads and no other site sends", async () => {
    const ann = await test.person(email);
    expect(ann.setCookie).toMatch(/^rondo_console=[\w-]{43}; Max-Age=\d+; Path=\/console; HttpOnly; SameSite=Strict$/);
    const token = ann.cookie?.split("=")[1] ?? "";
    const rows = await test.database
      .query<Record<"consoleSession", object>>()
      .selectFrom("consoleSession")
      .selectAll()
      .execute();
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(test.logged.join("\n")).not.toContain(token);
  });

  it("[AC8] marks the cookie as one for https where the browser came by it", async () => {
    const secure = await ConsoleTest.start({ config: { publicUrl: "https://im.example.com" } });
    const ann = await secure.owner();
    expect(ann.setCookie).toContain("; Secure");
    await secure.close();
  });

  it("[AC9] ends after 12 hours without use, after 30 days in any case, and on logging out", async () => {
    const ann = await test.person(email);
    const HOUR = 60 * 60 * 1000;
    const { expiresAt } = await ann.call("getSession");
    expect(expiresAt).toBe(test.now + 12 * HOUR);
    for (let hours = 0; hours < 30 * 24 - 11; hours += 11) {
      await ann.call("getSession");
      test.now += 11 * HOUR;
    }
    await ann.call("getSession");
    test.now = START + 30 * 24 * HOUR;
    expect(await ann.refused("getSession")).toMatchObject({ status: 401, code: "NOT_LOGGED_IN" });

    await ann.call("logIn", logIn());
    test.now += 12 * HOUR;
    expect(await ann.refused("getSession")).toMatchObject({ code: "NOT_LOGGED_IN" });

    await ann.call("logIn", logIn());
    const { cookie } = ann;
    await ann.call("logOut", { body: {} });
    expect(ann.cookie).toBeUndefined();
    ann.cookie = cookie;
    expect(await ann.refused("getSession")).toMatchObject({ code: "NOT_LOGGED_IN" });
  });

  it("[AC9] shows where one is logged in, and ends any of those sessions", async () => {
    const ann = await test.person(email);
    const other = test.browser();
    await other.call("logIn", { ...logIn(), headers: { "user-agent": "Phone" } });
    const { items } = await ann.call("listSessions");
    expect(items).toHaveLength(2);
    const phone = items.find(({ userAgent }) => userAgent === "Phone");
    expect(phone).toMatchObject({ isCurrent: false, address: "127.0.0.1" });
    const eve = await test.person("eve@example.com");
    expect(await eve.refused("endSession", { params: { session: phone?.id ?? "" } })).toMatchObject({ status: 404 });
    await ann.call("endSession", { params: { session: phone?.id ?? "" } });
    expect(await other.refused("getSession")).toMatchObject({ code: "NOT_LOGGED_IN" });
    await ann.call("getSession");
  });
});

describe("passwords", () => {
  it("[AC10] are changed by who knows the old one, and all other sessions end", async () => {
    const ann = await test.person(email);
    const other = test.browser();
    await other.call("logIn", logIn());
    const change = { current: "wrong", password: "another-one-1" };
    expect(await ann.refused("changeAccountPassword", { body: change })).toMatchObject({ code: "INVALID_PASSWORD" });
    await ann.call("changeAccountPassword", { body: { ...change, current: PASSWORD } });
    await ann.call("getSession");
    expect(await other.refused("getSession")).toMatchObject({ code: "NOT_LOGGED_IN" });
    expect(await other.refused("logIn", logIn())).toMatchObject({ code: "LOGIN_FAILED" });
    await other.call("logIn", logIn("another-one-1"));
  });

  it("[AC11] are reset by a link of an hour; all sessions end, and a locked account opens", async () => {
    const ann = await test.person(email);
    for (let i = 0; i < 10; i++) await browser.refused("logIn", logIn("wrong"));
    const { link } = await browser.call("requestPasswordReset", { body: { email } });
    const body = { token: tokenIn(link), password: "another-one-1" };
    expect(await browser.call("resetPassword", { body })).toEqual({ email });
    expect(await browser.refused("resetPassword", { body })).toMatchObject({ code: "LINK_INVALID" });
    expect(await ann.refused("getSession")).toMatchObject({ code: "NOT_LOGGED_IN" });
    await browser.call("logIn", logIn("another-one-1"));

    const late = await browser.call("requestPasswordReset", { body: { email } });
    test.now += 60 * 60 * 1000;
    expect(await browser.refused("resetPassword", { body: { ...body, token: tokenIn(late.link) } })).toMatchObject({
      code: "LINK_INVALID",
    });
  });
});

describe("the second factor", () => {
  let ann: Browser;
  let secret: string;
  beforeEach(async () => {
    ann = await test.person(email);
    secret = (await ann.call("startTotp", { body: {} })).secret;
  });

  const code = (at = test.now) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });
  const ticket = async () => {
    const step = await browser.call("logIn", logIn());
    if (step.status !== "second-factor") throw new Error("no second factor is asked for");
    return step.ticket;
  };

  it("[AC12] is on when a code has been seen, and asked for at every login from then on", async () => {
    expect(await browser.call("logIn", logIn())).toMatchObject({ status: "logged-in" });
    expect(await ann.refused("enableTotp", { body: { code: "000000" } })).toMatchObject({ code: "CODE_WRONG" });
    const { recoveryCodes } = await ann.call("enableTotp", { body: { code: code() } });
    expect(new Set(recoveryCodes).size).toBe(10);
    test.now += 30_000;
    const body = { ticket: await ticket(), code: code() };
    expect(await browser.call("logInSecondFactor", { body })).toMatchObject({ account: { hasTotp: true } });
  });

  it("[AC13] takes no code twice, and none that is older than a step", async () => {
    await ann.call("enableTotp", { body: { code: code() } });
    const again = { ticket: await ticket(), code: code() };
    expect(await browser.refused("logInSecondFactor", { body: again })).toMatchObject({ code: "CODE_WRONG" });
    test.now += 120_000;
    const old = { ticket: await ticket(), code: code(test.now - 60_000) };
    expect(await browser.refused("logInSecondFactor", { body: old })).toMatchObject({ code: "CODE_WRONG" });
    const late = { ticket: await ticket(), code: code(test.now - 30_000) };
    await browser.call("logInSecondFactor", { body: late });
    expect(stepOf(secret, code(), test.now)).toBe(Math.floor(test.now / 30_000));
  });

  it("[AC13] wants the code within five minutes of the password, and locks who guesses", async () => {
    await ann.call("enableTotp", { body: { code: code() } });
    const first = await ticket();
    test.now += 5 * 60 * 1000;
    expect(await browser.refused("logInSecondFactor", { body: { ticket: first, code: code() } })).toMatchObject({
      code: "CODE_WRONG",
    });
    expect(await browser.refused("logInSecondFactor", { body: { ticket: "forged", code: code() } })).toMatchObject({
      code: "CODE_WRONG",
    });
    const second = await ticket();
    for (let i = 0; i < 10; i++)
      await browser.refused("logInSecondFactor", { body: { ticket: second, code: "000000" } });
    expect(await browser.refused("logInSecondFactor", { body: { ticket: second, code: code() } })).toMatchObject({
      code: "ACCOUNT_LOCKED",
    });
  });

  it("[AC14] has recovery codes, each good once, and is switched off with password and code", async () => {
    const { recoveryCodes } = await ann.call("enableTotp", { body: { code: code() } });
    const [one = "", two = ""] = recoveryCodes;
    const session = await browser.call("logInSecondFactor", {
      body: { ticket: await ticket(), code: one.toUpperCase() },
    });
    expect(session.account.recoveryCodesLeft).toBe(9);
    expect(await browser.refused("logInSecondFactor", { body: { ticket: await ticket(), code: one } })).toMatchObject({
      code: "CODE_WRONG",
    });
    expect(await ann.refused("startTotp", { body: {} })).toMatchObject({ code: "TOTP_STATE" });
    const off = { password: "wrong", code: two };
    expect(await ann.refused("disableTotp", { body: off })).toMatchObject({ code: "INVALID_PASSWORD" });
    await ann.call("disableTotp", { body: { ...off, password: PASSWORD } });
    expect(await browser.call("logIn", logIn())).toMatchObject({ status: "logged-in" });
  });

  it("[AC14] its secret is not readable in the database, nor are passwords and codes in logs", async () => {
    const { recoveryCodes } = await ann.call("enableTotp", { body: { code: code() } });
    const db = test.database.query<Record<"consoleAccount" | "consoleRecoveryCode", object>>();
    const rows = [
      await db.selectFrom("consoleAccount").selectAll().execute(),
      await db.selectFrom("consoleRecoveryCode").selectAll().execute(),
    ];
    for (const secretText of [secret, PASSWORD, ...recoveryCodes]) {
      expect(JSON.stringify(rows)).not.toContain(secretText);
      expect(test.logged.join("\n")).not.toContain(secretText);
    }
  });
});

describe("[AC16] what could do most harm", () => {
  const TEN_MINUTES = 10 * 60 * 1000;
  const rotate = { params: { org: "acme", app: "shop" }, body: {} };
  let owner: Browser;
  beforeEach(async () => {
    owner = await test.owner();
    await test.app(owner, "shop");
  });

  it("is done after a login without being asked, and ten minutes later with the password", async () => {
    test.now += TEN_MINUTES - 1;
    await owner.call("rotateSecret", rotate);
    test.now += 1;
    const unproven = { status: 403, code: "IDENTITY_UNPROVEN", details: { proof: "password" } };
    expect(await owner.refused("rotateSecret", rotate)).toMatchObject(unproven);
    await owner.call("getApp", { params: rotate.params });
    for (const body of [{}, { password: "wrong" }, { code: "123456" }]) {
      expect(await owner.refused("proveIdentity", { body })).toMatchObject({ code: "INVALID_PASSWORD" });
    }
    expect(await owner.refused("rotateSecret", rotate)).toMatchObject(unproven);
    await owner.call("proveIdentity", { body: { password: PASSWORD } });
    await owner.call("rotateSecret", rotate);
    test.now += TEN_MINUTES;
    expect(await owner.refused("rotateSecret", rotate)).toMatchObject(unproven);
  });

  it("takes a code where there is a second factor, and the password does not do", async () => {
    const { secret } = await owner.call("startTotp", { body: {} });
    const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: test.now });
    await owner.call("enableTotp", { body: { code: code() } });
    test.now += TEN_MINUTES;
    const refusal = { code: "IDENTITY_UNPROVEN", details: { proof: "code" } };
    expect(await owner.refused("rotateSecret", rotate)).toMatchObject(refusal);
    for (const body of [{ password: PASSWORD }, { code: "000000" }]) {
      expect(await owner.refused("proveIdentity", { body })).toMatchObject({ code: "CODE_WRONG" });
    }
    await owner.call("proveIdentity", { body: { code: code() } });
    await owner.call("rotateSecret", rotate);
  });

  it("is proven by one session for itself alone, and guesses lock the account", async () => {
    const other = test.browser();
    test.now += TEN_MINUTES;
    await other.call("logIn", logIn(PASSWORD, "owner@example.com"));
    expect(await owner.refused("rotateSecret", rotate)).toMatchObject({ code: "IDENTITY_UNPROVEN" });
    await other.call("rotateSecret", rotate);
    const guess = { body: { password: "guess" } };
    for (let i = 0; i < 10; i++) expect(await owner.refused("proveIdentity", guess)).toMatchObject({ status: 400 });
    expect(await owner.refused("proveIdentity", { body: { password: PASSWORD } })).toMatchObject({
      code: "ACCOUNT_LOCKED",
    });
  });

  it("is each of these calls, and is refused first to who may not do it", async () => {
    const guarded = Object.entries(consoleRoutes).filter(([, route]) => "isProtected" in route);
    expect(guarded.map(([name]) => name)).toEqual([
      "startTotp",
      "inviteMember",
      "resendInvitation",
      "changeMember",
      "removeMember",
      "deleteApp",
      "rotateSecret",
      "endSecretRotation",
    ]);
    const developer = await test.member(owner, email, "developer");
    test.now += TEN_MINUTES;
    const params = { ...rotate.params, member: "x" };
    for (const [name, { path }] of guarded) {
      const call = { params: params as never, body: {} as never };
      const refusal = { code: "IDENTITY_UNPROVEN" };
      expect(await owner.refused(name as ConsoleCallName, call), name).toMatchObject(refusal);
      if (!path.includes(":org")) continue;
      expect(await developer.refused(name as ConsoleCallName, call), name).toMatchObject({ code: "FORBIDDEN" });
    }
  });
});

it("[AC15] one's name and language are changed, and only by oneself", async () => {
  const ann = await test.person(email);
  const changed = await ann.call("changeAccount", { body: { name: "Ann", language: "en" } });
  expect(changed).toMatchObject({ name: "Ann", language: "en" });
  expect((await ann.call("getSession")).account).toEqual(changed);
  expect(await browser.refused("changeAccount", { body: { name: "Eve" } })).toMatchObject({ code: "NOT_LOGGED_IN" });
});
