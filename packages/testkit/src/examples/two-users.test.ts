import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "../official/chromium.ts";
import { type Server, startServer } from "../server/server.ts";

const page = new URL("../../../../examples/two-users/index.html", import.meta.url);
const sdkFile = createRequire(import.meta.url).resolve("easemob-websdk/Easemob-chat.js");

describe("the example of the README: two users", () => {
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it.each(["en", "zh"])(
    "chats from a file on the disk, and delivers what was written to somebody away (%s)",
    async (language) => {
      const { tab, alice, bob } = await open(language);
      await say(alice, "hello bob");
      await sees(bob, "hello bob");
      await say(bob, "hello alice");
      await sees(alice, "hello alice");

      await bob.locator(".connection").click();
      await bob.locator(".status:not(.online)").waitFor();
      await say(alice, "written while you were away");
      await bob.locator(".connection").click();
      await sees(bob, "written while you were away");
      await tab.close();
    },
  );

  /** The SDK is where the README has the reader install it. */
  async function open(language: string): Promise<{ tab: Page; alice: Locator; bob: Locator }> {
    const tab = await browser.newPage();
    await tab.route("**/node_modules/easemob-websdk/Easemob-chat.js", (route) =>
      route.fulfill({ body: readFileSync(sdkFile), contentType: "text/javascript" }),
    );
    const query = new URLSearchParams({ lang: language, rest: server.rest, appKey: server.appKey });
    await tab.goto(`${page.href}?${query}`);
    const alice = tab.locator("[data-user=alice]");
    const bob = tab.locator("[data-user=bob]");
    await alice.locator(".status.online").waitFor();
    await bob.locator(".status.online").waitFor();
    return { tab, alice, bob };
  }

  async function say(person: Locator, text: string): Promise<void> {
    await person.locator("input").fill(text);
    await person.locator("[type=submit]").click();
  }

  async function sees(person: Locator, text: string): Promise<void> {
    await person.locator("li:not(.own)", { hasText: text }).waitFor();
    expect(await person.locator("li:not(.own)", { hasText: text }).count()).toBe(1);
  }
});
