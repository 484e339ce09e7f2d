const { fill } = require("./texts.js");

/** What an error of the SDK says to somebody who chats. Codes: `WebIM.statusCode`. */
const KNOWN = {
  17: "errorNetwork",
  39: "errorNetwork",
  40: "errorNetwork",
  510: "errorNetwork",
  512: "errorNetwork",
  204: "errorUnknownUser",
  219: "errorMuted",
  221: "errorNotContact",
  506: "errorMuted",
  507: "errorMuted",
  511: "errorTooLarge",
};

/**
 * @param {any} error what a call of the SDK rejected with
 * @param {Record<string, string>} texts
 */
function sayError(error, texts) {
  const type = error && error.type;
  const detail = detailOf(error);
  if (/unique|already exist/i.test(detail) && /user/i.test(detail)) return texts.errorUserTaken;
  if (/^alipay\b|^the code is wrong/i.test(detail)) return texts.errorAlipay;
  if (/invalid password|user not found|invalid_grant/i.test(detail)) return texts.errorPassword;
  if (/^blocked$/i.test(detail)) return texts.errorBlocked;
  if (/recall/i.test(detail)) return texts.errorRecall;
  if (KNOWN[type]) return texts[KNOWN[type]];
  return fill(texts.errorOther, detail || type || "?");
}

/** The sentence of the server, wherever this SDK keeps it. */
function detailOf(error) {
  if (!error) return "";
  const { data, reason, message, error_description: sentence } = error;
  const text = typeof data === "string" ? data : data && (data.data || data.error_description || data.message);
  return String((typeof text === "object" ? JSON.stringify(text) : text) || reason || message || sentence || "");
}

module.exports = { sayError };
