/** The messages of one conversation, oldest first: sent, received, and read from history. */
const { Store } = require("./store.js");
const { toView } = require("./view.js");

const PAGE = 20;
const TYPING_MS = 5000;
/** How far a receipt has got; a later one never goes back. */
const RANKS = ["failed", "sending", "sent", "delivered", "read"];

class ChatLog extends Store {
  /**
   * @param {{ id: string, type: "singleChat" | "groupChat" | "chatRoom" }} target
   * @param {{ conn: any, create: (options: object) => any, me: () => string, changed: (view: any) => void }} parts
   */
  constructor(target, parts) {
    super({ messages: [], hasEarlier: true, isLoading: false, dividerId: "", isTyping: false });
    this.id = target.id;
    this.type = target.type;
    this.parts = parts;
    this.cursor = null;
    this.typingTimer = undefined;
    this.typingSentAt = 0;
    /** Receipts that were faster than the answer to what they are for: by the id that this answer will tell. */
    this.early = {};
  }

  /** One more page of history. @throws what the SDK rejects with */
  async earlier() {
    if (this.state.isLoading || !this.state.hasEarlier) return;
    this.set({ isLoading: true });
    try {
      const page = await this.parts.conn.getHistoryMessages({
        targetId: this.id,
        chatType: this.type,
        cursor: this.cursor,
        pageSize: PAGE,
        searchDirection: "up",
      });
      this.cursor = page.cursor;
      const views = page.messages.map((message) => toView(message, this.parts.me())).reverse();
      const fresh = views.filter(({ id }) => this.find(id) === undefined);
      this.set({ messages: fresh.concat(this.state.messages), hasEarlier: !page.isLast, isLoading: false });
    } catch (error) {
      this.set({ isLoading: false });
      throw error;
    }
  }

  find(id) {
    return this.state.messages.find((view) => view.id === id || view.localId === id);
  }

  /** Marks where the unread ones begin: the page calls it once, before it reads them. */
  divide(unread) {
    const others = this.state.messages.filter(({ isMine, kind }) => !isMine && kind !== "notice");
    const first = unread > 0 ? others[others.length - unread] : undefined;
    this.set({ dividerId: first === undefined ? "" : first.id });
  }

  arrived(view) {
    if (this.find(view.id) !== undefined) return;
    this.setTyping(false);
    this.set({ messages: this.state.messages.concat(view) });
  }

  /** Something that is not a message: who came, who left. */
  notice(text) {
    const time = Date.now();
    const id = `notice-${time}-${this.state.messages.length}`;
    this.set({ messages: this.state.messages.concat({ id, kind: "notice", text, time, isMine: false, status: "" }) });
  }

  /**
   * Sends, and shows at once.
   *
   * @param {object} options of `message.create`, without `to` and `chatType`
   * @param {object} [shown] what is known for showing it before the server has it
   */
  async send(options, shown) {
    const message = this.parts.create(Object.assign({ to: this.id, chatType: this.type }, options));
    const base = toView(message, this.parts.me());
    const view = Object.assign(base, shown, { localId: message.id, status: "sending", time: Date.now() });
    this.set({ messages: this.state.messages.concat(view) });
    this.parts.changed(view);
    await this.deliver(view);
  }

  /** Shows what is being prepared (an upload), then sends it. */
  async sendPrepared(shown, prepare) {
    const localId = `local-${Date.now()}-${this.state.messages.length}`;
    const me = this.parts.me();
    const view = {
      id: localId,
      localId,
      from: me,
      to: this.id,
      chatType: this.type,
      isMine: true,
      text: "",
      time: Date.now(),
      status: "sending",
      prepare,
      ...shown,
    };
    this.set({ messages: this.state.messages.concat(view) });
    this.parts.changed(view);
    await this.deliver(view);
  }

  /** The same message again, under the same id: it cannot arrive twice. */
  async retry(id) {
    const view = this.find(id);
    if (view === undefined || view.status !== "failed") return;
    await this.deliver(this.replace(view.id, { status: "sending" }));
  }

  async deliver(view) {
    const { localId } = view;
    try {
      let { raw } = view;
      if (raw === undefined) {
        const options = await view.prepare();
        raw = this.parts.create(Object.assign({ to: this.id, chatType: this.type }, options));
        // Kept, so that a second attempt does not upload again.
        this.replace(localId, { raw });
      }
      const { serverMsgId } = await this.parts.conn.send(raw);
      const current = this.find(localId);
      if (current === undefined) return;
      const status = ["sent", current.status, this.early[serverMsgId]].reduce((a, b) => (later(a, b) ? b : a));
      delete this.early[serverMsgId];
      // What was shown from the phone's own file is shown as everybody sees it from now on.
      const { url, thumb, width, height } = toView(raw, this.parts.me());
      const frame = width === undefined ? {} : { width, height };
      const shown = url === undefined ? {} : { url, ...(thumb ? { thumb } : {}), ...frame };
      this.parts.changed(this.replace(localId, { id: serverMsgId, status, ...shown }));
    } catch (error) {
      const failed = this.replace(localId, { status: "failed" });
      if (failed !== undefined) this.parts.changed(failed);
      throw error;
    }
  }

  /** @param {string} [id] undefined: all of them */
  receipt(status, id) {
    if (id !== undefined && this.find(id) === undefined) {
      // Receipts go to every log; here only what is on its way can be meant.
      const isSending = this.state.messages.some((view) => view.status === "sending");
      if (!isSending) this.early = {};
      else if (later(this.early[id], status)) this.early[id] = status;
      return;
    }
    const messages = this.state.messages.map((view) => {
      const isMeant = view.isMine && view.status !== "failed" && (id === undefined || view.id === id);
      return isMeant && later(view.status, status) ? Object.assign({}, view, { status }) : view;
    });
    this.set({ messages });
  }

  async recall(id) {
    await this.parts.conn.recallMessage({ mid: id, to: this.id, chatType: this.type });
    this.recalled(id);
  }

  recalled(id) {
    const view = this.replace(id, { kind: "recalled", text: "" });
    if (view !== undefined) this.parts.changed(view);
  }

  async edit(id, text) {
    const modifiedMessage = this.parts.create({ type: "txt", to: this.id, chatType: this.type, msg: text });
    await this.parts.conn.modifyMessage({ messageId: id, modifiedMessage });
    this.edited(id, text);
  }

  edited(id, text) {
    const view = this.replace(id, { text, isEdited: true });
    if (view !== undefined) this.parts.changed(view);
  }

  /** From the own history only. */
  async remove(ids) {
    const stored = ids.filter((id) => {
      const view = this.find(id);
      return view !== undefined && view.status !== "failed" && view.kind !== "notice";
    });
    if (stored.length > 0) {
      await this.parts.conn.removeHistoryMessages({ targetId: this.id, chatType: this.type, messageIds: stored });
    }
    this.set({ messages: this.state.messages.filter(({ id }) => ids.indexOf(id) < 0) });
  }

  /** Says that the user is writing, at most every few seconds, to who is there to see it. */
  sayTyping() {
    const now = Date.now();
    if (this.type !== "singleChat" || now - this.typingSentAt < TYPING_MS / 2) return;
    this.typingSentAt = now;
    const options = { type: "cmd", action: "TypingBegin", deliverOnlineOnly: true };
    const message = this.parts.create(Object.assign({ to: this.id, chatType: this.type }, options));
    // Not worth an error message: nobody waits for it.
    this.parts.conn.send(message).catch(() => {});
  }

  setTyping(isTyping) {
    clearTimeout(this.typingTimer);
    if (isTyping) this.typingTimer = setTimeout(() => this.setTyping(false), TYPING_MS);
    if (this.state.isTyping !== isTyping) this.set({ isTyping });
  }

  replace(id, changes) {
    let replaced;
    const messages = this.state.messages.map((view) => {
      if (view.id !== id && view.localId !== id) return view;
      replaced = Object.assign({}, view, changes);
      return replaced;
    });
    if (replaced !== undefined) this.set({ messages });
    return replaced;
  }
}

function later(current, status) {
  return RANKS.indexOf(status) > RANKS.indexOf(current);
}

module.exports = { ChatLog };
