/** What the chat core needs from Alipay. */
module.exports = {
  storage: {
    get(key) {
      return my.getStorageSync({ key }).data;
    },
    set(key, data) {
      my.setStorageSync({ key, data });
    },
    remove(key) {
      my.removeStorageSync({ key });
    },
  },

  /** Resolves with the server's answer. */
  upload({ url, path, token, kind }) {
    return new Promise((resolve, reject) => {
      const sent = my.uploadFile({
        url,
        filePath: path,
        // The field's name: newer base libraries read the first, older ones the second.
        name: "file",
        fileName: "file",
        // Base library 1 refuses a call without it, and knows only these three.
        fileType: kind === "img" || kind === "file" ? "image" : kind,
        header: { Authorization: `Bearer ${token}` },
        hideLoading: true,
        success: ({ statusCode, data }) => {
          const answer = parsed(data);
          if (Number(statusCode) === 200 && answer !== undefined) resolve(answer);
          else reject(answer || new Error(`upload: ${statusCode}`));
        },
        fail: (error) => reject(new Error(error.errorMessage || "upload failed")),
      });
      // Where a promise is answered as well it would be an unhandled rejection.
      if (sent && sent.catch) sent.catch(() => {});
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
