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
const MEGABYTE = 1024 * 1024;
/** One that the browser makes up, and asks nobody for. */
const MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

/** The program's host, as one that has no sockets of one's own (Alipay facts 2). */
const ONE_SOCKET = `(() => {
  const { canIUse } = my;
  my.canIUse = (name) => name !== "connectSocket.object.multiple" && canIUse(name);
})()`;
const REMEMBER_STATES = `(() => {
  my.states = [];
  getApp().chat.session.watch(({ status }) => my.states.push(status));
})()`;

/** Alice's phone speaks Chinese, Bob's English; both run the demo in Alipay's own simulator. */
describe.each([
  ["Rondo's SDK", undefined],
  ["the official SDK", official],
])("the Alipay demo with %s", (_, sdkFile) => {
  const isOurs = sdkFile === undefined;
  let why: string | undefined;
  let server: Server;
  let browser: Browser;
  let demo: Demo;
  let alice: Phone;
  let bob: Phone;

  beforeAll(async () => {
    why = whyNotBuildable();
    if (why !== undefined) return;
    [server, browser] = await Promise.all([startServer(), launchChromium(MICROPHONE)]);
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
        await look(`${name} FAILED`);
        throw new Error(`${error.message}\nalice: ${await stateOf(alice)}\nbob: ${await stateOf(bob)}`, {
          cause: error,
        });
      });
      await look(name);
    });
  };

  /** For whoever has to find out why a step failed. */
  const stateOf = async (phone: Phone): Promise<string> => {
    const session = await phone.inProgram("JSON.stringify(getApp().chat.session.state)").catch(String);
    const errors = phone.console.filter((line) => line.startsWith("error") && !line.includes("ERR_"));
    return [session, ...errors].join("\n");
  };

  /** For people: `RONDO_SCREENSHOTS` names a folder. */
  const look = async (name: string): Promise<void> => {
    const folder = process.env.RONDO_SCREENSHOTS;
    if (folder === undefined) return;
    const file = (who: string) => join(folder, `${name.replace(/\W+/g, "-")}-${who}.png`);
    await Promise.all([alice.screenshot(file("alice")), bob.screenshot(file("bob"))]);
  };

  const register = async (phone: Phone, user: string, nickname: string): Promise<void> => {
    await phone.tap("sign-in", "#switch", () => phone.shows("sign-in", "#nickname"));
    await phone.type("sign-in", "#user", user);
    await phone.type("sign-in", "#password", "secret");
    await phone.type("sign-in", "#nickname", nickname);
    await phone.tap("sign-in", "#submit", () => phone.isAt("conversations"));
  };

  const say = async (phone: Phone, text: string): Promise<void> => {
    await phone.type("chat", "#draft", text);
    await phone.tap("chat", "#send", () => phone.shows("chat", ".mine", text));
  };

  /** Of the menu that comes when a message is held. */
  const choose = async (phone: Phone, message: string, item: string): Promise<void> => {
    const choice = phone.native.getByText(item, { exact: true });
    await phone.hold("chat", message, async () => (await choice.count()) > 0);
    // The simulator's sheet is not where a browser would look for it.
    await choice.last().dispatchEvent("click");
    await phone.until(`the end of the menu with ${item}`, async () => (await choice.count()) === 0);
  };

  step("its main package leaves room: half of what Alipay allows", async () => {
    expect(demo.bytes).toBeLessThan((isOurs ? 1 : 2) * MEGABYTE);
  });

  step("both register, and are signed in", async () => {
    await register(alice, "alice", "爱丽丝");
    await bob.tap("sign-in", "#language", () => bob.shows("sign-in", "#submit", "Sign in"));
    await register(bob, "bob", "Bob");
    await alice.sees("conversations", ".empty-title", "还没有会话");
  });

  step("a name that is taken, and a wrong password, are told in the user's language", async () => {
    // Where the base library takes an HTTP error for a failed request, the official SDK does not read what the server says.
    const said = (text: string) => (isOurs ? text : /失败/);
    const eve = await Phone.start(browser, demo.url);
    await eve.type("sign-in", "#user", "alice");
    await eve.type("sign-in", "#password", "wrong");
    await eve.tap("sign-in", "#submit", () => eve.shows("sign-in", ".error", said("用户名或密码不正确")));
    await eve.tap("sign-in", "#switch", () => eve.shows("sign-in", "#nickname"));
    await eve.tap("sign-in", "#submit", () => eve.shows("sign-in", ".error", said("用户名已被使用")));
    await eve.close();
  });

  step("alice asks bob to be a contact, and he accepts", async () => {
    await alice.tab("联系人");
    await alice.type("contacts", "#search", "bob");
    await bob.tab("Contacts");
    await alice.tap("contacts", "#add", () => bob.shows("contacts", ".invitation", "爱丽丝"));
    await bob.tap("contacts", ".accept", () => alice.shows("contacts", ".contact", "Bob"));
  });

  step("they write to each other, and see what was read", async () => {
    await alice.tap("contacts", ".contact", () => alice.isAt("contact"));
    await look("contact");
    await alice.tap("contact", "#chat", () => alice.isAt("chat"));
    await say(alice, "你好，Bob");
    await bob.tab("Chats");
    await bob.sees("conversations", ".cell", "你好，Bob");
    await bob.sees("conversations", ".badge", "1");
    await bob.tap("conversations", ".cell", () => bob.isAt("chat"));
    await bob.sees("chat", ".theirs", "你好，Bob");
    await alice.sees("chat", ".foot-text", "已读");
    await say(bob, "hello alice");
    await alice.sees("chat", ".theirs", "hello alice");
  });

  step("a picture goes through the phone's permission dialog and album", async () => {
    await alice.tap("chat", "#more", () => alice.shows("chat", "#tool-photo"));
    const allow = alice.native.getByText("允 许");
    await alice.tap("chat", "#tool-photo", () => allow.isVisible());
    await allow.click();
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

  step("voice: the phone asks for the microphone, and what cannot be sent says so", async () => {
    await alice.tap("chat", "#voice", () => alice.shows("chat", "#record"));
    const allow = alice.native.getByText("允 许");
    await alice.tap("chat", "#record", () => allow.isVisible());
    await allow.click();
    await alice.sees("chat", "#record", "1");
    // There is no file behind the simulator's recording, and its upload refuses it.
    await alice.tap("chat", "#record", () => alice.shows("chat", ".failed"));
    await alice.tap("chat", "#voice", () => alice.shows("chat", "#draft"));
  });

  step("a picker that this phone has not got says so", async () => {
    await alice.tap("chat", "#more", () => alice.shows("chat", "#tool-file"));
    const toast = alice.native.getByText("接口不存在");
    await alice.tap("chat", "#tool-file", async () => (await toast.count()) > 0);
  });

  step("a message is edited, and another one taken back", async () => {
    await say(alice, "see you at sex");
    await choose(alice, '.mine:has-text("at sex")', "编辑");
    await alice.type("chat", "#draft", "see you at six");
    await alice.tap("chat", "#send", () => bob.shows("chat", ".theirs", "at six"));
    await bob.sees("chat", ".foot-text", "edited");
    await say(alice, "oops");
    await bob.sees("chat", ".theirs", "oops");
    await choose(alice, '.mine:has-text("oops")', "撤回");
    await bob.sees("chat", ".clock", "爱丽丝 recalled a message");
  });

  step("a group is made, and what was said there is forwarded", async () => {
    await alice.back();
    await alice.back();
    await alice.tap("contacts", "#groups", () => alice.isAt("groups"));
    await alice.type("groups", "#word", "晚饭");
    await alice.tap("groups", "#create", () => alice.isAt("pick"));
    await alice.tap("pick", ".choice", () => alice.shows("pick", ".chosen"));
    await look("pick");
    await alice.tap("pick", "#done", () => alice.isAt("chat"));
    await say(alice, "大家好");
    await say(alice, "今晚吃什么");
    await bob.back();
    await bob.sees("conversations", ".cell", "晚饭");
    await choose(alice, '.mine:has-text("大家好")', "多选");
    await alice.tap("chat", '.mine:has-text("吃什么")', () => alice.shows("chat", ".selecting-text", "2"));
    await look("selecting");
    await alice.tap("chat", ".selecting .small-action", () => alice.shows("chat", "#draft"));
    // One of them: the simulator uploads only what was picked, and so no file of combined ones.
    await choose(alice, '.mine:has-text("吃什么")', "转发");
    await alice.tap("pick", '.choice:has-text("Bob")', async () => !(await alice.isAt("pick")));
    await bob.tap("conversations", '.cell:has(.cell-title:has-text("爱丽丝"))', () => bob.isAt("chat"));
    await bob.sees("chat", ".theirs", "今晚吃什么");
    await alice.inProgram("my.switchTab({ url: '/pages/conversations/conversations' }), undefined");
    await alice.tap("conversations", '.cell:has(.cell-title:has-text("Bob"))', () => alice.isAt("chat"));
    // The simulator loses what happens to a socket while a page opens; the official client would not learn that it broke.
    await alice.sees("chat", ".mine", "今晚吃什么");
  });

  step("the server dies and comes back: nothing is lost, and the banner says how it stands", async () => {
    await server.kill("SIGKILL");
    await bob.find("chat", ".banner");
    // The official client does not send again what it has written to a socket that it did not know to be gone.
    if (!isOurs) await alice.find("chat", ".banner");
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

  step("another socket of the same program", async () => {
    const other = `my.connectSocket({ url: ${JSON.stringify(server.websocket)} }), undefined`;
    // One of the program's own beside ours: nobody notices.
    await alice.inProgram(other);
    await say(alice, "one more socket");
    await bob.sees("chat", ".theirs", "one more socket");
    // On a base library with a single socket it takes the place of ours.
    await alice.inProgram(ONE_SOCKET);
    await server.kill("SIGKILL");
    await alice.find("chat", ".banner");
    await server.restart();
    await alice.until("alice online", async () => !(await alice.shows("chat", ".banner")));
    await alice.inProgram(REMEMBER_STATES);
    await alice.inProgram(other);
    await alice.until("what became of the connection", async () => {
      const states = String(await alice.inProgram("my.states.join()"));
      return isOurs ? /displaced.*online/.test(states) : /waiting|connecting.*online/.test(states);
    });
    await say(bob, "still there?");
    await alice.sees("chat", ".theirs", "still there?");
  });

  step("the pages of groups and rooms", async () => {
    const group = "getApp().chat.groups.state.list[0].id";
    for (const phone of [alice, bob]) {
      await phone.inProgram(`my.navigateTo({ url: '/pages/group/group?id=' + ${group} }), undefined`);
      await phone.sees("group", ".member", "Bob");
    }
    await look("group");
    for (const phone of [alice, bob]) {
      await phone.back();
      await phone.inProgram("my.navigateTo({ url: '/pages/rooms/rooms' }), undefined");
    }
    await alice.sees("rooms", ".empty-title", "没有");
    await bob.sees("rooms", ".empty-title", /[a-z]/);
    await look("rooms");
    for (const phone of [alice, bob]) {
      await phone.back();
      await phone.inProgram("my.switchTab({ url: '/pages/conversations/conversations' }), undefined");
    }
    await bob.sees("conversations", ".badge", "2");
    const background = `getComputedStyle(document.querySelector(".cell")).backgroundColor`;
    const light = await bob.inPage("conversations", background);
    await bob.page.emulateMedia({ colorScheme: "dark" });
    await look("dark");
    expect(await bob.inPage("conversations", background)).not.toBe(light);
    await bob.page.emulateMedia({ colorScheme: "light" });
  });

  step("alice looks at her own page, and signs out", async () => {
    await alice.inProgram("my.switchTab({ url: '/pages/me/me' }), undefined");
    await alice.sees("me", ".head-name", "爱丽丝");
    await bob.inProgram("my.switchTab({ url: '/pages/me/me' }), undefined");
    await bob.sees("me", "#status", "Connected");
    await look("me");
    const confirm = alice.native.getByText("确定");
    await alice.tap("me", "#sign-out", async () => (await alice.isAt("sign-in")) || (await confirm.count()) > 0);
    if ((await confirm.count()) > 0) await confirm.last().dispatchEvent("click");
    await alice.screen("sign-in");
  });

  step("without a server at the start, the page says so", async () => {
    await server.kill("SIGTERM");
    const eve = await Phone.start(browser, demo.url);
    await eve.type("sign-in", "#user", "alice");
    await eve.type("sign-in", "#password", "secret");
    await eve.tap("sign-in", "#submit", () => eve.shows("sign-in", ".error", /./));
    await eve.close();
    await server.restart();
  });
});
