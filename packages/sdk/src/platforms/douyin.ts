import type { Platform } from "../core/platform.ts";
import type { Host } from "./host.ts";
import { likeWechat } from "./like-wechat.ts";

/** `tt` of Douyin and Toutiao. */
export const douyin = (tt: Host): Platform => likeWechat("tt", tt);
