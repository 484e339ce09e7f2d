import type { Platform } from "../core/platform.ts";
import type { Host } from "./host.ts";
import { likeWechat } from "./like-wechat.ts";

/** `qq` of QQ. */
export const qq = (qq: Host): Platform => likeWechat("qq", qq);
