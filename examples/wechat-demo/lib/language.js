const KEY = "rondo-demo-language";

/** Chinese, unless the user or the phone prefers English. @returns {"zh" | "en"} */
function current() {
  const chosen = wx.getStorageSync(KEY);
  if (chosen === "zh" || chosen === "en") return chosen;
  const { language } = wx.getAppBaseInfo ? wx.getAppBaseInfo() : wx.getSystemInfoSync();
  return /^en/i.test(language || "") ? "en" : "zh";
}

function choose(language) {
  wx.setStorageSync(KEY, language);
}

module.exports = { current, choose };
