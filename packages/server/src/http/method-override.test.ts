import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoint } from "../kernel/rest.ts";
import { TestRest } from "./testing.ts";

/** What each method of one path was asked. */
const probes = (["GET", "POST", "PUT", "DELETE"] as const).map((method) =>
  endpoint({
    name: `probe${method}`,
    method,
    path: "/tunnel/probe",
    summary: "",
    access: "user",
    handle: async ({ body, query, caller }) => ({ data: { method, body, query, caller: caller.kind } }),
  }),
);

let rest: TestRest;
let token: string;
beforeAll(async () => {
  rest = await TestRest.start({ endpoints: probes });
  token = await rest.register("alice");
  await rest.http.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => rest.close());

interface Answer {
  readonly status: number | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads the members it expects
  readonly body: any;
}

/** Over a connection, as a host does it. */
function ask(method: string, options: { tunnel?: string; body?: string; path?: string; token?: string } = {}) {
  const { port } = rest.http.server.address() as AddressInfo; // it listens on TCP
  const headers: Record<string, string> = { authorization: `Bearer ${options.token ?? token}` };
  if (options.body !== undefined) headers["content-length"] = String(Buffer.byteLength(options.body));
  if (options.tunnel !== undefined) headers["X-HTTP-Method-Override"] = options.tunnel;
  const path = `/${rest.appKey.replace("#", "/")}${options.path ?? "/tunnel/probe?limit=2"}`;
  return new Promise<Answer>((resolve, reject) => {
    const asked = request({ port, method, path, headers }, (reply) => {
      json(reply).then((body) => resolve({ status: reply.statusCode, body }), reject);
    });
    asked.on("error", reject);
    asked.end(options.body);
  });
}

describe("a POST that says it is another method", () => {
  it.each(["PUT", "DELETE"])("[RE15] is a %s, with its body, its query and its caller", async (tunnel) => {
    const tunnelled = await ask("POST", { tunnel, body: '{"a":1}' });
    const itself = await ask(tunnel, { body: '{"a":1}' });
    expect(tunnelled.status).toBe(200);
    expect(tunnelled.body.data).toEqual({ method: tunnel, body: { a: 1 }, query: { limit: "2" }, caller: "user" });
    const { duration, ...body } = tunnelled.body;
    const { duration: _, ...expected } = itself.body;
    expect(duration).toEqual(expect.any(Number));
    expect(body).toEqual(expected);
    expect(body.action).toBe(tunnel.toLowerCase());
  });

  it("is understood in small letters", async () => {
    expect((await ask("POST", { tunnel: "delete" })).body.data.method).toBe("DELETE");
  });

  it("needs the token that the method needs", async () => {
    expect((await ask("POST", { tunnel: "DELETE", token: "nobody's" })).status).toBe(401);
  });

  it("may be PATCH, which this path does not know", async () => {
    expect(await ask("POST", { tunnel: "PATCH" })).toMatchObject({
      status: 405,
      body: { error: "unsupported_service_operation" },
    });
  });

  it.each(["GET", "POST", "HEAD", "OPTIONS", "CONNECT", "PROPFIND", "DELETE, PUT", ""])(
    "[RE15] is refused as %j, and not carried out",
    async (tunnel) => {
      expect(await ask("POST", { tunnel, body: "{}" })).toMatchObject({
        status: 400,
        body: { error_description: "x-http-method-override may be PUT, DELETE, PATCH" },
      });
    },
  );
});

it.each(["GET", "PUT", "DELETE"])("[RE15] a %s stays what it is, whatever it says", async (method) => {
  const other = method === "DELETE" ? "PUT" : "DELETE";
  expect((await ask(method, { tunnel: other })).body.data.method).toBe(method);
});

it("reaches the routes of the server: an account that is removed through a tunnel is gone", async () => {
  await rest.register("bob");
  const path = "/users/bob";
  const asServer = { path, token: rest.appToken };
  expect((await ask("GET", asServer)).body.entities).toMatchObject([{ username: "bob" }]);
  expect(await ask("POST", { ...asServer, tunnel: "DELETE" })).toMatchObject({
    status: 200,
    body: { action: "delete" },
  });
  expect((await ask("GET", asServer)).status).toBe(404);
});
