import type { Browser, BrowserContext, CDPSession, Frame, FrameLocator, Locator, Page } from "playwright-core";

const WIDTH = 390;
const HEIGHT = 760;
/** The base library takes a touch that ends in the same instant for none. */
const TOUCH_MS = 60;
const LONG_TOUCH_MS = 700;
const WAIT_MS = 60_000;
/** Somebody who sees nothing happen touches again after so long. */
const PATIENCE_MS = 4000;
const POLL_MS = 100;
const APPEAR_MS = 15_000;
const SCROLL_MS = 400;

/** Whether what a touch is for has happened, on whatever phone. */
export type Effect = () => Promise<boolean>;

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

  /**
   * Touches until the effect is there: a touch on what is drawn anew between its start and its end is none to the base
   * library, and whoever holds the phone touches again.
   */
  async tap(path: string, selector: string, effect: Effect, holdMs = TOUCH_MS): Promise<void> {
    for (const end = Date.now() + WAIT_MS; Date.now() < end; ) {
      await this.touchOnce(path, selector, holdMs);
      for (const giveUp = Date.now() + PATIENCE_MS; Date.now() < giveUp; ) {
        if (await effect()) return;
        await this.page.waitForTimeout(POLL_MS);
      }
    }
    throw new Error(`nothing happens when ${selector} of ${path} is touched`);
  }

  hold(path: string, selector: string, effect: Effect): Promise<void> {
    return this.tap(path, selector, effect, LONG_TOUCH_MS);
  }

  /** Whether this page is in front. */
  async isAt(path: string): Promise<boolean> {
    return this.frame(`/pages/${path}/${path}`) !== undefined;
  }

  /** Whether it is there now. */
  async shows(path: string, selector: string, text: string | RegExp = ""): Promise<boolean> {
    const screen = this.frame(`/pages/${path}/${path}`);
    if (screen === undefined) return false;
    const shown = await screen.locator(selector).allInnerTexts();
    return shown.some((each) => (typeof text === "string" ? each.includes(text) : text.test(each)));
  }

  async type(path: string, selector: string, text: string): Promise<void> {
    const field = await this.find(path, `${selector} input`);
    await field.fill(text);
  }

  async sees(path: string, selector: string, text: string | RegExp): Promise<void> {
    await this.until(`${selector} of ${path} that says ${text}`, () => this.shows(path, selector, text));
  }

  /** Evaluates a line of JavaScript in what shows a page. */
  async inPage(path: string, expression: string): Promise<unknown> {
    return (await this.screen(path)).evaluate(expression);
  }

  /** Evaluates a line of JavaScript where the program's own code runs, which the simulator has stripped of `eval`. */
  async inProgram(expression: string): Promise<unknown> {
    const contexts: Array<{ id: number; auxData?: { frameId?: string; isDefault?: boolean } }> = [];
    const session = await this.context.newCDPSession(this.page);
    session.on("Runtime.executionContextCreated", ({ context }) => contexts.push(context));
    await session.send("Runtime.enable");
    const { frameTree } = await session.send("Page.getFrameTree");
    const program = framesOf(frameTree).find(({ name }) => name === "app");
    const context = contexts.find(({ auxData }) => auxData?.frameId === program?.id && auxData?.isDefault === true);
    if (context === undefined) throw new Error("the program does not run");
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
      expression,
      contextId: context.id,
      returnByValue: true,
    });
    await session.detach();
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? expression);
    return result.value;
  }

  /** To the page before. */
  async back(): Promise<void> {
    await this.inProgram("my.navigateBack(), undefined");
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
  async until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
    for (const end = Date.now() + WAIT_MS; Date.now() < end; ) {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      await this.page.waitForTimeout(POLL_MS);
    }
    throw new Error(`not seen within ${WAIT_MS} ms: ${what}`);
  }

  private async touchOnce(path: string, selector: string, holdMs: number): Promise<void> {
    const target = (await this.screen(path)).locator(selector).first();
    try {
      await target.waitFor({ timeout: APPEAR_MS });
    } catch {
      // What is gone has been touched before, and its effect is on its way; `tap` says when it never comes.
      return;
    }
    const isSeen = await target.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      element.scrollIntoView({ block: "nearest" });
      const { innerHeight } = globalThis as unknown as { innerHeight: number }; // of the page
      return top >= 0 && bottom <= innerHeight;
    });
    if (!isSeen) await this.page.waitForTimeout(SCROLL_MS);
    const box = await target.boundingBox();
    if (box === null) return;
    const point = { x: box.x + Math.min(40, box.width / 2), y: box.y + box.height / 2 };
    await this.touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
    await this.page.waitForTimeout(holdMs);
    // A menu that comes up under the finger must not take the end of this touch for one of its own.
    const type = holdMs >= LONG_TOUCH_MS ? "touchCancel" : "touchEnd";
    await this.touch.send("Input.dispatchTouchEvent", { type, touchPoints: [] });
  }

  private frame(name: string): Frame | undefined {
    return this.page.frames().findLast((frame) => frame.name() === name);
  }
}

interface FrameTree {
  readonly frame: { readonly id: string; readonly name?: string };
  readonly childFrames?: readonly FrameTree[];
}

function framesOf({ frame, childFrames = [] }: FrameTree): Array<FrameTree["frame"]> {
  return [frame, ...childFrames.flatMap(framesOf)];
}
