/** What the chat core needs from WeChat. */
module.exports = {
  storage: {
    get(key) {
      const value = wx.getStorageSync(key);
      // What was never kept reads as an empty text.
      return value === "" ? undefined : value;
    },
    set(key, value) {
      wx.setStorageSync(key, value);
    },
    remove(key) {
      wx.removeStorageSync(key);
    },
  },

  /** Resolves with the server's answer. */
  upload({ url, path, token }) {
    return new Promise((resolve, reject) => {
      wx.uploadFile({
        url,
        filePath: path,
        name: "file",
        header: { Authorization: `Bearer ${token}` },
        success: ({ statusCode, data }) => {
          const answer = parsed(data);
          if (statusCode === 200 && answer !== undefined) resolve(answer);
          else reject(answer || new Error(`upload: ${statusCode}`));
        },
        fail: ({ errMsg }) => reject(new Error(errMsg)),
      });
    });
  },
};

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (_) {
    return undefined;
  }
}
