import type { Platform } from "../core/platform.ts";
import type { Host } from "./host.ts";
import { likeAlipay } from "./like-alipay.ts";

/** `dd` of DingTalk: Alipay's family, with the older name of the request function. */
export const dingtalk = (dd: Host): Platform => likeAlipay("dd", dd, { requestFunction: "httpRequest" });
