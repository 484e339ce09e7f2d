import type { Platform, PlatformName, UploadRequest } from "../core/platform.ts";
import { connectAlipay } from "./alipay-socket.ts";
import { callbackHttp, type HttpDialect } from "./callback-api.ts";
import { clock } from "./clock.ts";
import type { Host } from "./host.ts";
import { objectStorage } from "./host-storage.ts";
import { watchHost } from "./host-watch.ts";

/** Alipay's family: base64 text frames, one shared socket or tasks, `headers`, `error` numbers, storage by objects. */
export function likeAlipay(name: PlatformName, host: Host, differences: Partial<HttpDialect> = {}): Platform {
  const dialect = { asText: { dataType: "text" }, asBytes: { dataType: "base64" }, uploadOptions, ...differences };
  return {
    name,
    deviceName: name,
    clock,
    storage: objectStorage(host),
    connect: (url, on) => connectAlipay(host, url, { on, clock }),
    watch: (on) => watchHost(host, on),
    ...callbackHttp(host, clock, dialect),
  };
}

/** The older name of the form field, and a media kind, without which older hosts refuse the call (Alipay facts 5). */
const uploadOptions = ({ kind }: UploadRequest): Record<string, unknown> => ({
  fileName: "file",
  fileType: kind === "file" ? "image" : kind,
});
