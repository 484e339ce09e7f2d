import { expect, it } from "vitest";
import { connectionSnippet, familyOf, platforms } from "./snippet.ts";

const values = {
  appKey: "acme#shop",
  rest: "https://a1.example.com",
  websocket: "wss://im-api-alipay.example.com/websocket",
};
const comments = { file: "the file", addresses: "these addresses" };

it("the snippet is a program that connects with the application's values", () => {
  for (const platform of platforms) {
    const lines = connectionSnippet(platform, values, comments).split("\n");
    const program = lines.filter((line) => !line.startsWith("import")).join("\n");
    const made: unknown[] = [];
    const WebIM = {
      connection: class {
        constructor(options: unknown) {
          made.push(options);
        }
      },
    };
    // What is copied is run: the one way to know that it is a program.
    new Function("WebIM", program)(WebIM);
    expect(made).toEqual([
      {
        appKey: "acme#shop",
        https: true,
        url: "wss://im-api-alipay.example.com/websocket",
        apiUrl: "https://a1.example.com",
        isHttpDNS: false,
        heartBeatWait: 30000,
        autoReconnectNumMax: 5,
        useOwnUploadFun: false,
      },
    ]);
  }
});

it("says that addresses are not secure, and keeps quotes where they are", () => {
  const snippet = connectionSnippet("web", { ...values, rest: 'http://a"b' }, comments);
  expect(snippet).toContain("https: false,");
  expect(snippet).toContain('apiUrl: "http://a\\"b",');
});

it("mini programs other than Alipay's use the addresses of WeChat", () => {
  expect(platforms.map(familyOf)).toEqual(["alipay", "wechat", "wechat", "wechat", "wechat", "wechat", "web"]);
});
