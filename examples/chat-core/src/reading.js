const { keyOf } = require("./conversations.js");
const { Excerpt } = require("./excerpt.js");
const { fill } = require("./texts.js");

/** With less than this below the top of the screen, the page follows what arrives: a screen and a half, and a little. */
const FAR_PX = 1060;

/**
 * Where somebody stands who reads a conversation: which of its messages are on the page, whether what arrives is followed,
 * and how much has arrived below.
 */
class Reading {
  /**
   * @param {any} chat
   * @param {any} log the conversation's
   * @param {{ later(): void, tell(promise: Promise<any>): Promise<any> }} page is shown anew `later`
   */
  constructor(chat, log, page) {
    this.chat = chat;
    this.log = log;
    this.page = page;
    this.key = keyOf(log.type, log.id);
    this.excerpt = new Excerpt();
    this.arrivedBelow = 0;
    this.isReady = false;
    this.isAway = false;
    this.wantsEnd = false;
    this.firstId = undefined;
  }

  get from() {
    return this.excerpt.from;
  }

  get to() {
    return this.excerpt.to;
  }

  async begin() {
    const { chat, log } = this;
    const known = chat.conversations.find(this.key);
    const unread = known === undefined ? 0 : known.unread;
    if (log.state.messages.length === 0) await this.page.tell(log.earlier());
    log.divide(unread);
    this.markRead();
    this.jump();
  }

  markRead() {
    // Asked again with the next message; the badge is gone already.
    if (this.log.type !== "chatRoom") this.chat.conversations.read(this.key).catch(() => {});
  }

  /** @param {any[]} messages of the conversation, as they are now */
  changed(messages) {
    const before = messages.findIndex((message) => nameOf(message) === this.firstId);
    const added = this.firstId === undefined ? 0 : Math.max(0, before);
    const grown = messages.length - (this.excerpt.count + added);
    this.firstId = messages.length === 0 ? undefined : nameOf(messages[0]);
    this.excerpt.grow(messages.length, added);
    if (grown > 0 && this.isReady) this.grew(messages[messages.length - 1]);
    this.page.later();
  }

  /** Something came at the end: the page follows if it stands there, and says so if it does not. */
  grew(last) {
    if (this.isAway && !last.isMine) this.arrivedBelow += 1;
    else this.jump();
    if (!last.isMine) this.markRead();
  }

  /** What the button says that leads to the end; empty: it is in sight. */
  below() {
    const { jumpToLatest, unreadBelow } = this.chat.texts;
    if (!this.isAway && this.excerpt.isAtEnd) return "";
    return this.arrivedBelow > 0 ? fill(unreadBelow, this.arrivedBelow) : jumpToLatest;
  }

  /** True once after each `jump`: the page is to show its end. */
  takeJump() {
    const { wantsEnd } = this;
    this.wantsEnd = false;
    return wantsEnd;
  }

  /** Older ones. The name of the message that was first, where the reader is to stay; undefined: nothing moves. */
  async earlier() {
    const { log, excerpt, page } = this;
    if (excerpt.up()) {
      page.later();
      return undefined;
    }
    const [first] = log.state.messages;
    await page.tell(log.earlier());
    excerpt.up();
    page.later();
    return first && nameOf(first);
  }

  scrolled({ scrollTop, scrollHeight }) {
    const isAway = scrollHeight - scrollTop > FAR_PX;
    if (isAway === this.isAway) return;
    this.isAway = isAway;
    if (!isAway) this.arrivedBelow = 0;
    this.page.later();
  }

  reachedEnd() {
    this.isAway = false;
    this.arrivedBelow = 0;
    if (!this.excerpt.isAtEnd) this.excerpt.down();
    this.page.later();
  }

  jump() {
    this.isReady = true;
    this.isAway = false;
    this.arrivedBelow = 0;
    this.excerpt.end();
    this.wantsEnd = true;
    this.page.later();
  }
}

function nameOf({ id, localId }) {
  return localId || id;
}

module.exports = { Reading };
