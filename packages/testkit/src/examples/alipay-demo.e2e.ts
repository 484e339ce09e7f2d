import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { randomPng } from "../conformance/pictures.ts";
import { launchChromium } from "../official/chromium.ts";
import { type Server, startServer } from "../server/server.ts";
import { type Demo, startDemo, whyNotBuildable } from "./alipay/demo.ts";
import { Phone } from "./alipay/phone.ts";

const official = createRequire(import.meta.url).resolve("easemob-websdk/miniProgram/Easemob-chat.js");
const MINUTES = 60_000;

/** Alice's phone speaks Chinese, Bob's English; both run the demo in Alipay's own simulator. */
describe.each([
  ["Rondo's SDK", undefined],
  ["the official SDK", official],
])("the Alipay demo with %s", (_, sdkFile) => {
  let why: string | undefined;
  let server: Server;
  let browser: Browser;
  let demo: Demo;
  let alice: Phone;
  let bob: Phone;

  beforeAll(async () => {
    why = whyNotBuildable();
    if (why !== undefined) return;
    [server, browser] = await Promise.all([startServer(), launchChromium()]);
    demo = await startDemo(server, { sdkFile });
    [alice, bob] = await Promise.all([Phone.start(browser, demo.url), Phone.start(browser, demo.url)]);
  }, 5 * MINUTES);

  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await server?.stop();
  });

  /** The steps of one story, in order. Counted as skipped where Alipay's tools cannot be installed. */
  const step = (name: string, play: () => Promise<void>): void => {
    it(name, { timeout: 3 * MINUTES }, async (context) => {
      if (why !== undefined) context.skip(why);
      await play().catch(async (error) => {
        const said = (phone: Phone) =>
          phone.console.filter((line) => line.startsWith("error") && !line.includes("ERR_"));
        await look(`${name} FAILED`);
        throw new Error(`${error.message}\nalice: ${said(alice).join("\n")}\nbob: ${said(bob).join("\n")}`, {
          cause: error,
        });
      });
      await look(name);
    });
  };

  /** For people: `RONDO_SCREENSHOTS` names a folder. */
  const look = async (name: string): Promise<void> => {
    const folder = process.env.RONDO_SCREENSHOTS;
    if (folder === undefined) return;
    const file = (who: string) => join(folder, `${name.replace(/\W+/g, "-")}-${who}.png`);
    await Promise.all([alice.screenshot(file("alice")), bob.screenshot(file("bob"))]);
  };

  const register = async (phone: Phone, user: string, nickname: string): Promise<void> => {
    await phone.tap("sign-in", "#switch");
    await phone.type("sign-in", "#user", user);
    await phone.type("sign-in", "#password", "secret");
    await phone.type("sign-in", "#nickname", nickname);
    await phone.tap("sign-in", "#submit");
    await phone.screen("conversations");
  };

  const say = async (phone: Phone, text: string): Promise<void> => {
    await phone.type("chat", "#draft", text);
    await phone.tap("chat", "#send");
    await phone.sees("chat", ".mine", text);
  };

  step("its main package stays below a megabyte", async () => {
    expect(demo.bytes).toBeLessThan(1024 * 1024);
  });

  step("both register, and are signed in", async () => {
    await register(alice, "alice", "爱丽丝");
    await bob.tap("sign-in", "#language");
    await bob.sees("sign-in", "#submit", "Sign in");
    await register(bob, "bob", "Bob");
    await alice.sees("conversations", ".empty-title", "还没有会话");
  });

  step("a name that is taken, and a wrong password, are told in the user's language", async () => {
    const eve = await Phone.start(browser, demo.url);
    await eve.type("sign-in", "#user", "alice");
    await eve.type("sign-in", "#password", "wrong");
    await eve.tap("sign-in", "#submit");
    await eve.sees("sign-in", ".error", "用户名或密码不正确");
    await eve.tap("sign-in", "#switch");
    await eve.tap("sign-in", "#submit");
    await eve.sees("sign-in", ".error", "用户名已被使用");
    await eve.close();
  });

  step("alice asks bob to be a contact, and he accepts", async () => {
    await alice.tab("联系人");
    await alice.type("contacts", "#search", "bob");
    await alice.tap("contacts", "#add");
    await bob.tab("Contacts");
    await bob.sees("contacts", ".invitation", "爱丽丝");
    await bob.tap("contacts", ".accept");
    await alice.sees("contacts", ".contact", "Bob");
  });

  step("they write to each other, and see what was read", async () => {
    await alice.tap("contacts", ".contact");
    await alice.tap("contact", "#chat");
    await say(alice, "你好，Bob");
    await bob.tab("Chats");
    await bob.sees("conversations", ".cell", "你好，Bob");
    await bob.sees("conversations", ".badge", "1");
    await bob.tap("conversations", ".cell");
    await bob.sees("chat", ".theirs", "你好，Bob");
    await alice.sees("chat", ".foot-text", "已读");
    await say(bob, "hello alice");
    await alice.sees("chat", ".theirs", "hello alice");
  });

  step("a picture goes through the phone's permission dialog and album", async () => {
    await alice.tap("chat", "#more");
    await alice.tap("chat", "#tool-photo");
    await alice.native.getByText("允 许").click();
    await alice.native
      .locator("input[type=file]")
      .first()
      .setInputFiles({ name: "picture.png", mimeType: "image/png", buffer: randomPng(320, 200) });
    await alice.native.getByText("提 交").click();
    const picture = await bob.find("chat", ".theirs .picture");
    const [, address = ""] = /url\("(.+?)"\)/.exec((await picture.getAttribute("style")) ?? "") ?? [];
    const shown = await fetch(address);
    expect([shown.status, shown.headers.get("content-type")]).toEqual([200, expect.stringMatching(/^image\//)]);
  });

  step("a message is taken back", async () => {
    await say(alice, "oops");
    await bob.sees("chat", ".theirs", "oops");
    await alice.hold("chat", '.mine:has-text("oops")');
    await alice.native.getByText("撤回").dispatchEvent("click");
    await bob.sees("chat", ".clock", "爱丽丝 recalled a message");
  });

  step("the server dies and comes back: nothing is lost, and the banner says how it stands", async () => {
    await server.kill("SIGKILL");
    await bob.find("chat", ".banner");
    await alice.type("chat", "#draft", "written while the server was down");
    await alice.page.keyboard.press("Enter");
    await alice.sees("chat", ".mine", "written while the server was down");
    await server.restart();
    await bob.sees("chat", ".theirs", "written while the server was down");
  });

  step("in the background and back: what came meanwhile is there", async () => {
    await bob.leave();
    await say(alice, "are you there?");
    await bob.comeBack();
    await bob.sees("chat", ".theirs", "are you there?");
  });

  step("without a server at the start, the page says so", async () => {
    await server.kill("SIGTERM");
    const eve = await Phone.start(browser, demo.url);
    await eve.type("sign-in", "#user", "alice");
    await eve.type("sign-in", "#password", "secret");
    await eve.tap("sign-in", "#submit");
    await eve.find("sign-in", ".error");
    await eve.close();
    await server.restart();
  });
});
