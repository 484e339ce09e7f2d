export const overview = {
  hint: "接入应用所需的地址和代码，以及用量。",
  now: "实时数据",
  service: "服务信息",
  notSecure: "这些地址未启用 HTTPS/WSS。小程序只在开发者工具中接受此类地址，上线前请配置证书。",
  addresses: "接入地址与域名白名单",
  addressesHint: "请按原样填写到客户端。",
  family: {
    web: "Web",
    wechat: "微信及其他小程序",
    alipay: "支付宝小程序",
  },
  shortFamily: { web: "Web", wechat: "微信", alipay: "支付宝" },
  rest: "REST API 地址",
  websocket: "WebSocket 地址",
  whitelist: "需要加入白名单的域名",
  noWhitelist: "此类客户端无需配置域名白名单。",
  whitelistHint: {
    web: "请在对应平台允许以下域名。",
    wechat: "微信公众平台 → 开发管理 → 开发设置 → 服务器域名；其他小程序平台位置类似。",
    alipay: "支付宝开放平台 → 小程序 → 设置 → 开发设置 → 服务器域名白名单。",
  },
  list: {
    request: "request 合法域名",
    socket: "socket 合法域名",
    upload: "uploadFile 合法域名",
    download: "downloadFile 合法域名",
  },
  integration: "集成代码",
  integrationHint: "复制到项目中即可连接本应用。官方 SDK 同样适用，只需替换文件名。",
  platformLabel: "平台",
  platform: {
    alipay: "支付宝",
    wechat: "微信",
    douyin: "抖音",
    baidu: "百度",
    qq: "QQ",
    uniapp: "uni-app",
    web: "Web",
  },
  snippet: "集成代码",
  snippetFile: "将 SDK 文件放到项目的 sdk 目录",
  snippetWebFile: "将 SDK 文件放到页面可访问的 sdk 目录",
  snippetAddresses: "使用上面的地址，而不是通过 DNS 查询",
  usage: "用量统计",
  usageHint: "按应用时区 {{zone}} 的自然日统计。",
  period: "时间范围",
  days: "最近 {{count}} 天",
  view: "显示方式",
  charts: "图表",
  table: "表格",
  date: "日期",
  chart: {
    peakOnline: "在线峰值",
    messages: "消息数",
    registeredUsers: "注册用户",
  },
};

export const test = {
  title: "连接测试",
  hint: "在此浏览器中用一个临时用户通过真实地址登录并收发一条消息。临时用户一小时后自动删除。",
  family: "测试哪类客户端的地址",
  run: "开始测试",
  success: "全部正常：临时用户已登录，消息已送达服务器。",
  ms: "{{ms}} 毫秒",
  step: {
    user: "创建临时用户",
    rest: "访问 REST 地址",
    appKey: "校验 AppKey",
    socket: "打开 WebSocket",
    login: "登录",
    message: "发送消息",
  },
  status: {
    waiting: "等待",
    running: "进行中",
    failed: "失败",
  },
  failure: {
    "closed-to-pages": {
      title: "地址有响应，但不允许网页读取",
      hint: "可能是另一台服务器，或者代理去掉了跨域（CORS）响应头。",
    },
    tls: {
      title: "HTTPS 不可用",
      hint: "HTTP 有响应而 HTTPS 没有：请检查证书和 TLS 配置。",
    },
    mixed: {
      title: "浏览器不允许",
      hint: "控制台通过 HTTPS 打开，而此地址没有加密。请为此地址配置证书。",
    },
    policy: {
      title: "页面的安全策略不允许访问此地址",
      hint: "服务器的内容安全策略（CSP）不包含此地址，请检查数据中心配置。",
    },
    nothing: {
      title: "无法建立连接",
      hint: "可能是域名无法解析（DNS）、端口未开放，或证书无效（TLS）。浏览器不会透露具体原因，可以在新标签页打开该地址查看。",
    },
    wrongAppKey: {
      title: "AppKey 不正确",
      hint: "该地址的服务器没有此应用：地址可能指向另一台服务器。",
    },
    otherServer: {
      title: "Token 不被接受",
      hint: "该地址的服务器不认识刚刚签发的 Token：地址可能指向另一台服务器。",
    },
    restAnswer: {
      title: "REST 响应异常",
      hint: "服务器返回了意料之外的结果。",
    },
    upgrade: {
      title: "代理没有转发 WebSocket 升级请求",
      hint: "该地址能响应 HTTP，但 WebSocket 打不开。请在代理上转发 Upgrade 和 Connection 请求头。",
    },
    socketTimeout: {
      title: "打开 WebSocket 超时",
      hint: "连接没有被拒绝，也没有建立。请检查防火墙和代理的超时设置。",
    },
    login: {
      title: "登录被拒绝",
      hint: "WebSocket 已打开，但登录没有成功。",
    },
    message: {
      title: "消息发送失败",
      hint: "登录成功，但消息没有送达。",
    },
    timeout: {
      title: "超时",
      hint: "连接已打开，但服务器没有应答。代理可能缓冲或改写了数据帧。",
    },
  },
};

export const dataCentres = {
  hint: "应用所属的数据中心在创建时确定，之后不可更改。有多个地址时任选其一。",
  empty: "未配置数据中心",
  name: "数据中心",
  rest: "REST API 请求地址",
  websocket: "WebSocket（{{family}}）",
  contactSales: "请咨询商务经理",
  here: "当前服务器",
  or: "或",
  location: {
    mainland: "国内",
    overseas: "海外",
  },
};
