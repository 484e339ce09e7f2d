/**
 * A whole chat client without a view. The three demos put their pages around it; it needs the SDK (ours or the official
 * one, which it cannot tell apart) and what the platform has to give.
 */
const { ChatLog } = require("./chat-log.js");
const { Contacts } = require("./contacts.js");
const { Conversations, keyOf } = require("./conversations.js");
const { sayError } = require("./errors.js");
const { Groups } = require("./groups.js");
const { People } = require("./people.js");
const { Rooms } = require("./rooms.js");
const { Session } = require("./session.js");
const { fill, textsOf } = require("./texts.js");
const { CARD_EVENT, lineOf, toView } = require("./view.js");

const ARRIVALS = [
  "onTextMessage",
  "onImageMessage",
  "onAudioMessage",
  "onVideoMessage",
  "onFileMessage",
  "onLocationMessage",
  "onCustomMessage",
  "onCombineMessage",
];

class Chat {
  /**
   * @param {any} WebIM with `WebIM.conn`, a connection that is not open yet
   * @param {{
   *   storage: { get(key: string): any, set(key: string, value: any): void, remove(key: string): void },
   *   upload(options: { url: string, path: string, token: string, kind: string }): Promise<any>,
   *   language: "zh" | "en",
   * }} host what the platform gives; `upload` resolves with the parsed answer of the server
   */
  constructor(WebIM, host) {
    const conn = WebIM.conn;
    const me = () => this.session.state.user;
    this.conn = conn;
    this.host = host;
    this.texts = textsOf(host.language);
    this.create = (options) => {
      const message = WebIM.message.create(options);
      // Of what was uploaded already: the SDK asks for it in this place.
      if (options.body !== undefined) message.body = options.body;
      return message;
    };
    this.logs = {};
    this.session = new Session(conn, host.storage);
    this.people = new People(conn);
    this.conversations = new Conversations({ conn, create: this.create, me });
    this.contacts = new Contacts(conn);
    this.groups = new Groups(conn);
    this.rooms = new Rooms(conn);
    this.listen();
  }

  get me() {
    return this.session.state.user;
  }

  setLanguage(language) {
    this.texts = textsOf(language);
  }

  /** What to tell the user about an error. */
  say(error) {
    return sayError(error, this.texts);
  }

  /** Everything the first pages show, after a login. */
  async loadAll() {
    await Promise.all([this.conversations.load(), this.contacts.load(), this.groups.load()]);
    const users = this.contacts.state.list.map(({ id }) => id);
    const partners = this.conversations.state.list.filter(({ type }) => type === "singleChat").map(({ id }) => id);
    this.people.want([this.me].concat(users, partners));
    this.people.watchPresence(users);
  }

  signOut() {
    this.session.signOut();
    this.logs = {};
    for (const store of [this.people, this.conversations, this.contacts, this.groups, this.rooms]) store.forget();
  }

  /** The messages of one conversation; the same object each time. */
  log(type, id) {
    const key = keyOf(type, id);
    if (this.logs[key] === undefined) {
      this.logs[key] = new ChatLog(
        { type, id },
        {
          conn: this.conn,
          create: this.create,
          me: () => this.me,
          changed: (view) => (view.status === "sending" ? this.conversations.took(view) : this.settled(view)),
        },
      );
    }
    return this.logs[key];
  }

  /** Name of a conversation's partner, group or room. */
  titleOf(type, id) {
    if (type === "groupChat") return this.groups.nameOf(id);
    if (type === "chatRoom") return this.rooms.nameOf(id);
    const contact = this.contacts.find(id);
    return (contact && contact.remark) || this.people.nameOf(id);
  }

  /**
   * Uploads a file and answers what `message.create` takes for it.
   *
   * @param {{ type: "img" | "audio" | "video" | "file", path: string, fields: object }} attachment
   */
  async uploaded({ type, path, fields }) {
    const { apiUrl, context } = this.conn;
    const url = `${apiUrl}/${context.orgName}/${context.appName}/chatfiles`;
    const answer = await this.host.upload({ url, path, token: context.accessToken, kind: type });
    const [entity] = answer.entities;
    const file = { url: `${answer.uri}/${entity.uuid}`, secret: entity["share-secret"], type: "" };
    const { width, height } = fields;
    const size = width ? { size: { width, height } } : {};
    return Object.assign({ type, body: Object.assign(file, size, fields) }, fields);
  }

  sendText(log, msg) {
    return log.send({ type: "txt", msg });
  }

  /** @param {any} shown what the page shows meanwhile: `{ kind, url, … }` */
  sendFile(log, attachment, shown) {
    return log.sendPrepared(shown, () => this.uploaded(attachment));
  }

  sendLocation(log, { latitude, longitude, address, name }) {
    return log.send({ type: "loc", lat: latitude, lng: longitude, addr: address, buildingName: name });
  }

  sendCard(log, user) {
    const customExts = { uid: user, nickname: this.people.nameOf(user) };
    return log.send({ type: "custom", customEvent: CARD_EVENT, customExts });
  }

  /** Several messages as one, to another conversation. */
  async forward(views, { type, id }) {
    const log = this.log(type, id);
    if (views.length === 1 && views[0].kind === "text") return this.sendText(log, views[0].text);
    const lines = views.slice(0, 4).map((view) => `${this.people.nameOf(view.from)}: ${lineOf(view, this.texts)}`);
    return log.send({
      type: "combine",
      title: this.texts.chatHistory,
      summary: lines.join("\n"),
      compatibleText: this.texts.aCombined,
      messageList: views.map(({ raw }) => raw),
    });
  }

  /** The messages inside a combined one, as views. */
  async inside({ raw }) {
    const { url, secret } = Object.assign({}, raw.body, raw);
    const messages = await this.conn.downloadAndParseCombineMessage({ url, secret });
    return messages.map((message) => toView(message, this.me));
  }

  listen() {
    const handlers = {
      onCmdMessage: (message) => {
        if (message.action === "TypingBegin") this.log("singleChat", message.from).setTyping(true);
      },
      onDeliveredMessage: (ack) => this.receipt("delivered", ack),
      onReadMessage: (ack) => this.receipt("read", ack),
      onChannelMessage: ({ from, chatType }) => {
        if (from !== this.me && chatType === "singleChat") this.log("singleChat", from).receipt("read");
      },
      onRecallMessage: ({ mid }) => this.everyLog((log) => log.recalled(mid)),
      onModifiedMessage: (message) => this.everyLog((log) => log.edited(message.id, message.msg)),
      onGroupEvent: (event) => this.groupNotice(event),
    };
    for (const name of ARRIVALS) handlers[name] = (message) => this.arrived(message);
    this.conn.addEventHandler("demo-chat", handlers);
  }

  arrived(message) {
    const view = toView(message, this.me);
    const id = view.chatType === "singleChat" && !view.isMine ? view.from : view.to;
    this.people.want([view.from]);
    // The list first: a page that shows the conversation reads it there as soon as the log has changed.
    this.conversations.took(view);
    this.log(view.chatType, id).arrived(view);
  }

  receipt(status, { mid, ackId, from }) {
    if (from === this.me) return;
    this.everyLog((log) => log.receipt(status, mid || ackId));
  }

  settled(view) {
    const holder = this.conversations.find(keyOf(view.chatType, view.isMine ? view.to : view.from));
    const { last } = holder || {};
    if (last !== undefined && (last.id === view.id || (last.localId && last.localId === view.localId))) {
      this.conversations.update(holder.key, { last: view });
    } else this.conversations.touched(view);
  }

  groupNotice({ operation, id, from }) {
    const text = { memberPresence: this.texts.userJoined, memberAbsence: this.texts.userLeft }[operation];
    if (text) this.log("groupChat", id).notice(fill(text, this.people.nameOf(from)));
  }

  everyLog(act) {
    for (const key of Object.keys(this.logs)) act(this.logs[key]);
  }
}

module.exports = { Chat, keyOf };
