import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { randomPng } from "../conformance/pictures.ts";
import { officialSdk, rondoSdk, type Sdk } from "../sdk.ts";
import { type Server, startServer } from "../server/server.ts";
import { WechatPhone } from "./wechat/phone.ts";
import { type Unit, wxmlProblems } from "./wechat/wxml.ts";
import { wxssProblems } from "./wechat/wxss.ts";

const EXAMPLES = fileURLToPath(new URL("../../../../examples/", import.meta.url));
const WAIT = { timeout: 40_000, interval: 20 };
/** WeChat's limit for the icon of a tab. */
const MAX_ICON_BYTES = 40 * 1024;

/** The demo as somebody has it who copied its folder elsewhere. */
async function copyDemo(sdk: Sdk): Promise<string> {
  const program = join(mkdtempSync(join(tmpdir(), "rondo-wechat-")), "wechat-demo");
  cpSync(join(EXAMPLES, "wechat-demo"), program, { recursive: true });
  const { prepare } = await import(join(EXAMPLES, "prepare.js"));
  prepare(program, sdk.miniProgramFile);
  return program;
}

const json = (...path: string[]) => JSON.parse(readFileSync(join(...path), "utf8"));

describe("the files of the WeChat demo", () => {
  let program: string;
  let phone: WechatPhone;
  let units: string[];

  beforeAll(async () => {
    program = await copyDemo(rondoSdk());
    const components = readdirSync(join(program, "components")).map((name) => `components/${name}/${name}`);
    units = [...json(program, "app.json").pages, ...components];
    phone = new WechatPhone(program);
    phone.load(units);
  });
  afterAll(() => {
    phone.stop();
    rmSync(dirname(program), { recursive: true });
  });

  /** What markup may use of a unit, as WeChat sees it after its script has run. */
  function unitOf(name: string): Unit {
    // What `Page` and `Component` take.
    const options = phone.registered(name) as Record<string, Record<string, unknown>>;
    const functions = options.methods ?? options;
    const script = readFileSync(join(program, `${name}.js`), "utf8");
    return {
      names: new Set([...Object.keys(options.data ?? {}), ...Object.keys(options.properties ?? {})]),
      handlers: new Set(Object.keys(functions).filter((key) => typeof functions[key] === "function")),
      events: new Set([...script.matchAll(/triggerEvent\("(\w+)"/g)].map(([, event = ""]) => event)),
    };
  }

  function componentsOf(name: string): Map<string, Unit> {
    const { usingComponents = {} } = json(program, `${name}.json`) as { usingComponents?: Record<string, string> };
    return new Map(Object.entries(usingComponents).map(([tag, path]) => [tag, unitOf(path.replace(/^\//, ""))]));
  }

  function problemsOf(name: string, markup: string): string[] {
    const { textsOf } = createRequire(import.meta.url)(join(EXAMPLES, "chat-core/src/texts.js"));
    const context = { unit: unitOf(name), components: componentsOf(name), texts: new Set(Object.keys(textsOf("zh"))) };
    return wxmlProblems(markup, context);
  }

  it("every page and component has its script, markup and description", () => {
    for (const unit of units) {
      for (const ending of ["js", "wxml", "json"])
        expect(existsSync(join(program, `${unit}.${ending}`)), unit).toBe(true);
    }
  });

  it("every markup is what WeChat understands, and names only what is there", () => {
    for (const unit of units) {
      const markup = readFileSync(join(program, `${unit}.wxml`), "utf8");
      expect(problemsOf(unit, markup), unit).toEqual([]);
      for (const tag of componentsOf(unit).keys()) expect(markup, unit).toContain(`<${tag} `);
    }
  });

  it("every style sheet can be read", () => {
    const sheets = readdirSync(program, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".wxss"));
    expect(sheets.length).toBeGreaterThan(8);
    for (const sheet of sheets) {
      const isOfComponent = sheet.startsWith("components");
      expect(wxssProblems(readFileSync(join(program, sheet), "utf8"), { isOfComponent }), sheet).toEqual([]);
    }
  });

  it("the program's description names what exists", () => {
    const { pages, tabBar } = json(program, "app.json");
    for (const { pagePath, iconPath, selectedIconPath } of tabBar.list) {
      expect(pages).toContain(pagePath);
      for (const icon of [iconPath, selectedIconPath])
        expect(statSync(join(program, icon)).size).toBeLessThan(MAX_ICON_BYTES);
    }
    for (const unit of units) {
      const { usingComponents = {} } = json(program, `${unit}.json`);
      for (const path of Object.values<string>(usingComponents))
        expect(units).toContain(posix.normalize(path).slice(1));
    }
    expect(json(program, "project.config.json")).toMatchObject({ compileType: "miniprogram" });
  });

  it.each([
    ["<view><text>never closed</view>", "</view> closes <text>"],
    ["<view>", "<view> is never closed"],
    ["<div></div>", "<div> is no component here"],
    ['<view a:if="{{rows}}"></view>', '"a:if" is another platform\'s'],
    ['<view wx:when="{{rows}}"></view>', 'there is no "wx:when"'],
    ["<view wx:else></view>", "wx:else follows no wx:if"],
    ['<view bindtap="nowhere"></view>', 'there is no handler "nowhere"'],
    ['<view bindclick="open"></view>', 'nobody tells "click"'],
    ["<view>{{nothing.there}}</view>", 'there is no data "nothing"'],
    ["<view>{{t.nothing}}</view>", 'there is no text "nothing"'],
    ["<view>{{rows.indexOf(1)}}</view>", "CallExpression in an expression"],
    ["<view>{{rows +}}</view>", "Unexpected token"],
    ['<view wx:for="{{rows}}"></view>', "wx:for without wx:key"],
    ["<view>{{item}}</view>", 'there is no data "item"'],
    ['<avatar colour="red" />', 'it has no "colour"'],
    ["<view>a < b</view>", "something is no tag"],
  ])("%s is found", (markup, problem) => {
    expect(problemsOf("pages/conversations/conversations", markup).join("\n")).toContain(problem);
  });

  it.each([
    [".a { color: red }", "does not end with a semicolon"],
    [".a { color: red;", "a } is missing"],
    [".a { color; }", "is no declaration"],
    ["view { color: red; }", "is no selector of classes"],
  ])("%s is found", (sheet, problem) => {
    expect(wxssProblems(sheet, { isOfComponent: true }).join("\n")).toContain(problem);
  });
});

describe.each<[string, () => Sdk]>([
  ["Rondo's SDK", rondoSdk],
  ["the official SDK", officialSdk],
])("the pages of the WeChat demo with %s", (_, sdk) => {
  let server: Server;
  let program: string;
  let alice: WechatPhone;
  let bob: WechatPhone;

  beforeAll(async () => {
    server = await startServer();
    program = await copyDemo(sdk());
    const addresses = { appKey: server.appKey, apiUrl: server.rest, url: server.websocket };
    writeFileSync(join(program, "config.js"), `module.exports = ${JSON.stringify(addresses)};\n`);
    alice = new WechatPhone(program);
    bob = new WechatPhone(program);
    alice.start();
    bob.start();
  });
  afterAll(async () => {
    alice?.stop();
    bob?.stop();
    await server?.stop();
    if (program !== undefined) rmSync(dirname(program), { recursive: true });
  });

  const shows = (phone: WechatPhone, data: Record<string, unknown>) =>
    vi.waitFor(() => expect(phone.data).toMatchObject(data), WAIT);
  const lastRow = (phone: WechatPhone) => (phone.data.rows as Record<string, unknown>[]).at(-1); // of the chat page
  const showsLast = (phone: WechatPhone, row: Record<string, unknown>) =>
    vi.waitFor(() => expect(lastRow(phone)).toMatchObject(row), WAIT);

  async function register(phone: WechatPhone, user: string, nickname: string): Promise<void> {
    phone.does("switchForm");
    phone.type("typeUser", user);
    phone.type("typePassword", "secret");
    phone.type("typeNickname", nickname);
    await phone.does("submit");
  }

  async function say(phone: WechatPhone, text: string): Promise<void> {
    phone.type("typed", text);
    await phone.does("send");
  }

  it("nobody is signed in: the form is shown, and says what is wrong in the user's language", async () => {
    expect(alice.path).toBe("pages/sign-in/sign-in");
    await alice.does("submit");
    expect(alice.data.error).toBe("用户名: 不能为空");
    await register(alice, "alice", "爱丽丝");
    expect(alice.path).toBe("pages/conversations/conversations");
    await shows(alice, { isEmpty: true });
    expect(alice.tabNames).toEqual(["消息", "联系人", "我"]);

    bob.does("switchLanguage");
    await register(bob, "alice", "");
    expect(bob.data.error).toBe("This user name is taken");
    bob.type("typeUser", "bob");
    bob.type("typeNickname", "Bob");
    await bob.does("submit");
    await shows(bob, { isEmpty: true });
    expect(bob.tabNames).toEqual(["Chats", "Contacts", "Me"]);
  });

  it("alice asks bob to be a contact, and he accepts", async () => {
    alice.tab(1);
    alice.willChoose("添加联系人");
    alice.willSay("Bob");
    await alice.does("more");
    expect(alice.toasts).toContain("已发送请求");
    bob.tab(1);
    await shows(bob, { invitations: [{ id: "alice", name: "爱丽丝" }] });
    await bob.does("accept", { dataset: { id: "alice" } });
    await shows(alice, { rows: [{ id: "bob", name: "Bob", isOnline: true }] });
  });

  it("a text: counted at the tab, shown, and its writer sees that it was read", async () => {
    alice.does("open", { dataset: { id: "bob", type: "singleChat" } });
    expect(alice.path).toBe("pages/chat/chat");
    await vi.waitFor(() => expect(alice.title).toBe("Bob"), WAIT);
    bob.tab(0);
    await say(alice, "你好，Bob");
    expect(alice.data.draft).toBe("");
    await shows(bob, { rows: [{ name: "爱丽丝", line: "你好，Bob", unread: "1" }] });
    expect(bob.badge).toBe("1");
    await showsLast(alice, { statusText: "已送达" });
    bob.does("open", { dataset: { id: "alice", type: "singleChat" } });
    await showsLast(bob, { text: "你好，Bob", hasDivider: true });
    await showsLast(alice, { statusText: "已读" });
    await say(bob, "hello");
    await showsLast(alice, { text: "hello" });
    await showsLast(bob, { statusText: "Read" });
    await vi.waitFor(() => expect(bob.data.anchor).toBe("end"), WAIT);
  });

  it("a picture is picked, uploaded and seen by both", async () => {
    alice.willChoose("相册");
    alice.willPick(randomPng(64, 48));
    await alice.does("more");
    await showsLast(bob, { kind: "image" });
    for (const phone of [alice, bob]) {
      const { thumb } = lastRow(phone) as { thumb: string };
      expect((await fetch(thumb)).status).toBe(200);
    }
  });

  it("recalled, edited, copied, forwarded and deleted from the menu of a message", async () => {
    const menu = async (text: string, choice: string, id = lastRow(alice)?.id) => {
      expect(lastRow(alice)).toMatchObject({ text });
      alice.willChoose(choice);
      await alice.does("menu", { detail: { id } });
    };
    await say(alice, "a mistake");
    await showsLast(bob, { text: "a mistake" });
    await menu("a mistake", "复制");
    expect(alice.clipboard).toBe("a mistake");
    await menu("a mistake", "撤回");
    await showsLast(alice, { kind: "recalled", line: "你撤回了一条消息" });
    await showsLast(bob, { kind: "recalled", line: "爱丽丝 recalled a message" });

    await say(alice, "helo");
    await showsLast(bob, { text: "helo" });
    await menu("helo", "编辑");
    expect(alice.data).toMatchObject({ draft: "helo" });
    await say(alice, "hello again");
    await showsLast(bob, { text: "hello again", isEdited: true });
    alice.willChoose("转发", "Bob");
    await alice.does("menu", { detail: { id: lastRow(alice)?.id } });
    await vi.waitFor(() => expect(alice.toasts).toContain("已发送"), WAIT);
    await showsLast(bob, { text: "hello again", isEdited: false });
    await menu("hello again", "删除");
    expect(lastRow(alice)).toMatchObject({ text: "hello again", isEdited: true });
  });

  it("what comes while the conversation is left is counted, and its page has the history after a restart", async () => {
    bob.back();
    await say(alice, "one");
    await say(alice, "two");
    await shows(bob, { rows: [{ unread: "2", line: "two" }] });
    expect(bob.badge).toBe("2");
    bob.stop();
    const again = new WechatPhone(program, { storage: bob.runtime.storage });
    bob = again;
    again.start();
    expect(again.path).toBe("pages/conversations/conversations");
    await shows(again, { rows: [{ line: "two", name: "爱丽丝" }] });
    again.does("open", { dataset: { id: "alice", type: "singleChat" } });
    await showsLast(again, { text: "two" });
    const texts = (again.data.rows as { text: string }[]).map(({ text }) => text);
    expect(texts.slice(0, 2)).toEqual(["你好，Bob", "hello"]);
    await shows(again, { hasEarlier: false });
  });

  it("a group is made of the contacts and talked in; its owner dissolves it", async () => {
    alice.back();
    alice.willChoose("创建群组");
    alice.willSay("午饭");
    await alice.does("more");
    expect(alice.path).toBe("pages/chat/chat");
    await say(alice, "十二点？");
    bob.back();
    await shows(bob, { rows: [{ name: "午饭", line: "爱丽丝: 十二点？", unread: "1" }, {}] });
    alice.back();
    await vi.waitFor(() => expect(alice.data.groups).toHaveLength(1), WAIT);
    const [{ id }] = alice.data.groups as [{ id: string }];
    alice.willChoose("解散群组");
    alice.willSay("");
    await alice.does("groupMenu", { dataset: { id } });
    await shows(alice, { groups: [] });
  });

  it("a contact gets another name, is blocked, and what cannot be sent says so and can be tried again", async () => {
    const menu = async (choice: string, ...said: string[]) => {
      alice.willChoose(choice);
      alice.willSay(...said);
      await alice.does("contactMenu", { dataset: { id: "bob" } });
    };
    await menu("备注", "老鲍");
    await shows(alice, { rows: [{ id: "bob", name: "老鲍" }] });
    await menu("加入黑名单");
    await shows(alice, { rows: [{ isBlocked: true }] });
    bob.does("open", { dataset: { id: "alice", type: "singleChat" } });
    await say(bob, "are you there?");
    await showsLast(bob, { status: "failed", statusText: "Not sent. Tap to retry" });
    expect(bob.toasts.at(-1)).toBe("You have been blocked");
    await menu("移出黑名单");
    await shows(alice, { rows: [{ isBlocked: false }] });
    await bob.does("retry", { detail: { id: lastRow(bob)?.id } });
    await showsLast(bob, { status: "delivered" });
  });

  it("the banner says that the connection is gone, and goes when it is back; a message tells its page what is done", async () => {
    alice.load(["components/banner/banner", "components/message/message"]);
    const banner = alice.mount("components/banner/banner", {});
    expect(banner.data).toMatchObject({ text: "" });
    alice.runtime.network.goOffline();
    await vi.waitFor(() => expect(banner.data.text).not.toBe(""), WAIT);
    alice.runtime.network.goOnline();
    await vi.waitFor(() => expect(banner.data.text).toBe(""), WAIT);
    banner.does("detached");
    const message = alice.mount("components/message/message", { row: { id: "7" } });
    for (const method of ["open", "menu", "retry"]) message.does(method);
    expect(message.told).toEqual(["open", "menu", "retry"].map((name) => [name, { id: "7" }]));
  });

  it("me: a nickname that others see, the language, and out", async () => {
    alice.tab(2);
    await shows(alice, { user: "alice", name: "爱丽丝", isOnline: true, status: "已连接" });
    alice.willSay("Alice");
    await alice.does("changeNickname");
    await shows(alice, { name: "Alice" });
    alice.willPick(randomPng(32, 32));
    await alice.does("changeAvatar");
    await vi.waitFor(() => expect(alice.data.avatar).toMatch(/^http.*share-secret=/), WAIT);
    expect((await fetch(String(alice.data.avatar))).status).toBe(200);
    alice.does("switchLanguage");
    expect(alice.data.t).toMatchObject({ signOut: "Sign out" });
    expect(alice.tabNames).toEqual(["Chats", "Contacts", "Me"]);
    alice.willSay("");
    await alice.does("signOut");
    expect(alice.path).toBe("pages/sign-in/sign-in");
    for (const phone of [alice, bob]) {
      expect(phone.problems).toEqual([]);
      expect(phone.runtime.realm.errors).toEqual([]);
    }
  });
});
