import { Realm } from "../../realm/realm.ts";
import { canIUse } from "../can-i-use.ts";
import { Files } from "../files.ts";
import { DeviceNetwork } from "../network.ts";
import type { Runtime } from "../runtime.ts";
import { DeviceStorage } from "../storage.ts";
import { Calls } from "./calls.ts";
import { MyDevice } from "./device.ts";
import { MY_PROFILES, type MyProfile } from "./profiles.ts";
import { MySockets } from "./sockets.ts";
import { myStorage } from "./storage.ts";
import { MyTransfer } from "./transfer.ts";

export { MY_PROFILES, type MyProfile } from "./profiles.ts";

export interface MyRuntime extends Runtime {
  readonly platform: "my";
  readonly profile: MyProfile;
  /** The object a program sees as `my`. */
  readonly my: Record<string, unknown>;
  /** Sockets that are connecting, open or closing. */
  readonly socketCount: () => number;
}

export interface MyOptions {
  readonly profile?: MyProfile["name"];
  /** Single facts that differ from the profile, for instance `{ httpErrors: "fail" }`. */
  readonly overrides?: Partial<MyProfile>;
  readonly requireWss?: boolean;
  readonly defaultMultiple?: boolean;
  readonly taskPayload?: "nested" | "flat";
  readonly storage?: DeviceStorage;
}

/** Alipay's limits: 200 KB a key, 10 MB a program. */
const newMyStorage = (): DeviceStorage => new DeviceStorage({ maxBytesPerKey: 200 * 1024, maxBytes: 10 * 1024 * 1024 });

/** Alipay's mini-program host, with the global `my` and nothing else. */
export function createMy(options: MyOptions = {}): MyRuntime {
  const profile: MyProfile = { ...MY_PROFILES[options.profile ?? "android"], ...options.overrides };
  const realm = new Realm();
  const network = new DeviceNetwork();
  const files = new Files({ userDataPath: "https://usr", tempPrefix: "https://resource/temp" });
  const storage = options.storage ?? newMyStorage();
  const calls = new Calls(realm, profile.callbackDelayMs);
  const sockets = new MySockets({
    realm,
    network,
    profile,
    requireWss: options.requireWss ?? false,
    defaultMultiple: options.defaultMultiple ?? false,
    taskPayload: options.taskPayload ?? "nested",
  });
  const device = new MyDevice({ realm, network, profile, files, calls });
  const my: Record<string, unknown> = {
    ...sockets.api(),
    ...new MyTransfer({ realm, network, profile, files }).api(),
    ...myStorage({ realm, storage, calls, profile }),
    ...device.api(),
  };
  my.canIUse = canIUse(my, profile.modernResults ? [] : ["downloadFile.return.tempFilePath"]);
  realm.define("my", my);
  return {
    platform: "my",
    profile,
    my,
    realm,
    network,
    files,
    storage,
    socketCount: () => sockets.count,
    show: () => device.appShow.emit(realm.adopt({})),
    hide: () => device.appHide.emit(realm.adopt({})),
    listenerCounts: () => ({
      socketOpen: sockets.listeners.Open.count,
      socketMessage: sockets.listeners.Message.count,
      socketError: sockets.listeners.Error.count,
      socketClose: sockets.listeners.Close.count,
      networkStatus: device.networkStatus.count,
      appShow: device.appShow.count,
      appHide: device.appHide.count,
    }),
    close: () => {
      network.close();
      realm.close();
    },
  };
}
