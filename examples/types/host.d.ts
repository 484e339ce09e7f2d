/** What every host of the demos has beside ECMAScript. */
declare function setTimeout(run: () => void, ms: number): number;
declare function clearTimeout(timer: number | undefined): void;
declare function setInterval(run: () => void, ms: number): number;
declare function clearInterval(timer: number | undefined): void;

type Chat = import("../chat-core/src/chat").Chat;

/** `this` in the functions of a page that `chatPage` has made. What it keeps for itself beside this is its own affair. */
interface DemoPage {
  data: any;
  setData(changes: object, done?: () => void): void;
  chat: Chat;
  later(): void;
  tell<T>(promise: Promise<T>): Promise<T | undefined>;
  [own: string]: any;
}

/** What a page says to `chatPage`. */
type DemoPageOptions = {
  data?: object;
  watches?(chat: Chat): { watch(listener: () => void): () => void }[];
  title?(chat: Chat): string;
  refresh?(): void;
  onLoad?(query: any): void;
  onShow?(): void;
  onUnload?(): void;
  [own: string]: any;
} & ThisType<DemoPage>;
