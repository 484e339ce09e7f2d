const { keyOf } = require("../../src/chat-core/chat");
const { Excerpt } = require("../../src/chat-core/excerpt");
const { messageRows } = require("../../src/chat-core/rows");
const { Recorder } = require("../../src/chat-core/recorder");
const { fill } = require("../../src/chat-core/texts");
const { choose } = require("../../lib/ask");
const { chatPage } = require("../../lib/chat-page");
const { openMessage } = require("./opening");
const { sendFile, sendPicture, sendPlace, sendVideo, sendVoice } = require("./tools");

/** With less than this below the top of the screen, the page follows what arrives: a screen and a half, and a little. */
const FAR_PX = 1060;

Page(
  chatPage({
    data: {
      rows: [],
      anchor: "",
      hasEarlier: true,
      isLoading: false,
      below: "",
      draft: "",
      editingId: "",
      recordText: "",
      playing: "",
    },

    watches: (chat) => [chat.people, chat.groups, chat.contacts],

    onLoad({ type, id }) {
      this.chatType = type;
      this.id = id;
      this.key = keyOf(type, id);
      this.log = this.chat.log(type, id);
      this.excerpt = new Excerpt();
      this.arrivedBelow = 0;
      this.unwatchLog = this.log.watch((state) => this.logChanged(state));
      this.begin();
    },

    onShow() {
      this.showTitle();
      this.markRead();
    },

    onHide() {
      this.chat.conversations.left();
    },

    onUnload() {
      this.unwatchLog();
      this.chat.conversations.left();
      if (this.chatType === "chatRoom") this.tell(this.chat.rooms.leave());
    },

    async begin() {
      const { chat, log } = this;
      const known = chat.conversations.find(this.key);
      const unread = known === undefined ? 0 : known.unread;
      if (log.state.messages.length === 0) await this.tell(log.earlier());
      log.divide(unread);
      this.markRead();
      this.jump();
    },

    markRead() {
      // Asked again with the next message; the badge is gone already.
      if (this.chatType !== "chatRoom") this.chat.conversations.read(this.key).catch(() => {});
    },

    logChanged({ messages, isTyping }) {
      const before = messages.findIndex(({ id, localId }) => (localId || id) === this.firstId);
      const added = this.firstId === undefined ? 0 : Math.max(0, before);
      const grown = messages.length - (this.excerpt.count + added);
      const [first] = messages;
      this.firstId = first && (first.localId || first.id);
      this.excerpt.grow(messages.length, added);
      if (grown > 0 && this.isReady) this.grew(messages[messages.length - 1]);
      if (isTyping !== this.isTyping) {
        this.isTyping = isTyping;
        this.showTitle();
      }
      this.later();
    },

    /** Something came at the end: the page follows if it stands there, and says so if it does not. */
    grew(last) {
      if (this.isAway && !last.isMine) this.arrivedBelow += 1;
      else this.jump();
      if (!last.isMine) this.markRead();
    },

    refresh() {
      const { chat, log, excerpt } = this;
      const { hasEarlier, isLoading } = log.state;
      const { from, to } = excerpt;
      const rows = messageRows(chat, log, { from, to, selected: [], now: Date.now() });
      const { jumpToLatest, unreadBelow } = chat.texts;
      const isAway = this.isAway || !excerpt.isAtEnd;
      const below = !isAway ? "" : this.arrivedBelow > 0 ? fill(unreadBelow, this.arrivedBelow) : jumpToLatest;
      this.setData({ rows, hasEarlier: hasEarlier || from > 0, isLoading, below });
      if (this.wantsEnd) {
        this.wantsEnd = false;
        // The same anchor twice is no change, and would not scroll.
        this.setData({ anchor: "" }, () => this.setData({ anchor: "end" }));
      }
      this.showTitle();
    },

    showTitle() {
      const { chat } = this;
      const title = this.isTyping ? chat.texts.typing : chat.titleOf(this.chatType, this.id);
      if (title === this.shownTitle) return;
      this.shownTitle = title;
      wx.setNavigationBarTitle({ title });
    },

    async earlier() {
      const { log, excerpt } = this;
      if (excerpt.up()) {
        this.later();
        return;
      }
      const [first] = log.state.messages;
      await this.tell(log.earlier());
      excerpt.up();
      this.later();
      // The reader stays where they were.
      if (first !== undefined) this.setData({ anchor: `m-${first.localId || first.id}` });
    },

    scrolled(event) {
      const { scrollTop, scrollHeight } = event.detail;
      const isAway = scrollHeight - scrollTop > FAR_PX;
      if (isAway === this.isAway) return;
      this.isAway = isAway;
      if (!isAway) this.arrivedBelow = 0;
      this.later();
    },

    reachBottom() {
      this.isAway = false;
      this.arrivedBelow = 0;
      if (!this.excerpt.isAtEnd) this.excerpt.down();
      this.later();
    },

    jump() {
      this.isReady = true;
      this.isAway = false;
      this.arrivedBelow = 0;
      this.excerpt.end();
      this.wantsEnd = true;
      this.later();
    },

    typed(event) {
      this.setData({ draft: event.detail.value });
      if (event.detail.value !== "") this.log.sayTyping();
    },

    async send() {
      const text = this.data.draft.trim();
      const { editingId } = this.data;
      if (text === "") return;
      this.setData({ draft: "", editingId: "" });
      if (editingId !== "") await this.tell(this.log.edit(editingId, text));
      else await this.tell(this.chat.sendText(this.log, text));
    },

    retry(event) {
      return this.tell(this.log.retry(event.detail.id));
    },

    more() {
      const { chat, log } = this;
      const { texts } = chat;
      return choose([
        { text: texts.photo, act: () => this.tell(sendPicture(chat, log)) },
        { text: texts.video, act: () => this.tell(sendVideo(chat, log)) },
        { text: texts.voice, act: () => this.record() },
        { text: texts.file, act: () => this.tell(sendFile(chat, log)) },
        { text: texts.location, act: () => this.tell(sendPlace(chat, log)) },
      ]);
    },

    record() {
      const { chat, log } = this;
      this.recorder = new Recorder(wx.getRecorderManager(), {
        second: (seconds) => this.setData({ recordText: fill(chat.texts.recording, seconds) }),
        done: (file) => {
          this.setData({ recordText: "" });
          if (file !== undefined) this.tell(sendVoice(chat, log, file));
        },
      });
      this.recorder.start();
    },

    endRecording() {
      this.recorder.stop();
    },

    open(event) {
      openMessage(this.log.find(event.detail.id), { chat: this.chat, page: this });
    },

    menu(event) {
      const view = this.log.find(event.detail.id);
      const { texts } = this.chat;
      const isSent = view.isMine && view.status !== "sending" && view.status !== "failed";
      const isText = view.kind === "text";
      return choose([
        { text: texts.copy, isThere: isText, act: () => wx.setClipboardData({ data: view.text }) },
        { text: texts.forward, isThere: view.status !== "failed", act: () => this.forward(view) },
        { text: texts.recall, isThere: isSent, act: () => this.tell(this.log.recall(view.id)) },
        { text: texts.edit, isThere: isSent && isText, act: () => this.beginEditing(view) },
        { text: texts.deleteHere, act: () => this.tell(this.log.remove([view.id])) },
      ]);
    },

    beginEditing(view) {
      this.setData({ editingId: view.id, draft: view.text });
    },

    endEditing() {
      this.setData({ editingId: "", draft: "" });
    },

    /** To one of the latest conversations. */
    forward(view) {
      const { chat } = this;
      const places = chat.conversations.state.list.map(({ type, id }) => ({
        text: chat.titleOf(type, id),
        act: async () => {
          const isSent = await this.tell(chat.forward([view], { type, id }).then(() => true));
          if (isSent) wx.showToast({ title: chat.texts.sent });
        },
      }));
      return choose(places);
    },
  }),
);
