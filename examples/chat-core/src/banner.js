const { fill } = require("./texts.js");

/**
 * What the banner above every page says about the connection; undefined: nothing, all is well.
 *
 * @param {{ user: string, status: string, reason: string, retryAt: number }} session
 * @param {Record<string, string>} texts
 * @param {number} now epoch ms
 */
function bannerOf(session, texts, now) {
  const { status, reason, retryAt } = session;
  switch (status) {
    case "connecting":
      return { level: "info", text: texts.connecting, action: "" };
    case "waiting": {
      const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
      return { level: "warn", text: retryAt > 0 ? fill(texts.waiting, seconds) : texts.connecting, action: "retry" };
    }
    case "offline":
      return { level: "warn", text: texts.offline, action: "" };
    case "displaced":
      return { level: "warn", text: texts.displaced, action: "retry" };
    case "failed":
      return { level: "error", text: fill(texts.failed, reason), action: "retry" };
    case "ended":
      return { level: "error", text: reason === "elsewhere" ? texts.elsewhere : texts.expired, action: "signIn" };
    default:
      return undefined;
  }
}

module.exports = { bannerOf };
