/**
 * The whole server, in production and with everything logged that can be: what people, servers and machines keep secret is used
 * in every way there is, rightly and wrongly, and looked for in the log.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csrfHeader } from "@rondo/protocol/console";
import { Secret, TOTP } from "otpauth";
import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { Postbox } from "./features/accounts/postbox.fixture.ts";
import { secretSettings } from "./features/apps/settings.ts";
import { RawClient } from "./gateway/testing/raw-client.ts";
import { type RondoServer, startServer } from "./server.ts";

const logged: string[] = [];
/** What must not be in the log, by what it is. */
const secrets = new Map<string, string>();

let dir: string;
let postbox: Postbox;
let server: RondoServer;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-secrets-"));
  postbox = await Postbox.open();
  const { config } = readConfig(["dev", "--port", "0", "--data", dir], {});
  const url = `smtp://mailer:${keep("password of the mail server", "mail-password-1")}@127.0.0.1:${postbox.port}`;
  // The most that an operator can ask for.
  const log = pino({ level: "debug" }, { write: (line) => logged.push(line) });
  server = await startServer(
    {
      ...config,
      mode: "serve",
      mail: { url, from: "Rondo <rondo@example.com>" },
      passwordCost: { memoryKib: 8, passes: 1 },
    },
    log,
  );
});
afterAll(async () => {
  await server.close();
  await postbox.close();
  await rm(dir, { recursive: true, force: true });
});

/** Answers the secret, so that it can be used where it is named. */
function keep(what: string, value: string): string {
  expect(value.length, what).toBeGreaterThan(5);
  secrets.set(what, value);
  return value;
}

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the test reads the members it expects
  readonly body: any;
}

/** A browser in front of the console. */
class Visitor {
  private cookie = "";
  private csrf = "";
  private readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const reply = await fetch(`${server.rest}/console/api${path}`, {
      method,
      headers: {
        cookie: this.cookie,
        [csrfHeader]: this.csrf,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const [pair = ""] = (reply.headers.get("set-cookie") ?? "").split(";");
    if (pair !== "") this.cookie = pair;
    if (pair !== "" && !pair.endsWith("=")) keep(`session of ${this.name}`, pair.split("=")[1] ?? "");
    const answer: Answer["body"] = await reply.json();
    const csrf = answer.csrfToken ?? answer.session?.csrfToken;
    if (csrf !== undefined) this.csrf = keep(`csrf token of ${this.name}`, csrf);
    return { status: reply.status, body: answer };
  }

  async done(method: string, path: string, body: unknown = {}): Promise<Answer["body"]> {
    const answer = await this.call(method, path, body);
    expect(answer, `${method} ${path}`).toMatchObject({ status: 200 });
    return answer.body;
  }
}

async function rest(
  path: string,
  { method, json, token, raw }: { method?: string; json?: unknown; token?: string; raw?: string } = {},
): Promise<Answer> {
  const reply = await fetch(`${server.rest}/acme/shop${path}`, {
    method: method ?? (json === undefined && raw === undefined ? "GET" : "POST"),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    ...(raw === undefined ? {} : { body: raw }),
  });
  const text = await reply.text();
  return { status: reply.status, body: text.startsWith("{") ? JSON.parse(text) : text };
}

const tokenIn = (link: string): string => new URL(link).searchParams.get("token") ?? "";
const owner = new Visitor("the owner");
const email = "owner@example.com";
let password = "First-pass-1";

it("[AC14] accounts: the first one, passwords, a second factor, links", async () => {
  keep("password of the owner", password);
  const setup = { email, password, organisation: { name: "acme" } };
  expect(
    await owner.call("POST", "/setup", { ...setup, code: keep("wrong setup code", "not-this-code") }),
  ).toMatchObject({
    status: 403,
  });
  await owner.done("POST", "/setup", { ...setup, code: keep("setup code", server.setupCode ?? "") });

  const guess = { password: keep("wrong proof", "Frist-pass-1") };
  expect(await owner.call("POST", "/session/proof", guess)).toMatchObject({ body: { code: "INVALID_PASSWORD" } });
  await owner.done("POST", "/session/proof", { password });

  const next = keep("new password of the owner", "Second-pass-2");
  const wrong = { current: keep("wrong old password", "Not-the-old-3"), password: next };
  expect(await owner.call("PUT", "/account/password", wrong)).toMatchObject({ body: { code: "INVALID_PASSWORD" } });
  await owner.done("PUT", "/account/password", { current: password, password: next });
  password = next;

  const { secret } = await owner.done("POST", "/account/totp");
  const totp = new TOTP({ secret: Secret.fromBase32(keep("secret of the second factor", secret)) });
  const code = keep("code of the second factor", totp.generate());
  const { recoveryCodes } = await owner.done("PUT", "/account/totp", { code });
  for (const [i, each] of recoveryCodes.entries()) keep(`recovery code ${i}`, each);

  const again = new Visitor("the owner again");
  const mistyped = keep("mistyped password", "Secnod-pass-2");
  expect(await again.call("POST", "/login", { email, password: mistyped })).toMatchObject({
    body: { code: "LOGIN_FAILED" },
  });
  const { ticket } = await again.done("POST", "/login", { email, password });
  keep("ticket between password and code", ticket);
  const wrongCode = { ticket, code: keep("wrong code", "917 364") };
  expect(await again.call("POST", "/login/second-factor", wrongCode)).toMatchObject({ body: { code: "CODE_WRONG" } });
  await again.done("POST", "/login/second-factor", { ticket, code: recoveryCodes[0] });

  const { link } = await postbox.after(() => again.done("POST", "/password/forgot", { email }));
  const token = keep("token of a reset", tokenIn(link));
  await fetch(link);
  password = keep("password after a reset", "Third-pass-3");
  await again.done("POST", "/password/reset", { token, password });
  expect(await again.call("POST", "/password/reset", { token, password })).toMatchObject({
    body: { code: "LINK_INVALID" },
  });
  const second = await again.done("POST", "/login", { email, password });
  keep("second ticket", second.ticket);
  await owner.done("POST", "/login/second-factor", { ticket: second.ticket, code: recoveryCodes[1] });
});

it("[AC14] accounts of others: registration, invitations, mail that cannot be sent", async () => {
  const dev = new Visitor("the developer");
  const registered = { email: "dev@example.com", password: keep("password of the developer", "Developer-1") };
  const { link } = await postbox.after(() => dev.done("POST", "/register", registered));
  await dev.done("POST", "/register/confirm", { token: keep("token of a confirmation", tokenIn(link)) });
  await dev.done("POST", "/login", registered);
  const invite = { email: "new@example.com", role: "developer" };
  const invited = await postbox.after(() => owner.done("POST", "/organisations/acme/members", invite));
  const token = keep("token of an invitation", tokenIn(invited.link));
  await fetch(invited.link);
  await dev.done("POST", "/invitations/look", { token });
  await dev.done("POST", "/invitations/accept", { token, password: keep("password of who was invited", "Invited-1") });

  for (const fault of ["sender", "login"] as const) {
    postbox.fault = fault;
    const other = { ...invite, email: `${fault}@example.com` };
    expect(await owner.call("POST", "/organisations/acme/members", other)).toMatchObject({ status: 502 });
  }
  postbox.fault = undefined;
  expect(logged.join("\n")).toContain("a mail could not be sent");
  // As the mail server has repeated it.
  keep("login at the mail server", Buffer.from("\0mailer\0mail-password-1").toString("base64"));
});

it("an application: its secret, keys of services, passwords and tokens of its users, files, the socket", async () => {
  const created = await owner.done("POST", "/organisations/acme/apps", { name: "shop", dataCentre: "self" });
  const first = keep("client secret", created.clientSecret);
  const { clientSecret } = await owner.done("POST", "/apps/acme/shop/secret");
  keep("rotated client secret", clientSecret);
  const keys = Object.fromEntries(secretSettings.map((name, i) => [name, keep(name, `key of a service ${i}`)]));
  const urls = { translationUrl: "http://127.0.0.1:1", pushWebhookUrl: "http://127.0.0.1:1/notices" };
  await owner.done("PUT", "/apps/acme/shop/settings", { ...keys, ...urls });

  const { clientId } = (await owner.call("GET", "/apps/acme/shop")).body;
  const grant = { grant_type: "client_credentials", client_id: clientId };
  for (const client_secret of [first, clientSecret]) {
    const { body } = await rest("/token", { json: { ...grant, client_secret } });
    keep(`token of the application, ${client_secret === first ? 1 : 2}`, body.access_token);
  }
  const appToken = secrets.get("token of the application, 2") ?? "";
  const wrongSecret = keep("wrong client secret", "YXA6wrongwrongwrong");
  expect((await rest("/token", { json: { ...grant, client_secret: wrongSecret } })).status).toBe(400);

  const secret = keep("password of a user", "user-secret-1");
  await rest("/users", { json: { username: "alice", password: secret }, token: appToken });
  await owner.done("POST", "/apps/acme/shop/users", {
    username: "bob",
    password: keep("password by the console", "bob-secret-1"),
  });
  await owner.done("PUT", "/apps/acme/shop/users/bob/password", {
    password: keep("password reset by the console", "bob-secret-2"),
  });
  keep("token by the console", (await owner.done("POST", "/apps/acme/shop/users/bob/token")).token);
  keep("token of a test user", (await owner.done("POST", "/apps/acme/shop/test-users")).token);
  const byPassword = { grant_type: "password", username: "alice", password: secret };
  const { access_token } = (await rest("/token", { json: byPassword })).body;
  const userToken = keep("token of a user", access_token);
  const bad = keep("wrong password of a user", "user-secret-0");
  expect((await rest("/token", { json: { ...byPassword, password: bad } })).status).toBe(400);
  const changed = keep("changed password of a user", "user-secret-2");
  await rest("/users/alice/password", { method: "PUT", json: { newpassword: changed }, token: appToken });
  const fresh = keep(
    "second token of a user",
    (await rest("/token", { json: { ...byPassword, password: changed } })).body.access_token,
  );

  const stolen = keep("token that is none", "YWMtnonenonenonenonenone");
  for (const token of [userToken, fresh, stolen]) await rest("/users/alice", { token });
  await rest("/users", {
    raw: `{"username":"carol","password":"${keep("password in what is no JSON", "carol-secret")}"`,
    token: appToken,
  });
  await rest("/users", {
    json: { username: { password: keep("password in a wrong place", "odd-secret") } },
    token: appToken,
  });
  await rest(`/users?access_token=${stolen}`, {});
  await rest(`/nowhere/${stolen}?password=${bad}`, {});
  await fetch(`${server.rest}/console/reset?token=${keep("token in an address", "token-in-address")}`);
  await rest("/users/alice/translate", { json: { text: "hello", to: ["en"] }, token: fresh });

  const form = new FormData();
  form.append("file", new Blob(["x"]), "f.txt");
  const headers = { authorization: `Bearer ${fresh}`, "restrict-access": "true" };
  const uploaded = await fetch(`${server.rest}/acme/shop/chatfiles`, { method: "POST", headers, body: form });
  const { entities } = (await uploaded.json()) as { entities: Array<{ uuid: string; "share-secret": string }> };
  const shareSecret = keep("secret of a file", entities[0]?.["share-secret"] ?? "");
  await rest(`/chatfiles/${entities[0]?.uuid}?share-secret=${shareSecret}`);
  await rest(`/chatfiles/${entities[0]?.uuid}?share-secret=x${shareSecret}`);

  for (const token of [fresh, stolen]) {
    const client = await RawClient.connect(`${server.websocket}?token=${token}`, {
      identity: { app: "acme#shop", user: "alice", token, resource: "webim_1" },
    });
    await client.provision();
    if (token === fresh) client.text("bob", keep("text of a message", "a word between us"));
    if (token === fresh) await client.sync();
    client.cut();
    await client.closed;
  }
});

it("none of it is in the log, which has everything else", () => {
  const log = logged.join("\n");
  for (const route of ["/console/api/login", "/:org/:app/token", "/console/api/password/reset"])
    expect(log).toContain(route);
  expect(logged.length).toBeGreaterThan(50);
  const found = [...secrets].filter(([, value]) =>
    [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), Buffer.from(value).toString("base64")].some(
      (form) => log.includes(form),
    ),
  );
  expect(found).toEqual([]);
  expect(secrets.size).toBeGreaterThan(40);
});
