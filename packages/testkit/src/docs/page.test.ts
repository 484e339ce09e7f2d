/** The documentation of the REST interface in a browser. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { launchChromium } from "../official/chromium.ts";
import { type Server, startServer } from "../server/server.ts";

/** The page draws some hundred operations: seconds on a machine that does much else. */
const PATIENCE_MS = 120_000;
vi.setConfig({ testTimeout: 2 * PATIENCE_MS });

let browser: Browser;
let server: Server;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [browser, server] = await Promise.all([launchChromium(), startServer()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(PATIENCE_MS);
  complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  // What its policy forbids is told on the console, too.
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(server.rest) && !request.url().startsWith("data:")) complaints.push(request.url());
  });
});
afterEach(async () => {
  await page.close();
});

it("[OA2] shows every heading, opens an operation, and breaks no rule of its own", async () => {
  await page.goto(`${server.rest}/docs`);
  await page.getByRole("heading", { name: /^Rondo/ }).waitFor();
  for (const heading of ["Tokens", "Users", "Sessions", "User attributes", "Groups", "Chat rooms", "Files"]) {
    await page.locator(`[data-tag="${heading}"]`).waitFor();
  }
  await page.locator('[data-tag="Users"]').click();
  await page.locator("#operations-Users-listUsers").getByRole("button").first().click();
  await page.getByText("The application's users, oldest first").first().waitFor();
  await page.locator("#operations-Users-listUsers").getByText("auth_bad_access_token").first().waitFor();
  if (process.env.RONDO_SCREENSHOTS) {
    await page.screenshot({ path: `${process.env.RONDO_SCREENSHOTS}/docs.png` });
  }
  expect(complaints).toEqual([]);
});

it("[OA2] calls the server that it came from", async () => {
  await page.goto(`${server.rest}/docs#/Tokens/issueToken`);
  const operation = page.locator("#operations-Tokens-issueToken");
  await operation.getByRole("button", { name: "Try it out" }).click();
  const [org = "", app = ""] = server.appKey.split("#");
  await operation.getByPlaceholder("org", { exact: true }).fill(org);
  await operation.getByPlaceholder("app", { exact: true }).fill(app);
  const { clientId: client_id, clientSecret: client_secret } = server;
  const body = JSON.stringify({ grant_type: "client_credentials", client_id, client_secret });
  await operation.locator("textarea").fill(body);
  await operation.getByRole("button", { name: "Execute" }).click();
  await operation.locator(".live-responses-table").getByText("YWMt").first().waitFor();
  if (process.env.RONDO_SCREENSHOTS) {
    await page.screenshot({ path: `${process.env.RONDO_SCREENSHOTS}/docs-call.png`, fullPage: true });
  }
  expect(complaints).toEqual([]);
});
