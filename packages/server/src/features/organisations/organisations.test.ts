import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Browser, ConsoleTest, PASSWORD, tokenIn } from "../../console.fixture.ts";

let test: ConsoleTest;
let owner: Browser;
const acme = { params: { org: "acme" } };
const email = "bea@example.com";

beforeAll(async () => {
  test = await ConsoleTest.start();
});
beforeEach(async () => {
  await test.fresh();
  owner = await test.owner();
});
afterAll(() => test.close());

describe("an organisation", () => {
  it("[OR1] is made by anybody who is logged in, and is that person's; its name is taken then", async () => {
    const bea = await test.person(email);
    const made = await bea.call("createOrganisation", { body: { name: "bea-and-co" } });
    expect(made).toEqual({ name: "bea-and-co", title: "bea-and-co", role: "owner" });
    expect((await bea.call("getSession")).organisations).toEqual([made]);
    expect(await owner.refused("createOrganisation", { body: { name: "bea-and-co" } })).toMatchObject({
      status: 409,
      code: "ORGANISATION_EXISTS",
    });
    await test.apps.create({ org: "by-hand", name: "app", settings: {} });
    expect(await bea.refused("createOrganisation", { body: { name: "by-hand" } })).toMatchObject({
      code: "ORGANISATION_EXISTS",
    });
    for (const name of ["Bea", "-a", "a_b", "a#b", "", "x".repeat(33)]) {
      expect(await bea.refused("createOrganisation", { body: { name } }), name).toMatchObject({
        code: "INVALID_ARGUMENT",
      });
    }
  });

  it("[OR1] is called what its owner says", async () => {
    expect(await owner.call("getOrganisation", acme)).toMatchObject({
      name: "acme",
      title: "Acme",
      apps: 0,
      members: 1,
    });
    await owner.call("changeOrganisation", { ...acme, body: { title: "Acme 中国" } });
    expect(await owner.call("getOrganisation", acme)).toMatchObject({ title: "Acme 中国" });
  });
});

describe("members", () => {
  const invite = (role: "owner" | "administrator" | "developer" = "developer") =>
    owner.call("inviteMember", { ...acme, body: { email, role, remark: "nights" } });
  const list = async () => (await owner.call("listMembers", acme)).items;

  it("[OR2] are invited by a link of seven days, which makes an account where there is none", async () => {
    const { member, link } = await invite();
    expect(member).toMatchObject({ state: "invited", email, role: "developer", remark: "nights" });
    expect(await list()).toHaveLength(2);
    const stranger = test.browser();
    const body = { token: tokenIn(link) };
    expect(await stranger.call("getInvitation", { body })).toMatchObject({
      email,
      needsPassword: true,
      organisation: { name: "acme", title: "Acme" },
      invitedBy: "owner@example.com",
    });
    expect(await stranger.refused("acceptInvitation", { body })).toMatchObject({ code: "PASSWORD_WEAK" });
    const accepted = await stranger.call("acceptInvitation", { body: { ...body, password: PASSWORD, name: "Bea" } });
    expect(accepted).toEqual({ email, organisation: "acme" });
    expect(await stranger.refused("acceptInvitation", { body: { ...body, password: PASSWORD } })).toMatchObject({
      code: "LINK_INVALID",
    });
    await stranger.call("logIn", { body: { email, password: PASSWORD } });
    expect((await list()).find((each) => each.email === email)).toMatchObject({
      state: "active",
      name: "Bea",
      role: "developer",
      remark: "nights",
    });
  });

  it("[OR2] with an account join with it, and keep its password", async () => {
    const bea = await test.person(email);
    const { link } = await invite("administrator");
    const body = { token: tokenIn(link), password: "something-else-1" };
    expect(await bea.call("getInvitation", { body: { token: body.token } })).toMatchObject({ needsPassword: false });
    await bea.call("acceptInvitation", { body });
    expect((await bea.call("getSession")).organisations).toMatchObject([{ name: "acme", role: "administrator" }]);
    await test.browser().call("logIn", { body: { email, password: PASSWORD } });
  });

  it("[OR2] are invited once, again with a new link, and not after the time is over", async () => {
    const first = await invite();
    expect(await owner.refused("inviteMember", { ...acme, body: { email, role: "owner" } })).toMatchObject({
      code: "MEMBER_EXISTS",
    });
    const member = first.member.id;
    const second = await owner.call("resendInvitation", { params: { org: "acme", member }, body: {} });
    const look = (link: string | null) => test.browser().refused("getInvitation", { body: { token: tokenIn(link) } });
    expect(await look(first.link)).toMatchObject({ code: "LINK_INVALID" });
    test.now += 7 * 24 * 60 * 60 * 1000;
    expect(await look(second.link)).toMatchObject({ code: "LINK_INVALID" });
    const again = test.browser();
    await again.call("logIn", { body: { email: "owner@example.com", password: PASSWORD } });
    await again.call("removeMember", { params: { org: "acme", member } });
    expect((await again.call("listMembers", acme)).items).toHaveLength(1);
  });

  it("[OR3] have the rights of their role at once, in running sessions, and none when they are removed", async () => {
    const bea = await test.member(owner, email, "developer");
    expect(await bea.refused("listMembers", acme)).toMatchObject({ status: 403, code: "FORBIDDEN" });
    const member = (await list()).find((each) => each.email === email)?.id ?? "";
    await owner.call("changeMember", { params: { org: "acme", member }, body: { role: "administrator" } });
    expect((await bea.call("listMembers", acme)).items).toHaveLength(2);
    await owner.call("removeMember", { params: { org: "acme", member } });
    expect(await bea.refused("getOrganisation", acme)).toMatchObject({ status: 404, code: "ORGANISATION_NOT_FOUND" });
    expect((await bea.call("getSession")).organisations).toEqual([]);
  });

  it("[OR4] always include an owner, also when two owners act at the same time", async () => {
    const self = (await list())[0]?.id ?? "";
    const demotion = { params: { org: "acme", member: self }, body: { role: "developer" as const } };
    expect(await owner.refused("changeMember", demotion)).toMatchObject({ code: "LAST_OWNER" });
    expect(await owner.refused("removeMember", { params: { org: "acme", member: self } })).toMatchObject({
      code: "LAST_OWNER",
    });
    const bea = await test.member(owner, email, "owner");
    const other = (await list()).find((each) => each.email === email)?.id ?? "";
    const both = await Promise.all([
      owner.send("removeMember", { params: { org: "acme", member: other } }),
      bea.send("removeMember", { params: { org: "acme", member: self } }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe("the operation log", () => {
  const log = async (query = {}) => (await owner.call("listOperations", { ...acme, query })).items;

  it("[OL1] says who changed what, when and from where, with old and new values", async () => {
    await owner.call("changeOrganisation", { ...acme, body: { title: "New" } });
    const [newest] = await log();
    expect(newest).toMatchObject({
      at: test.now,
      actor: "owner@example.com",
      address: "127.0.0.1",
      action: "organisation.changed",
      changes: [{ field: "title", from: "Acme", to: "New" }],
    });
    await owner.call("changeOrganisation", { ...acme, body: { title: "New" } });
    expect(await log(), "nothing has changed").toHaveLength(2);
  });

  it("[OL1] has what members do with their own accounts, and never a secret", async () => {
    const { params, appKey } = await test.app(owner, "shop");
    await owner.call("changeAccountPassword", { body: { current: PASSWORD, password: "another-one-1" } });
    const { clientSecret } = await owner.call("rotateSecret", { params, body: {} });
    await owner.call("changeAppSettings", { params, body: { rtcTokenKey: "very secret", maxEdits: 3 } });
    await owner.call("createUser", { params, body: { username: "carl", password: "carls password" } });
    await owner.call("resetUserPassword", { params: { ...params, user: "carl" }, body: { password: "new one" } });
    const entries = await log({ limit: 100 });
    expect(entries.map(({ action }) => action)).toEqual([
      "user.password-reset",
      "user.created",
      "app.settings-changed",
      "app.secret-rotated",
      "account.password-changed",
      "app.created",
      "organisation.created",
    ]);
    expect(entries[2]?.changes).toEqual([
      { field: "maxEdits", from: "10", to: "3" },
      { field: "rtcTokenKey", from: null, to: null },
    ]);
    expect(entries.filter((entry) => entry.appKey === appKey)).toHaveLength(5);
    for (const secret of [PASSWORD, "another-one-1", clientSecret, "very secret", "carls password", "new one"]) {
      expect(JSON.stringify(entries)).not.toContain(secret);
      expect(test.logged.join("\n")).not.toContain(secret);
    }
  });

  it("[OL2] is read in pages, newest first, narrowed by application, person, action and time", async () => {
    const bea = await test.member(owner, email, "administrator");
    test.now += 1000;
    const { params, appKey } = await test.app(owner, "shop");
    test.now += 1000;
    await bea.call("setAppDisabled", { params, body: { disabled: true } });
    const actions = async (query: object) => (await log(query)).map(({ action }) => action);
    expect(await actions({ app: appKey })).toEqual(["app.disabled", "app.created"]);
    expect(await actions({ action: "app.disabled" })).toEqual(["app.disabled"]);
    expect(await actions({ since: test.now })).toEqual(["app.disabled"]);
    expect(await actions({ until: test.now - 2000 })).toEqual([
      "member.joined",
      "member.invited",
      "organisation.created",
    ]);
    const accountId = (await bea.call("getSession")).account.id;
    expect(await actions({ accountId })).toEqual(["app.disabled", "member.joined"]);

    const first = await owner.call("listOperations", { ...acme, query: { limit: 3 } });
    const rest = await owner.call("listOperations", { ...acme, query: { limit: 3, cursor: first.nextCursor ?? "" } });
    expect([...first.items, ...rest.items]).toEqual(await log());
    expect(rest.nextCursor).toBeNull();
  });

  it("[OL2] of another organisation is nobody's business", async () => {
    const bea = await test.person(email);
    await bea.call("createOrganisation", { body: { name: "other" } });
    expect((await bea.call("listOperations", { params: { org: "other" } })).items).toHaveLength(1);
    expect(await bea.refused("listOperations", acme)).toMatchObject({ code: "ORGANISATION_NOT_FOUND" });
    expect((await log()).map(({ action }) => action)).toEqual(["organisation.created"]);
  });
});
