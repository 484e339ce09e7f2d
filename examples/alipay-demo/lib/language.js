const KEY = "rondo-demo-language";

/** Chinese, unless the user or the phone prefers English. @returns {"zh" | "en"} */
function current() {
  const chosen = my.getStorageSync({ key: KEY }).data;
  if (chosen === "zh" || chosen === "en") return chosen;
  const { language } = my.getSystemInfoSync();
  return /^en/i.test(language || "") ? "en" : "zh";
}

function choose(language) {
  my.setStorageSync({ key: KEY, data: language });
}

module.exports = { current, choose };
