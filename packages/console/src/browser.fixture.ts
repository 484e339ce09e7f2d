/** The console in a browser: the pages as they are built, and what they complain about. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { launchChromium } from "@rondo/testkit";

type Browser = Awaited<ReturnType<typeof launchChromium>>;
export type Context = Awaited<ReturnType<Browser["newContext"]>>;
export type Page = Awaited<ReturnType<Context["newPage"]>>;

const BUILD = fileURLToPath(new URL("../scripts/build-if-changed.ts", import.meta.url));

/** A browser on a small machine beside other tests: seconds for a page are not a failure. */
export const PATIENCE_MS = 60_000;
/** Of a whole test with a browser in it, for `vi.setConfig`. */
export const LONG = { testTimeout: 240_000, hookTimeout: 240_000 } as const;

export const WIDE = { width: 1280, height: 860 } as const;
export const NARROW = { width: 390, height: 844 } as const;

/** Every page before the login, */
export const gates = ["/login", "/register", "/forgot", "/reset?token=aaaaaaaaaaaaaaaaaaaaaaaaaa", "/confirm"];

/** and every one behind it; the application has a user `alice`. */
export function pagesOf(org: string, app: string): string[] {
  const ofOrganisation = ["apps", "data-centres", "members", "operations", "organisation"];
  const ofApp = ["overview", "users", "user?name=alice", "messages", "settings", "try-it", "details"];
  return [
    ...ofOrganisation.map((page) => `/o/${org}/${page}`),
    "/organisations/new",
    "/account",
    ...ofApp.map((page) => `/o/${org}/apps/${app}/${page}`),
    "/nowhere",
  ];
}

/** Builds the pages if they have changed: a server that is started now serves them. */
export function buildPages(): void {
  execFileSync(process.execPath, [BUILD], { stdio: ["ignore", "ignore", "inherit"] });
}

export class ConsoleBrowser {
  /** Errors and warnings of the browser's console, breaches of the policy among them; not what the server refuses. */
  readonly complaints: string[] = [];
  private readonly browser: Browser;
  /** Where the console is. */
  private readonly base: string;

  private constructor(browser: Browser, base: string) {
    this.browser = browser;
    this.base = base;
  }

  /** `rest` is the server's address. */
  static async launch(rest: string): Promise<ConsoleBrowser> {
    return new ConsoleBrowser(await launchChromium(), `${rest}/console`);
  }

  /** A browser profile of its own. `storageState` is what another one has kept: its session. */
  async profile(
    locale: "zh-CN" | "en-GB",
    viewport: { width: number; height: number },
    storageState?: Awaited<ReturnType<Context["storageState"]>>,
  ): Promise<Context> {
    const context = await this.browser.newContext({
      locale,
      viewport,
      permissions: ["clipboard-read", "clipboard-write"],
      ...(storageState === undefined ? {} : { storageState }),
    });
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  }

  at(path: string): string {
    return this.base + path;
  }

  async open(context: Context, path: string): Promise<Page> {
    const page = await context.newPage();
    page.on("pageerror", (error) => this.complaints.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      // A refusal by the server is part of the tests.
      const isRefusal = message.text().startsWith("Failed to load resource");
      if (["error", "warning"].includes(message.type()) && !isRefusal)
        this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    await page.goto(this.at(path));
    return page;
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}
