import type { Platform } from "../core/platform.ts";
import { alipay } from "./alipay.ts";
import { baidu } from "./baidu.ts";
import { dingtalk } from "./dingtalk.ts";
import { douyin } from "./douyin.ts";
import type { Globals, HostGlobals } from "./globals.ts";
import { firstOf, type Host, has, isHost } from "./host.ts";
import { node } from "./node.ts";
import { qq } from "./qq.ts";
import { taobao } from "./taobao.ts";
import { uniapp } from "./uniapp.ts";
import { web } from "./web.ts";
import { wechat } from "./wechat.ts";

/** The adapter for these globals. */
export const detectPlatform = (globals: Globals): Platform =>
  detectMiniProgram(globals) ??
  (globals.window !== undefined && globals.WebSocket !== undefined ? web(globals) : node(globals));

/** The adapter for a mini program's globals, in the order that official clients look at them (official API 7.1). */
export function detectMiniProgram(globals: HostGlobals): Platform | undefined {
  const { swan, tt, dd, my, wx } = globals;
  if (isMiniProgram(swan)) return baidu(swan);
  if (isMiniProgram(tt)) return douyin(tt);
  if (isMiniProgram(dd)) return dingtalk(dd);
  if (isMiniProgram(my)) return isTaobao(my) ? taobao(my) : alipay(my);
  // Mini games have it even where the other two are missing.
  if (isMiniProgram(wx) || (isHost(wx) && has(wx, "createCanvas"))) return wechat(wx);
  if (isMiniProgram(globals.qq)) return qq(globals.qq);
  if (isMiniProgram(globals.uni)) return uniapp(globals.uni);
  return undefined;
}

/** Pages that run inside these apps have objects of the same names, with other things in them. */
export const isMiniProgram = (value: unknown): value is Host =>
  isHost(value) && has(value, "canIUse") && has(value, "getSystemInfo");

/**
 * Taobao's host is of Alipay's family and calls its object `my` too. Told apart by `my.tb`, the name space of Taobao's own
 * functions, or by the client's name where the host gives one (`ap` is Alipay).
 */
function isTaobao(my: Host): boolean {
  const client = String(firstOf(my.env, "clientName") ?? "").toLowerCase();
  return isHost(my.tb) || client === "tb" || client === "taobao";
}
