import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { Type } from "typebox";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { defaultLimits } from "../config.ts";
import { endpoint } from "../kernel/rest.ts";
import { TestRest } from "./testing.ts";

/** Endpoints that show what reaches a handler, and what becomes of what it says or throws. */
const probes = [
  ...(["POST", "DELETE"] as const).map((method) =>
    endpoint({
      name: `echo${method}`,
      method,
      path: "/probe/body",
      summary: "",
      access: "anyone",
      handle: async ({ body, query, resource, baseUrl, caller }) => ({
        data: { body, query, resource, baseUrl, caller },
      }),
    }),
  ),
  endpoint({
    name: "typed",
    method: "GET",
    path: "/probe/typed/:id",
    summary: "",
    access: "anyone",
    params: Type.Object({ id: Type.String() }),
    query: Type.Object({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      flag: Type.Optional(Type.Boolean()),
    }),
    handle: async ({ params, query }) => ({ data: { params, query } }),
  }),
  endpoint({
    name: "elsewhere",
    prefix: "/api/probe",
    method: "POST",
    path: "/nested",
    summary: "",
    access: "user",
    body: Type.Object({ age: Type.Integer() }),
    answers: "plain",
    failure: ({ code, description }) => (code === "INVALID_ARGUMENT" ? { own: description } : undefined),
    handle: async ({ appKey }) => ({ appKey }),
  }),
  endpoint({
    name: "nested",
    method: "POST",
    path: "/probe/nested",
    summary: "",
    access: "anyone",
    body: Type.Object(
      { user: Type.Object({ age: Type.Integer() }), tags: Type.Optional(Type.Array(Type.String())) },
      { additionalProperties: false },
    ),
    handle: async () => ({}),
  }),
  endpoint({
    name: "fault",
    method: "POST",
    path: "/probe/fault",
    summary: "",
    access: "anyone",
    handle: async () => {
      throw new Error("the database said something internal", { cause: new Error("deep down") });
    },
  }),
  endpoint({
    name: "own",
    method: "GET",
    path: "/probe/own",
    summary: "",
    access: "anyone",
    handle: async () => ({ action: "my action", uri: "elsewhere", entities: [1, 2], data: { a: 1 } }),
  }),
];

const limits = { ...defaultLimits, maxBodyBytes: 2048 };

let rest: TestRest;
beforeAll(async () => {
  rest = await TestRest.start({ endpoints: probes, config: { limits } });
});
beforeEach(() => rest.freshApp());
afterAll(() => rest.close());

function refusal(status: number, error: string, description?: string) {
  return { status, body: { error, ...(description === undefined ? {} : { error_description: description }) } };
}

describe("answers", () => {
  it("[RE1][RE2] carry the envelope", async () => {
    const app = await rest.apps.find(rest.appKey);
    const { status, headers, body } = await rest.call("/probe/typed/a%2Cb/?limit=2&x=", {
      headers: { host: "im.example.com:8080" },
    });
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(body).toEqual({
      action: "get",
      application: app?.id,
      applicationName: app?.name,
      organization: "rondo",
      path: "/probe/typed/a%2Cb",
      uri: `http://im.example.com:8080/rondo/${app?.name}/probe/typed/a%2Cb/`,
      params: { limit: ["2"] },
      timestamp: rest.now,
      duration: expect.any(Number),
      data: { params: { id: "a,b" }, query: { limit: 2 } },
    });
  });

  it("[RE2] let an endpoint say its own words", async () => {
    const { body } = await rest.call("/probe/own");
    expect(body).toMatchObject({ action: "my action", uri: "elsewhere", entities: [1, 2], count: 2 });
  });

  it("[RE2] name the public address where the operator has said it", async () => {
    const behindProxy = await TestRest.start({ config: { publicUrl: "https://im.example.com" } });
    const { body } = await behindProxy.call("/users/a/status", { token: behindProxy.appToken });
    expect(body.uri).toMatch(/^https:\/\/im\.example\.com\/rondo\/test1\/users\/a\/status$/);
    await behindProxy.close();
  });

  it("[RE2] do not repeat a host that is not an address", async () => {
    const { body } = await rest.call("/probe/own2", { headers: { host: "<script>" } });
    expect(JSON.stringify(body)).not.toContain("<script>");
    const echoed = await rest.call("/probe/body", { method: "POST", headers: { host: "a b<script>" } });
    expect(echoed.body.data.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:/);
  });

  it("[RE11] carry the request's id, or a new one when it is missing or not sensible", async () => {
    const id = async (given?: string) =>
      (await rest.call("/probe/own", given === undefined ? {} : { headers: { "x-request-id": given } })).headers[
        "x-request-id"
      ];
    expect(await id("trace-1:2.3")).toBe("trace-1:2.3");
    expect(await id()).toMatch(/^[0-9a-f-]{36}$/);
    expect(await id("x".repeat(65))).toMatch(/^[0-9a-f-]{36}$/);
    expect(await id('"forged" log line')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("to HEAD are those to GET, without the body", async () => {
    const { status, headers, body } = await rest.call("/probe/own", { method: "HEAD" });
    expect([status, body]).toEqual([200, ""]);
    expect(Number(headers["content-length"])).toBeGreaterThan(0);
  });
});

describe("bodies", () => {
  const json = '{"a":[1,"ü"]}';
  const echo = async (text: string, type: string | undefined, method: "POST" | "DELETE" = "POST") =>
    (await rest.call("/probe/body", { method, text, headers: type === undefined ? {} : { "content-type": type } })).body
      .data?.body;

  it("[RE4] are JSON whatever the content type says", async () => {
    const types = [
      undefined,
      "application/json",
      "application/json; charset=utf-8",
      "application/json, application/json",
      "text/plain",
      "text/plain;charset=UTF-8",
      "application/octet-stream",
      "nonsense",
      "application/x-www-form-urlencoded",
    ];
    for (const type of types) expect(await echo(json, type), type).toEqual({ a: [1, "ü"] });
    expect(await echo('["a","b"]', "application/json", "DELETE")).toEqual(["a", "b"]);
    expect(await echo(`\ufeff${json}`, "application/json")).toEqual({ a: [1, "ü"] });
  });

  it("[RE4] may be missing", async () => {
    for (const method of ["POST", "DELETE"] as const) {
      expect(await echo("", "application/json", method)).toEqual({});
      expect(await echo("  \r\n", "application/json", method)).toEqual({});
    }
    for (const options of [{}, { headers: { "content-type": "application/json" } }]) {
      const { body } = await rest.call("/probe/body", { method: "POST", ...options });
      expect(body.data.body ?? {}).toEqual({});
    }
  });

  it("[RE4] may be forms", async () => {
    const form = "nickname=A%20%26+B&avatarurl=http%3A%2F%2Fx&avatarurl=y";
    expect(await echo(form, "application/x-www-form-urlencoded")).toEqual({ nickname: "A & B", avatarurl: "y" });
  });

  it("do not change what objects are", async () => {
    const texts = [
      '{"__proto__":{"admin":true},"constructor":1}',
      '{"\\u005f_proto__":{"admin":true},"constructor":1}',
    ];
    for (const text of texts) {
      const { body } = await rest.call("/probe/body", { text, headers: { "content-type": "application/json" } });
      expect(Object.getOwnPropertyNames(body.data.body)).toEqual(["constructor"]);
    }
  });

  it("[RE8] are refused when malformed, of the wrong shape or too large", async () => {
    const post = (path: string, text: string, type = "application/json") =>
      rest.call(path, { text, headers: { "content-type": type } });
    for (const text of ["{", '{"a":}', "undefined", "\0", "a=b", "{'a':1}"]) {
      expect(await post("/probe/nested", text), text).toMatchObject(
        refusal(400, "json_parse", "the body is not valid JSON"),
      );
    }
    const cases: [string, string][] = [
      ["{}", "user is required"],
      ["null", "the body must be object"],
      ["[]", "the body must be object"],
      ['{"user":{}}', "user.age is required"],
      ['{"user":{"age":"secret"}}', "user.age must be integer"],
      ['{"user":{"age":1},"tags":["a",5]}', "tags.1 must be string"],
      ['{"user":{"age":1},"more":"secret"}', "more is not known"],
    ];
    for (const [text, description] of cases) {
      expect(await post("/probe/nested", text), text).toMatchObject(refusal(400, "illegal_argument", description));
    }
    const large = `{"a":"${"x".repeat(2048)}"}`;
    for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded"]) {
      expect(await post("/probe/body", large, type), type).toMatchObject(refusal(413, "payload_too_large"));
    }
  });
});

describe("queries", () => {
  const query = async (text: string) => (await rest.call(`/probe/body?${text}`, { method: "POST" })).body.data.query;

  it("[RE5] are read as compatible clients write them", async () => {
    expect(await query("&limit=20&&cursor=undefined&a=null&b=&c")).toEqual({ limit: "20" });
    expect(await query("key=a,b&key=a%2Cb&_v=1")).toEqual({ key: "a,b", _v: "1" });
    expect(await query("key=x&key=undefined")).toEqual({ key: "x" });
    expect(await query("emoji=:+1:&rest=100%&eq=a=b")).toEqual({ emoji: ":+1:", rest: "100%", eq: "a=b" });
    expect(Object.entries(await query("__proto__=x"))).toEqual([["__proto__", "x"]]);
  });

  it("[RE5][RE8] are converted to what the endpoint wants, or refused by name", async () => {
    const typed = (text: string) => rest.call(`/probe/typed/1?${text}`);
    expect((await typed("limit=10&flag=true&flag=false")).body.data).toEqual({
      params: { id: "1" },
      query: { limit: 10, flag: false },
    });
    expect(await typed("limit=0")).toMatchObject(refusal(400, "illegal_argument", "limit must be >= 1"));
    expect(await typed("limit=ten")).toMatchObject(refusal(400, "illegal_argument", "limit must be integer"));
    expect(await typed("flag=perhaps")).toMatchObject(refusal(400, "illegal_argument", "flag must be boolean"));
  });

  it("tell the calling device", async () => {
    const { body } = await rest.call("/probe/body?&&resource=webim_1", { method: "POST" });
    expect(body.data).toMatchObject({ resource: "webim_1", caller: { kind: "nobody" } });
  });
});

describe("CORS", () => {
  const ofClients = ["authorization", "content-type", "accept", "restrict-access", "x-requested-with", "share-secret"];
  const listed = [...ofClients, "range", "x-request-id"];

  it("[RE6] lets every origin call with the headers it lists, also where there is nothing", async () => {
    for (const url of ["/rondo/none/token", "/easemob/server.json", "/nothing/at/all", "/"]) {
      const { status, headers } = await rest.raw(url, {
        method: "OPTIONS",
        headers: {
          origin: "https://app.example",
          "access-control-request-method": "DELETE",
          "access-control-request-headers": listed.join(","),
        },
      });
      expect(status, url).toBe(200);
      expect(headers["access-control-allow-origin"]).toBe("*");
      const allowed = String(headers["access-control-allow-headers"]).split(", ");
      expect(allowed.toSorted()).toEqual(listed.toSorted());
      const methods = String(headers["access-control-allow-methods"]).split(", ");
      expect(methods).toEqual(expect.arrayContaining(["GET", "POST", "PUT", "DELETE"]));
      expect(headers["access-control-max-age"]).toBe("86400");
    }
  });

  it("[RE6] lets pages read refusals, too", async () => {
    const replies = [
      await rest.call("/users/alice"),
      await rest.raw("/nothing/at/all"),
      await rest.raw("/rondo/none/token", { json: {} }),
      await rest.call("/probe/fault", { json: {} }),
      await rest.raw("/%"),
      await rest.call("/probe/nested", { text: "{" }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([401, 404, 404, 500, 400, 400]);
    for (const { headers } of replies) expect(headers["access-control-allow-origin"]).toBe("*");
  });
});

describe("refusals", () => {
  it("[RE3] carry the documented members", async () => {
    const { body } = await rest.call("/users/alice");
    expect(body).toEqual({
      error: "unauthorized",
      exception: "TokenExpiredException",
      timestamp: rest.now,
      duration: expect.any(Number),
      error_description: "Unable to authenticate due to expired access token",
    });
  });

  it("[RE7] tell an unknown path from a wrong method", async () => {
    const unknown = refusal(404, "service_resource_not_found", "Service resource not found");
    const wrongMethod = refusal(405, "unsupported_service_operation", "Service operation not supported");
    expect(await rest.call("/no/such/thing", { token: rest.appToken })).toMatchObject(unknown);
    expect((await rest.call("/no/such/thing")).body.exception).not.toBe("UserNotFoundException");
    expect(await rest.raw("/rondo")).toMatchObject(unknown);
    expect(await rest.call("/token")).toMatchObject(wrongMethod);
    expect(await rest.call("/token", { method: "DELETE" })).toMatchObject(wrongMethod);
    expect(await rest.call("/users/alice", { method: "POST", json: {} })).toMatchObject(wrongMethod);
    expect(await rest.raw("/%ff%")).toMatchObject({ status: 400, body: { error: "illegal_argument" } });
  });

  it("[RE9] say nothing about a fault of the server, and log it with its cause", async () => {
    rest.logged.length = 0;
    const { status, headers, body } = await rest.call("/probe/fault", { json: {} });
    expect(status).toBe(500);
    expect(body).toMatchObject({ error: "internal_error", error_description: "internal error" });
    expect(JSON.stringify(body)).not.toMatch(/database|stack|deep/);
    const line = rest.logged.find((logged) => logged.includes("request failed"));
    expect(line).toContain("the database said something internal");
    expect(line).toContain("deep down");
    expect(line).toContain(String(headers["x-request-id"]));
  });

  it("[RE9] and answers are logged without tokens, passwords or bodies", async () => {
    rest.logged.length = 0;
    await rest.call("/users", { json: { username: "alice", password: "p4ssw0rd" } });
    const json = { grant_type: "password", username: "alice", password: "p4ssw0rd" };
    const { body } = await rest.call("/token", { json });
    await rest.call("/users/alice", { token: body.access_token });
    await rest.call("/probe/fault?share-secret=s3cret", { json: { text: "p4ssw0rd" }, token: body.access_token });
    await rest.call("/probe/nested?share-secret=s3cret", { text: "p4ssw0rd" });
    const log = rest.logged.join("");
    expect(log).toContain("/:org/:app/users/:user");
    expect(log).not.toMatch(/p4ssw0rd|s3cret|YWMt/);
  });

  async function dial() {
    const { server } = rest.http;
    if (!server.listening) await rest.http.listen({ host: "127.0.0.1", port: 0 });
    // It listens on a TCP port, so the address is of this kind.
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    await once(socket, "connect");
    return socket;
  }

  it("are told in an endpoint's own words where it has some, also behind a prefix of its own", async () => {
    const url = `/api/probe/${rest.appKey.replace("#", "/")}/nested`;
    const token = await rest.register("alice");
    expect(await rest.raw(url, { json: { age: 1 }, token })).toMatchObject({ body: { appKey: rest.appKey } });
    const refused = await rest.raw(url, { json: { age: "x" }, token });
    expect(refused).toMatchObject({ status: 400, body: { own: "age must be integer" } });
    expect(refused.body.error).toBeUndefined();
    const stranger = await rest.raw(url, { json: { age: 1 } });
    expect(stranger).toMatchObject({ status: 401, body: { error: "unauthorized" } });
    expect((await rest.raw(url, { method: "GET" })).status).toBe(405);
  });

  it("are nobody's fault when the client hangs up before its request is whole", async () => {
    rest.logged.length = 0;
    const socket = await dial();
    const path = `/${rest.appKey.replace("#", "/")}/probe/nested`;
    socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{`);
    await once(rest.http.server, "request");
    socket.destroy();
    await vi.waitFor(() => expect(rest.logged.join("")).toContain("a request broke off"));
    expect(rest.logged.join("")).not.toContain("request failed");
  });

  it("[RE14] and answers do not mind the offer of another protocol", async () => {
    const upgrades: string[] = [];
    rest.http.server.on("upgrade", (request, socket) => {
      upgrades.push(request.url ?? "");
      socket.destroy();
    });
    const ask = async (path: string, protocol: string) => {
      const socket = await dial();
      const offer = `connection: upgrade, http2-settings, close\r\nupgrade: ${protocol}\r\nhttp2-settings: AAAA\r\n`;
      socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n${offer}\r\n`);
      return text(socket);
    };
    expect(await ask("/healthz", "h2c")).toMatch(/^HTTP\/1\.1 200 /);
    await ask("/websocket", "WebSocket");
    expect(upgrades).toEqual(["/websocket"]);
  });

  it("[RE8] answer what is not even HTTP, and close", async () => {
    const send = async (request: string) => {
      const socket = await dial();
      socket.write(request);
      const reply = await text(socket);
      const [head = "", body = ""] = reply.split("\r\n\r\n");
      return { head, body: JSON.parse(body) };
    };
    const garbage = await send("nonsense\r\n\r\n");
    expect(garbage.head).toMatch(/^HTTP\/1\.1 400 /);
    expect(garbage.body).toMatchObject({ error: "illegal_argument" });
    const huge = await send(`GET / HTTP/1.1\r\nhost: x\r\nx-a: ${"a".repeat(20_000)}\r\n\r\n`);
    expect(huge.head).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe("rates", () => {
  it("[RE10] bound an application, and not its neighbours; POST /token has its own", async () => {
    const small = await TestRest.start({
      config: { limits: { ...defaultLimits, requestsPerSecond: 2, tokenRequestsPerSecond: 3 } },
    });
    const status = async (path: string) => (await small.call(path, { token: small.appToken })).status;
    const busy = small.appKey;
    expect([await status("/users/a"), await status("/users/a")]).toEqual([404, 404]);
    const refused = await small.call("/users/a", { token: small.appToken });
    expect(refused).toMatchObject(refusal(429, "reach_limit", "This request has reached api limit."));
    expect(refused.headers["retry-after"]).toBe("1");
    const token = async () => (await small.call("/token", { json: {} })).status;
    expect([await token(), await token(), await token(), await token()]).toEqual([400, 400, 400, 429]);
    small.now += 500;
    expect([await status("/users/a"), await status("/users/a")]).toEqual([404, 429]);

    await small.freshApp();
    expect(small.appKey).not.toBe(busy);
    expect(await status("/users/a")).toBe(404);
    await small.close();
  });
});

describe("deletions", () => {
  const probe = endpoint({
    name: "probeDeletion",
    method: "DELETE",
    path: "/probe/:user",
    summary: "",
    access: "self",
    rate: "deletion",
    handle: async () => ({}),
  });

  it("[RE10] are bounded per user and minute, and by who may call", async () => {
    const config = { limits: { ...defaultLimits, conversationDeletionsPerMinute: 2 } };
    const small = await TestRest.start({ config, endpoints: [probe] });
    const alice = await small.register("alice");
    const bob = await small.register("bob");
    const status = async (user: string, token: string) =>
      (await small.call(`/probe/${user}`, { method: "DELETE", token })).status;
    for (let i = 0; i < 5; i++) expect(await status("alice", bob)).toBe(401);
    expect([await status("alice", alice), await status("Alice", alice)]).toEqual([200, 200]);
    expect(await small.call("/probe/alice", { method: "DELETE", token: alice })).toMatchObject(
      refusal(429, "reach_limit", "This request has reached api limit."),
    );
    expect(await status("bob", bob)).toBe(200);
    small.now += 30_000;
    expect([await status("alice", alice), await status("alice", alice)]).toEqual([200, 429]);
    await small.close();
  });
});

describe("for operators", () => {
  it("[RE13] says whether it lives and takes traffic", async () => {
    expect(await rest.raw("/healthz")).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(await rest.raw("/readyz")).toMatchObject({ status: 200 });
    rest.isReady = false;
    expect(await rest.raw("/readyz")).toMatchObject({ status: 503, body: { status: "not ready" } });
    expect(await rest.raw("/healthz")).toMatchObject({ status: 200 });
    rest.isReady = true;
    expect(await rest.raw("/")).toMatchObject({ status: 200, body: { name: "Rondo" } });
  });

  it("[RE13] counts requests by route, not by path", async () => {
    await rest.call("/users/some-user-or-other", { token: rest.appToken });
    await rest.raw("/some/made/up/path");
    const { headers, body } = await rest.raw("/metrics");
    expect(headers["content-type"]).toMatch(/^text\/plain/);
    expect(body).toMatch(
      /rondo_http_requests_total\{method="GET",route="\/:org\/:app\/users\/:user",status="404"\} \d+/,
    );
    expect(body).toMatch(/rondo_http_requests_total\{method="GET",route="unknown",status="404"\} \d+/);
    expect(body).toContain("rondo_http_request_duration_seconds_bucket");
    expect(body).not.toMatch(/some-user|made\/up/);
  });
});
