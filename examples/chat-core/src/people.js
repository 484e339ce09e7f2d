/** Names, pictures and presence of others, asked for once and together. */
const { Store } = require("./store.js");

const PRESENCE_SECONDS = 24 * 60 * 60;
/** As many as one call may ask for. */
const PER_CALL = 100;

class People extends Store {
  constructor(conn) {
    super({ profiles: {}, online: {} });
    this.conn = conn;
    this.wanted = new Set();
    this.watched = new Set();
    this.asking = undefined;
    conn.addEventHandler("demo-people", {
      onPresenceStatusChange: (list) => this.seen(list),
    });
  }

  /** What to call somebody: nickname, or the id until it is known. */
  nameOf(user) {
    const profile = this.state.profiles[user];
    return (profile && profile.nickname) || user;
  }

  avatarOf(user) {
    const profile = this.state.profiles[user];
    return (profile && profile.avatarurl) || "";
  }

  /** Asks for what is not known of these users yet; changes arrive through `watch`. */
  want(users) {
    for (const user of users) if (user && !(user in this.state.profiles)) this.wanted.add(user);
    if (this.wanted.size > 0 && this.asking === undefined) this.asking = this.ask();
    return this.asking || Promise.resolve();
  }

  async ask() {
    // Everybody who is wanted in this turn goes into one call.
    await Promise.resolve();
    const users = Array.from(this.wanted).slice(0, PER_CALL);
    for (const user of users) this.wanted.delete(user);
    try {
      const { data } = await this.conn.fetchUserInfoById(users, ["nickname", "avatarurl"]);
      const profiles = Object.assign({}, this.state.profiles);
      for (const user of users) profiles[user] = (data && data[user]) || {};
      this.set({ profiles });
    } catch (_) {
      // Names are an ornament: the ids are shown, and the next page that wants them asks again.
    }
    this.asking = undefined;
    if (this.wanted.size > 0) await this.want([]);
  }

  /** Follows who of these is online, for a day; the page that shows them asks again when it opens. */
  async watchPresence(users) {
    const fresh = users.filter((user) => !this.watched.has(user)).slice(0, PER_CALL);
    if (fresh.length === 0) return;
    for (const user of fresh) this.watched.add(user);
    try {
      const { data } = await this.conn.subscribePresence({ usernames: fresh, expiry: PRESENCE_SECONDS });
      this.seen((data && data.result) || data || []);
    } catch (_) {
      for (const user of fresh) this.watched.delete(user);
    }
  }

  seen(list) {
    const online = Object.assign({}, this.state.online);
    for (const each of Array.isArray(list) ? list : []) {
      const details = each.statusDetails || statusesOf(each.status);
      online[each.userId || each.uid] = details.some(({ status }) => Number(status) !== 0);
    }
    this.set({ online });
  }

  /** After the own profile was changed. */
  changed(user, profile) {
    const known = Object.assign({}, this.state.profiles[user], profile);
    this.set({ profiles: Object.assign({}, this.state.profiles, { [user]: known }) });
  }

  forget() {
    this.watched.clear();
    this.set({ profiles: {}, online: {} });
  }
}

/** The answer of a subscription has devices as members of an object. */
function statusesOf(status) {
  return Object.keys(status || {}).map((device) => ({ status: status[device] }));
}

module.exports = { People };
