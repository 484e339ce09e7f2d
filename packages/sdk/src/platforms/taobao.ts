import type { Platform } from "../core/platform.ts";
import { type Host, has } from "./host.ts";
import { likeAlipay } from "./like-alipay.ts";

/** `my` of Taobao: Alipay's family, GET and POST only. */
export const taobao = (my: Host): Platform =>
  likeAlipay("taobao", my, { tunnelsMethods: true, requestFunction: has(my, "request") ? "request" : "httpRequest" });
