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

  /**
   * Resolves with the server's answer; rejects with that of a refusal and its `status`.
   *
   * @param {{ url: string, method: any, token?: string, body?: object }} options
   */
  request({ url, method, token, body }) {
    /** @type {Record<string, string>} */
    const headers = { "content-type": "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    return new Promise((resolve, reject) => {
      const settle = ({ status, data }) => {
        const answer = typeof data === "string" ? parsed(data) : data;
        if (Number(status) === 200 && answer) resolve(answer);
        else reject(Object.assign({}, answer || { message: `request: ${status}` }, { status: Number(status) }));
      };
      const asked = my.request({
        url,
        method,
        headers,
        data: body === undefined ? undefined : JSON.stringify(body),
        dataType: "json",
        success: settle,
        // Newer base libraries call it for every status but 200; -1 and none are no answer (17: no network).
        fail: (/** @type {any} */ error) =>
          error.status > 0 ? settle(error) : reject({ type: 17, message: error.errorMessage }),
      });
      if (asked && asked.catch) asked.catch(() => {});
    });
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
