/**
 * Pictures of every page and of the dialogs, in both languages, wide and narrow, into the folder that RONDO_SCREENSHOTS names: for
 * people to look at. There is something on the pages: users, messages, members.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Admin, startServer } from "@rondo/testkit";
import {
  ConsoleBrowser,
  type Context,
  gates,
  NARROW,
  PATIENCE_MS,
  type Page,
  pagesOf,
  WIDE,
} from "../src/browser.fixture.ts";

const folder = process.env.RONDO_SCREENSHOTS;
if (folder === undefined) throw new Error("RONDO_SCREENSHOTS names no folder");
const LOOK_AGAIN_MS = 50;
const PASSWORD = "Owner-2026";
const languages = ["zh-CN", "en-GB"] as const;
type Language = (typeof languages)[number];

const server = await startServer();
const browser = await ConsoleBrowser.launch(server.rest);
try {
  const owner = await browser.profile("zh-CN", WIDE);
  const empty = await browser.open(owner, "/setup");
  await shoot(empty, "setup");
  await seed(empty);
  const session = await owner.storageState();
  for (const language of languages) {
    for (const size of [WIDE, NARROW]) {
      const label = `${language.slice(0, 2)}-${size.width}`;
      const outside = await browser.profile(language, size);
      await shootAll(outside, label, gates);
      await outside.close();
      const inside = await browser.profile(language, size, session);
      await shootAll(inside, label, pagesOf("rondo", "demo"));
      await shootDialogs(inside, label, language);
      await inside.close();
    }
  }
} finally {
  await browser.close();
  await server.stop();
}

/** An owner, members, users and messages. */
async function seed(page: Page): Promise<void> {
  await page.getByLabel("邮箱").fill("owner@example.com");
  await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await page.getByLabel("姓名").fill("王小明");
  await page.getByLabel("组织标识").fill("acme");
  await page.getByLabel("组织名称").fill("示例科技有限公司");
  await page.getByRole("button", { name: "创建所有者账号" }).click();
  await page.waitForURL("**/console/o/acme/apps");
  for (const email of ["developer@example.com", "a-colleague-with-a-long-name@subsidiary.example.com"]) {
    await page.goto(browser.at("/o/rondo/members"));
    await page.getByRole("button", { name: "邀请成员" }).click();
    await page.getByLabel("邮箱").fill(email);
    await page.getByRole("button", { name: "发送邀请", exact: true }).click();
    await page.getByRole("dialog").getByRole("link").waitFor();
  }
  // Something for the operation log.
  await page.goto(browser.at("/o/rondo/apps/demo/settings"));
  await page.getByLabel("消息编辑次数").fill("7");
  await page.getByLabel("消息撤回时限").fill("5");
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText("已保存").waitFor();
  const admin = new Admin(server);
  const names = ["alice", "bob", "carol", ...Array.from({ length: 30 }, (_, i) => `user-${i + 1}`)];
  for (const username of names)
    await admin.expect("POST", "/users", { username, password: "secret", nickname: `${username} 昵称` });
  const texts = [
    "你好，请问有货吗？",
    "有的，今天下单明天发货。",
    "A longer text, to see where a line ends and the next one begins. ".repeat(3),
  ];
  for (const [i, msg] of texts.entries()) {
    const [from, to] = i % 2 === 0 ? ["alice", "bob"] : ["bob", "alice"];
    await admin.expect("POST", "/messages/users", {
      from,
      to: [to],
      type: "txt",
      body: { msg },
      ext: { order: { id: i } },
    });
  }
  await page.close();
}

async function shootAll(context: Context, label: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const page = await browser.open(context, path);
    const name = path
      .replace(/^\/(o\/rondo\/)?(apps\/demo\/)?/, "")
      .replace(/\?.*$/, "")
      .replaceAll("/", "-");
    await shoot(page, `${label}-${name}`);
    await page.close();
  }
}

/** What opens on a page, and by which button. */
async function shootDialogs(context: Context, label: string, language: Language): Promise<void> {
  const isChinese = language === "zh-CN";
  const dialogs: [name: string, path: string, button: string][] = [
    ["create-app", "/o/rondo/apps", isChinese ? "创建应用" : "Create application"],
    ["create-user", "/o/rondo/apps/demo/users", isChinese ? "创建用户" : "Create user"],
    ["import-users", "/o/rondo/apps/demo/users", isChinese ? "批量导入" : "Import CSV"],
    ["export", "/o/rondo/apps/demo/messages", isChinese ? "导出" : "Export"],
    ["message", "/o/rondo/apps/demo/messages", isChinese ? "查看 alice 的消息" : "View the message from alice"],
    ["rotate-secret", "/o/rondo/apps/demo/details", isChinese ? "更换密钥" : "Rotate secret"],
    ["delete-app", "/o/rondo/apps/demo/details", isChinese ? "删除应用" : "Delete application"],
    ["invite", "/o/rondo/members", isChinese ? "邀请成员" : "Invite member"],
    ["second-factor", "/account", isChinese ? "开启两步验证" : "Turn on the second factor"],
  ];
  for (const [name, path, button] of dialogs) {
    const page = await browser.open(context, path);
    await page.getByRole("button", { name: button }).first().click();
    await page.getByRole("dialog").first().waitFor();
    await shoot(page, `${label}-dialog-${name}`, { isWhole: false });
    await page.close();
  }
}

/** When nothing is loading or moving any more. */
async function shoot(page: Page, name: string, { isWhole } = { isWhole: true }): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await until(page, "document.querySelector('[aria-busy=true]') === null");
  await until(page, "document.getAnimations().every(({ playState }) => playState !== 'running')");
  mkdirSync(folder ?? "", { recursive: true });
  await page.screenshot({ path: join(folder ?? "", `${name}.png`), fullPage: isWhole });
}

/** Looked at from here: the policy of the pages lets nothing look from inside. */
async function until(page: Page, condition: string): Promise<void> {
  const endsAt = performance.now() + PATIENCE_MS;
  while (!(await page.evaluate<boolean>(condition))) {
    if (performance.now() > endsAt) throw new Error(`${page.url()}: not within ${PATIENCE_MS} ms: ${condition}`);
    await setTimeout(LOOK_AGAIN_MS);
  }
}
