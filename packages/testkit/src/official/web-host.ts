import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";

export type Emit = (event: string, payload: string) => void;

/** A page on a browser profile of its own. */
export interface Tab {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Where `testkitEmit` of the page goes. */
  emit: Emit;
  /** The console, newest last. */
  readonly console: string[];
}

/** A browser and the site its pages come from. Every page loads one SDK build, as an app that uses it would. */
export interface WebHost {
  /** A tab whose page has just loaded the SDK build in `file`; `beside` another one to share its profile. */
  openTab(file: string, emit: Emit, beside: Tab | undefined): Promise<Tab>;
  closeTab(tab: Tab): Promise<void>;
  close(): Promise<void>;
}

const MAX_CONSOLE_LINES = 2000;

export async function openWebHost(): Promise<WebHost> {
  const site = await openSite();
  const browser = await launchChromium();
  const tabs = new Tabs(browser, site.origin);
  return {
    openTab: async (file, emit, beside) => {
      const tab = await tabs.take(emit, beside);
      await tab.page.goto(site.pageUrl(file));
      return tab;
    },
    closeTab: (tab) => tabs.giveBack(tab),
    close: async () => {
      await browser.close();
      await site.close();
    },
  };
}

/**
 * Starting a page costs a process, so tabs are used again: everything the site has stored is deleted, and the next use
 * loads the page anew. Profiles that were shared end with their last tab.
 */
class Tabs {
  private readonly browser: Browser;
  private readonly origin: string;
  private readonly idle: Tab[] = [];
  private readonly shared = new Map<BrowserContext, number>();

  constructor(browser: Browser, origin: string) {
    this.browser = browser;
    this.origin = origin;
  }

  async take(emit: Emit, beside: Tab | undefined): Promise<Tab> {
    if (beside) {
      this.shared.set(beside.context, (this.shared.get(beside.context) ?? 1) + 1);
      return newTab(beside.context, emit);
    }
    const tab = this.idle.pop() ?? (await newTab(await this.newProfile(), emit));
    tab.emit = emit;
    tab.console.length = 0;
    return tab;
  }

  /** Certificates are not looked at: https servers are reached through a local link, under another name. */
  private newProfile(): Promise<BrowserContext> {
    return this.browser.newContext({ ignoreHTTPSErrors: true });
  }

  async giveBack(tab: Tab): Promise<void> {
    tab.emit = () => {};
    const { context, page } = tab;
    const sharers = this.shared.get(context);
    if (sharers !== undefined) {
      this.shared.set(context, sharers - 1);
      await (sharers > 1 ? page.close() : context.close());
      return;
    }
    await context.setOffline(false);
    await page.goto("about:blank");
    const devtools = await context.newCDPSession(page);
    await devtools.send("Storage.clearDataForOrigin", { origin: this.origin, storageTypes: "all" });
    await devtools.detach();
    this.idle.push(tab);
  }
}

async function newTab(context: BrowserContext, emit: Emit): Promise<Tab> {
  const page = await context.newPage();
  const tab: Tab = { context, page, emit, console: [] };
  page.on("console", (message) => {
    tab.console.push(`${message.type()} ${message.text()}`);
    if (tab.console.length > MAX_CONSOLE_LINES) tab.console.shift();
  });
  await page.exposeFunction("testkitEmit", (event: string, payload: string) => tab.emit(event, payload));
  return tab;
}

interface Site {
  readonly origin: string;
  pageUrl(file: string): string;
  close(): Promise<void>;
}

async function openSite(): Promise<Site> {
  const files = new Map<string, string>();
  const server = createServer((request, reply) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = files.get(pathname);
    if (file) {
      const headers = { "content-type": "text/javascript; charset=utf-8", "cache-control": "max-age=86400, immutable" };
      reply.writeHead(200, headers).end(readFileSync(file));
    } else if (pathname.startsWith("/page/")) {
      const html = { "content-type": "text/html; charset=utf-8" };
      reply.writeHead(200, html).end(pageOf(pathname.slice("/page".length)));
    } else {
      reply.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("the page server has no port");
  const origin = `http://127.0.0.1:${address.port}`;
  return {
    origin,
    pageUrl: (file) => {
      const known = [...files].find(([, present]) => present === file)?.[0];
      const path = known ?? `/sdk-${files.size}.js`;
      files.set(path, file);
      return `${origin}/page${path}`;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const pageOf = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>chat</title><script src="${script}"></script>`;
