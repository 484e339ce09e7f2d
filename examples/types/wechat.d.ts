/** What the demo uses of WeChat, as WeChat documents it and no more; and what the demo's own `App` has. */
interface WechatResult {
  errMsg: string;
}

interface WechatCallbacks<Result extends object = object> {
  success?(result: Result & WechatResult): void;
  fail?(error: WechatResult): void;
}

interface WechatHttpResult {
  statusCode: number;
  data: string;
}

interface WechatAudio {
  src: string;
  play(): void;
  destroy(): void;
  onEnded(listener: () => void): void;
  onError(listener: () => void): void;
}

interface WechatRecorder {
  start(options: { duration: number; format: "mp3" | "aac" }): void;
  stop(): void;
  onStop(listener: (result: { tempFilePath: string; duration: number }) => void): void;
  onError(listener: () => void): void;
}

interface WechatMedia {
  tempFilePath: string;
  duration: number;
  width: number;
  height: number;
}

interface Wechat {
  /** Where the demo keeps the SDK, as applications of the official one do. */
  WebIM: typeof import("./sdk");

  getStorageSync(key: string): any;
  setStorageSync(key: string, value: unknown): void;
  removeStorageSync(key: string): void;
  /** Since base library 2.20.1. */
  getAppBaseInfo?(): { language: string };
  getSystemInfoSync(): { language: string };

  uploadFile(
    options: { url: string; filePath: string; name: string; header: object } & WechatCallbacks<WechatHttpResult>,
  ): void;
  downloadFile(options: { url: string } & WechatCallbacks<{ tempFilePath: string; statusCode: number }>): void;
  openDocument(options: { filePath: string; fileType: string | undefined; showMenu: boolean } & WechatCallbacks): void;

  navigateTo(options: { url: string }): void;
  reLaunch(options: { url: string }): void;
  switchTab(options: { url: string }): void;
  setNavigationBarTitle(options: { title: string }): void;
  setTabBarItem(options: { index: number; text: string }): void;
  setTabBarBadge(options: { index: number; text: string } & WechatCallbacks): void;
  removeTabBarBadge(options: { index: number } & WechatCallbacks): void;
  stopPullDownRefresh(): void;

  showToast(options: { title: string; icon?: "none" | "success"; duration?: number }): void;
  showLoading(options: { title: string }): void;
  hideLoading(): void;
  showActionSheet(options: { itemList: string[] } & WechatCallbacks<{ tapIndex: number }>): void;
  showModal(
    options: {
      title: string;
      content?: string;
      editable?: boolean;
      confirmText: string;
      cancelText: string;
    } & WechatCallbacks<{ confirm: boolean; content?: string }>,
  ): void;
  setClipboardData(options: { data: string }): void;

  chooseMedia(options: object & WechatCallbacks<{ tempFiles: WechatMedia[] }>): void;
  chooseMessageFile(
    options: object & WechatCallbacks<{ tempFiles: { path: string; name: string; size: number }[] }>,
  ): void;
  chooseLocation(
    options: WechatCallbacks<{ latitude: number; longitude: number; name: string; address: string }>,
  ): void;
  getImageInfo(options: { src: string } & WechatCallbacks<{ width: number; height: number }>): void;
  previewImage(options: { urls: string[] }): void;
  previewMedia(options: { sources: { url: string; type: "image" | "video" }[] }): void;
  openLocation(options: { latitude: number; longitude: number; name: string; address: string }): void;
  createInnerAudioContext(): WechatAudio;
  getRecorderManager(): WechatRecorder;
}

declare const wx: Wechat;
declare function require(path: string): any;

interface WechatDemoApp {
  chat: Chat;
  enter(login: Promise<unknown>): Promise<void>;
  changeLanguage(next: "zh" | "en"): void;
  nameTabs(): void;
}

declare function App(options: Partial<WechatDemoApp> & { onLaunch(): void } & ThisType<WechatDemoApp>): void;
declare function getApp(): WechatDemoApp;
declare function Page(options: object): void;

/** `this` in a component. */
interface WechatComponent {
  data: any;
  setData(changes: object): void;
  triggerEvent(name: string, detail: object): void;
  [own: string]: any;
}

declare function Component(
  options: { properties?: object; data?: object; lifetimes?: object; methods?: object } & ThisType<WechatComponent>,
): void;
