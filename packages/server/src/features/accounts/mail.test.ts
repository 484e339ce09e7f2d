import { afterAll, beforeAll, expect, it } from "vitest";
import { ConsoleTest, PASSWORD } from "../../console.fixture.ts";
import { Postbox } from "./postbox.fixture.ts";

let postbox: Postbox;
let test: ConsoleTest;

beforeAll(async () => {
  postbox = await Postbox.open();
  const mail = { url: `smtp://127.0.0.1:${postbox.port}`, from: "Rondo <rondo@example.com>" };
  test = await ConsoleTest.start({ config: { mode: "serve", mail, publicUrl: "https://im.example.com" } });
});
afterAll(async () => {
  await test.close();
  await postbox.close();
});

it("[AC3] the link is mailed to the operator's public address, whatever the request calls the server", async () => {
  const browser = test.browser();
  const email = "ann@example.com";
  const register = () =>
    browser.call("register", { body: { email, password: PASSWORD }, headers: { host: "evil.example" } });
  let shown: unknown;
  const { to, text, link } = await postbox.after(async () => {
    shown = await register();
  });
  expect(shown).toEqual({ link: null });
  expect(to).toBe(email);
  expect(text).toContain("48 小时");
  const url = new URL(link);
  expect(url.origin + url.pathname).toBe("https://im.example.com/console/confirm");
  await browser.call("confirmAccount", { body: { token: url.searchParams.get("token") ?? "" } });
  await browser.call("logIn", { body: { email, password: PASSWORD } });
  expect(test.logged.join("\n")).not.toContain(url.searchParams.get("token"));
});

it("[AC5] somebody who has an account learns from the mail that it was registered again", async () => {
  const body = { email: "ann@example.com", password: "another-one-1", language: "en" as const };
  const { text, link } = await postbox.after(() => test.browser().call("register", { body }));
  expect(text).toContain("已有账号");
  expect(link).toBe("https://im.example.com/console/login");
});

it("[OR2] an invitation that cannot be mailed says so, stands, and is sent again", async () => {
  const ann = test.browser();
  await ann.call("logIn", { body: { email: "ann@example.com", password: PASSWORD } });
  await ann.call("createOrganisation", { body: { name: "acme", title: "Acme\r\nBcc: eve@example.com" } });
  const params = { org: "acme" };
  postbox.fault = "sender";
  const body = { email: "bea@example.com", role: "developer" as const };
  expect(await ann.refused("inviteMember", { params, body })).toMatchObject({ status: 502, code: "MAIL_FAILED" });
  postbox.fault = undefined;
  const invited = (await ann.call("listMembers", { params })).items.find(({ state }) => state === "invited");
  const again = { params: { ...params, member: invited?.id ?? "" }, body: {} };
  const { to, link } = await postbox.after(() => ann.call("resendInvitation", again));
  expect(to).toBe("bea@example.com");
  expect(postbox.mails.at(-1)).not.toMatch(/^Bcc:/m);
  const token = new URL(link).searchParams.get("token") ?? "";
  expect(await test.browser().call("getInvitation", { body: { token } })).toMatchObject({
    invitedBy: "ann@example.com",
  });
});
