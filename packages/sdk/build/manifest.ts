import { readFileSync } from "node:fs";
import { at } from "./options.ts";

/** What can be imported by the name after `@rondo/sdk/`: the core, the features and the adapters that are put on it. */
export const PARTS = {
  core: "src/entries/core.ts",
  texts: "src/entries/texts.ts",
  messages: "src/entries/messages.ts",
  history: "src/entries/history.ts",
  conversations: "src/entries/conversations.ts",
  users: "src/entries/users.ts",
  devices: "src/entries/devices.ts",
  contacts: "src/entries/contacts.ts",
  groups: "src/entries/groups.ts",
  rooms: "src/entries/rooms.ts",
  reactions: "src/entries/reactions.ts",
  pins: "src/entries/pins.ts",
  threads: "src/entries/threads.ts",
  "shared-files": "src/entries/shared-files.ts",
  presence: "src/entries/presence.ts",
  push: "src/entries/push.ts",
  translation: "src/entries/translation.ts",
  report: "src/entries/report.ts",
  voice: "src/entries/voice.ts",
  rtc: "src/entries/rtc.ts",
  search: "src/entries/search.ts",
  "local-cache": "src/entries/local-cache.ts",
  any: "src/entries/any.ts",
  alipay: "src/platforms/alipay.ts",
  dingtalk: "src/platforms/dingtalk.ts",
  wechat: "src/platforms/wechat.ts",
  qq: "src/platforms/qq.ts",
  baidu: "src/platforms/baidu.ts",
  douyin: "src/platforms/douyin.ts",
  taobao: "src/platforms/taobao.ts",
  uniapp: "src/platforms/uniapp.ts",
  web: "src/entries/web.ts",
  node: "src/entries/node.ts",
} as const;

/** The files to copy: variants of the first, with the same exports. */
export const FILES = [
  "Rondo-chat-miniProgram",
  "Rondo-chat-miniProgram.dev",
  "Rondo-chat-miniProgram.es5",
  "rondo-chat",
  "rondo-chat.dev",
] as const;

/**
 * The package.json of what is published. Not that of the workspace, whose `exports` are the sources: here `.js` is
 * CommonJS, and the protocol is bundled in.
 */
export function manifest(): string {
  const { name, version, description, license } = JSON.parse(readFileSync(at("package.json"), "utf8"));
  const exports: Record<string, unknown> = {
    ".": {
      import: typed("./index.d.mts", "./index.mjs"),
      require: typed("./rondo-chat.d.ts", "./rondo-chat.js"),
    },
  };
  for (const part of Object.keys(PARTS)) {
    exports[`./${part}`] = {
      import: typed(`./${part}.d.mts`, `./${part}.mjs`),
      require: typed(`./miniprogram/${part}.d.ts`, `./miniprogram/${part}.js`),
    };
  }
  for (const file of FILES) exports[`./${file}.js`] = typed(`./${file}.d.ts`, `./${file}.js`);
  const fields = {
    name,
    version,
    description,
    keywords: ["im", "chat", "mini program", "小程序", "支付宝", "微信"],
    license,
    type: "commonjs",
    // Of the adapter for Node, which needs its WebSocket.
    engines: { node: ">=22" },
    sideEffects: ["./rondo-chat.js", "./rondo-chat.dev.js"],
    main: "./rondo-chat.js",
    module: "./index.mjs",
    types: "./rondo-chat.d.ts",
    // WeChat copies this folder when it "builds npm"; its index.js is what `require("@rondo/sdk")` gives there.
    miniprogram: "miniprogram",
    unpkg: "./rondo-chat.js",
    exports: { ...exports, "./package.json": "./package.json" },
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

const typed = (types: string, file: string): object => ({ types, default: file });
