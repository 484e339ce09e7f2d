import type { Platform } from "../core/platform.ts";
import type { Host } from "./host.ts";
import { likeWechat } from "./like-wechat.ts";

/** `uni` of uni-app where it runs on none of the hosts above: in apps, and in hosts we do not know. */
export const uniapp = (uni: Host): Platform => likeWechat("uni", uni);
