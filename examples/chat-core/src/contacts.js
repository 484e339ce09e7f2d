/** Contacts, invitations to become one, and who is blocked. */
const { Store } = require("./store.js");

class Contacts extends Store {
  constructor(conn) {
    super({ list: [], invitations: [], blocked: [], isLoaded: false });
    this.conn = conn;
    conn.addEventHandler("demo-contacts", {
      onContactInvited: ({ from, status }) => this.invited(from, status),
      onContactAgreed: ({ from }) => this.added(from),
      onContactAdded: ({ from }) => this.added(from),
      onContactDeleted: ({ from }) => this.gone(from),
      // The list that is shown stays until the next event, or until the user pulls.
      onMultiDeviceEvent: () => this.state.isLoaded && this.load().catch(() => {}),
    });
  }

  /** @throws what the SDK rejects with */
  async load() {
    const [contacts, blocked] = await Promise.all([this.conn.getAllContacts(), this.conn.getBlocklist()]);
    const list = contacts.data.map(({ userId, remark }) => ({ id: userId, remark: remark || "" }));
    this.set({ list: byName(list), blocked: blocked.data || [], isLoaded: true });
  }

  find(id) {
    return this.state.list.find((each) => each.id === id);
  }

  add(id, words) {
    return this.conn.addContact(id, words);
  }

  async accept(id) {
    await this.conn.acceptContactInvite(id);
    this.answered(id);
    this.added(id);
  }

  async decline(id) {
    await this.conn.declineContactInvite(id);
    this.answered(id);
  }

  async remove(id) {
    await this.conn.deleteContact(id);
    this.gone(id);
  }

  async setRemark(id, remark) {
    await this.conn.setContactRemark({ userId: id, remark });
    this.set({ list: byName(this.state.list.map((each) => (each.id === id ? { id, remark } : each))) });
  }

  async block(id) {
    await this.conn.addUsersToBlocklist({ name: [id] });
    this.set({ blocked: this.state.blocked.concat(id) });
  }

  async unblock(id) {
    await this.conn.removeUserFromBlocklist({ name: [id] });
    this.set({ blocked: this.state.blocked.filter((each) => each !== id) });
  }

  isBlocked(id) {
    return this.state.blocked.indexOf(id) >= 0;
  }

  invited(id, words) {
    const others = this.state.invitations.filter((each) => each.id !== id);
    this.set({ invitations: [{ id, words: words || "" }].concat(others) });
  }

  answered(id) {
    this.set({ invitations: this.state.invitations.filter((each) => each.id !== id) });
  }

  added(id) {
    if (this.find(id) === undefined) this.set({ list: byName(this.state.list.concat({ id, remark: "" })) });
  }

  gone(id) {
    this.set({ list: this.state.list.filter((each) => each.id !== id) });
  }

  forget() {
    this.set({ list: [], invitations: [], blocked: [], isLoaded: false });
  }
}

function byName(list) {
  return list.slice().sort((a, b) => (a.remark || a.id).localeCompare(b.remark || b.id));
}

module.exports = { Contacts };
