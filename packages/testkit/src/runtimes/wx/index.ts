import { Realm } from "../../realm/realm.ts";
import { canIUse } from "../can-i-use.ts";
import { Files } from "../files.ts";
import { DeviceNetwork } from "../network.ts";
import type { Runtime } from "../runtime.ts";
import { DeviceStorage } from "../storage.ts";
import { Calls } from "./calls.ts";
import { WxDevice } from "./device.ts";
import { WxSockets } from "./sockets.ts";
import { WxTransfer } from "./transfer.ts";

export interface WxRuntime extends Runtime {
  readonly platform: "wx";
  /** The object a program sees as `wx`. */
  readonly wx: Record<string, unknown>;
  readonly socketCount: () => number;
}

/** WeChat's limits: 1 MB a key, 10 MB a program. */
const newWxStorage = (): DeviceStorage =>
  new DeviceStorage({ maxBytesPerKey: 1024 * 1024, maxBytes: 10 * 1024 * 1024 });

/** WeChat's mini-program host, with the global `wx` and nothing else. */
export function createWx(options: { storage?: DeviceStorage } = {}): WxRuntime {
  const realm = new Realm();
  const network = new DeviceNetwork();
  const files = new Files({ userDataPath: "http://usr", tempPrefix: "http://tmp/" });
  const storage = options.storage ?? newWxStorage();
  const sockets = new WxSockets({ realm, network });
  const device = new WxDevice({ realm, network, files, storage, calls: new Calls(realm) });
  const wx: Record<string, unknown> = {
    ...sockets.api(),
    ...new WxTransfer({ realm, network, files }).api(),
    ...device.api(),
  };
  wx.canIUse = canIUse(wx);
  realm.define("wx", wx);
  return {
    platform: "wx",
    wx,
    realm,
    network,
    files,
    storage,
    socketCount: () => sockets.count,
    show: () => device.appShow.emit(realm.adopt({ scene: 1001, path: "", query: {} })),
    hide: () => device.appHide.emit(),
    listenerCounts: () => ({
      socketOpen: sockets.listeners.Open.count + sockets.taskListenerCount("Open"),
      socketMessage: sockets.listeners.Message.count + sockets.taskListenerCount("Message"),
      socketError: sockets.listeners.Error.count + sockets.taskListenerCount("Error"),
      socketClose: sockets.listeners.Close.count + sockets.taskListenerCount("Close"),
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
