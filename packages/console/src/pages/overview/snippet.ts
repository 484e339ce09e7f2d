/** What is pasted into a client: the compatible configuration with the application's own values. */
import type { ClientAddresses } from "@rondo/protocol/console";

export const platforms = ["alipay", "wechat", "douyin", "baidu", "qq", "uniapp", "web"] as const;
export type Platform = (typeof platforms)[number];

/** Whose addresses a platform uses: other mini programs share those of WeChat. */
export function familyOf(platform: Platform): ClientAddresses["family"] {
  return platform === "alipay" || platform === "web" ? platform : "wechat";
}

interface Values {
  readonly appKey: string;
  readonly rest: string;
  readonly websocket: string;
}

/** Comments in the language of who copies it. */
interface Comments {
  /** Where the file of the SDK is. */
  readonly file: string;
  /** Why `isHttpDNS` is there. */
  readonly addresses: string;
}

export function connectionSnippet(platform: Platform, { appKey, rest, websocket }: Values, comments: Comments): string {
  const text = (value: string): string => JSON.stringify(value);
  return `// ${comments.file}
${loading(platform)}

WebIM.conn = new WebIM.connection({
  appKey: ${text(appKey)},
  https: ${rest.startsWith("https:")},
  url: ${text(websocket)},
  apiUrl: ${text(rest)},
  // ${comments.addresses}
  isHttpDNS: false,
  heartBeatWait: 30000,
  autoReconnectNumMax: 5,
  useOwnUploadFun: false,
});
`;
}

function loading(platform: Platform): string {
  return platform === "web"
    ? 'import WebIM from "./sdk/rondo-chat.js";'
    : 'import WebIM from "./sdk/Rondo-chat-miniProgram";';
}
