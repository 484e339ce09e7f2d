import type { Platform } from "../core/platform.ts";
import type { Host } from "./host.ts";
import { likeWechat } from "./like-wechat.ts";

/** `wx` of WeChat, mini games too. */
export const wechat = (wx: Host): Platform => likeWechat("wx", wx);
