import type { Platform } from "../core/platform.ts";
import type { Host } from "./host.ts";
import { likeWechat } from "./like-wechat.ts";

/** `swan` of Baidu. */
export const baidu = (swan: Host): Platform => likeWechat("baidu", swan);
