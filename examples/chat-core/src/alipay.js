/**
 * For programs at Alipay: in with what the user is there, and messages of Alipay while nobody looks at the program. The SDK
 * knows nothing of either: these are calls of the server's REST interface.
 */
const { Store } = require("./store.js");

/** The application has no template, or the user is none of Alipay's. */
const NOT_OFFERED = [403, 404];

class AlipayUser extends Store {
  /**
   * @param {any} chat
   * @param {(options: { url: string, method: string, token?: string, body?: object }) => Promise<any>} request resolves with the
   *   parsed answer, rejects with that of a refusal and its `status`
   */
  constructor(chat, request) {
    // Undefined: such messages are not offered here; else `{ templateId, use, isSubscribed, messages }`.
    super({ subscription: undefined });
    this.chat = chat;
    this.request = request;
  }

  /** @param {string} authCode from `my.getAuthCode` */
  async signIn(authCode) {
    const answer = await this.request({ url: this.url("/alipay/token"), method: "POST", body: { authCode } });
    await this.chat.session.signIn({ user: answer.user.username, token: answer.access_token });
  }

  /** What the user has agreed to. Nothing is offered to who came in by password, or where the server has no template. */
  async load() {
    try {
      this.took(await this.call("GET"));
    } catch (failure) {
      /** @type {any} */
      const error = failure;
      this.set({ subscription: undefined });
      if (!NOT_OFFERED.includes(error && error.status)) throw error;
    }
  }

  /** What the user has answered to the question about the template. */
  async answered(agreed) {
    const { templateId } = this.state.subscription;
    this.took(await this.call("POST", { templateId, agreed }));
  }

  forget() {
    this.set({ subscription: undefined });
  }

  took({ data }) {
    this.set({ subscription: data });
  }

  call(method, body) {
    const { me, conn } = this.chat;
    const url = this.url(`/users/${encodeURIComponent(me)}/alipay/subscription`);
    return this.request({ url, method, token: conn.context.accessToken, body });
  }

  url(path) {
    const { apiUrl, appKey } = this.chat.conn;
    return `${apiUrl}/${appKey.replace("#", "/")}${path}`;
  }
}

module.exports = { AlipayUser };
