import { byId, showRows, toast } from "../lib/dom.js";
import { sizeOf } from "../lib/host.js";
import { keyOf } from "../src/chat-core/conversations.js";
import { messageRows } from "../src/chat-core/rows.js";
import { fill } from "../src/chat-core/texts.js";
import { messageElement } from "./message.js";

/** Within this of its end the view follows what arrives; within this of its beginning it reads on. In pixels. */
const NEAR_PX = 80;
/** A first page of history is read unless as many messages are there already. */
const FEW = 20;

/** One conversation: its messages, and the field to write the next one. */
export class ChatView {
  constructor(chat) {
    this.chat = chat;
    this.log = undefined;
    this.key = "";
    this.count = 0;
    this.firstId = undefined;
    this.lastId = undefined;
    this.arrivedBelow = 0;
    this.isAway = false;
    this.unwatch = () => {};
    this.scroller = byId("log");
    this.write = byId("write");
    this.text = this.write.elements.text;
    this.listen();
  }

  listen() {
    this.write.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    this.text.addEventListener("keydown", (event) => {
      // Enter also confirms what an input method offers.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      void this.send();
    });
    this.text.addEventListener("input", () => {
      this.grow();
      if (this.text.value !== "") this.log.sayTyping();
    });
    byId("attach").addEventListener("click", () => byId("file").click());
    byId("file").addEventListener("change", (event) => {
      const [file] = event.target.files;
      event.target.value = "";
      if (file !== undefined) void this.sendPicture(file);
    });
    byId("earlier").addEventListener("click", () => this.earlier());
    byId("jump").addEventListener("click", () => {
      this.toEnd();
      this.text.focus();
    });
    this.scroller.addEventListener("scroll", () => this.scrolled());
    // The banner comes and goes, the field grows: who stands at the end stays there.
    new ResizeObserver(() => this.isAway || this.toEnd()).observe(this.scroller);
    document.addEventListener("visibilitychange", () => this.markRead());
  }

  async open(type, id) {
    if (this.log !== undefined) this.close();
    const { chat } = this;
    this.key = keyOf(type, id);
    this.log = chat.log(type, id);
    this.count = 0;
    this.firstId = undefined;
    this.lastId = undefined;
    this.isAway = false;
    byId("messages").replaceChildren();
    byId("chat").hidden = false;
    const known = chat.conversations.find(this.key);
    const unread = known === undefined ? 0 : known.unread;
    const { log } = this;
    this.unwatch = log.watch(() => this.draw());
    if (log.state.messages.length < FEW) await this.tell(log.earlier());
    // Meanwhile somebody may have clicked on another conversation.
    if (this.log !== log) return;
    log.divide(unread);
    this.markRead();
    this.toEnd();
    this.text.focus();
  }

  close() {
    this.unwatch();
    this.chat.conversations.left();
    this.log = undefined;
    this.key = "";
    this.text.value = "";
    this.grow();
    byId("chat").hidden = true;
  }

  /** While nobody looks at the page nothing is read. */
  markRead() {
    const { conversations } = this.chat;
    if (this.log === undefined) return;
    if (document.visibilityState === "hidden") conversations.left();
    // Asked again with the next message; the badge is gone already.
    else conversations.read(this.key).catch(() => {});
  }

  draw() {
    const { chat, log } = this;
    if (log === undefined) return;
    const { messages, hasEarlier, isTyping } = log.state;
    const grown = messages.length - this.count;
    const last = messages[messages.length - 1];
    this.count = messages.length;
    byId("title").textContent = isTyping ? chat.texts.typing : chat.titleOf(log.type, log.id);
    byId("earlier").hidden = !hasEarlier;
    byId("earlier").nextElementSibling.hidden = hasEarlier;

    // Now, and not when the last scroll was told: somebody may be on the way up.
    const { scrollTop, scrollHeight } = this.scroller;
    this.isAway = this.isFar();
    const [first] = messages;
    const isLonger = first !== undefined && first.id !== this.firstId;
    this.firstId = first && first.id;
    const context = {
      texts: chat.texts,
      recall: (id) => this.tell(log.recall(id)),
      retry: (id) => this.tell(log.retry(id)),
    };
    const rows = messageRows(chat, log, { from: 0, to: messages.length, selected: [], now: Date.now() });
    showRows(byId("messages"), rows, (row) => messageElement(row, context));
    // The reader stays where they were when something is put in front.
    if (isLonger && this.isAway) this.scroller.scrollTop = scrollTop + this.scroller.scrollHeight - scrollHeight;
    if (grown > 0 && last.id !== this.lastId) {
      if (this.isAway && !last.isMine) this.arrivedBelow += grown;
      else this.isAway = false;
      if (!last.isMine) this.markRead();
    }
    this.lastId = last && last.id;
    if (!this.isAway) this.toEnd();
    this.drawJump();
  }

  drawJump() {
    const { jumpToLatest, unreadBelow } = this.chat.texts;
    byId("jump").hidden = !this.isAway;
    byId("jump").textContent = this.arrivedBelow > 0 ? fill(unreadBelow, this.arrivedBelow) : jumpToLatest;
  }

  /** Whether the end is out of sight. */
  isFar() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight > NEAR_PX;
  }

  scrolled() {
    this.isAway = this.isFar();
    if (!this.isAway) this.arrivedBelow = 0;
    this.drawJump();
    if (this.scroller.scrollTop < NEAR_PX && this.isAway) void this.earlier();
  }

  earlier() {
    return this.log === undefined ? undefined : this.tell(this.log.earlier());
  }

  toEnd() {
    this.isAway = false;
    this.arrivedBelow = 0;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.drawJump();
  }

  async send() {
    const text = this.text.value.trim();
    if (text === "") return;
    this.text.value = "";
    this.grow();
    await this.tell(this.chat.sendText(this.log, text));
  }

  async sendPicture(file) {
    const { chat, log } = this;
    const size = await sizeOf(file);
    const url = URL.createObjectURL(file);
    const fields = { filename: file.name, ...size };
    const shown = { kind: "image", url, thumb: url, width: 160, height: 160 };
    const isSent = await this.tell(chat.sendFile(log, { type: "img", path: file, fields }, shown).then(() => true));
    // Until then it is what a second attempt shows.
    if (isSent) URL.revokeObjectURL(url);
  }

  /** The field is as high as what is in it, up to a limit that the stylesheet sets. */
  grow() {
    this.text.style.height = "";
    const { scrollHeight, clientHeight, offsetHeight } = this.text;
    if (scrollHeight > clientHeight) this.text.style.height = `${scrollHeight + offsetHeight - clientHeight}px`;
  }

  /** Waits for something and says what went wrong. Undefined then. */
  async tell(promise) {
    try {
      return await promise;
    } catch (error) {
      toast(this.chat.say(error));
      return undefined;
    }
  }
}
