import type { Platform } from "../core/platform.ts";
import type { Host } from "./host.ts";
import { likeAlipay } from "./like-alipay.ts";

/** `my` of Alipay. */
export const alipay = (my: Host): Platform => likeAlipay("zfb", my);
