/**
 * The page around the simulator: it plays the developer tool that Alipay's simulator expects to be embedded in. Both talk
 * by `postMessage`, in texts of `<channel>//<JSON>`. Runs in the browser; `SETTINGS` is put in front by `simulator.js`.
 */
/* global SETTINGS */
(() => {
  const FROM_SIMULATOR = "lyra-host-series-0//";
  const { appId, page } = SETTINGS;
  const { origin } = location;
  const extension = (name) => [`${origin}/lyra/official-extension/${name}`];

  const answers = {
    getCustomConfig: () => ({ uid: "demo", fullScreen: false }),
    getAnymockConfig: () => ({}),
    checkIsInner: () => false,
    getServiceBrowserUrl: () => "",
    getDefaultState: () => ({
      appCdnBaseUrl: `${origin}/program/`,
      useAppXNg: false,
      appxPath: `${origin}/lyra/appx/`,
      appxNgPath: `${origin}/lyra/appx-ng/`,
      launchParams: { page },
      enableBeforeBridgeInvokeAsync: false,
      appId,
      webviewCompositeComponentType: "iframe",
    }),
    getLaunchParams: () => ({
      page,
      appId,
      appxRouteFramework: "NO",
      url: `/index.html#${page}`,
      launchParamsTag: page,
      enableNoMock: false,
    }),
    getExtensionModuleConfig: () => ({
      simulator: extension("lyra.simulator-ext.js"),
      api: extension("lyra.jsapi-ext.js"),
      serviceBrowser: extension("lyra.browser-ext.js"),
    }),
    getServiceNodeConfig: () => ({ httpProxyEndpoint: `${origin}/http` }),
    getUserInfo: () => ({ nickName: "demo", userId: "demo" }),
    getCertInfo: () => ({}),
    getHttpWhiteList: () => [],
    getDevServerOrigin: () => `${origin}/program`,
    getAppMeta: () => ({ appId, appName: "Rondo", cdnBaseUrl: `${origin}/program/`, appVersion: "0.0.1", iconUrl: "" }),
  };

  addEventListener("message", ({ data, source }) => {
    if (typeof data !== "string" || !data.startsWith(FROM_SIMULATOR)) return;
    const { id, method } = JSON.parse(data.slice(FROM_SIMULATOR.length));
    const payload = answers[method] ? answers[method]() : null;
    source.postMessage(FROM_SIMULATOR + JSON.stringify({ id: `r${id}`, method, requestId: id, payload }), "*");
  });

  const frame = document.createElement("iframe");
  frame.src =
    "/lyra/index.html?browserOnly=1&channel=sdk&type=appx&__LYRA_MESSAGE_CHANNEL_ID_YOU_SHOULD_NOT_OVERWRITE=0";
  document.body.appendChild(frame);
})();
