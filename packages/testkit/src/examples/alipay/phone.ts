import type { Browser, BrowserContext, CDPSession, Frame, FrameLocator, Locator, Page } from "playwright-core";

const WIDTH = 390;
const HEIGHT = 760;
/** The base library takes a touch that ends in the same instant for none. */
const TOUCH_MS = 60;
const LONG_TOUCH_MS = 700;
const WAIT_MS = 45_000;
const POLL_MS = 100;

/**
 * One phone with the demo in it: Alipay's simulator in a tab of its own, whose storage is that of one person. Pages of the
 * program are frames named after their path.
 */
export class Phone {
  readonly page: Page;
  /** What the program and the simulator have printed. */
  readonly console: string[] = [];
  private readonly context: BrowserContext;
  private readonly touch: CDPSession;

  private constructor(context: BrowserContext, page: Page, touch: CDPSession) {
    this.context = context;
    this.page = page;
    this.touch = touch;
    page.on("console", (message) => this.console.push(`${message.type()} ${message.text()}`));
  }

  /** A phone that speaks Chinese, as the simulator does. */
  static async start(browser: Browser, url: string): Promise<Phone> {
    const context = await browser.newContext({ viewport: { width: WIDTH, height: HEIGHT }, hasTouch: true });
    // The simulator would call home.
    await context.route(
      ({ hostname }) => hostname !== "127.0.0.1",
      (route) => route.abort(),
    );
    const page = await context.newPage();
    const phone = new Phone(context, page, await context.newCDPSession(page));
    await page.goto(url, { waitUntil: "domcontentloaded" });
    return phone;
  }

  /** The page of the program that is in front. */
  async screen(path: string): Promise<Frame> {
    const name = `/pages/${path}/${path}`;
    return this.until(`the page ${path}`, async () => this.frame(name));
  }

  /** @param selector CSS, or text in quotes */
  async find(path: string, selector: string): Promise<Locator> {
    const locator = (await this.screen(path)).locator(selector).first();
    await locator.waitFor({ timeout: WAIT_MS });
    return locator;
  }

  async tap(path: string, selector: string, holdMs = TOUCH_MS): Promise<void> {
    const target = await this.find(path, selector);
    const isSeen = await target.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      element.scrollIntoView({ block: "nearest" });
      const { innerHeight } = globalThis as unknown as { innerHeight: number }; // of the page
      return top >= 0 && bottom <= innerHeight;
    });
    if (!isSeen) await this.page.waitForTimeout(400);
    const box = await target.boundingBox();
    if (box === null) throw new Error(`${selector} of ${path} is not on the screen`);
    const point = { x: box.x + Math.min(40, box.width / 2), y: box.y + box.height / 2 };
    await this.touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
    await this.page.waitForTimeout(holdMs);
    await this.touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  }

  hold(path: string, selector: string): Promise<void> {
    return this.tap(path, selector, LONG_TOUCH_MS);
  }

  async type(path: string, selector: string, text: string): Promise<void> {
    const field = await this.find(path, `${selector} input`);
    await field.fill(text);
  }

  async sees(path: string, selector: string, text: string | RegExp): Promise<void> {
    const screen = await this.screen(path);
    const isMeant = (shown: string) => (typeof text === "string" ? shown.includes(text) : text.test(shown));
    await this.until(`${selector} of ${path} that says ${text}`, async () =>
      (await screen.locator(selector).allInnerTexts()).find(isMeant),
    );
  }

  /** Dialogs, sheets and pickers of the phone itself. */
  get native(): FrameLocator {
    return this.simulator.frameLocator('iframe[data-lyra-id="service-plugin"]');
  }

  /** Home, and back into the program. */
  async leave(): Promise<void> {
    await this.simulator.locator('.topbarBtn[title="展开面板"]').click();
    await this.simulator.getByText("首页").first().click();
  }

  async comeBack(): Promise<void> {
    await this.simulator.getByText("回到小程序").first().click();
  }

  /** A tab of the bar at the foot. */
  async tab(name: string): Promise<void> {
    await this.simulator.getByText(name, { exact: true }).last().click();
  }

  get simulator(): FrameLocator {
    return this.page.frameLocator("iframe").first();
  }

  screenshot(path: string): Promise<Buffer> {
    return this.page.screenshot({ path });
  }

  close(): Promise<void> {
    return this.context.close();
  }

  /** What `look` finds, as soon as it does. */
  private async until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    for (const end = Date.now() + WAIT_MS; Date.now() < end; ) {
      const found = await look();
      if (found !== undefined) return found;
      await this.page.waitForTimeout(POLL_MS);
    }
    throw new Error(`not seen within ${WAIT_MS} ms: ${what}`);
  }

  private frame(name: string): Frame | undefined {
    return this.page.frames().findLast((frame) => frame.name() === name);
  }
}
