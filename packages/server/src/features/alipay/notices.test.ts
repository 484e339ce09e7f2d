import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TestRest } from "../../http/testing.ts";
import { ProviderClient } from "../../kernel/provider.ts";
import type { Notice } from "../push/index.ts";
import { bare, type Call, GatewayStandIn, PROGRAM, pem } from "./gateway.fixture.ts";
import { alipayMigrations, createAlipay } from "./index.ts";

const TEMPLATE = "ac768fca1ce245ccae9404bb5243c49b";
const SEND = "alipay.open.app.mini.templatemessage.send";

let rest: TestRest;
let gateway: GatewayStandIn;
let alipay: ReturnType<typeof createAlipay>;
/** Makes another one, on the same store: as after a new start. */
let restart: () => void;
let alice: { username: string; token: string };

beforeAll(async () => {
  gateway = await GatewayStandIn.start();
  rest = await TestRest.start({
    migrations: alipayMigrations,
    features(parts) {
      restart = () => {
        alipay = createAlipay({ ...parts, client: new ProviderClient({ timeoutMs: 1000 }) });
      };
      restart();
      return alipay.endpoints;
    },
  });
  rest.forget = (app, user) => alipay.api.forgetUser(app, user);
});
beforeEach(async () => {
  gateway.reset();
  restart();
  await rest.freshApp({
    registration: "open",
    alipayAppId: PROGRAM,
    alipayGateway: gateway.url,
    alipayPrivateKey: bare(pem.privateKey),
    alipayPublicKey: bare(pem.publicKey),
    alipayTemplateId: TEMPLATE,
  });
  rest.logged.length = 0;
  alice = await signIn({ open_id: "o-alice" });
});
afterAll(async () => {
  await rest.close();
  await gateway.close();
});

async function signIn(ids: Record<string, string>) {
  gateway.codes.set("code", ids);
  const { body } = await rest.call("/alipay/token", { json: { authCode: "code" } });
  return { username: body.user.username as string, token: body.access_token as string };
}

const change = (settings: Parameters<typeof rest.apps.changeSettings>[1]) =>
  rest.apps.changeSettings(rest.appKey, settings);
const path = (user: string) => `/users/${user}/alipay/subscription`;
const state = async () => (await rest.call(path(alice.username), { token: alice.token })).body.data;
const report = (agreed: boolean, templateId = TEMPLATE) =>
  rest.call(path(alice.username), { token: alice.token, json: { templateId, agreed } });
const agree = async (times = 1) => {
  for (let i = 0; i < times; i++) expect((await report(true)).status).toBe(200);
};

function notice(more: Partial<Notice> = {}): Notice {
  return {
    app: rest.appKey,
    user: alice.username,
    conversation: { kind: "user", target: "bob" },
    message: { id: "1", timestamp: Date.UTC(2026, 10, 29, 6, 5), from: "bob", to: alice.username, payload: "{}" },
    senderName: "Bob",
    isMentioned: false,
    title: "Bob",
    content: "hello",
    language: undefined,
    devices: [],
    unread: async () => 1,
    ...more,
  } as Notice; // the members of the message that are looked at
}

const sent = () => gateway.calls.filter(({ method }) => method === SEND);
const contents = () => sent().map(({ content }) => content);
const keywordsOf = (call: Call | undefined): string[] => {
  const data = JSON.parse(call?.content.data ?? "{}") as Record<string, { value: string }>;
  return Object.values(data).map(({ value }) => value);
};
const logged = (sentence: string) => rest.logged.filter((line) => line.includes(sentence)).length;

/** Takes notices and resolves when each has left, or not. */
async function take(...notices: Notice[]): Promise<void> {
  for (const each of notices) alipay.notices.take(each);
  await alipay.notices.settled();
}

describe("a subscription", () => {
  it("[AL7] is for one message at a time, or for all, as the application's template is", async () => {
    expect(await state()).toEqual({ templateId: TEMPLATE, use: "once", isSubscribed: false });
    await agree(2);
    expect(await state()).toEqual({ templateId: TEMPLATE, use: "once", isSubscribed: true, messages: 2 });
    expect((await report(false)).body.data).toEqual({ templateId: TEMPLATE, use: "once", isSubscribed: false });
    await change({ alipayTemplateUse: "always" });
    await agree(2);
    expect(await state()).toEqual({ templateId: TEMPLATE, use: "always", isSubscribed: true });
    await change({ alipayTemplateId: "another" });
    expect(await state()).toEqual({ templateId: "another", use: "always", isSubscribed: false });
  });

  it("[AL7] counts up to 100 agreements", async () => {
    for (let i = 0; i < 101; i++) {
      rest.now += 100;
      await agree();
    }
    expect((await state()).messages).toBe(100);
  });

  it("[AL7] is refused for another template, without one, and to who has not signed in with Alipay", async () => {
    expect(await report(true, "another")).toMatchObject({
      status: 400,
      body: { error_description: "templateId is not the template of the application" },
    });
    const bob = await rest.register("bob");
    expect((await rest.call(path("bob"), { token: bob })).status).toBe(404);
    expect((await rest.call(path("bob"), { token: bob, json: { templateId: TEMPLATE, agreed: true } })).status).toBe(
      404,
    );
    await change({ alipayTemplateId: "" });
    const closed = { status: 403, body: { error_description: "alipay: service not open!" } };
    expect(await report(true)).toMatchObject(closed);
    expect(await rest.call(path(alice.username), { token: alice.token })).toMatchObject(closed);
  });

  it("[AL7] is the user's own, and the application's", async () => {
    const bob = await rest.register("bob");
    expect((await rest.call(path(alice.username), { token: bob })).status).toBe(401);
    expect((await rest.call(path(alice.username), { json: { templateId: TEMPLATE, agreed: true } })).status).toBe(401);
    expect((await rest.call(path(alice.username), { token: rest.appToken })).status).toBe(200);
  });
});

describe("a notice", () => {
  it("[AL8] leaves with the application's template, page and keywords, to what Alipay calls the user", async () => {
    await change({
      alipayTemplatePage: "pages/chat/chat?type={type}&id={id}",
      alipayTemplateTexts: "{title}\r\n {content} ({other})\n{time}\n",
    });
    await agree();
    await take(notice());
    expect(contents()).toEqual([
      {
        to_open_id: "o-alice",
        user_template_id: TEMPLATE,
        page: "pages/chat/chat?type=singleChat&id=bob",
        data: JSON.stringify({
          keyword1: { value: "Bob" },
          keyword2: { value: "hello ({other})" },
          keyword3: { value: "2026-11-29 14:05" },
        }),
      },
    ]);
    await rest.apps.describe(rest.appKey, { timeZone: "Europe/Paris" });
    await agree();
    await take(notice({ conversation: { kind: "chatgroup", target: "4711" } }));
    expect(contents()[1]?.page).toBe("pages/chat/chat?type=groupChat&id=4711");
    expect(keywordsOf(sent()[1])[2]).toBe("2026-11-29 07:05");
  });

  it("[AL8] has keywords of one line, of 1 to 50 characters", async () => {
    await agree();
    await take(notice({ title: " \n ", content: `a\nb${"😀".repeat(30)}` }));
    const [title, content = ""] = keywordsOf(sent()[0]);
    expect(title).toBe("…");
    expect(content).toBe(`a b${"😀".repeat(23)}…`);
    expect(content.length).toBeLessThanOrEqual(50);
    gateway.reset();
    await agree();
    await take(notice({ content: "c".repeat(50) }));
    expect(keywordsOf(sent()[0])[1]).toBe("c".repeat(50));
  });

  it("[AL8] goes to the user id where the program is told no other", async () => {
    alice = await signIn({ user_id: "2088123" });
    await agree();
    await take(notice());
    expect(contents()[0]).toMatchObject({ to_user_id: "2088123" });
    expect(contents()[0]).not.toHaveProperty("to_open_id");
  });

  it("[AL8] does not leave for who has not agreed, nor for an application without a template", async () => {
    await rest.register("bob");
    await take(notice(), notice({ user: "bob" }));
    expect(sent()).toEqual([]);
    expect(await alipay.notices.isFor(rest.appKey)).toBe(true);
    await agree();
    await report(false);
    await take(notice());
    expect(sent()).toEqual([]);
    for (const off of ["alipayTemplateId", "alipayPrivateKey", "alipayAppId"]) {
      await change({ [off]: "" });
      expect(await alipay.notices.isFor(rest.appKey), off).toBe(false);
      await change({ alipayTemplateId: TEMPLATE, alipayAppId: PROGRAM, alipayPrivateKey: bare(pem.privateKey) });
    }
    await rest.apps.setDisabled(rest.appKey, true);
    expect(await alipay.notices.isFor(rest.appKey)).toBe(false);
    expect(await alipay.notices.isFor("org#none")).toBe(false);
  });
});

describe("notices", () => {
  it("[AL9] are 3 at once for a user and one in 5 minutes after that", async () => {
    await change({ alipayTemplateUse: "always" });
    await agree();
    await take(...Array.from({ length: 5 }, () => notice()));
    expect(sent()).toHaveLength(3);
    rest.now += 299_000;
    await take(notice());
    expect(sent()).toHaveLength(3);
    rest.now += 1000;
    await take(notice(), notice());
    expect(sent()).toHaveLength(4);
    const bob = await signIn({ open_id: "o-bob" });
    await rest.call(path(bob.username), { token: bob.token, json: { templateId: TEMPLATE, agreed: true } });
    await take(notice({ user: bob.username }));
    expect(contents().at(-1)).toMatchObject({ to_open_id: "o-bob" });
  });

  it("[AL9] use up an agreement each, also one that Alipay refuses", async () => {
    await agree(2);
    await take(notice(), notice(), notice());
    expect(sent()).toHaveLength(2);
    expect(await state()).toMatchObject({ isSubscribed: false, messages: 0 });
    restart();
    await agree();
    gateway.answer = refuseTo("o-alice", () => gateway.say(SEND, { code: "40004", sub_code: "NO_SUBSCRIPTION" }));
    await take(notice());
    expect(await state()).toMatchObject({ messages: 0 });
    expect(rest.logged.join()).toContain("NO_SUBSCRIPTION");
  });

  it("[AL9] give the agreement back when Alipay cannot be asked, and are not tried again", async () => {
    await agree();
    for (const answer of [() => ({ status: 503, json: {} }), () => gateway.forge(SEND, { code: "10000" })]) {
      const before = logged("Alipay did not take a notice");
      gateway.answer = refuseTo("o-alice", answer);
      await take(notice({ content: "private words" }));
      expect(logged("Alipay did not take a notice") - before).toBe(1);
      expect((await state()).messages).toBe(1);
    }
    expect(sent()).toHaveLength(2);
    expect(rest.logged.join()).not.toMatch(/private words|o-alice/);
  });

  it("[AL9] wait for nobody else's: a call that is not answered holds up only who it is for", async () => {
    await agree(2);
    const bob = await signIn({ open_id: "o-bob" });
    await rest.call(path(bob.username), { token: bob.token, json: { templateId: TEMPLATE, agreed: true } });
    gateway.answer = refuseTo("o-alice", () => "silence");
    alipay.notices.take(notice());
    alipay.notices.take(notice());
    alipay.notices.take(notice({ user: bob.username }));
    await expect.poll(() => contents().map(({ to_open_id: to }) => to)).toEqual(["o-alice", "o-bob"]);
    await alipay.notices.settled();
    expect(logged("Alipay did not take a notice")).toBe(2);
    expect((await state()).messages).toBe(2);
  });

  it("[AL9] wait in a bounded number, and of those beyond it is said how many there were", async () => {
    await agree();
    await take(...Array.from({ length: 5010 }, () => notice()));
    expect(logged("notices came too fast for Alipay")).toBe(1);
    const line = rest.logged.find((each) => each.includes("notices came too fast for Alipay"));
    expect(JSON.parse(line ?? "")).toMatchObject({ app: rest.appKey, notices: 10 });
    expect(sent()).toHaveLength(1);
  });

  it("[AL9] that cannot be made are lost, and the log says so", async () => {
    await agree();
    await take(notice({ message: { ...notice().message, timestamp: Number.NaN } }));
    expect(logged("a notice could not be sent")).toBe(1);
  });

  it("[AL9] are not sent any more once the server stops", async () => {
    await agree(3);
    alipay.notices.take(notice());
    await alipay.notices.close();
    alipay.notices.take(notice());
    await alipay.notices.settled();
    expect(sent(), "what was being looked up, and no other").toHaveLength(1);
    expect((await state()).messages).toBe(2);
    restart();
    await take(notice());
    expect(sent()).toHaveLength(2);
  });
});

it("[AL10] a removed account has agreed to nothing, and is nobody of Alipay's", async () => {
  await agree();
  await rest.users.remove(rest.appKey, alice.username);
  const token = await rest.register(alice.username);
  expect((await rest.call(path(alice.username), { token })).status).toBe(404);
  await take(notice());
  expect(sent()).toEqual([]);
  alice = await signIn({ open_id: "o-alice" });
  expect(await state()).toMatchObject({ isSubscribed: false });
});

/** Others are answered as usual. */
function refuseTo(openId: string, answer: () => ReturnType<NonNullable<GatewayStandIn["answer"]>>) {
  return (call: Call) => (call.content.to_open_id === openId ? answer() : undefined);
}
