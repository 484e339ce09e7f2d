import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bare, GatewayStandIn, PROGRAM, pem } from "../../../server/src/features/alipay/gateway.fixture.ts";
import { loadMiniProgram } from "../official/loader.ts";
import { createRuntime } from "../people/mini-seat.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import { officialSdk, rondoSdk, type Sdk } from "../sdk.ts";
import { type Server, startServer } from "../server/server.ts";

const require = createRequire(import.meta.url);
const core = (name: string) => require(`../../../../examples/chat-core/src/${name}.js`);
const { AlipayUser } = core("alipay");
const { Chat } = core("chat");

const TEMPLATE = "ac768fca1ce245ccae9404bb5243c49b";

let gateway: GatewayStandIn;
let server: Server;

beforeAll(async () => {
  gateway = await GatewayStandIn.start();
  const appDefaults = {
    alipayAppId: PROGRAM,
    alipayGateway: gateway.url,
    alipayPrivateKey: bare(pem.privateKey),
    alipayPublicKey: bare(pem.publicKey),
    alipayTemplateId: TEMPLATE,
  };
  server = await startServer({ config: { appDefaults } });
});
afterAll(async () => {
  await server?.stop();
  await gateway?.close();
});

/** A part of the demo for Alipay that needs no other, in the program's world. */
function fromDemo(runtime: Runtime, name: string) {
  const source = readFileSync(new URL(`../../../../examples/alipay-demo/lib/${name}.js`, import.meta.url), "utf8");
  const program = `(function (module) {${source}\nreturn module.exports;\n})`;
  // biome-ignore lint/suspicious/noExplicitAny: what the file exports
  const load = runtime.realm.run(program) as (module: object) => any;
  return load({});
}

// A server that was started elsewhere knows another gateway.
describe.skipIf(process.env.RONDO_URL)("a user of Alipay with the core of the demos", () => {
  describe.each<[string, () => Sdk, "simulator" | "android"]>([
    ["Rondo's SDK", rondoSdk, "simulator"],
    ["the official SDK", officialSdk, "android"],
  ])("and %s", (which, sdk, profile) => {
    let runtime: Runtime;
    let chat: InstanceType<typeof Chat>;
    let alipay: InstanceType<typeof AlipayUser>;

    /** What the program keeps on the phone. */
    let kept: Map<string, unknown>;

    const start = () => {
      runtime = createRuntime("my", { my: { profile } });
      // biome-ignore lint/suspicious/noExplicitAny: what the demos use of it is the official API
      const WebIM = loadMiniProgram(runtime, sdk()) as any;
      const { appKey, rest: apiUrl, websocket: url } = server;
      WebIM.conn = new WebIM.connection({ appKey, apiUrl, url, isHttpDNS: false });
      const storage = {
        get: (key: string) => kept.get(key),
        set: (key: string, value: unknown) => void kept.set(key, value),
        remove: (key: string) => void kept.delete(key),
      };
      const upload = () => expect.unreachable("nothing is uploaded here");
      chat = new Chat(WebIM, { storage, upload, language: "zh" });
      alipay = new AlipayUser(chat, fromDemo(runtime, "host").request);
    };
    beforeEach(() => {
      kept = new Map();
      start();
    });
    afterEach(() => {
      chat.signOut();
      runtime.close();
    });

    const failure = (attempt: Promise<unknown>) =>
      attempt.then(
        () => expect.unreachable("it is refused"),
        (error) => chat.say(error),
      );

    it("comes in with a code, and without one when the program is opened again", async () => {
      gateway.codes.set("c1", { open_id: "o-alice" });
      await alipay.signIn("c1");
      expect(chat.session.state.user).toMatch(/^ali_/);
      const { me } = chat;
      chat.conn.close();
      runtime.close();
      start();
      await chat.session.signIn(chat.session.remembered());
      expect(chat.me).toBe(me);
    });

    it("is told in the own language that a code is no good, and stays outside", async () => {
      expect(await failure(alipay.signIn("made up"))).toBe("支付宝登录未成功，请重试");
      gateway.answer = () => ({ status: 500, json: {} });
      expect(await failure(alipay.signIn("c2"))).toBe("支付宝登录未成功，请重试");
      gateway.reset();
      expect(chat.session.state).toMatchObject({ user: "", status: "signedOut" });
    });

    it("agrees to messages one at a time, and to none", async () => {
      gateway.codes.set("c3", { open_id: `o-${which}` });
      await alipay.signIn("c3");
      await alipay.load();
      expect(alipay.state.subscription).toMatchObject({ templateId: TEMPLATE, use: "once", isSubscribed: false });
      await alipay.answered(true);
      await alipay.answered(true);
      expect(alipay.state.subscription).toMatchObject({ isSubscribed: true, messages: 2 });
      await alipay.answered(false);
      await alipay.load();
      expect(alipay.state.subscription).toMatchObject({ isSubscribed: false });
      alipay.forget();
      expect(alipay.state.subscription).toBeUndefined();
    });

    it("is offered nothing after a sign-in by password; without a network it is said", async () => {
      const user = which.replace(/\W/g, "-");
      await chat.session.register({ user, password: "secret", nickname: user });
      await alipay.load();
      expect(alipay.state.subscription).toBeUndefined();
      runtime.network.goOffline();
      expect(await failure(alipay.load())).toBe("网络连接失败");
    });
  });
});

describe("what the demo asks Alipay", () => {
  let runtime: Runtime;
  beforeEach(() => {
    runtime = createRuntime("my");
  });
  afterEach(() => runtime.close());

  /** `my` gets a function that answers with these, by one of its callbacks. */
  const answers = (name: string, how: "success" | "fail", answer: object) =>
    runtime.realm.run(
      `my.${name} = (options) => { my.asked = options; options.${how}(${JSON.stringify(answer)}); return Promise.reject(0); }`,
    );
  const asked = () => runtime.realm.run("JSON.stringify(my.asked)");

  it("is a code, without a question to the user", async () => {
    const { authCode } = fromDemo(runtime, "alipay");
    answers("getAuthCode", "success", { authCode: "c1" });
    expect(await authCode()).toBe("c1");
    expect(asked()).toBe('{"scopes":"auth_base"}');
    answers("getAuthCode", "fail", { error: 11, errorMessage: "no network" });
    await expect(authCode()).rejects.toMatchObject({ message: "alipay: no network" });
  });

  it.each([
    ["yes", "success", { behavior: "subscribe", result: { subscribedEntityIds: ["t1"] } }, true],
    ["yes, in an older client", "success", { behavior: "subscribe" }, true],
    ["to others, and not to this", "success", { behavior: "subscribe", result: { subscribedEntityIds: [] } }, false],
    ["no", "fail", { behavior: "cancel", errorCode: 11 }, false],
  ] as const)("is whether messages are welcome: %s", async (_, how, answer, isAgreed) => {
    const { askForMessages } = fromDemo(runtime, "alipay");
    answers("requestSubscribeMessage", how, answer);
    expect(await askForMessages("t1")).toBe(isAgreed);
    expect(asked()).toBe('{"entityIds":["t1"]}');
  });

  it("is no answer when Alipay cannot ask", async () => {
    const { askForMessages } = fromDemo(runtime, "alipay");
    answers("requestSubscribeMessage", "fail", { behavior: "", errorCode: 106008, errorMessage: "no such template" });
    await expect(askForMessages("t1")).rejects.toMatchObject({ message: "no such template" });
  });
});
