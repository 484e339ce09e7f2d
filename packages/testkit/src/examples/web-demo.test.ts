import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { randomPng } from "../conformance/pictures.ts";
import { launchChromium } from "../official/chromium.ts";
import { officialSdk, rondoSdk, type Sdk } from "../sdk.ts";
import { type Server, startServer } from "../server/server.ts";

const EXAMPLES = fileURLToPath(new URL("../../../../examples/", import.meta.url));
// A browser on a small machine beside other tests: seconds for a page are not a failure.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });
const PATIENCE_MS = 60_000;
/** Shown as it is, or it would run. */
const SCRIPT = '<img src=x onerror="window.hacked = true">';
const LONG =
  "很长的一句话，在窄的页面上要换行。A-word-that-does-not-fit-into-any-line-of-a-telephone-has-to-break-somewhere.";

/** Alice sits at a wide Chinese page, Bob at a narrow English one. */
describe.each<[string, () => Sdk]>([
  ["Rondo's SDK", rondoSdk],
  ["the official SDK", officialSdk],
])("the web demo with %s", (name, sdk) => {
  let server: Server;
  let browser: Browser;
  let site: { url: string; stop(): Promise<void> };
  let folder: string;
  let alice: Page;
  let bob: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchChromium()]);
    folder = mkdtempSync(join(tmpdir(), "rondo-web-demo-"));
    site = await startSite(folder, server, sdk());
    alice = await open("zh-CN", { width: 1280, height: 800 });
    bob = await open("en-US", { width: 390, height: 760 });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** For people: `RONDO_SCREENSHOTS` names a folder. */
  const look = async (what: string, page: Page): Promise<void> => {
    const { RONDO_SCREENSHOTS: screenshots } = process.env;
    const file = `web-${name.replace(/\W+/g, "-")}-${what}.png`;
    if (screenshots !== undefined) await page.screenshot({ path: join(screenshots, file) });
  };

  async function open(locale: string, viewport: { width: number; height: number }): Promise<Page> {
    const context = await browser.newContext({ locale, viewport });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => complaints.push(String(error.stack)));
    page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
    });
    await page.goto(site.url);
    return page;
  }

  const register = async (page: Page, user: string, nickname: string): Promise<void> => {
    await page.locator("#switch").click();
    await page.locator("[name=user]").first().fill(user);
    await page.locator("[name=password]").fill("secret");
    await page.locator("[name=nickname]").fill(nickname);
  };

  const say = async (page: Page, text: string): Promise<void> => {
    await page.locator("textarea").fill(text);
    await page.keyboard.press("Enter");
    await page.locator(".mine .bubble", { hasText: text }).last().waitFor();
  };

  /** Who has given up in the meantime is asked to try again, as a person would. */
  const comesBack = (page: Page) =>
    vi.waitFor(
      async () => {
        const retry = page.locator("#banner button");
        if (await retry.isVisible()) await retry.click();
        expect(await page.locator("#banner").isHidden()).toBe(true);
      },
      { timeout: PATIENCE_MS, interval: 500 },
    );

  const last = (page: Page, selector: string) => page.locator("#messages li").last().locator(selector);

  it("somebody registers; what is missing or wrong is said in their language", async () => {
    await look("sign-in-wide", alice);
    await alice.keyboard.press("Enter");
    expect(await alice.locator("#login .error").textContent()).toBe("用户名: 不能为空");
    await register(alice, "alice", "爱丽丝");
    await alice.keyboard.press("Enter");
    await alice.locator("#no-conversations", { hasText: "还没有会话" }).waitFor();
    await look("nobody-yet", alice);

    await register(bob, "alice", "");
    await bob.keyboard.press("Enter");
    await bob.locator("#login .error", { hasText: "This user name is taken" }).waitFor();
    await look("register-narrow", bob);
    await bob.locator("[name=user]").first().fill("bob");
    await bob.locator("[name=nickname]").fill("Bob");
    await bob.locator("#login [type=submit]").click();
    await bob.locator("#no-conversations", { hasText: "No chats yet" }).waitFor();
  });

  it("a text is counted, shown, and its writer sees that it was read", async () => {
    await alice.locator("#start [name=user]").fill("bob");
    await alice.keyboard.press("Enter");
    await alice.locator("#title", { hasText: "Bob" }).waitFor();
    await say(alice, "你好，Bob");
    await last(alice, ".status").filter({ hasText: "已送达" }).waitFor();
    await bob.locator(".conversation .badge", { hasText: "1" }).waitFor();
    expect(await bob.title()).toBe("(1) Rondo Chat");
    await look("badge-narrow", bob);
    await bob.locator(".conversation").click();
    await bob.locator(".bubble", { hasText: "你好，Bob" }).waitFor();
    await last(alice, ".status").filter({ hasText: "已读" }).waitFor();
  });

  it("what comes while both look at the conversation is read at once; long words break", async () => {
    await say(bob, "hello 爱丽丝");
    await alice.locator(".bubble", { hasText: "hello 爱丽丝" }).waitFor();
    await last(bob, ".status").filter({ hasText: "Read" }).waitFor();
    await say(alice, LONG);
    await bob.locator(".bubble", { hasText: LONG }).waitFor();
    const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    expect(await bob.evaluate(overflow)).toBe(0);
    expect(await alice.locator(".badge").count()).toBe(0);
  });

  it("what looks like HTML is text, and what would run is no address", async () => {
    await say(alice, SCRIPT);
    await bob.locator(".bubble", { hasText: SCRIPT }).waitFor();
    await alice.evaluate(`(() => {
      const WebIM = window.WebIM || window.websdk;
      const message = WebIM.message.create({ type: "img", chatType: "singleChat", to: "bob", url: "javascript:window.hacked=true", width: 90, height: 90 });
      message.body = { url: "javascript:window.hacked=true", filename: "x", secret: "", size: { width: 90, height: 90 } };
      return WebIM.conn.send(message);
    })()`);
    await last(bob, ".bubble-image").waitFor();
    await bob.locator(".bubble-image").last().click();
    expect(await bob.locator('[href^="javascript"], [src^="javascript"]').count()).toBe(0);
    expect(await bob.evaluate("window.hacked")).toBeUndefined();
  });

  it("a picture arrives as a picture", async () => {
    const chooser = alice.waitForEvent("filechooser");
    await alice.locator("#attach").click();
    const picture = { name: "p.png", mimeType: "image/png", buffer: randomPng(320, 200) };
    await (await chooser).setFiles(picture);
    for (const page of [alice, bob]) {
      // As everybody sees it: the address of the server, with the right to read it.
      await last(page, 'a img[src*="/chatfiles/"]').waitFor();
      const width = "[...document.querySelectorAll('a img')].at(-1).naturalWidth";
      await expect.poll(() => page.evaluate(width), { timeout: PATIENCE_MS }).toBeGreaterThan(0);
    }
    await look("picture-wide", alice);
    await look("picture-narrow", bob);
  });

  it("a message is taken back without a mouse, though it is drawn again meanwhile, because it has been read", async () => {
    await bob.keyboard.press("Escape");
    await say(alice, "a mistake");
    await last(alice, ".recall").focus();
    await look("recall-focused", alice);
    await bob.locator(".conversation", { hasText: "a mistake" }).click();
    await last(alice, ".status-read").waitFor();
    expect(await last(alice, ".recall:focus").count()).toBe(1);
    await alice.keyboard.press("Enter");
    await last(alice, ".clock").filter({ hasText: "你撤回了一条消息" }).waitFor();
    await last(bob, ".clock").filter({ hasText: "爱丽丝 recalled a message" }).waitFor();
  });

  it("Escape leaves the conversation, Enter opens it again, and meanwhile it is counted", async () => {
    await bob.keyboard.press("Escape");
    expect(await bob.locator(".list-pane").isVisible()).toBe(true);
    expect(await bob.locator(".chat-pane").isVisible()).toBe(false);
    await say(alice, "one");
    await say(alice, "two");
    await bob.locator(".badge", { hasText: "2" }).waitFor();
    expect(await bob.locator(".conversation:focus").count()).toBe(1);
    await bob.keyboard.press("Enter");
    await bob.locator(".divider", { hasText: "New messages" }).waitFor();
    expect(await bob.locator(".divider ~ .message").textContent()).toContain("one");
    await look("divider-narrow", bob);
  });

  it("history: a page loaded again has the last messages, and the earlier ones when one goes up", async () => {
    for (let n = 1; n <= 24; n++) await say(alice, `line ${n} of many`);
    await alice.reload();
    await alice.locator(".conversation", { hasText: "line 24" }).click();
    await alice.locator(".bubble", { hasText: "line 24 of many" }).waitFor();
    expect(await alice.locator(".bubble", { hasText: "你好，Bob" }).count()).toBe(0);
    await alice.locator("#log").focus();
    await alice.keyboard.press("Home");
    await alice.locator(".bubble", { hasText: "你好，Bob" }).waitFor();
    const texts = await alice.locator(".bubble").allTextContents();
    expect(texts.filter((text) => text === "line 7 of many")).toHaveLength(1);
    expect(texts.indexOf("你好，Bob")).toBeLessThan(texts.indexOf("line 1 of many"));
    expect(await alice.locator("#jump").textContent()).toBe("回到最新");
    await look("earlier-wide", alice);
    await alice.locator("#jump").click();
    await alice.locator("#jump").waitFor({ state: "hidden" });
  });

  it("what could not be sent is marked, and is sent when one tries again", async () => {
    await alice.locator("#start [name=user]").fill("carol");
    await alice.keyboard.press("Enter");
    await say(alice, "are you there?");
    await alice.locator("#toast", { hasText: "用户不存在" }).waitFor();
    await last(alice, ".foot .error").filter({ hasText: "发送失败" }).waitFor();
    await look("failed-wide", alice);
    const [org, app] = server.appKey.split("#");
    const body = JSON.stringify({ username: "carol", password: "secret" });
    const headers = { "content-type": "application/json" };
    expect((await fetch(`${server.rest}/${org}/${app}/users`, { method: "POST", headers, body })).status).toBe(200);
    await last(alice, ".foot .error").click();
    await last(alice, ".status").filter({ hasText: "已发送" }).waitFor();
    await alice.locator(".conversation", { hasText: "line 24" }).click();
  });

  it("the banner says that the server is away and goes when it is back", async () => {
    await server.kill("SIGKILL");
    await bob.locator("#banner").waitFor();
    await look("banner-narrow", bob);
    await server.restart();
    await comesBack(bob);
    await comesBack(alice);
    await say(bob, "back again");
    await alice.locator(".bubble", { hasText: "back again" }).waitFor();
  });

  it("the language changes everywhere at once", async () => {
    await alice.locator(".head [data-act=language]").click();
    await last(alice, ".bubble").filter({ hasText: "back again" }).waitFor();
    expect(await alice.locator("html").getAttribute("lang")).toBe("en");
    expect(await alice.locator(".recall").last().textContent()).toBe("Recall");
    expect(await alice.locator("textarea").getAttribute("placeholder")).toBe("Message");
    await look("english-wide", alice);
    await alice.locator("#sign-out").click();
    expect(await alice.locator("#login [type=submit]").textContent()).toBe("Sign in");
    await alice.reload();
    await alice.locator("#login").waitFor();
    expect(complaints).toEqual([]);
  });
});

/** The demo as somebody has it who copied its folder elsewhere, with the addresses of `server`. */
async function startSite(folder: string, server: Server, sdk: Sdk) {
  cpSync(join(EXAMPLES, "web-demo"), folder, { recursive: true });
  const { prepare } = await import(join(EXAMPLES, "prepare.js"));
  prepare(folder, sdk.webFile);
  if (sdk.name === "easemob-websdk") {
    // It makes its decoder out of texts, which ours does not: pages with it have to allow that.
    const page = join(folder, "index.html");
    writeFileSync(
      page,
      readFileSync(page, "utf8").replace("default-src 'self'", "$&; script-src 'self' 'unsafe-eval'"),
    );
  }
  const addresses = { appKey: server.appKey, apiUrl: server.rest, url: server.websocket };
  const lines = Object.entries(addresses).map(([key, value]) => `export const ${key} = ${JSON.stringify(value)};`);
  writeFileSync(join(folder, "config.js"), `${lines.join("\n")}\n`);
  const { serve } = await import(join(EXAMPLES, "serve.js"));
  return serve(folder, 0) as Promise<{ url: string; stop(): Promise<void> }>; // a JavaScript file
}
