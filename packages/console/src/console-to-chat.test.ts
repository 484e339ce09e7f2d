/**
 * What the console is for, from an empty data directory: the owner, an application, its users; and the code that the
 * overview shows, as it was copied, run with the official SDK on a fake of Alipay.
 */
import { createRuntime, loadMiniProgram, officialSdk, type Runtime, type Server, startServer } from "@rondo/testkit";
import ts from "typescript";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { buildPages, ConsoleBrowser, type Context, LONG, PATIENCE_MS, type Page, WIDE } from "./browser.fixture.ts";

vi.setConfig(LONG);
const WAIT = { timeout: PATIENCE_MS, interval: 50 };
const TEXT = "是您发来的吗? <hello>";

let server: Server;
let browser: ConsoleBrowser;
let owner: Context;
const guests: Guest[] = [];

beforeAll(async () => {
  buildPages();
  server = await startServer({ mode: "serve" });
  browser = await ConsoleBrowser.launch(server.rest);
  owner = await browser.profile("en-GB", WIDE);
});
afterAll(async () => {
  for (const guest of guests) guest.close();
  await browser?.close();
  await server?.stop();
});

it("the code copied from the overview of a new application connects two users with the official SDK on Alipay; their message is in the log", async () => {
  const page = await browser.open(owner, "/");
  await becomeOwner(page);
  await createApp(page);

  await page.getByRole("heading", { name: "Service overview" }).waitFor();
  await page.getByRole("region", { name: "Integration code" }).getByText("Alipay", { exact: true }).click();
  await page.getByRole("button", { name: "Copy integration code" }).click();
  // A text, because the globals of a page are not those of this program.
  const snippet = await page.evaluate<string>("navigator.clipboard.readText()");

  await page.getByRole("link", { name: "Users", exact: true }).click();
  await createUser(page, "alice");
  await createUser(page, "bob");

  const [alice, bob] = [new Guest(snippet), new Guest(snippet)];
  guests.push(alice, bob);
  await alice.open("alice");
  await bob.open("bob");
  await alice.say("bob", TEXT);
  await vi.waitFor(() => expect(bob.seen).toEqual([{ from: "alice", to: "bob", msg: TEXT }]), WAIT);

  await page.getByRole("link", { name: "Messages", exact: true }).click();
  const row = page.getByRole("row", { name: TEXT });
  await row.waitFor();
  expect(await row.textContent()).toMatch(/alice.*bob/);
  await row.getByRole("button", { name: "View the message from alice" }).click();
  await page.getByRole("dialog").getByText(TEXT).first().waitFor();
  expect(browser.complaints).toEqual([]);
});

/** On a server in production, with the code that it has printed. */
async function becomeOwner(page: Page): Promise<void> {
  await page.getByLabel("E-mail").fill("owner@example.com");
  await page.getByLabel("Password", { exact: true }).fill("Owner-2026");
  await page.getByLabel("Organisation ID").fill("acme");
  await page.getByLabel("Setup code").fill(server.setupCode ?? "");
  await page.getByRole("button", { name: "Create owner account" }).click();
  await page.waitForURL("**/console/o/acme/apps");
}

async function createApp(page: Page): Promise<void> {
  await page.getByText("No applications yet").waitFor();
  await page.getByRole("button", { name: "Create application" }).first().click();
  await page.getByLabel("Application name").fill("shop");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByRole("button", { name: "To the service overview" }).click();
}

async function createUser(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Create user" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "User ID" }).fill(name);
  await dialog.getByLabel(/^Password/).fill(passwordOf(name));
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByRole("link", { name, exact: true }).waitFor();
}

const passwordOf = (user: string): string => `secret of ${user}`;

interface Text {
  readonly from: string;
  readonly to: string;
  readonly msg: string;
}

/** What the code of the snippet makes of the official SDK, as far as it is used here. */
interface WebIM {
  readonly conn: {
    open(options: unknown): Promise<unknown>;
    close(): void;
    send(message: unknown): Promise<unknown>;
    addEventHandler(id: string, handlers: { onTextMessage(message: Text): void }): void;
  };
  readonly message: { create(options: unknown): unknown };
}

/** A mini program on a phone of its own, which consists of the snippet. */
class Guest {
  readonly seen: Text[] = [];
  private readonly runtime: Runtime = createRuntime("my");
  private readonly sdk: WebIM;

  constructor(snippet: string) {
    // As Alipay's compiler does: its runtime has `require` and no `import`.
    const compiled = ts.transpileModule(snippet, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2018, esModuleInterop: true },
      reportDiagnostics: true,
    });
    expect(compiled.diagnostics).toEqual([]);
    const program = this.runtime.realm.run(`(function (require, exports) {${compiled.outputText}\n})`);
    const loaded: unknown[] = [];
    // The completion value is that function.
    (program as (require: (file: string) => unknown, exports: unknown) => void)((file) => {
      expect(file).toBe("./sdk/Rondo-chat-miniProgram");
      loaded.push(loadMiniProgram(this.runtime, officialSdk()));
      return loaded[0];
    }, this.runtime.realm.adopt({}));
    expect(loaded).toHaveLength(1);
    const sdk = loaded[0] as WebIM & { default?: WebIM }; // as its documentation says
    this.sdk = sdk.default ?? sdk;
  }

  async open(user: string): Promise<void> {
    this.sdk.conn.addEventHandler("test", {
      onTextMessage: ({ from, to, msg }) => void this.seen.push({ from, to, msg }),
    });
    await this.sdk.conn.open(this.runtime.realm.adopt({ user, pwd: passwordOf(user) }));
  }

  async say(to: string, msg: string): Promise<void> {
    const options = this.runtime.realm.adopt({ type: "txt", chatType: "singleChat", to, msg });
    await this.sdk.conn.send(this.sdk.message.create(options));
  }

  close(): void {
    this.sdk.conn.close();
    this.runtime.close();
  }
}
