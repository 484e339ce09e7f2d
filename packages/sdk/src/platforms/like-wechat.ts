import type { Platform, PlatformName } from "../core/platform.ts";
import { callbackHttp, type HttpDialect } from "./callback-api.ts";
import { clock } from "./clock.ts";
import type { Host } from "./host.ts";
import { plainStorage } from "./host-storage.ts";
import { watchHost } from "./host-watch.ts";
import { connectTask } from "./socket-task.ts";

/** Anything but `json` is left as it is; the name they all document is `string` or none. */
const PLAIN: HttpDialect = {
  asText: { dataType: "string", responseType: "text" },
  asBytes: { dataType: "string", responseType: "arraybuffer" },
};

/** A host made after WeChat's: SocketTasks with binary frames, `header`, `errMsg`, storage by plain keys. */
export function likeWechat(name: PlatformName, host: Host, dialect: HttpDialect = PLAIN): Platform {
  return {
    name,
    deviceName: name,
    clock,
    storage: plainStorage(host),
    connect: (url, on) => connectTask(host, url, on),
    watch: (on) => watchHost(host, on),
    ...callbackHttp(host, clock, dialect),
  };
}
