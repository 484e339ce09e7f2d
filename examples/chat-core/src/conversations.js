/** The list of conversations: from the server once, then kept up to date by what comes and goes. */
const { Store } = require("./store.js");
const { toView } = require("./view.js");

const PAGE = 50;

/** @param {string} type singleChat or groupChat */
function keyOf(type, id) {
  return `${type}:${id}`;
}

class Conversations extends Store {
  /** @param {{ conn: any, create: (options: object) => any, me: () => string }} parts */
  constructor({ conn, create, me }) {
    super({ list: [], isLoaded: false, open: "" });
    this.conn = conn;
    this.create = create;
    this.me = me;
    conn.addEventHandler("demo-conversations", {
      onMultiDeviceEvent: (event) => this.changedElsewhere(event),
      onChannelMessage: ({ from, to, chatType }) => {
        // Another device of ours has read it.
        if (from === this.me()) this.update(keyOf(chatType, to), { unread: 0, owesRead: false });
      },
    });
  }

  /** @throws what the SDK rejects with */
  async load() {
    const list = [];
    let cursor = "";
    do {
      const { data } = await this.conn.getServerConversations({ pageSize: PAGE, cursor });
      for (const each of data.conversations) list.push(this.fromServer(each));
      cursor = data.cursor;
    } while (cursor);
    this.set({ list: sorted(list), isLoaded: true });
  }

  fromServer(each) {
    const { conversationId: id, conversationType: type, unReadCount, isPinned, lastMessage } = each;
    const last = lastMessage && lastMessage.id ? toView(lastMessage, this.me()) : undefined;
    return {
      key: keyOf(type, id),
      id,
      type,
      unread: Number(unReadCount) || 0,
      owesRead: false,
      isPinned: Boolean(isPinned),
      last,
      time: last ? last.time : Number(each.pinnedTime) || 0,
    };
  }

  find(key) {
    return this.state.list.find((each) => each.key === key);
  }

  get unread() {
    return this.state.list.reduce((sum, each) => sum + each.unread, 0);
  }

  /** A message has come or gone. */
  took(view) {
    const { chatType: type } = view;
    if (type === "chatRoom") return;
    const id = type === "singleChat" && !view.isMine ? view.from : view.to;
    const key = keyOf(type, id);
    const known = this.find(key) || { key, id, type, unread: 0, owesRead: false, isPinned: false, time: 0 };
    const isNews = !view.isMine && this.state.open !== key && view.kind !== "notice";
    const changed = Object.assign({}, known, {
      last: view,
      time: Math.max(known.time, view.time),
      unread: known.unread + (isNews ? 1 : 0),
      // What comes while the conversation is open has to be acknowledged as well.
      owesRead: known.owesRead || !view.isMine,
    });
    this.replace(changed);
  }

  /** A message looks different now: recalled, edited, sent. */
  touched(view) {
    const holder = this.state.list.find(({ last }) => last !== undefined && last.id === view.id);
    if (holder !== undefined) this.replace(Object.assign({}, holder, { last: view }));
  }

  /** The user looks at it. Tells the other side and the own devices, when there was something to read. */
  async read(key) {
    this.set({ open: key });
    const known = this.find(key);
    if (known === undefined || !(known.owesRead || known.unread > 0)) return;
    this.update(key, { unread: 0, owesRead: false });
    await this.sendRead(known);
  }

  async sendRead({ id, type }) {
    const message = this.create({ type: "channel", chatType: type, to: id });
    await this.conn.send(message);
  }

  left() {
    this.set({ open: "" });
  }

  async pin(key, isPinned) {
    const { id, type } = this.find(key);
    await this.conn.pinConversation({ conversationId: id, conversationType: type, isPinned });
    this.update(key, { isPinned });
  }

  async remove(key) {
    const { id, type } = this.find(key);
    await this.conn.deleteConversation({ channel: id, chatType: type, deleteRoam: true });
    this.drop(key);
  }

  drop(key) {
    this.set({ list: this.state.list.filter((each) => each.key !== key) });
  }

  changedElsewhere({ operation, conversationId, conversationType }) {
    const key = keyOf(conversationType, conversationId);
    if (operation === "deleteConversation") this.drop(key);
    else if (operation === "pinnedConversation") this.update(key, { isPinned: true });
    else if (operation === "unpinnedConversation") this.update(key, { isPinned: false });
  }

  update(key, changes) {
    const known = this.find(key);
    if (known !== undefined) this.replace(Object.assign({}, known, changes));
  }

  replace(changed) {
    this.set({ list: sorted([changed].concat(this.state.list.filter(({ key }) => key !== changed.key))) });
  }

  forget() {
    this.set({ list: [], isLoaded: false, open: "" });
  }
}

function sorted(list) {
  return list.slice().sort((a, b) => Number(b.isPinned) - Number(a.isPinned) || b.time - a.time);
}

module.exports = { Conversations, keyOf };
