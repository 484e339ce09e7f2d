import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import vm from "node:vm";
import { createWx, type WxRuntime } from "../../runtimes/wx/index.ts";

type Values = Record<string, unknown>;
type Guest = Values & { data: Values };
type Call = (options: Values) => unknown;

const MAX_PAGES = 10;
const MAX_SHEET = 6;

/**
 * WeChat around the demo: what `App`, `Page` and `Component` do, pages on a stack, and dialogs that a test answers
 * beforehand. It refuses what WeChat refuses; where it has no answer the test fails.
 */
export class WechatPhone {
  readonly runtime: WxRuntime;
  /** What WeChat would have refused or did not understand. */
  readonly problems: string[] = [];
  readonly toasts: string[] = [];
  /** Of the first tab: "" when there is none. */
  badge = "";
  title = "";
  tabNames: string[] = [];
  clipboard = "";
  private readonly program: string;
  private readonly config: { pages: string[]; tabBar: { list: { pagePath: string }[] } };
  private readonly modules = new Map<string, { exports: unknown }>();
  private readonly units = new Map<string, Values>();
  private readonly stack: { path: string; page: Guest }[] = [];
  private readonly choices: string[] = [];
  private readonly answers: string[] = [];
  private readonly pictures: string[] = [];
  private app: Values = {};
  private registering = "";

  /** @param options `storage` is that of a phone on which the program ran before */
  constructor(program: string, options: { storage?: WxRuntime["storage"] } = {}) {
    this.runtime = createWx(options);
    this.program = program;
    this.config = JSON.parse(readFileSync(join(program, "app.json"), "utf8"));
    const { realm } = this.runtime;
    Object.assign(this.runtime.wx, this.api());
    const register = (options: Values) => void this.units.set(this.registering, options);
    realm.define("Page", register);
    realm.define("Component", register);
    realm.define("App", (options: Values) => {
      this.app = options;
    });
    realm.define("getApp", () => this.app);
  }

  /** Runs the program's scripts, as WeChat does before anything is shown. */
  load(units: readonly string[]): void {
    this.require(join(this.program, "app.js"));
    for (const unit of units) {
      this.registering = unit;
      this.require(join(this.program, `${unit}.js`));
    }
  }

  /** What the script of a page or component has registered. */
  registered(unit: string): Values {
    const options = this.units.get(unit);
    if (options === undefined) throw new Error(`${unit} has registered nothing`);
    return options;
  }

  start(): void {
    this.load(this.config.pages);
    this.call(this.app, "onLaunch");
    this.open(this.config.pages[0] ?? "", {});
  }

  get path(): string {
    return this.stack.at(-1)?.path ?? "";
  }

  /** What the page in front binds. */
  get data(): Values {
    return this.front.data;
  }

  /** Something the user does, by the name of its handler. */
  does(handler: string, { detail = {}, dataset = {} }: { detail?: Values; dataset?: Values } = {}): unknown {
    if (typeof this.front[handler] !== "function") throw new Error(`${this.path} has no ${handler}`);
    return this.call(this.front, handler, { detail, currentTarget: { dataset } });
  }

  type(handler: string, value: string): void {
    this.does(handler, { detail: { value } });
  }

  /** The next sheet of choices is answered with the one that begins like this. */
  willChoose(...texts: string[]): void {
    this.choices.push(...texts);
  }

  /** The next dialog is confirmed, with this text if it asks for one. */
  willSay(...texts: string[]): void {
    this.answers.push(...texts);
  }

  willPick(bytes: Buffer): void {
    this.pictures.push(this.runtime.files.addTemporary(bytes, "png"));
  }

  tab(index: number): void {
    this.to("switchTab", `/${this.config.tabBar.list[index]?.pagePath}`);
  }

  back(): void {
    this.close(this.stack.pop());
    this.call(this.front, "onShow");
  }

  stop(): void {
    this.runtime.close();
  }

  private get front(): Guest {
    const top = this.stack.at(-1);
    if (top === undefined) throw new Error("no page is open");
    return top.page;
  }

  private call(target: Values, method: string, ...args: unknown[]): unknown {
    const run = target[method];
    if (typeof run !== "function") return undefined;
    return Reflect.apply(
      run,
      target,
      args.map((each) => this.runtime.realm.adopt(each)),
    );
  }

  /** `require` of the program, in the bare world of its runtime. */
  private require(file: string): unknown {
    const path = file.endsWith(".js") ? file : `${file}.js`;
    const known = this.modules.get(path);
    if (known !== undefined) return known.exports;
    const { realm } = this.runtime;
    const module = { exports: realm.adopt({}) };
    this.modules.set(path, module);
    const source = `(function (require, module, exports) {${readFileSync(path, "utf8")}\n})`;
    const run = realm.run(new vm.Script(source, { filename: path }));
    const load = run as (require: (name: string) => unknown, module: object, exports: unknown) => void; // as wrapped above
    load((name) => this.require(join(dirname(path), name)), module, module.exports);
    return module.exports;
  }

  /** One component on its own, with what its page would give it, and what it tells its page. */
  mount(unit: string, properties: Values): { does(method: string): void; data: Values; told: [string, Values][] } {
    const { methods, lifetimes, data } = this.registered(unit) as Record<string, Values | undefined>; // of `Component`
    const told: [string, Values][] = [];
    const triggerEvent = (name: string, detail: Values) => void told.push([name, { ...detail }]);
    const guest = this.guest({ ...methods, ...lifetimes, data: { ...data, ...properties }, triggerEvent }, unit);
    this.call(guest, "attached");
    return { does: (method) => void this.call(guest, method), data: guest.data, told };
  }

  private guest(options: Values, path: string): Guest {
    const guest = { ...options, data: this.copy(options.data ?? {}, path) } as Guest;
    guest.setData = (changes: Values, done?: () => void) => {
      for (const key of Object.keys(changes)) {
        if (/[.[]/.test(key)) this.problems.push(`${path}: setData of the path ${key} is not imitated`);
      }
      Object.assign(guest.data, this.copy(changes, path));
      if (done) queueMicrotask(done);
    };
    return guest;
  }

  private open(path: string, query: Values): void {
    const page = this.guest(this.registered(path), path);
    this.stack.push({ path, page });
    if (this.stack.length > MAX_PAGES) this.problems.push(`more than ${MAX_PAGES} pages`);
    this.call(page, "onLoad", query);
    this.call(page, "onShow");
  }

  private close(top: { page: Guest } | undefined): void {
    if (top !== undefined) this.call(top.page, "onUnload");
  }

  /** What goes to the view crosses a bridge: as JSON, and not as the objects themselves. */
  private copy(values: unknown, path: string): Values {
    const text = JSON.stringify(values, (key, value: unknown) => {
      if (typeof value === "function" || value === undefined) this.problems.push(`${path}: ${key} is no data`);
      return value;
    });
    return this.runtime.realm.adopt(JSON.parse(text)) as Values;
  }

  private isTab(path: string): boolean {
    return this.config.tabBar.list.some(({ pagePath }) => pagePath === path);
  }

  private to(how: "navigateTo" | "reLaunch" | "switchTab", url: string): void {
    const [path = "", search = ""] = url.replace(/^\//, "").split("?");
    // As it stands there: decoding is the page's affair.
    const query = Object.fromEntries(
      search
        .split("&")
        .filter(Boolean)
        .map((pair) => pair.split("=")),
    );
    const isRefused =
      !this.config.pages.includes(path) || (how !== "reLaunch" && this.isTab(path) !== (how === "switchTab"));
    if (isRefused) {
      this.problems.push(`${how} to ${url}`);
      return;
    }
    if (how === "navigateTo") this.call(this.front, "onHide");
    else for (const top of this.stack.splice(0).reverse()) this.close(top);
    this.open(path, query);
  }

  private api(): Record<string, Call> {
    const onTab = (act: (options: Values) => void) => (options: Values) => {
      if (this.isTab(this.path)) act(options);
      else if (typeof options.fail === "function") options.fail({ errMsg: "fail not TabBar page" });
      else this.problems.push(`the tab bar is changed from ${this.path}`);
    };
    const later = (run: () => void) => void setTimeout(run, 1);
    return {
      navigateTo: ({ url }) => this.to("navigateTo", String(url)),
      reLaunch: ({ url }) => this.to("reLaunch", String(url)),
      switchTab: ({ url }) => this.to("switchTab", String(url)),
      setNavigationBarTitle: ({ title }) => {
        this.title = String(title);
      },
      setTabBarItem: onTab(({ index, text }) => {
        this.tabNames[Number(index)] = String(text);
      }),
      setTabBarBadge: onTab(({ text }) => {
        this.badge = String(text);
      }),
      removeTabBarBadge: onTab(() => {
        this.badge = "";
      }),
      showToast: ({ title }) => void this.toasts.push(String(title)),
      setClipboardData: ({ data }) => {
        this.clipboard = String(data);
      },
      stopPullDownRefresh: () => undefined,
      showActionSheet: (options) => later(() => this.sheet(options)),
      showModal: (options) => later(() => this.modal(options)),
      chooseMedia: (options) => later(() => this.media(options)),
      getImageInfo: ({ success }) => later(() => this.runtime.realm.call(success, { width: 64, height: 48 })),
    };
  }

  private sheet({ itemList, success, fail }: Values): void {
    const items = itemList as string[]; // its documented type
    const wanted = this.choices.shift() ?? "";
    const tapIndex = wanted === "" ? -1 : items.findIndex((item) => item.startsWith(wanted));
    if (items.length === 0 || items.length > MAX_SHEET) this.problems.push(`a sheet of ${items.length} items`);
    if (tapIndex < 0) this.problems.push(`"${wanted}" is not among ${items.join(", ")}`);
    this.runtime.realm.call(tapIndex < 0 ? fail : success, this.runtime.realm.adopt({ tapIndex }));
  }

  private modal({ title, editable, success }: Values): void {
    const content = this.answers.shift();
    if (content === undefined) this.problems.push(`nobody answers "${title}"`);
    const answer = { confirm: content !== undefined, ...(editable ? { content } : {}) };
    this.runtime.realm.call(success, this.runtime.realm.adopt(answer));
  }

  private media({ success, fail }: Values): void {
    const tempFilePath = this.pictures.shift();
    const { realm } = this.runtime;
    if (tempFilePath === undefined) realm.call(fail, realm.adopt({ errMsg: "chooseMedia:fail cancel" }));
    else realm.call(success, realm.adopt({ tempFiles: [{ tempFilePath, fileType: "image" }] }));
  }
}
