import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Browser } from "playwright-core";
import { launchChromium } from "./chromium.ts";

/** A browser and the site its pages come from. Every page loads one SDK build, as an app that uses it would. */
export interface WebHost {
  readonly browser: Browser;
  /** The address of a page that loads the SDK build in `file`. */
  pageUrl(file: string): string;
  close(): Promise<void>;
}

export async function openWebHost(): Promise<WebHost> {
  const files = new Map<string, string>();
  const site = createServer((request, reply) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = files.get(pathname);
    if (file) {
      reply.writeHead(200, { "content-type": "text/javascript; charset=utf-8" }).end(readFileSync(file));
    } else if (pathname.startsWith("/page/")) {
      reply.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page(pathname.slice("/page".length)));
    } else {
      reply.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const address = site.address();
  if (!address || typeof address === "string") throw new Error("the page server has no port");
  const browser = await launchChromium();
  return {
    browser,
    pageUrl: (file) => {
      const known = [...files].find(([, present]) => present === file)?.[0];
      const path = known ?? `/sdk-${files.size}.js`;
      files.set(path, file);
      return `http://127.0.0.1:${address.port}/page${path}`;
    },
    close: async () => {
      await browser.close();
      site.closeAllConnections();
      await new Promise<void>((resolve) => site.close(() => resolve()));
    },
  };
}

const page = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>chat</title><script src="${script}"></script>`;
