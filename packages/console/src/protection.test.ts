/** What the pages say when something takes a proof of who it is, or is more than may be had. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Server, startServer } from "@rondo/testkit";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { buildPages, ConsoleBrowser, type Context, LONG, NARROW, type Page, WIDE } from "./browser.fixture.ts";

vi.setConfig(LONG);
const POLL = { timeout: 20_000 };
const PASSWORD = "Owner-2026";
const dataDir = mkdtempSync(join(tmpdir(), "rondo-protection-"));

let server: Server;
let browser: ConsoleBrowser;
let owner: Context;

beforeAll(async () => {
  buildPages();
  server = await startServer({ dataDir, config: { limits: { appsPerOrganisation: 1 } } });
  browser = await ConsoleBrowser.launch(server.rest);
  owner = await browser.profile("en-GB", WIDE);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** As if everybody had logged in long ago. */
function letTimePass(): void {
  const database = new DatabaseSync(join(dataDir, "rondo.db"), { timeout: 10_000 });
  expect(database.prepare("update console_session set proven_at = 0").run().changes).toBeGreaterThan(0);
  database.close();
}

async function create(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Create application" }).first().click();
  await page.getByLabel("Application name").fill(name);
  await page.getByRole("button", { name: "Create", exact: true }).click();
}

it("[AP7] one application too many is refused with the number, in the dialog", async () => {
  const page = await browser.open(owner, "/");
  await page.getByLabel("E-mail").fill("owner@example.com");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Organisation ID").fill("acme");
  await page.getByRole("button", { name: "Create owner account" }).click();
  await create(page, "shop");
  await page.getByRole("button", { name: "To the service overview" }).click();
  await page.getByRole("heading", { name: "Service overview" }).waitFor();
  await page.goto(browser.at("/o/acme/apps"));
  await create(page, "more");
  await page.getByRole("dialog").getByText("The organisation has all the applications it may have, 1.").waitFor();
  await page.close();
});

it("[AC16] a new secret takes the password again, and what was begun goes on", async () => {
  const page = await browser.open(owner, "/o/acme/apps/shop/details");
  await page.getByRole("button", { name: "Rotate secret" }).click();
  letTimePass();
  await page.getByRole("button", { name: "Make a new secret" }).click();
  const proof = page.getByRole("dialog", { name: "Confirm that it is you" });
  const field = proof.getByLabel("Password", { exact: true });
  // One may type at once, though the dialog below was there before.
  await expect.poll(() => page.evaluate("document.activeElement.id"), POLL).toBe(await field.getAttribute("id"));
  await field.fill("wrong");
  await proof.getByRole("button", { name: "Confirm" }).click();
  await proof.getByText("The password is wrong.").waitFor();
  await field.fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByText("The client secret is shown only now.").waitFor();
  await page.getByRole("button", { name: "Done" }).click();

  // For what comes next it is known.
  await page.getByRole("button", { name: "End the old secret now" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End the old secret now" }).click();
  await page.getByText("The old secret is void").waitFor();
  await page.close();
});

it("[AC16] who gives no proof has changed nothing, and is told so; on a small screen, too", async () => {
  const small = await browser.profile("en-GB", NARROW, await owner.storageState());
  const page = await browser.open(small, "/o/acme/apps/shop/details");
  await page.getByRole("button", { name: "Delete application" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete “shop”?" });
  await dialog.getByRole("textbox").fill("shop");
  letTimePass();
  await dialog.getByRole("button", { name: "Delete application" }).click();
  const proof = page.getByRole("dialog", { name: "Confirm that it is you" });
  await proof.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("This takes your password or a code. Nothing has been changed.").waitFor();
  await page.reload();
  await page.getByRole("button", { name: "Disable application" }).waitFor();
  expect(browser.complaints).toEqual([]);
  await small.close();
});
