/** `logger.download()` in a browser: the log becomes a file, with ours as with the official SDK. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWebHost, type WebHost } from "../official/web-host.ts";
import { officialSdk, rondoSdk } from "../sdk.ts";

interface PageLogger {
  setConfig(config: { useCache: boolean }): void;
  enableAll(): void;
  info(...parts: unknown[]): void;
  download(): void;
}

let host: WebHost;
beforeAll(async () => {
  host = await openWebHost();
});
afterAll(() => host.close());

/** The file a page offers when its program has written two lines and asks for the log. */
async function logFile(webFile: string): Promise<{ name: string; lines: string[] }> {
  const tab = await host.openTab(webFile, () => {}, undefined);
  const offered = tab.page.waitForEvent("download");
  await tab.page.evaluate(() => {
    const { logger } = (globalThis as unknown as { WebIM: { logger: PageLogger } }).WebIM; // both files set it
    logger.setConfig({ useCache: true });
    logger.enableAll();
    logger.info("the first line", { of: 2 });
    logger.info("the last line, 你好");
    logger.download();
  });
  const download = await offered;
  const lines = (await readFile(await download.path(), "utf8")).split("\n");
  const name = download.suggestedFilename();
  await host.closeTab(tab);
  return { name, lines };
}

it("offers the kept lines as a text file of the official name", async () => {
  const [official, ours] = [await logFile(officialSdk().webFile), await logFile(rondoSdk().webFile)];
  expect(ours.name).toBe(official.name);
  for (const { lines } of [official, ours]) {
    expect(lines.at(-2)).toContain("the first line");
    expect(lines.at(-1)).toContain("the last line, 你好");
  }
});
