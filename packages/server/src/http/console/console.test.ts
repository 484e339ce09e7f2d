import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConsoleCallName, consoleRights, consoleRoles, consoleRoutes, hasRight } from "@rondo/protocol/console";
import { consoleShapes } from "@rondo/protocol/schema";
import Fastify from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Browser, ConsoleTest } from "../../console.fixture.ts";
import { mountPages } from "./pages.ts";

let test: ConsoleTest;
let owner: Browser;

beforeAll(async () => {
  test = await ConsoleTest.start();
});
beforeEach(async () => {
  await test.fresh();
  owner = await test.owner();
});
afterAll(() => test.close());

const names = Object.keys(consoleRoutes) as ConsoleCallName[];
const params = { org: "acme", app: "shop", user: "carl", member: "nobody", message: "4711", session: "none" };

/** Whatever comes of it: only the refusal matters. */
const call = (browser: Browser, name: ConsoleCallName, headers: Record<string, string> = {}) =>
  browser.send(name, { params: params as never, body: {} as never, headers });

describe("every call of the console", () => {
  it("[CN1] is answered, and has shapes for what goes in and comes out", () => {
    expect(test.side.endpoints.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(Object.keys(consoleShapes).sort()).toEqual([...names].sort());
  });

  it("[CN2] that is not for anybody is refused to who is not logged in", async () => {
    const closed = names.filter((name) => consoleRoutes[name].access !== "anyone");
    expect(closed.length).toBeGreaterThan(45);
    for (const name of closed) {
      const stranger = test.browser();
      expect(await call(stranger, name), name).toMatchObject({ status: 401, body: { code: "NOT_LOGGED_IN" } });
      stranger.cookie = "rondo_console=forged";
      expect(await call(stranger, name), name).toMatchObject({ status: 401, body: { code: "NOT_LOGGED_IN" } });
    }
  });

  it("[CN3] in an organisation is refused to who is not in it, as if it were not there", async () => {
    const eve = await test.person("eve@example.com");
    await eve.call("createOrganisation", { body: { name: "eves" } });
    await test.app(owner, "shop");
    for (const name of names.filter((each) => consoleRoutes[each].path.includes(":org"))) {
      const refusal = { status: 404, body: { code: "ORGANISATION_NOT_FOUND" } };
      expect(await call(eve, name), name).toMatchObject(refusal);
    }
  });

  it("[CN4] is refused to the roles that have not the right, and to no others", async () => {
    await test.app(owner, "shop");
    const members = { owner, administrator: owner, developer: owner };
    members.administrator = await test.member(owner, "bea@example.com", "administrator");
    members.developer = await test.member(owner, "dan@example.com", "developer");
    let refused = 0;
    for (const role of consoleRoles) {
      for (const name of names) {
        const { access } = consoleRoutes[name];
        if (!(access in consoleRights)) continue;
        const { status, body } = await call(members[role], name);
        const isForbidden = status === 403 && (body as { code?: string }).code === "FORBIDDEN";
        expect(isForbidden, `${role}: ${name}`).toBe(!hasRight(role, access as keyof typeof consoleRights));
        if (isForbidden) refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(25);
  });

  it("[CN5] that changes something is refused without the token of the session, or from another site", async () => {
    const changing = names.filter((name) => consoleRoutes[name].method !== "GET");
    for (const name of changing) {
      const refusal = { status: 403, body: { code: "CSRF_REFUSED" } };
      const origin = "https://evil.example";
      expect(await call(owner, name, { origin }), name).toMatchObject(refusal);
      if (consoleRoutes[name].access === "anyone") continue;
      const { cookie } = owner;
      const forged = test.browser();
      forged.cookie = cookie;
      expect(await call(forged, name), name).toMatchObject(refusal);
      forged.csrf = "x".repeat(43);
      expect(await call(forged, name), name).toMatchObject(refusal);
    }
    await owner.call("getSession");
    await owner.call("changeAccount", { body: { name: "A" }, headers: { origin: "http://localhost:80" } });
  });

  it("[CN6] speaks of the application that the path names, and of no other", async () => {
    for (const name of names.filter((each) => consoleRoutes[each].path.includes(":app"))) {
      expect(await call(owner, name), name).toMatchObject({ status: 404, body: { code: "APP_NOT_FOUND" } });
    }
  });

  it("[CN7] is bounded by address, strangers' more than others'", async () => {
    const limits = { consoleKnocksPerMinute: 3, consoleCallsPerSecond: 1000 };
    const { config } = test;
    const strict = await ConsoleTest.start({ config: { limits: { ...config.limits, ...limits } } });
    const body = { email: "a@example.com", password: "wrong" };
    for (let i = 0; i < 3; i++) await strict.browser().refused("logIn", { body });
    expect(await strict.browser().refused("logIn", { body })).toMatchObject({ status: 429, code: "RATE_LIMITED" });
    strict.now += 20_000;
    expect(await strict.browser().refused("logIn", { body })).toMatchObject({ code: "LOGIN_FAILED" });
    await strict.close();
  });

  it("[CN8] is answered for the console's own pages only, and kept by nobody", async () => {
    const { headers } = await owner.send("getSession", {});
    expect(headers).toMatchObject({ "cache-control": "no-store" });
    expect(headers).not.toHaveProperty("access-control-allow-origin");
    const { headers: refused } = await test.browser().send("getSession", {});
    expect(refused).not.toHaveProperty("access-control-allow-origin");
  });

  it("[CN8] refuses what the contract does not know, and names it", async () => {
    const body = { name: "A", color: "red" } as never;
    expect(await owner.refused("changeAccount", { body })).toMatchObject({ status: 400, code: "INVALID_ARGUMENT" });
  });
});

describe("the pages", () => {
  it("[CN9] are files that are kept for ever and a page with a nonce of its own each time", async () => {
    const dir = await mkdtemp(join(tmpdir(), "rondo-pages-"));
    await mkdir(join(dir, "assets"));
    await writeFile(join(dir, "index.html"), '<meta name="csp-nonce" content="__CSP_NONCE__">');
    await writeFile(join(dir, "assets", "main-1a2b.js"), "export {};");
    await writeFile(join(dir, "favicon.svg"), "<svg/>");
    const server = Fastify();
    mountPages(server, dir);
    const get = (url: string) => server.inject({ url });
    const nonces = new Set<string>();
    for (const url of ["/console", "/console/apps/acme/shop", "/console/confirm?token=a.b"]) {
      const page = await get(url);
      expect(page.statusCode, url).toBe(200);
      const [, nonce = ""] = /content="([\w-]+)"/.exec(page.body) ?? [];
      nonces.add(nonce);
      const policy = String(page.headers["content-security-policy"]);
      expect(policy).toContain(`script-src 'self' 'nonce-${nonce}'`);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain("unsafe");
      expect(page.headers).toMatchObject({ "x-content-type-options": "nosniff", "cache-control": "no-store" });
    }
    expect(nonces.size).toBe(3);
    expect((await get("/console/assets/main-1a2b.js")).headers).toMatchObject({
      "cache-control": expect.stringContaining("immutable"),
      "content-type": expect.stringContaining("javascript"),
    });
    expect((await get("/console/favicon.svg")).headers["cache-control"]).toBe("no-cache");
    for (const url of ["/console/assets/main-gone.js", "/console/index.html", "/console/../package.json"]) {
      expect((await get(url)).statusCode, url).not.toBe(200);
    }
    await server.close();
    await rm(dir, { recursive: true });
  });

  it("[CN9] say how they are built when they are not", async () => {
    const page = await test.http.inject({ url: "/console/" });
    expect(page.statusCode).toBe(503);
    expect(page.body).toContain("npm run build --workspace packages/console");
    expect(page.headers["content-security-policy"]).not.toContain("unsafe");
  });
});
