import { gunzipSync } from "node:zlib";
import { validate } from "@scalar/openapi-parser";
import { Type } from "typebox";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { endpoint } from "../../kernel/rest.ts";
import { TestRest } from "../testing.ts";
import { observed } from "./contract.ts";
import { documentOf } from "./document.ts";

let rest: TestRest;
beforeAll(async () => {
  rest = await TestRest.start();
});
beforeEach(() => rest.freshApp());
afterAll(() => rest.close());

describe("the page", () => {
  it("[OA2] is served with all that it loads, from here, and a policy without exceptions", async () => {
    const page = await rest.raw("/docs");
    expect(page.status).toBe(200);
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    const policy = String(page.headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|http/);
    expect(page.headers["x-content-type-options"]).toBe("nosniff");
    const loaded = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? "");
    const files = loaded.filter((address) => address !== "data:,");
    expect(files).toHaveLength(4);
    for (const file of files) {
      expect(file).toMatch(/^\/docs\/[\w.-]+$/);
      const { status, headers } = await rest.raw(file);
      expect(status, file).toBe(200);
      expect(headers["content-type"]).toMatch(file.endsWith(".css") ? /^text\/css/ : /^text\/javascript/);
    }
    expect(String(page.body)).not.toMatch(/<style|style=|<script>| on\w+=/);
  });

  it("[OA2] is sent compressed, and once", async () => {
    const headers = { "accept-encoding": "gzip, br" };
    const packed = await rest.http.inject({ url: "/docs/swagger-ui-bundle.js", headers });
    expect(packed.headers["content-encoding"]).toBe("gzip");
    const plain = await rest.http.inject({ url: "/docs/swagger-ui-bundle.js" });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(gunzipSync(packed.rawPayload).equals(plain.rawPayload)).toBe(true);
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
    const again = await rest.raw("/docs/swagger-ui-bundle.js", {
      headers: { "if-none-match": String(packed.headers.etag) },
    });
    expect([again.status, again.body]).toEqual([304, ""]);
  });

  it("[OA2] takes no room from organisations and files of that name", async () => {
    for (const file of ["nothing.js", "__proto__", "constructor", "..%2Fpackage.json"]) {
      expect(await rest.raw(`/docs/${file}`), file).toMatchObject({
        status: 404,
        body: { error: "service_resource_not_found" },
      });
    }
    const { app } = await rest.apps.create({ org: "docs", name: "chat", settings: { registration: "open" } });
    const { status } = await rest.raw("/docs/chat/users", { json: { username: "alice", password: "x" } });
    expect(status).toBe(200);
    expect(await rest.users.find(app.appKey, "alice")).toBeDefined();
  });
});

describe("the document", () => {
  it("[OA1] is valid OpenAPI 3.1", async () => {
    const { status, headers, body } = await rest.raw("/docs/openapi.json");
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    const { valid, errors, version } = await validate(body);
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    expect(version).toBe("3.1");
  });

  it("[OA1] says of an endpoint who may call it, with what, and what comes back", async () => {
    const { body } = await rest.raw("/docs/openapi.json");
    const list = body.paths["/{org}/{app}/users"].get;
    expect(list).toMatchObject({ operationId: "listUsers", tags: ["Users"], security: [{ appToken: [] }] });
    expect(list.parameters.map(({ name, $ref }: { name?: string; $ref?: string }) => name ?? $ref)).toEqual([
      "#/components/parameters/org",
      "#/components/parameters/app",
      "limit",
      "cursor",
    ]);
    expect(Object.keys(list.responses)).toEqual(["200", "400", "401", "403", "404", "429", "500", "503"]);
    const { allOf } = list.responses[200].content["application/json"].schema;
    expect(allOf[0]).toEqual({ $ref: "#/components/schemas/Envelope" });
    expect(allOf[1].properties.entities.items).toEqual({ $ref: "#/components/schemas/User" });
    expect(body.components.schemas.User.properties).toHaveProperty("username");
    expect(body.components.schemas.User).not.toHaveProperty("$id");
    const examples = list.responses[401].content["application/json"].examples;
    expect(Object.keys(examples)).toEqual(["TOKEN_EXPIRED", "TOKEN_CORRUPT", "TOKEN_UNKNOWN"]);
    expect(body.components.examples.TOKEN_EXPIRED.value).toMatchObject({
      error: "unauthorized",
      error_description: "Unable to authenticate due to expired access token",
    });
    const register = body.paths["/{org}/{app}/users"].post;
    expect(register.security).toEqual([]);
    expect(register.requestBody.content["application/json"].schema.anyOf).toHaveLength(2);
  });

  it("[OA1] has one path for paths that differ in names of parameters only", async () => {
    const probe = (method: "GET" | "PUT", path: string) =>
      endpoint({ name: method, method, path, summary: "", access: "anyone", handle: async () => ({}) });
    const { paths } = documentOf([probe("GET", "/things/:ids"), probe("PUT", "/things/:id")]);
    expect(Object.keys(paths as object)).toEqual(["/{org}/{app}/things/{ids}"]);
    const { put } =
      (paths as Record<string, Record<string, { parameters: unknown[] }>>)["/{org}/{app}/things/{ids}"] ?? {};
    expect(put?.parameters.at(-1)).toMatchObject({ name: "ids", in: "path", required: true });
  });

  it("[OA1] says what the parts of a form are", () => {
    const upload = endpoint({
      name: "upload",
      method: "POST",
      path: "/upload",
      summary: "",
      access: "user",
      consumes: "multipart",
      parts: Type.Object({ file: Type.String({ format: "binary" }) }),
      handle: async () => ({}),
    });
    const { paths } = documentOf([upload]) as { paths: Record<string, Record<string, { requestBody: unknown }>> };
    expect(paths["/{org}/{app}/upload"]?.post?.requestBody).toMatchObject({
      content: { "multipart/form-data": { schema: { required: ["file"] } } },
    });
  });

  it("[OA1] takes two schemas of one name for a fault", () => {
    const named = (type: ReturnType<typeof Type.Object>, path: string) =>
      endpoint({
        name: path,
        method: "GET",
        path,
        summary: "",
        access: "anyone",
        reply: type,
        handle: async () => ({}),
      });
    const one = named(Type.Object({}, { $id: "Same" }), "/one");
    expect(() => documentOf([one, named(Type.Object({}, { $id: "Same" }), "/two")])).not.toThrow();
    expect(() => documentOf([one, named(Type.Object({}, { $id: "Same", title: "x" }), "/two")])).toThrow("Same");
  });
});

describe("what endpoints do and do not declare", () => {
  it("[OA3] is noticed: other answers, more members, other refusals", async () => {
    const answers: unknown[] = [{ data: "x" }, { data: "x", more: 1 }, { data: 5 }, {}];
    const faults: string[] = [];
    const probe = observed(
      endpoint({
        name: "probe",
        method: "GET",
        path: "/probe",
        summary: "",
        access: "user",
        reply: Type.Object({ data: Type.String() }),
        errors: ["USER_EXISTS"],
        handle: async () => answers.shift() as never,
      }),
      (fault) => faults.push(fault),
    );
    await probe.handle({} as never);
    expect(faults).toEqual([]);
    for (const sentence of ["members that the schema does not know", "/data must be string", "required"]) {
      await probe.handle({} as never);
      expect(faults.pop()).toContain(sentence);
    }
    const refusing = observed(
      endpoint({ ...probe, handle: async () => ({ ...(await rest.apps.get("no#app")) }) }) as never,
      (fault) => faults.push(fault),
    );
    await expect(refusing.handle({} as never)).rejects.toMatchObject({ code: "APP_NOT_FOUND" });
    expect(faults, "one that every endpoint of an application knows").toEqual([]);
    const other = observed(
      endpoint({
        ...probe,
        handle: async () => ({ ...(await rest.users.verifyPassword("no#app", "nobody", "x")) }),
      }) as never,
      (fault) => faults.push(fault),
    );
    await expect(other.handle({} as never)).rejects.toMatchObject({ code: "USER_NOT_FOUND" });
    expect(faults).toEqual(["probe refuses with USER_NOT_FOUND, which is not declared"]);
  });
});
