/**
 * What `@mini-types/alipay` does not say of `my`, or says otherwise than Alipay's base library does, as far as the demo uses it;
 * and what the demo's own `App` has.
 */
declare namespace my {
  /** Where the demo keeps the SDK, as applications of the official one do. */
  let WebIM: typeof import("./sdk");

  /** Not in every version. */
  const setOptionMenu: ((options: { iconType: string }) => void) | undefined;
  const chooseFileFromDisk: ((options: object) => void) | undefined;
}

interface IGlobalMiniProgramExtraThis4App {
  chat: Chat;
  /** An `AlipayUser`, or undefined where it is not offered. */
  alipay: any;
  /** The message that the next page is to show. */
  opened: any;
  enter(login: Promise<unknown>): Promise<void>;
  changeLanguage(next: "zh" | "en"): void;
  nameTabs(): void;
}

interface IGlobalMiniProgramExtraThis4Component {
  unwatch(): void;
  timer: number;
}
