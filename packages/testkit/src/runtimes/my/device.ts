import type { Realm } from "../../realm/realm.ts";
import type { Files } from "../files.ts";
import { Listeners } from "../listeners.ts";
import type { DeviceNetwork } from "../network.ts";
import { toBytes, toOptions } from "../values.ts";
import { type Calls, failed, type Outcome, succeeded } from "./calls.ts";
import type { MyProfile } from "./profiles.ts";

export interface MyDeviceOptions {
  readonly realm: Realm;
  readonly network: DeviceNetwork;
  readonly profile: MyProfile;
  readonly files: Files;
  readonly calls: Calls;
}

/** System facts, network state, foreground events and files. */
export class MyDevice {
  readonly appShow: Listeners;
  readonly appHide: Listeners;
  readonly networkStatus: Listeners;
  private readonly options: MyDeviceOptions;

  constructor(options: MyDeviceOptions) {
    this.options = options;
    this.appShow = new Listeners(options.realm);
    this.appHide = new Listeners(options.realm);
    this.networkStatus = new Listeners(options.realm);
    options.network.onChange(() => this.networkStatus.emit(this.adopt(this.status())));
  }

  api(): Record<string, unknown> {
    const { calls, profile, files } = this.options;
    const answer = (result: () => Record<string, unknown>) => (given: unknown) =>
      calls.promised(toOptions(given), succeeded(result()));
    return {
      SDKVersion: profile.sdkVersion,
      env: this.adopt({
        USER_DATA_PATH: files.userDataPath,
        clientName: "ap",
        clientVersion: "10.5.96",
        platform: "Android",
      }),
      getSystemInfo: answer(() => this.systemInfo()),
      getSystemInfoSync: () => this.adopt(this.systemInfo()),
      getNetworkType: answer(() => ({
        networkAvailable: this.options.network.isOnline,
        networkType: this.status().networkType,
      })),
      onNetworkStatusChange: this.networkStatus.on,
      offNetworkStatusChange: this.networkStatus.off,
      onAppShow: this.appShow.on,
      offAppShow: this.appShow.off,
      onAppHide: this.appHide.on,
      offAppHide: this.appHide.off,
      getFileSystemManager: () => this.fileSystem(),
      ...(profile.hasBase64Helpers ? this.base64() : {}),
    };
  }

  private status(): Record<string, unknown> {
    const isConnected = this.options.network.isOnline;
    return { isConnected, networkType: isConnected ? "WIFI" : "NOTREACHABLE" };
  }

  private systemInfo(): Record<string, unknown> {
    return {
      app: "alipay",
      brand: "HUAWEI",
      model: "HUAWEI ALN-AL00",
      platform: "Android",
      system: "12",
      version: "10.5.96",
      language: "zh-Hans",
      pixelRatio: 3,
      windowWidth: 360,
      windowHeight: 720,
      screenWidth: 1080,
      screenHeight: 2340,
      statusBarHeight: 30,
      titleBarHeight: 48,
    };
  }

  private fileSystem(): Record<string, unknown> {
    const { files, calls, realm } = this.options;
    const read = (path: unknown, encoding: unknown): Outcome => {
      const bytes = files.read(String(path));
      if (!bytes) return failed(10022, "no such file or directory");
      return succeeded({ data: encoding ? bytes.toString(toEncoding(encoding)) : bytes });
    };
    const write = (path: unknown, data: unknown, encoding: unknown): Outcome => {
      const bytes = toBytes(data) ?? Buffer.from(String(data), toEncoding(encoding ?? "utf8"));
      return files.write(String(path), bytes) ? succeeded() : failed(10024, "permission denied");
    };
    const method = (run: (options: Record<string, unknown>) => Outcome) => (given: unknown) =>
      void calls.promised(toOptions(given), run(toOptions(given)));
    return {
      readFile: method((options) => read(options.filePath, options.encoding)),
      readFileSync: (given: unknown) => realm.adopt(read(toOptions(given).filePath, toOptions(given).encoding).result),
      writeFile: method((options) => write(options.filePath, options.data, options.encoding)),
      writeFileSync: (given: unknown) => {
        const options = toOptions(given);
        return realm.adopt(write(options.filePath, options.data, options.encoding).result);
      },
      unlink: method((options) =>
        files.remove(String(options.filePath)) ? succeeded() : failed(10022, "no such file or directory"),
      ),
    };
  }

  private base64(): Record<string, unknown> {
    return {
      arrayBufferToBase64: (buffer: unknown) => Buffer.from(toBytes(buffer) ?? []).toString("base64"),
      base64ToArrayBuffer: (text: unknown) => this.adopt(Buffer.from(String(text), "base64")),
    };
  }

  private adopt(value: unknown): unknown {
    return this.options.realm.adopt(value);
  }
}

const toEncoding = (encoding: unknown): BufferEncoding =>
  Buffer.isEncoding(String(encoding)) ? (String(encoding) as BufferEncoding) : "utf8"; // isEncoding has just said so
