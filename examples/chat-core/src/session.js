/**
 * Who is signed in, and how the connection stands. What the banner of the demos says:
 *
 * - signedOut: nobody is signed in.
 * - connecting: a login or a reconnect is under way.
 * - online: messages come and go.
 * - waiting: the connection broke; the next attempt is at `retryAt`, where that is known.
 * - offline: there is no network.
 * - displaced: something else in this program has opened the only socket there is.
 * - ended: signed out by the server; `reason` is `elsewhere`, `password`, `expired` or `removed`.
 * - failed: given up; `reason` says why.
 */
const { Store } = require("./store.js");

const LOGIN_KEY = "rondo-demo-login";
/** Codes of what ends a session from outside (`WebIM.statusCode`). */
const ENDS = { 206: "elsewhere", 217: "elsewhere", 216: "password", 207: "removed", 56: "expired" };

class Session extends Store {
  /**
   * @param {any} conn the SDK's connection
   * @param {{ get(key: string): any, set(key: string, value: any): void, remove(key: string): void }} storage
   */
  constructor(conn, storage) {
    super({ user: "", status: "signedOut", reason: "", retryAt: 0 });
    this.conn = conn;
    this.storage = storage;
    conn.addEventHandler("demo-session", {
      onConnected: () => this.set({ status: "online", reason: "", retryAt: 0 }),
      onReconnecting: () => this.unlessEnded({ status: "connecting" }),
      // For good: without an error after our own `close`.
      onDisconnected: (error) => error && this.disconnected(error),
      onOffline: () => this.unlessEnded({ status: "offline" }),
      onTokenExpired: () => this.end("expired"),
      onError: (error) => error && ENDS[error.type] && this.end(ENDS[error.type]),
      // Rondo's own, which say more; the official SDK never calls them.
      onStatusChange: (status) => this.changed(status),
      onSocketDisplaced: () => this.unlessEnded({ status: "displaced" }),
    });
  }

  get isSignedIn() {
    return this.state.user !== "";
  }

  /** The last login of this device: `{ user, token }`, or undefined. */
  remembered() {
    return this.storage.get(LOGIN_KEY) || undefined;
  }

  async register({ user, password, nickname }) {
    await this.conn.registerUser({ username: user, password, nickname: nickname || user });
    await this.signIn({ user, password });
  }

  /** @param {{ user: string, password?: string, token?: string }} login with one of both */
  async signIn({ user, password, token }) {
    this.set({ user, status: "connecting", reason: "" });
    try {
      const result = await this.conn.open(token ? { user, accessToken: token } : { user, pwd: password });
      const accessToken = (result && result.accessToken) || this.conn.token || token;
      this.storage.set(LOGIN_KEY, { user, token: accessToken });
    } catch (error) {
      this.set({ user: "", status: "signedOut" });
      throw error;
    }
  }

  signOut() {
    this.storage.remove(LOGIN_KEY);
    this.conn.close();
    this.set({ user: "", status: "signedOut", reason: "", retryAt: 0 });
  }

  /** Takes the socket back, or tries now what would be tried later. */
  retry() {
    const login = this.remembered();
    if (login === undefined) return Promise.resolve();
    this.conn.close();
    return this.signIn(login).catch((error) => {
      this.set({ user: login.user, status: "failed", reason: String(error && error.message) });
    });
  }

  changed(status) {
    if (status.is === "waiting") this.unlessEnded({ status: "waiting", retryAt: status.retryAt });
    else if (status.is === "connecting") this.unlessEnded({ status: "connecting" });
  }

  disconnected(error) {
    if (ENDS[error.type]) this.end(ENDS[error.type]);
    else this.unlessEnded({ status: "failed", reason: error.message || "" });
  }

  end(reason) {
    this.storage.remove(LOGIN_KEY);
    if (this.isSignedIn) this.set({ status: "ended", reason });
  }

  /** What ended from outside stays ended, whatever the socket does afterwards. */
  unlessEnded(changes) {
    const { status } = this.state;
    if (!this.isSignedIn || status === "ended") return;
    // A displaced socket breaks as well: the reason is the better news.
    if (status === "displaced" && changes.status === "waiting") return;
    this.set(changes);
  }
}

module.exports = { Session };
