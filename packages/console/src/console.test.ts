/**
 * The pages in a browser, on a server that begins with an empty data directory: what an owner does first, in Chinese; then
 * each page is given to axe, wide and narrow, in English.
 */
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Server, startServer } from "@rondo/testkit";
import axe from "axe-core";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import {
  buildPages,
  ConsoleBrowser,
  type Context,
  gates,
  LONG,
  NARROW,
  PATIENCE_MS,
  type Page,
  pagesOf,
  WIDE,
} from "./browser.fixture.ts";

const PASSWORD = "Owner-2026";
/** Shown as it is, or it would run. */
const SCRIPT = '<img src=x onerror="window.hacked = true">';
const app = "/o/acme/apps/shop";

vi.setConfig(LONG);

let server: Server;
let browser: ConsoleBrowser;
let owner: Context;

beforeAll(async () => {
  buildPages();
  server = await startServer();
  browser = await ConsoleBrowser.launch(server.rest);
  owner = await browser.profile("zh-CN", WIDE);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

it("from an empty server to users: the owner, an application, its addresses and code, users one and many", async () => {
  const page = await browser.open(owner, "/");
  await page.getByLabel("邮箱").fill("owner@example.com");
  await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await page.getByLabel("组织标识").fill("acme");
  await page.getByRole("button", { name: "创建所有者账号" }).click();
  await page.waitForURL("**/console/o/acme/apps");

  await page.getByRole("button", { name: "创建应用" }).first().click();
  await page.getByLabel("应用名称").fill("shop");
  await page.getByLabel("产品名称").fill("商城");
  await page.getByRole("button", { name: "创建", exact: true }).click();
  await page.getByText("只显示这一次").waitFor();
  await page.getByRole("button", { name: "查看服务概览" }).click();

  await page.getByRole("tab", { name: "支付宝小程序" }).waitFor();
  const addresses = page.getByRole("region", { name: "接入地址与域名白名单" });
  expect(await addresses.textContent()).toContain(`${server.websocket}`);
  await page.getByRole("button", { name: "复制集成代码" }).click();
  // A text, because the globals of a page are not those of this program.
  const snippet = await page.evaluate<string>("navigator.clipboard.readText()");
  expect(snippet).toContain('appKey: "acme#shop"');
  expect(snippet).toContain(`url: "${server.websocket}"`);
  expect(snippet).toContain(`apiUrl: "${server.rest}"`);

  await page.getByRole("link", { name: "用户管理" }).click();
  await page.getByText("还没有用户").waitFor();
  await page.getByRole("button", { name: "创建用户" }).click();
  await page.getByRole("textbox", { name: "用户 ID", exact: true }).fill("alice");
  await page.getByRole("dialog").getByLabel(/^密码/).fill("secret");
  await page
    .getByRole("dialog")
    .getByLabel(/^推送昵称/)
    .fill(SCRIPT);
  await page.getByRole("button", { name: "创建", exact: true }).click();
  await page.getByRole("link", { name: "alice" }).waitFor();
  await page.getByText(SCRIPT).waitFor();

  await page.getByRole("button", { name: "批量导入" }).click();
  const rows = Array.from({ length: 70 }, (_, i) => `user${i},secret,`);
  const csv = ["username,password,nickname", ...rows, "alice,secret,", ",secret,nobody"].join("\n");
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "u.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.getByText("文件中有 72 个用户").waitFor();
  await page.getByRole("button", { name: "开始导入" }).click();
  await page.getByText("已处理 72 / 72，失败 2").waitFor();
  await page.getByLabel("只看失败的行").check();
  await page.getByText("用户 ID 已存在。").waitFor();
  await page.getByText("此行没有用户 ID").waitFor();
  await page.getByRole("button", { name: "完成" }).click();
  await page.getByRole("button", { name: "下一页" }).click();
  await page.getByText("第 2 页").waitFor();
});

it("the connection test logs a user in over the real addresses; two users chat; their message is in the log, as text", async () => {
  const page = await browser.open(owner, `${app}/overview`);
  await page.getByRole("button", { name: "开始测试" }).click();
  await page.getByText("全部正常").waitFor();

  await page.getByRole("link", { name: "在线体验" }).click();
  await page.getByRole("button", { name: "开始", exact: true }).click();
  const windows = page.getByRole("log", { name: "消息" });
  await page.getByText("在线", { exact: true }).nth(1).waitFor();
  await page.getByRole("textbox").first().fill(SCRIPT);
  await page.getByRole("button", { name: "发送" }).first().click();
  await windows.nth(1).getByText(SCRIPT).waitFor();
  await windows.first().getByText("已送达服务器").waitFor();

  await page.getByRole("link", { name: "消息", exact: true }).click();
  await page.getByRole("cell").getByText(SCRIPT).waitFor();
  await page.getByRole("button", { name: "查看" }).first().click();
  await page.getByRole("dialog").getByText(SCRIPT).first().waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "撤回" }).click();
  await page.getByRole("button", { name: "撤回" }).last().click();
  await page.getByText("消息已撤回").waitFor();
  expect(await page.evaluate("window.hacked")).toBeUndefined();
});

it("a change of a feature is stored, and stands in the operation log as people call it", async () => {
  const page = await browser.open(owner, `${app}/settings`);
  await page.getByLabel("消息编辑次数").fill("7");
  await page.getByLabel("消息撤回时限").fill("5");
  await page.getByText("2 项修改尚未保存").waitFor();
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText("已保存").waitFor();
  await page.reload();
  await page.getByLabel("消息编辑次数").waitFor();
  expect(await page.getByLabel("消息编辑次数").inputValue()).toBe("7");
  await page.goto(browser.at("/o/acme/operations"));
  const row = page.getByRole("row", { name: "修改功能配置" });
  await row.waitFor();
  expect(await row.textContent()).toContain("消息撤回时限 2 分钟 → 5 分钟");
  expect(await row.textContent()).toContain("消息编辑次数 10 → 7");
});

it("a page that is asked for before the login is shown after it, in the language that was chosen", async () => {
  const context = await browser.profile("en-GB", WIDE);
  const page = await browser.open(context, `${app}/settings`);
  await page.getByLabel("E-mail").fill("owner@example.com");
  await page.getByLabel("Password", { exact: true }).fill("wrong");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("The e-mail address or the password is wrong.").waitFor();
  await page.getByRole("button", { name: /Language/ }).click();
  await page.getByRole("menuitem", { name: "简体中文" }).click();
  await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("heading", { name: "功能配置" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "功能配置" }).waitFor();
  await context.close();
});

it("a secret is rotated and shown once; a deletion asks for the name and can be undone", async () => {
  const page = await browser.open(owner, `${app}/details`);
  await page.getByRole("button", { name: "更换密钥" }).click();
  await page.getByRole("button", { name: "生成新密钥" }).click();
  await page.getByText("只显示这一次").waitFor();
  await page.getByRole("button", { name: "完成" }).click();
  await page.getByText("正在更换：旧密钥在").waitFor();

  await page.getByRole("button", { name: "删除应用" }).click();
  const dialog = page.getByRole("dialog");
  const remove = dialog.getByRole("button", { name: "删除应用" });
  await dialog.getByRole("textbox").fill("shops");
  expect(await remove.isDisabled()).toBe(true);
  await dialog.getByRole("textbox").fill("shop");
  await remove.click();
  await page.getByText("永久删除", { exact: false }).first().waitFor();
  await page.getByRole("button", { name: "撤销删除" }).click();
  await page.getByRole("button", { name: "停用应用" }).waitFor();
  // The deletion has disabled it.
  if (await page.getByRole("button", { name: "启用应用" }).count()) {
    await page.getByRole("button", { name: "启用应用" }).click();
  }
  await page.close();
});

it("messages are exported whole, as JSON Lines", async () => {
  const page = await browser.open(owner, `${app}/messages`);
  await page.getByRole("button", { name: "导出" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "开始导出" }).click();
  const lines = readFileSync(await (await download).path(), "utf8")
    .trimEnd()
    .split("\n");
  await page.getByText(`导出完成，共 ${lines.length} 条消息`).waitFor();
  // The connection test's, and not the one that was recalled.
  expect(lines.map((line) => JSON.parse(line).text)).toEqual(["ping"]);
  await page.close();
});

it("a developer who was invited sees applications, and neither messages nor what changes something", async () => {
  const page = await browser.open(owner, "/o/acme/members");
  await page.getByRole("button", { name: "邀请成员" }).click();
  await page.getByLabel("邮箱").fill("dev@example.com");
  await page.getByRole("button", { name: "发送邀请" }).click();
  const link = await page.getByRole("dialog").getByRole("link").getAttribute("href");
  await page.close();

  const context = await browser.profile("en-GB", WIDE);
  const invited = await context.newPage();
  await invited.goto(link ?? "");
  await invited.getByLabel("Password", { exact: true }).fill("Developer-1");
  await invited.getByRole("button", { name: "Accept the invitation" }).click();
  await invited.getByText("You have joined the organisation. Please log in.").waitFor();
  await invited.getByLabel("Password", { exact: true }).fill("Developer-1");
  await invited.getByRole("button", { name: "Log in" }).click();
  await invited.getByRole("link", { name: "商城" }).click();
  await invited.getByRole("heading", { name: "Service overview" }).waitFor();
  expect(await invited.getByRole("link", { name: "Messages" }).count()).toBe(0);
  await invited.getByRole("link", { name: "Application details" }).click();
  await invited.getByText("Registration mode").waitFor();
  expect(await invited.getByRole("button", { name: /Rotate|Delete|Disable|Save/ }).count()).toBe(0);
  await context.close();
});

it("a second factor is set up by its secret, and asked for at the next login", async () => {
  const page = await browser.open(owner, "/account");
  await page.getByRole("button", { name: "开启两步验证" }).click();
  await page.getByRole("img", { name: "供身份验证器扫描的二维码" }).waitFor();
  const secret = (await page.getByRole("dialog").locator("code").first().textContent()) ?? "";
  await page.getByLabel(/6 位验证码/).fill(totp(secret, 0));
  await page.getByRole("button", { name: "开启", exact: true }).click();
  await page.getByText("请保存恢复码").waitFor();
  await page.getByRole("button", { name: "我已保存" }).click();
  await page.getByText("剩余恢复码").waitFor();

  const context = await browser.profile("en-GB", NARROW);
  const other = await browser.open(context, "/login");
  await other.getByLabel("E-mail").fill("owner@example.com");
  await other.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await other.getByRole("button", { name: "Log in" }).click();
  await other.getByLabel("Code").fill("000000");
  await other.getByRole("button", { name: "Log in" }).click();
  await other.getByText("The code is wrong, has been used, or comes too late.").waitFor();
  // Each code is good once: the next one.
  await other.getByLabel("Code").fill(totp(secret, 1));
  await other.getByRole("button", { name: "Log in" }).click();
  await other.getByRole("heading", { name: "Applications" }).waitFor();
  await context.close();
});

it.each([WIDE, NARROW])(
  "axe finds nothing on any page, and nothing is wider than the screen: $width pixels",
  async (size) => {
    const outside = await browser.profile("en-GB", size);
    await check(outside, gates);
    await outside.close();
    const inside = await browser.profile("en-GB", size, await owner.storageState());
    await check(inside, pagesOf("acme", "shop"));
    await inside.close();
  },
);

it("no page has broken its own content security policy, or complained in the console of the browser", () => {
  expect(browser.complaints).toEqual([]);
});

/** RFC 6238, so many steps of 30 seconds from now. */
function totp(secret: string, steps: number): string {
  const bits = [...secret].map((letter) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"),
  );
  const key = Buffer.from((bits.join("").match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac("sha1", key).update(counter).digest();
  const offset = digest.readUInt8(19) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

/** Goes from page to page as links do, and looks at each. */
async function check(context: Context, [first = "", ...others]: readonly string[]): Promise<void> {
  const page = await browser.open(context, first);
  // The page's policy allows no script but its own: axe goes in as the tester's.
  await page.evaluate(axe.source);
  await checkPage(page, first);
  for (const path of others) {
    const title = await page.title();
    const url = JSON.stringify(new URL(browser.at(path)).href);
    await page.evaluate(`history.pushState(null, "", ${url}); dispatchEvent(new PopStateEvent("popstate"));`);
    await expect.poll(() => page.title(), { timeout: PATIENCE_MS }).not.toBe(title);
    await checkPage(page, path);
  }
  await page.close();
}

async function checkPage(page: Page, path: string): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await expect.poll(() => page.locator("[aria-busy=true]").count(), { timeout: PATIENCE_MS }).toBe(0);
  const problems = await page.evaluate<string[]>(`(async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) =>
      [id, ...nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 200) + " " + failureSummary)].join(" | "));
  })()`);
  expect.soft(problems, path).toEqual([]);
  const overflow = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
  expect.soft(overflow, path).toBeLessThanOrEqual(0);
}
