/**
 * Whatever people can write that a page of the console shows, written as markup that would run: it stands on the page letter by
 * letter, and nothing of it is an element. Each field has markup of its own, so a failure says which.
 */
import { createRuntime, loadOfficial, type Runtime, type Server, startServer } from "@rondo/testkit";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { buildPages, ConsoleBrowser, type Context, LONG, PATIENCE_MS, type Page, WIDE } from "./browser.fixture.ts";

vi.setConfig(LONG);
const POLL = { timeout: PATIENCE_MS };
const PASSWORD = "Owner-2026";
const app = "/o/acme/apps/shop";

const fields: string[] = [];
/** Ends an attribute and an element that it may stand in; short enough for titles, and without spaces for addresses. */
function markup(field: string): string {
  const known = fields.indexOf(field);
  const number = known >= 0 ? known : fields.push(field) - 1;
  return `"><img/src="x"onerror=hit(${number})>`;
}

/** What comes over the socket, where the server does not look at it as it does at REST. */
const byClients = [
  ["a picture by a client", ["name by a client", "file address"]],
  ["custom by a client", ["event", "custom member"]],
] as const;

let server: Server;
let browser: ConsoleBrowser;
let owner: Context;
let phone: Runtime;

beforeAll(async () => {
  buildPages();
  server = await startServer();
  browser = await ConsoleBrowser.launch(server.rest);
  owner = await browser.profile("zh-CN", WIDE);
  await watch(owner);
});
afterAll(async () => {
  phone?.close();
  await browser?.close();
  await server?.stop();
});

/** Every page says what has run, what the policy has stopped, and what it has asked. */
async function watch(context: Context): Promise<void> {
  await context.addInitScript(`
    window.ran = [];
    window.hit = (number) => window.ran.push("ran " + number);
    for (const name of ["alert", "confirm", "prompt"]) window[name] = () => window.ran.push(name);
    addEventListener("securitypolicyviolation", (event) =>
      window.ran.push("stopped " + event.violatedDirective + " " + event.sample));`);
}

/** What of the markup has become elements, or has run or been stopped. */
const traces = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`[
    ...window.ran,
    ...[...document.querySelectorAll("[onerror], img[src=x]")].map((element) => element.outerHTML),
  ]`);

/** Whether a page shows the markup of a field, in a text, in what is typed somewhere, or escaped in JSON. */
const shows = (page: Page, field: string): Promise<boolean> =>
  page.evaluate<boolean>(`[document.title, document.body.innerText,
    ...[...document.querySelectorAll("input, textarea")].map(({ value }) => value),
    ...[...document.querySelectorAll("[title]")].map(({ title }) => title)]
    .some((text) => text.replaceAll('\\\\"', '"').includes(${JSON.stringify(markup(field))}))`);

async function settled(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await expect.poll(() => page.locator("[aria-busy=true]").count(), POLL).toBe(0);
}

async function look(page: Page, path: string, shown: readonly string[]): Promise<void> {
  await page.goto(browser.at(path));
  await settled(page);
  await lookAt(page, path, shown);
}

async function lookAt(page: Page, where: string, shown: readonly string[]): Promise<void> {
  for (const field of shown)
    await expect.poll(() => shows(page, field), { ...POLL, message: `${field} on ${where}` }).toBe(true);
  expect(await traces(page), where).toEqual([]);
}

/** A call of the console, as its pages make them. */
async function call(page: Page, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const [status, text] = await page.evaluate<[number, string]>(`(async () => {
    const session = await fetch("/console/api/session").then((reply) => reply.json());
    const reply = await fetch("/console/api" + ${JSON.stringify(path)}, {
      method: ${JSON.stringify(method)},
      headers: { "content-type": "application/json", "x-csrf-token": session.csrfToken },
      body: ${body === undefined ? "undefined" : JSON.stringify(JSON.stringify(body))},
    });
    return [reply.status, await reply.text()];
  })()`);
  if (status !== 200) throw new Error(`${method} ${path}: ${status} ${text}`);
  return JSON.parse(text);
}

/** A call of the application's server or of a user. */
async function rest(
  method: string,
  path: string,
  token: string | undefined,
  body: unknown,
): Promise<Record<string, unknown>> {
  const reply = await fetch(`${server.rest}/acme/shop${path}`, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  const text = await reply.text();
  if (reply.status !== 200) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
  return JSON.parse(text);
}

it("the trap works: markup that became an element would be seen", async () => {
  // Nobody listens to what this page complains of.
  const page = await owner.newPage();
  await page.goto(browser.at("/"));
  await settled(page);
  expect(await traces(page)).toEqual([]);
  await page.evaluate(`document.body.insertAdjacentHTML("beforeend", ${JSON.stringify(markup("trap"))})`);
  await expect.poll(() => traces(page), POLL).toContainEqual(expect.stringMatching(/^stopped script-src-attr/));
  expect(await traces(page)).toContainEqual(expect.stringMatching(/^<img /));
  await page.close();
});

it("what the members of an organisation write", async () => {
  const page = await browser.open(owner, "/");
  await page.getByLabel("邮箱").fill("owner@example.com");
  await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await page.getByLabel("姓名").fill(markup("account name"));
  await page.getByLabel("组织标识").fill("acme");
  await page.getByLabel("组织名称").fill(markup("organisation title"));
  await page.getByRole("button", { name: "创建所有者账号" }).click();
  await page.waitForURL("**/console/o/acme/apps");

  const about = { title: markup("product name"), description: markup("app description") };
  await call(page, "POST", "/organisations/acme/apps", { name: "shop", dataCentre: "self", ...about });
  await call(page, "PUT", "/apps/acme/shop/settings", {
    voiceToTextModel: markup("text setting"),
    registration: "open",
  });
  const email = `${markup("member address")}@example.com`;
  const { link } = await call(page, "POST", "/organisations/acme/members", {
    email,
    role: "developer",
    remark: markup("member remark"),
  });
  await call(page, "POST", "/organisations/acme/members", {
    email: `${markup("invited address")}@example.com`,
    role: "developer",
  });
  const invited = await browser.profile("zh-CN", WIDE);
  await watch(invited);
  const invitation = await browser.open(invited, `/invitation?${new URL(String(link)).searchParams}`);
  await invitation.getByLabel("姓名").waitFor();
  await lookAt(invitation, "/invitation", ["organisation title", "member address"]);
  await invitation.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await invitation.getByLabel("姓名").fill(markup("member name"));
  await invitation.getByRole("button", { name: "接受邀请" }).click();
  await invitation.waitForURL("**/login");
  await invited.close();
  // A session of one's own, from a browser that says what it likes.
  const login = await fetch(`${server.rest}/console/api/login`, {
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": markup("user agent") },
    body: JSON.stringify({ email: "owner@example.com", password: PASSWORD }),
  });
  expect(login.status).toBe(200);

  await look(page, "/o/acme/apps", ["organisation title", "account name", "product name"]);
  await look(page, "/o/acme/members", ["member address", "member name", "member remark", "invited address"]);
  await look(page, "/o/acme/operations", ["member address", "text setting"]);
  await page.getByRole("combobox", { name: "操作者" }).click();
  await lookAt(page, "the choice of a member", ["member name"]);
  await look(page, "/o/acme/organisation", ["organisation title"]);
  await look(page, "/account", ["account name", "user agent"]);
  await look(page, `${app}/overview`, ["product name"]);
  await look(page, `${app}/details`, ["product name", "app description"]);
  await look(page, `${app}/settings`, ["text setting"]);
  await look(page, `${app}/try-it`, ["product name"]);
  await page.close();
});

it("what the users of an application write", async () => {
  const page = await browser.open(owner, `${app}/users`);
  await settled(page);
  const users = "/apps/acme/shop/users";
  for (const username of ["alice", "bob"]) {
    await call(page, "POST", users, { username, password: "secret", nickname: markup(`nickname of ${username}`) });
  }
  const attributes = {
    nickname: markup("attribute"),
    [markup("attribute name")]: "value",
    avatarurl: `javascript:hit(0)//${markup("attribute address")}`,
  };
  await call(page, "PUT", `${users}/alice/attributes`, { attributes });
  const aliceToken = String(
    (await rest("POST", "/token", undefined, { grant_type: "password", username: "alice", password: "secret" }))
      .access_token,
  );
  await chatFromPhone("alice", aliceToken);

  await look(page, `${app}/users`, ["nickname of alice", "nickname of bob", "product name"]);
  await look(page, `${app}/user?name=alice`, [
    "nickname of alice",
    "attribute",
    "attribute name",
    "attribute address",
    "device name",
  ]);
  await page.close();
});

it("what they send to each other", async () => {
  const page = await browser.open(owner, `${app}/details`);
  await settled(page);
  const { clientSecret } = (await call(page, "POST", "/apps/acme/shop/secret", {})) as { clientSecret: string };
  const { clientId } = (await call(page, "GET", "/apps/acme/shop", undefined)) as { clientId: string };
  const { access_token } = await rest("POST", "/token", undefined, {
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
  });
  const token = String(access_token);
  const url = `${server.rest}/acme/shop/chatfiles/00000000-0000-0000-0000-000000000000`;
  const messages: [type: string, body: Record<string, unknown>, shown: string[]][] = [
    ["txt", { msg: markup("text") }, ["text"]],
    ["img", { url, filename: markup("picture name"), secret: markup("secret") }, ["picture name", "secret"]],
    ["file", { url, filename: markup("file name"), secret: "s" }, ["file name"]],
    ["loc", { lat: "1", lng: "2", addr: markup("address") }, ["address"]],
    ["cmd", { action: markup("action") }, ["action"]],
  ];
  const ext = { [markup("ext name")]: markup("ext value") };
  const ids: string[] = [];
  for (const [type, body] of messages) {
    const { data } = await rest("POST", "/messages/users", token, { from: "alice", to: ["bob"], type, body, ext });
    ids.push(String((data as Record<string, string>).bob));
  }
  const group = await rest("POST", "/chatgroups", token, {
    groupname: markup("group name"),
    desc: markup("group description"),
    public: true,
    owner: "alice",
    members: ["bob"],
  });
  const { groupid } = group.data as { groupid: string };
  const toGroup = { from: "alice", to: [groupid], type: "txt", body: { msg: markup("group text") } };
  await rest("POST", "/messages/chatgroups", token, toGroup);
  const userToken = await rest("POST", "/token", undefined, {
    grant_type: "password",
    username: "bob",
    password: "secret",
  });
  const report = { username: "bob", reportType: markup("report tag"), reportReason: markup("report reason") };
  await rest("POST", `/user/bob/moderation/report/message/${ids[0]}`, String(userToken.access_token), report);

  await look(page, `${app}/messages`, [
    "text",
    "picture name",
    "file name",
    "address",
    "action",
    "event",
    "group text",
  ]);
  const sent = messages.map(([type, , shown]) => [type, [...shown, "ext name", "ext value"]] as const);
  for (const [type, [first = "", ...others]] of [...sent, ...byClients]) {
    await page
      .getByRole("row")
      .filter({ hasText: markup(first) })
      .getByRole("button")
      .click();
    await page.getByRole("dialog").getByRole("definition").first().waitFor();
    await lookAt(page, `a message, ${type}`, [first, ...others]);
    await page.getByRole("dialog").getByRole("button", { name: "关闭" }).first().click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }
  await look(page, `${app}/user?name=bob`, ["text", "nickname of bob"]);
  await look(page, `${app}/overview`, []);
  await page.close();
});

it("what stands in a file that is imported, and what is typed into a search or an address", async () => {
  const page = await browser.open(owner, `${app}/users`);
  await settled(page);
  await page.getByRole("button", { name: "批量导入" }).click();
  const quoted = (field: string): string => `"${markup(field).replaceAll('"', '""')}"`;
  const csv = `username,password,nickname\n${quoted("imported user")},secret,\ncarol,secret,${quoted("imported nickname")}\n`;
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: `${markup("csv name")}.csv`, mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.getByRole("button", { name: "开始导入" }).click();
  await page.getByText("已处理 2 / 2，失败 1").waitFor();
  await lookAt(page, "the import", ["imported user"]);
  await look(page, `${app}/users`, ["imported nickname"]);
  await page.getByRole("textbox").first().fill(markup("search"));
  await page.getByText("没有找到").first().waitFor();
  await lookAt(page, "the search", ["search"]);

  const typed = encodeURIComponent(markup("query"));
  const paths = ["/login", "/register", "/forgot", "/confirm", "/reset", "/invitation"].map(
    (path) => `${path}?token=${typed}&email=${typed}`,
  );
  for (const path of [
    `${app}/user?name=${typed}`,
    `/o/${typed}/apps`,
    `/o/acme/apps/${typed}/users`,
    `/${typed}`,
    ...paths,
  ]) {
    await look(page, path, []);
  }
  await page.close();
});

it("no page has complained in the console of the browser", () => {
  expect(browser.complaints).toEqual([]);
});

/** The official SDK's default export, as far as it is used here. */
interface WebIM {
  readonly connection: new (
    options: unknown,
  ) => { open(options: unknown): Promise<unknown>; send(message: unknown): Promise<unknown> };
  readonly message: { create(options: unknown): { file?: unknown; body?: unknown } };
}

/** With the official SDK, which lets a program name the device. What the client sends of a file is not looked at by the server. */
async function chatFromPhone(user: string, accessToken: string): Promise<void> {
  phone = createRuntime("my");
  const { realm } = phone;
  const sdk = loadOfficial(phone) as WebIM;
  const connection = new sdk.connection(
    realm.adopt({
      appKey: "acme#shop",
      url: server.websocket,
      apiUrl: server.rest,
      isHttpDNS: false,
      deviceId: "phone-1",
      customOSPlatform: 7,
      customDeviceName: markup("device name"),
    }),
  );
  await connection.open(realm.adopt({ user, accessToken }));
  const picture = sdk.message.create(realm.adopt({ type: "img", chatType: "singleChat", to: "bob" }));
  picture.file = undefined;
  picture.body = realm.adopt({
    url: `javascript:hit(0)//${markup("file address")}`,
    filename: markup("name by a client"),
    secret: "s",
    size: { width: 1, height: 1 },
  });
  await connection.send(picture);
  const custom = { type: "custom", customEvent: markup("event"), customExts: { a: markup("custom member") } };
  await connection.send(sdk.message.create(realm.adopt({ ...custom, chatType: "singleChat", to: "bob" })));
}
