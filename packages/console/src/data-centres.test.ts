/** The table of data centres and the overview of an application, on a server that has the list in `examples/data-centres.json`. */
import { readFileSync } from "node:fs";
import { type Server, startServer } from "@rondo/testkit";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { buildPages, ConsoleBrowser, type Context, LONG, PATIENCE_MS, WIDE } from "./browser.fixture.ts";

vi.setConfig(LONG);
const config = JSON.parse(readFileSync(new URL("../../../examples/data-centres.json", import.meta.url), "utf8"));
const ASK = "请咨询商务经理";

let server: Server;
let browser: ConsoleBrowser;
let owner: Context;

beforeAll(async () => {
  buildPages();
  server = await startServer({ mode: "serve", config });
  browser = await ConsoleBrowser.launch(server.rest);
  owner = await browser.profile("zh-CN", WIDE);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

it("[DC1] every row is shown as it is written, those of the sales, too; an application is made in one of the others", async () => {
  const page = await browser.open(owner, "/");
  await page.getByLabel("邮箱").fill("owner@example.com");
  await page.getByLabel("密码", { exact: true }).fill("Owner-2026");
  await page.getByLabel("组织标识").fill("acme");
  await page.getByLabel("初始化口令").fill(server.setupCode ?? "");
  await page.getByRole("button", { name: "创建所有者账号" }).click();
  await page.getByRole("link", { name: "数据中心" }).click();
  await page.getByRole("cell").first().waitFor();
  // A text, because the globals of a page are not those of this program.
  const rows = await page.evaluate<string[][]>(`[...document.querySelectorAll("tbody tr.ant-table-row")].map((row) =>
    [...row.cells].slice(0, 3).map((cell) => cell.textContent.replaceAll(/\\s+/g, " ").trim()))`);
  expect(rows.map(([name, rest, alipay]) => [name?.replace("当前服务器", ""), rest, alipay])).toEqual([
    ["国内 1 区", "a1.easemob.com", "im-api-alipay.easemob.com或 im-api-alipay.easecdn.com"],
    ["国内 2 区", "a31.easemob.com", "im-api-alipay-31.easemob.com或 im-api-alipay-31.easecdn.com"],
    ["国内 VIP 区", ASK, ASK],
    ["客服专用", ASK, ASK],
    [
      "新加坡 1 区",
      "a1-sgp.easemob.com或 a1-sgp.easecdn.com",
      "im-api-alipay-sgp.easemob.com或 im-api-alipay-sgp.easecdn.com",
    ],
    ["新加坡 2 区", "a61.easemob.com或 a61.easecdn.com", "im-api-alipay-61.easemob.com或 im-api-alipay-61.easecdn.com"],
    ["美东 1 区", "a41.easemob.com或 a41.easecdn.com", "im-api-alipay-41.easemob.com或 im-api-alipay-41.easecdn.com"],
    ["德国 2 区", "a71.easemob.com或 a71.easecdn.com", "im-api-alipay-71.easemob.com或 im-api-alipay-71.easecdn.com"],
  ]);

  await page.getByRole("link", { name: "应用", exact: true }).click();
  await page.getByRole("button", { name: "创建应用" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /国内 VIP 区/ }).waitFor();
  for (const name of [/国内 VIP 区/, /客服专用/])
    expect(await dialog.getByRole("radio", { name }).isDisabled()).toBe(true);
  await dialog.getByLabel("应用名称").fill("shop");
  await dialog.getByRole("radio", { name: /国内 1 区/ }).check();
  await dialog.getByRole("button", { name: "创建", exact: true }).click();
  await page.getByRole("button", { name: "查看服务概览" }).click();
});

it("[DC3] the overview has what Alipay is told, and the code that connects there", async () => {
  const page = await browser.open(owner, "/o/acme/apps/shop/overview");
  const addresses = page.getByRole("region", { name: "接入地址与域名白名单" });
  await addresses.getByText("wss://im-api-alipay.easemob.com/websocket").first().waitFor();
  const shown = await addresses.textContent();
  for (const address of ["https://a1.easemob.com", "wss://im-api-alipay.easecdn.com/websocket"]) {
    expect(shown).toContain(address);
  }
  const code = page.getByRole("region", { name: "集成代码" }).locator("pre");
  await expect.poll(() => code.textContent(), { timeout: PATIENCE_MS }).toContain('apiUrl: "https://a1.easemob.com",');
  expect(await code.textContent()).toContain("https: true,");
  expect(await code.textContent()).toContain('url: "wss://im-api-alipay.easemob.com/websocket",');
  expect(browser.complaints).toEqual([]);
});
