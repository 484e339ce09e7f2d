import type { Same } from "../translation.ts";
import type * as zh from "../zh-CN/overview.ts";

export const overview: Same<typeof zh.overview> = {
  hint: "The addresses and the code to connect with, and what the application is doing.",
  now: "Now",
  service: "Service",
  notSecure:
    "These addresses are without HTTPS and WSS. Mini programs accept that only in their developer tools: set up a certificate before you publish.",
  addresses: "Addresses and domains to whitelist",
  addressesHint: "To be typed into clients exactly like this.",
  family: {
    web: "Web",
    wechat: "WeChat and other mini programs",
    alipay: "Alipay mini program",
  },
  shortFamily: { web: "Web", wechat: "WeChat", alipay: "Alipay" },
  rest: "REST API address",
  websocket: "WebSocket address",
  whitelist: "Domains to whitelist",
  noWhitelist: "Nothing has to be allowed for these clients.",
  whitelistHint: {
    web: "Allow these domains where the platform asks for them.",
    wechat: "On the WeChat platform: Development → Development settings → Server domains; elsewhere much the same.",
    alipay: "On the Alipay open platform: Mini program → Settings → Development settings → Server domain whitelist.",
  },
  list: {
    request: "Request domains",
    socket: "Socket domains",
    upload: "Upload domains",
    download: "Download domains",
  },
  integration: "Integration code",
  integrationHint: "Copy it into your project. It works with the official SDK as well: only the file has another name.",
  platformLabel: "Platform",
  platform: {
    alipay: "Alipay",
    wechat: "WeChat",
    douyin: "Douyin",
    baidu: "Baidu",
    qq: "QQ",
    uniapp: "uni-app",
    web: "Web",
  },
  snippet: "integration code",
  snippetFile: "The file of the SDK is in the sdk folder of your project",
  snippetWebFile: "The file of the SDK is in a folder that the page can load from",
  snippetAddresses: "Use these addresses, and do not look others up",
  usage: "Usage",
  usageHint: "Days are those of the application’s time zone, {{zone}}.",
  period: "Period",
  days: "{{count}} days",
  view: "Shown as",
  charts: "Charts",
  table: "Table",
  date: "Date",
  chart: {
    peakOnline: "Peak online",
    messages: "Messages",
    registeredUsers: "Registered users",
  },
};

export const test: Same<typeof zh.test> = {
  title: "Connection test",
  hint: "Logs a throw-away user in from this browser, over the real addresses, and sends a message. The user is deleted after an hour.",
  family: "Whose addresses to test",
  run: "Run the test",
  success: "All is well: the user has logged in, and the message has arrived at the server.",
  ms: "{{ms}} ms",
  step: {
    user: "Create a throw-away user",
    rest: "Reach the REST address",
    appKey: "Check the AppKey",
    socket: "Open the WebSocket",
    login: "Log in",
    message: "Send a message",
  },
  status: {
    waiting: "waiting",
    running: "running",
    failed: "failed",
  },
  failure: {
    "closed-to-pages": {
      title: "Something answers, but not to web pages",
      hint: "It may be another server, or a proxy that takes CORS headers away.",
    },
    tls: {
      title: "HTTPS does not work",
      hint: "It answers over HTTP and not over HTTPS: look at the certificate and the TLS configuration.",
    },
    mixed: {
      title: "The browser refuses",
      hint: "This console was opened over HTTPS, and the address is not encrypted. Set up a certificate for it.",
    },
    policy: {
      title: "The page’s own policy forbids the address",
      hint: "The content security policy of this server does not contain it: look at the configuration of the data centre.",
    },
    nothing: {
      title: "No connection",
      hint: "The name may be unknown (DNS), the port closed, or the certificate not valid (TLS). Browsers do not tell pages which; open the address in a tab to see.",
    },
    wrongAppKey: {
      title: "Wrong AppKey",
      hint: "The server at this address does not have the application: the address may lead to another server.",
    },
    otherServer: {
      title: "The token is not accepted",
      hint: "The server at this address does not know the token that was made just now: the address may lead to another server.",
    },
    restAnswer: {
      title: "An unexpected answer over REST",
      hint: "The server has answered something else than it should.",
    },
    upgrade: {
      title: "A proxy does not pass the WebSocket upgrade",
      hint: "The address answers to HTTP, but the WebSocket does not open. Let the proxy pass the Upgrade and Connection headers.",
    },
    socketTimeout: {
      title: "The WebSocket takes too long to open",
      hint: "The connection was neither refused nor made. Look at firewalls and at the time limits of proxies.",
    },
    login: {
      title: "The login was refused",
      hint: "The WebSocket is open, but the login has failed.",
    },
    message: {
      title: "The message was not sent",
      hint: "The user has logged in, but the message has not arrived.",
    },
    timeout: {
      title: "No answer",
      hint: "The connection is open, but the server does not answer. A proxy may hold back or change frames.",
    },
  },
};

export const dataCentres: Same<typeof zh.dataCentres> = {
  hint: "An application is in one data centre, chosen when it is created; that cannot be changed. Where there are two addresses, either does.",
  empty: "No data centres are configured",
  name: "Data centre",
  rest: "REST API address",
  websocket: "WebSocket ({{family}})",
  contactSales: "Ask the sales contact",
  here: "You are here",
  or: "or",
  location: {
    mainland: "Mainland",
    overseas: "Overseas",
  },
};
