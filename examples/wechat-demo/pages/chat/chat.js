const { Reading } = require("../../src/chat-core/reading");
const { Recorder } = require("../../src/chat-core/recorder");
const { messageRows } = require("../../src/chat-core/rows");
const { fill } = require("../../src/chat-core/texts");
const { choose } = require("../../lib/ask");
const { chatPage } = require("../../lib/chat-page");
const { openMessage } = require("./opening");
const { sendFile, sendPicture, sendPlace, sendVideo, sendVoice } = require("./tools");

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
      this.log = this.chat.log(type, id);
      this.reading = new Reading(this.chat, this.log, this);
      this.unwatchLog = this.log.watch((state) => this.logChanged(state));
      this.reading.begin();
    },

    onShow() {
      this.showTitle();
      this.reading.markRead();
    },

    onHide() {
      this.chat.conversations.left();
    },

    onUnload() {
      this.unwatchLog();
      this.chat.conversations.left();
      if (this.chatType === "chatRoom") this.tell(this.chat.rooms.leave());
    },

    logChanged({ messages, isTyping }) {
      this.reading.changed(messages);
      if (isTyping === this.isTyping) return;
      this.isTyping = isTyping;
      this.showTitle();
    },

    refresh() {
      const { chat, log, reading } = this;
      const { hasEarlier, isLoading } = log.state;
      const { from, to } = reading;
      const rows = messageRows(chat, log, { from, to, selected: [], now: Date.now() });
      this.setData({ rows, hasEarlier: hasEarlier || from > 0, isLoading, below: reading.below() });
      // The same anchor twice is no change, and would not scroll.
      if (reading.takeJump()) this.setData({ anchor: "" }, () => this.setData({ anchor: "end" }));
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
      const first = await this.reading.earlier();
      // The reader stays where they were.
      if (first !== undefined) this.setData({ anchor: `m-${first}` });
    },

    scrolled(event) {
      this.reading.scrolled(event.detail);
    },

    reachBottom() {
      this.reading.reachedEnd();
    },

    jump() {
      this.reading.jump();
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
