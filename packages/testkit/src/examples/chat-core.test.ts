import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { randomPng } from "../conformance/pictures.ts";
import { loadMiniProgram } from "../official/loader.ts";
import { createRuntime } from "../people/mini-seat.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import { officialSdk, rondoSdk, type Sdk } from "../sdk.ts";
import { type Server, startServer } from "../server/server.ts";

const require = createRequire(import.meta.url);
const core = (name: string) => require(`../../../../examples/chat-core/src/${name}.js`);
const { Chat } = core("chat");
const { conversationRows, messageRows } = core("rows");
const { bannerOf } = core("banner");

const WAIT = { timeout: 20_000, interval: 50 };

/** Somebody with the demos' core on a faithful fake of Alipay. */
class Guest {
  readonly chat: InstanceType<typeof Chat>;
  private readonly runtime: Runtime;

  constructor(server: Server, sdk: Sdk, language: "zh" | "en") {
    this.runtime = createRuntime("my");
    // biome-ignore lint/suspicious/noExplicitAny: what the demos use of it is the official API
    const WebIM = loadMiniProgram(this.runtime, sdk) as any;
    const { appKey, rest: apiUrl, websocket: url } = server;
    WebIM.conn = new WebIM.connection({ appKey, apiUrl, url, isHttpDNS: false });
    const kept = new Map<string, unknown>();
    const storage = {
      get: (key: string) => kept.get(key),
      set: (key: string, value: unknown) => void kept.set(key, value),
      remove: (key: string) => void kept.delete(key),
    };
    this.chat = new Chat(WebIM, { storage, upload, language });
  }

  async register(user: string): Promise<void> {
    await this.chat.session.register({ user, password: "secret", nickname: user });
    await this.chat.loadAll();
  }

  get rows() {
    return conversationRows(this.chat, Date.now());
  }

  /** What a page of the conversation with `user` shows. */
  messages(type: string, id: string) {
    const log = this.chat.log(type, id);
    const whole = { from: 0, to: log.state.messages.length, selected: [], now: Date.now() };
    return messageRows(this.chat, log, whole);
  }

  get banner() {
    return bannerOf(this.chat.session.state, this.chat.texts, Date.now());
  }

  cut(): void {
    this.runtime.network.cut();
  }

  close(): void {
    this.chat.signOut();
    this.runtime.close();
  }
}

async function upload({ url, path, token }: { url: string; path: string; token: string }): Promise<unknown> {
  const form = new FormData();
  form.set("file", new Blob([Buffer.from(path, "base64")]), "file");
  const answer = await fetch(url, { method: "POST", headers: { authorization: `Bearer ${token}` }, body: form });
  return answer.json();
}

it("a receipt that is faster than the answer to what it is for is not lost, and the further one counts", async () => {
  const { ChatLog } = core("chat-log");
  let answer = (_: { serverMsgId: string }): void => {};
  const send = () => new Promise<{ serverMsgId: string }>((resolve) => (answer = resolve));
  const create = ({ msg }: { msg: string }) => ({ id: "local", type: "txt", msg, to: "bob", chatType: "singleChat" });
  const log = new ChatLog(
    { type: "singleChat", id: "bob" },
    { conn: { send }, create, me: () => "alice", changed() {} },
  );
  log.receipt("read", "77");
  const sent = log.send({ type: "txt", msg: "hi" });
  expect(log.state.messages).toMatchObject([{ status: "sending" }]);
  log.receipt("read", "78");
  log.receipt("delivered", "78");
  answer({ serverMsgId: "78" });
  await sent;
  expect(log.state.messages).toMatchObject([{ id: "78", status: "read" }]);
});

describe.each<[string, () => Sdk]>([
  ["Rondo's SDK", rondoSdk],
  ["the official SDK", officialSdk],
])("the core of the demos with %s", (_, sdk) => {
  let server: Server;
  let alice: Guest;
  let bob: Guest;

  beforeAll(async () => {
    server = await startServer();
    alice = new Guest(server, sdk(), "zh");
    bob = new Guest(server, sdk(), "en");
    await alice.register("alice");
    await bob.register("bob");
  });
  afterAll(async () => {
    alice?.close();
    bob?.close();
    await server?.stop();
  });

  it("contacts: asked, accepted, called by another name, and seen online", async () => {
    await alice.chat.contacts.add("bob", "hi");
    await vi.waitFor(
      () => expect(bob.chat.contacts.state.invitations).toMatchObject([{ id: "alice", words: "hi" }]),
      WAIT,
    );
    await bob.chat.contacts.accept("alice");
    await vi.waitFor(() => expect(alice.chat.contacts.state.list).toEqual([{ id: "bob", remark: "" }]), WAIT);
    await alice.chat.contacts.setRemark("bob", "老鲍");
    expect(alice.chat.titleOf("singleChat", "bob")).toBe("老鲍");
    await alice.chat.people.watchPresence(["bob"]);
    expect(alice.chat.people.state.online).toMatchObject({ bob: true });
  });

  it("a text: listed, counted, read, and its sender sees how far it got", async () => {
    await alice.chat.sendText(alice.chat.log("singleChat", "bob"), "你好");
    await vi.waitFor(() => expect(bob.rows).toMatchObject([{ id: "alice", line: "你好", unread: "1" }]), WAIT);
    expect(alice.rows).toMatchObject([{ id: "bob", name: "老鲍", line: "你好", unread: "" }]);
    await bob.chat.conversations.read("singleChat:alice");
    expect(bob.rows).toMatchObject([{ unread: "" }]);
    await vi.waitFor(() => expect(alice.messages("singleChat", "bob")).toMatchObject([{ statusText: "已读" }]), WAIT);
  });

  it("a text that comes while its conversation is open counts as unread for nobody, and is read all the same", async () => {
    const { conversations } = bob.chat;
    await conversations.read("singleChat:alice");
    // As the pages do it.
    const stop = bob.chat.log("singleChat", "alice").watch(() => void conversations.read("singleChat:alice"));
    const badges: string[] = [];
    const stopCounting = conversations.watch(() =>
      badges.push(...bob.rows.map(({ unread }: { unread: string }) => unread)),
    );
    await alice.chat.sendText(alice.chat.log("singleChat", "bob"), "还在吗");
    const last = () => alice.messages("singleChat", "bob").at(-1);
    await vi.waitFor(() => expect(last()).toMatchObject({ text: "还在吗", statusText: "已读" }), WAIT);
    expect(new Set(badges)).toEqual(new Set([""]));
    stop();
    stopCounting();
    conversations.left();
  });

  it("edited and taken back, on both sides and in the list", async () => {
    const log = alice.chat.log("singleChat", "bob");
    await alice.chat.sendText(log, "helo");
    const { id } = log.state.messages.at(-1);
    await vi.waitFor(() => expect(bob.messages("singleChat", "alice").at(-1)).toMatchObject({ text: "helo" }), WAIT);
    await log.edit(id, "hello");
    await vi.waitFor(
      () => expect(bob.messages("singleChat", "alice").at(-1)).toMatchObject({ text: "hello", isEdited: true }),
      WAIT,
    );
    await log.recall(id);
    await vi.waitFor(() => expect(bob.rows).toMatchObject([{ line: "alice recalled a message" }]), WAIT);
    expect(alice.rows).toMatchObject([{ line: "你撤回了一条消息" }]);
  });

  it("a picture, a place, a card, and all of them forwarded as one", async () => {
    const log = alice.chat.log("singleChat", "bob");
    const path = randomPng(64, 48).toString("base64");
    const fields = { filename: "p.png", width: 64, height: 48 };
    await alice.chat.sendFile(log, { type: "img", path, fields }, { kind: "image", url: "", thumb: "" });
    await alice.chat.sendLocation(log, { latitude: 30.2, longitude: 120.1, address: "西湖", name: "断桥" });
    await alice.chat.sendCard(log, "bob");
    await vi.waitFor(() => {
      const kinds = bob.messages("singleChat", "alice").map(({ kind }: { kind: string }) => kind);
      expect(kinds.slice(-3)).toEqual(["image", "location", "card"]);
    }, WAIT);
    const picture = bob.messages("singleChat", "alice").at(-3);
    expect(picture).toMatchObject({ width: 80, height: 80 });
    expect((await fetch(picture.thumb)).status).toBe(200);

    const views = bob.chat.log("singleChat", "alice").state.messages.slice(-3);
    await bob.chat.forward(views, { type: "singleChat", id: "alice" });
    await vi.waitFor(() => expect(alice.rows).toMatchObject([{ line: "[聊天记录]" }]), WAIT);
    const inside = await alice.chat.inside(alice.chat.log("singleChat", "bob").state.messages.at(-1));
    expect(inside.map(({ kind }: { kind: string }) => kind)).toEqual(["image", "location", "card"]);
  });

  it("history: what was said before the page was opened, without what is there already", async () => {
    const eve = new Guest(server, sdk(), "zh");
    await eve.chat.session.signIn({ user: "alice", password: "secret" });
    await eve.chat.loadAll();
    expect(eve.rows).toMatchObject([{ id: "bob", line: "[聊天记录]" }]);
    const log = eve.chat.log("singleChat", "bob");
    await log.earlier();
    const kinds = eve.messages("singleChat", "bob").map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(["text", "text", "image", "location", "card", "combined"]);
    expect(log.state.hasEarlier).toBe(false);
    eve.close();
  });

  it("a group: made, talked in, told apart by who speaks, and dissolved", async () => {
    const id = await alice.chat.groups.create("午饭", ["bob"]);
    await vi.waitFor(() => expect(bob.chat.groups.state.list).toMatchObject([{ id }]), WAIT);
    await alice.chat.sendText(alice.chat.log("groupChat", id), "十二点？");
    await vi.waitFor(() => expect(bob.rows[0]).toMatchObject({ id, line: "alice: 十二点？", unread: "1" }), WAIT);
    expect(await bob.chat.groups.detail(id)).toMatchObject({
      name: "午饭",
      owner: "alice",
      count: 2,
      members: expect.arrayContaining([
        { id: "alice", role: "owner" },
        { id: "bob", role: "member" },
      ]),
    });
    await alice.chat.groups.dissolve(id);
    await vi.waitFor(() => expect(bob.chat.groups.state.list).toEqual([]), WAIT);
  });

  it("a broken connection comes back by itself, and the banner says so meanwhile", async () => {
    const seen: string[] = [];
    const stop = alice.chat.session.watch(({ status }: { status: string }) => seen.push(status));
    alice.cut();
    await vi.waitFor(() => expect(seen).toContain("connecting"), WAIT);
    await vi.waitFor(() => expect(alice.chat.session.state.status).toBe("online"), WAIT);
    stop();
    expect(alice.banner).toBeUndefined();
  });

  it("what went wrong is said in the user's language", async () => {
    const eve = new Guest(server, sdk(), "zh");
    const said = (attempt: Promise<unknown>) =>
      attempt.then(
        () => "",
        (error) => eve.chat.say(error),
      );
    const { session } = eve.chat;
    expect(await said(session.signIn({ user: "alice", password: "wrong" }))).toBe("用户名或密码不正确");
    expect(await said(session.register({ user: "alice", password: "secret", nickname: "" }))).toBe("用户名已被使用");
    expect(session.state).toMatchObject({ user: "", status: "signedOut" });
    eve.close();
  });
});
