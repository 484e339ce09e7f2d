/** The whole server and a user of Alipay: in with a code, away, and told of a message by Alipay. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { bare, GatewayStandIn, PROGRAM, pem } from "./features/alipay/gateway.fixture.ts";
import { createLog } from "./log.ts";
import { type RondoServer, startServer } from "./server.ts";

const TEMPLATE = "ac768fca1ce245ccae9404bb5243c49b";

let dir: string;
let server: RondoServer;
let gateway: GatewayStandIn;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-alipay-"));
  const { config } = readConfig(["dev", "--port", "0", "--data", dir], {});
  server = await startServer({ ...config, passwordCost: { memoryKib: 8, passes: 1 } }, createLog("silent"));
  gateway = await GatewayStandIn.start();
});
afterAll(async () => {
  await server.close();
  await gateway.close();
  await rm(dir, { recursive: true, force: true });
});

it("[AL8] a message to a user of Alipay who is away is told by Alipay, but not in a silent conversation", async () => {
  const settings = {
    alipayAppId: PROGRAM,
    alipayGateway: gateway.url,
    alipayPrivateKey: bare(pem.privateKey),
    alipayPublicKey: bare(pem.publicKey),
    alipayTemplateId: TEMPLATE,
    alipayTemplateUse: "always",
  } as const;
  const { clientId, clientSecret } = await server.apps.create({ org: "rondo", name: "alipay", settings });
  const call = async (path: string, json: unknown, { token = "", method = "POST" } = {}) => {
    const reply = await fetch(`${server.rest}/rondo/alipay${path}`, {
      method,
      headers: { "content-type": "application/json", ...(token === "" ? {} : { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(json),
    });
    expect(reply.status, path).toBe(200);
    return (await reply.json()) as { access_token: string; user: { username: string } };
  };
  gateway.codes.set("c1", { open_id: "o-alice" });
  const { access_token: token, user } = await call("/alipay/token", { authCode: "c1" });
  const { username } = user;
  await call(`/users/${username}/alipay/subscription`, { templateId: TEMPLATE, agreed: true }, { token });
  const credentials = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  const { access_token: appToken } = await call("/token", credentials);
  const say = (from: string, msg: string) =>
    call("/messages/users", { from, to: [username], type: "txt", body: { msg } }, { token: appToken });

  const silent = `/users/${username}/notification/user/noisy?resource=phone`;
  await call(silent, { type: "NONE" }, { token, method: "PUT" });
  await say("noisy", "not worth a notice");
  await call(`/users/${username}`, { notification_display_style: "1" }, { token, method: "PUT" });
  await say("bob", "hello");
  const contents = () => gateway.calls.filter(({ method }) => method.includes("templatemessage"));
  await expect.poll(() => contents().length).toBe(1);
  const [message] = contents();
  expect(message?.content).toMatchObject({ to_open_id: "o-alice", user_template_id: TEMPLATE });
  expect(JSON.parse(message?.content.data ?? "")).toMatchObject({
    keyword1: { value: "bob" },
    keyword2: { value: "hello" },
  });
});
