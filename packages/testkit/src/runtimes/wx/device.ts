import type { Realm } from "../../realm/realm.ts";
import type { Files } from "../files.ts";
import { Listeners } from "../listeners.ts";
import type { DeviceNetwork } from "../network.ts";
import type { DeviceStorage } from "../storage.ts";
import { toBytes, toOptions } from "../values.ts";
import { type Calls, fail, type Outcome, ok } from "./calls.ts";

interface WxDeviceDeps {
  readonly realm: Realm;
  readonly network: DeviceNetwork;
  readonly files: Files;
  readonly storage: DeviceStorage;
  readonly calls: Calls;
}

/** System facts, network state, foreground events, storage and files. */
export class WxDevice {
  readonly appShow: Listeners;
  readonly appHide: Listeners;
  readonly networkStatus: Listeners;
  private readonly deps: WxDeviceDeps;

  constructor(deps: WxDeviceDeps) {
    this.deps = deps;
    this.appShow = new Listeners(deps.realm);
    this.appHide = new Listeners(deps.realm);
    this.networkStatus = new Listeners(deps.realm);
    deps.network.onChange(() => this.networkStatus.emit(this.adopt(this.status())));
  }

  api(): Record<string, unknown> {
    const { files } = this.deps;
    return {
      env: this.adopt({ USER_DATA_PATH: files.userDataPath }),
      getSystemInfo: this.method("getSystemInfo", () => ok(systemInfo)),
      getSystemInfoSync: () => this.adopt(systemInfo),
      getDeviceInfo: () => this.adopt({ brand: systemInfo.brand, model: systemInfo.model, system: systemInfo.system }),
      getNetworkType: this.method("getNetworkType", () => ok({ networkType: this.status().networkType })),
      onNetworkStatusChange: this.networkStatus.on,
      offNetworkStatusChange: this.networkStatus.off,
      onAppShow: this.appShow.on,
      offAppShow: this.appShow.off,
      onAppHide: this.appHide.on,
      offAppHide: this.appHide.off,
      getFileSystemManager: () => this.fileSystem(),
      ...this.storageApi(),
    };
  }

  private storageApi(): Record<string, unknown> {
    const { storage } = this.deps;
    const set = (key: unknown, data: unknown): Outcome => {
      const answer = storage.set(String(key), data);
      return answer === "ok"
        ? ok()
        : fail(answer === "full" ? "exceed storage max size 10Mb" : "entry size limit reached");
    };
    const orThrow = (name: string, outcome: Outcome): void => {
      if (!outcome.ok) throw new Error(`${name}:fail ${outcome.why}`);
    };
    const info = (): Record<string, unknown> => {
      const { keys, currentSizeKb, limitSizeKb } = storage.info();
      return { keys, currentSize: currentSizeKb, limitSize: limitSizeKb };
    };
    return {
      setStorage: this.method("setStorage", (options) => set(options.key, options.data)),
      setStorageSync: (key: unknown, data: unknown) => orThrow("setStorageSync", set(key, data)),
      getStorage: this.method("getStorage", (options) => {
        const data = storage.get(String(options.key));
        return data === undefined ? fail("data not found") : ok({ data });
      }),
      getStorageSync: (key: unknown) => this.adopt(storage.get(String(key)) ?? ""),
      getStorageInfo: this.method("getStorageInfo", () => ok(info())),
      getStorageInfoSync: () => this.adopt(info()),
      removeStorage: this.method("removeStorage", (options) => {
        storage.remove(String(options.key));
        return ok();
      }),
      removeStorageSync: (key: unknown) => storage.remove(String(key)),
      clearStorage: this.method("clearStorage", () => {
        storage.clear();
        return ok();
      }),
      clearStorageSync: () => storage.clear(),
    };
  }

  private fileSystem(): Record<string, unknown> {
    const { files, calls } = this.deps;
    const missing = (path: unknown): Outcome => fail(`no such file or directory, open '${String(path)}'`);
    const callbacks = (name: string, run: (options: Record<string, unknown>) => Outcome) => (given: unknown) =>
      calls.settle(name, toOptions(given), run(toOptions(given)));
    return {
      readFile: callbacks("readFile", ({ filePath, encoding }) => {
        const bytes = files.read(String(filePath));
        if (!bytes) return missing(filePath);
        return ok({ data: encoding ? bytes.toString(toEncoding(encoding)) : bytes });
      }),
      writeFile: callbacks("writeFile", ({ filePath, data, encoding }) => {
        const bytes = toBytes(data) ?? Buffer.from(String(data), toEncoding(encoding ?? "utf8"));
        return files.write(String(filePath), bytes) ? ok() : fail(`permission denied, open ${String(filePath)}`);
      }),
      unlink: callbacks("unlink", ({ filePath }) => (files.remove(String(filePath)) ? ok() : missing(filePath))),
    };
  }

  private method(name: string, run: (options: Record<string, unknown>) => Outcome): (given: unknown) => unknown {
    return (given) => this.deps.calls.promised(name, toOptions(given), run(toOptions(given)));
  }

  private status(): Record<string, unknown> {
    const isConnected = this.deps.network.isOnline;
    return { isConnected, networkType: isConnected ? "wifi" : "none" };
  }

  private adopt(value: unknown): unknown {
    return this.deps.realm.adopt(value);
  }
}

const systemInfo = {
  SDKVersion: "3.7.0",
  brand: "HUAWEI",
  model: "ALN-AL00",
  platform: "android",
  system: "Android 12",
  version: "8.0.50",
  language: "zh_CN",
  pixelRatio: 3,
  windowWidth: 360,
  windowHeight: 720,
  screenWidth: 360,
  screenHeight: 780,
  statusBarHeight: 30,
};

const toEncoding = (encoding: unknown): BufferEncoding =>
  Buffer.isEncoding(String(encoding)) ? (String(encoding) as BufferEncoding) : "utf8"; // isEncoding has just said so
