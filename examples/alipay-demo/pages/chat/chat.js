const { Reading } = require("../../src/chat-core/reading");
const { Recorder } = require("../../src/chat-core/recorder");
const { messageRows } = require("../../src/chat-core/rows");
const { fill } = require("../../src/chat-core/texts");
const { confirm, pick, sheet } = require("../../lib/ask");
const { chatPage } = require("../../lib/chat-page");
const { canChoose } = require("../../lib/choose");
const emojis = require("../../lib/emoji");
const { openMessage } = require("./opening");
const { toolsOf } = require("./tools");

Page(
  chatPage({
    data: {
      rows: [],
      anchor: "",
      hasEarlier: true,
      isLoading: false,
      below: "",
      draft: "",
      panel: "",
      emojis,
      tools: [],
      can: {},
      isVoice: false,
      seconds: -1,
      recordText: "",
      playing: "",
      editingId: "",
      isSelecting: false,
      selectedText: "",
    },

    watches: (chat) => [chat.people, chat.groups, chat.contacts],

    onLoad({ type, id }) {
      const { chat } = this;
      const can = canChoose();
      this.chatType = type;
      this.id = id;
      this.log = chat.log(type, id);
      this.reading = new Reading(chat, this.log, this);
      this.selected = [];
      this.setData({ can, tools: toolsOf(chat.texts, can).map(({ name, text }) => ({ name, text })) });
      this.unwatchLog = this.log.watch((state) => this.logChanged(state));
      this.reading.begin();
    },

    onShow() {
      this.showTitle();
      this.reading.markRead();
      if (my.setOptionMenu && this.chatType !== "chatRoom") my.setOptionMenu({ iconType: "info" });
    },

    onUnload() {
      this.unwatchLog();
      this.chat.conversations.left();
      if (this.chatType === "chatRoom") this.tell(this.chat.rooms.leave());
    },

    /** The corner of the title bar. */
    onOptionMenuClick() {
      const page = this.chatType === "groupChat" ? "group" : "contact";
      my.navigateTo({ url: `/pages/${page}/${page}?id=${encodeURIComponent(this.id)}` });
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
      const rows = messageRows(chat, log, { from, to, selected: this.selected, now: Date.now() });
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
      my.setNavigationBar({ title });
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

    retry(id) {
      return this.tell(this.log.retry(id));
    },

    toggleEmoji() {
      this.setData({ panel: this.data.panel === "emoji" ? "" : "emoji", isVoice: false });
    },

    toggleMore() {
      this.setData({ panel: this.data.panel === "more" ? "" : "more" });
    },

    closePanel() {
      if (this.data.panel !== "") this.setData({ panel: "" });
    },

    addEmoji(event) {
      this.setData({ draft: this.data.draft + event.currentTarget.dataset.emoji });
    },

    useTool(event) {
      const { name } = event.currentTarget.dataset;
      const tool = toolsOf(this.chat.texts, this.data.can).find((each) => each.name === name);
      this.closePanel();
      return tool && this.tell(tool.use(this.chat, this.log));
    },

    toggleVoice() {
      const { holdToTalk } = this.chat.texts;
      this.setData({ isVoice: !this.data.isVoice, panel: "", recordText: holdToTalk });
    },

    record() {
      if (this.recorder === undefined) {
        const { texts } = this.chat;
        this.recorder = new Recorder(my.getRecorderManager(), {
          second: (seconds) => this.setData({ seconds, recordText: fill(texts.recording, seconds) }),
          done: (file) => {
            this.setData({ seconds: -1, recordText: texts.holdToTalk });
            if (file !== undefined) this.tell(this.sendVoice(file));
          },
        });
      }
      if (this.data.seconds < 0) this.recorder.start();
      else this.recorder.stop();
    },

    sendVoice({ path, seconds }) {
      const fields = { filename: "voice.mp3", length: seconds };
      return this.chat.sendFile(this.log, { type: "audio", path, fields }, { kind: "voice", url: path, seconds });
    },

    open(id) {
      return this.tell(openMessage(this.log.find(id), { chat: this.chat, page: this }));
    },

    async menu(id) {
      const view = this.log.find(id);
      const { texts } = this.chat;
      const isSent = view.isMine && view.status !== "sending" && view.status !== "failed";
      const isText = view.kind === "text";
      const items = [
        { text: texts.copy, isThere: isText, act: () => this.copy(view.text) },
        { text: texts.forward, isThere: view.status !== "failed", act: () => this.forward([view]) },
        { text: texts.recall, isThere: isSent, act: () => this.tell(this.log.recall(view.id)) },
        { text: texts.edit, isThere: isSent && isText, act: () => this.beginEditing(view) },
        { text: texts.select, isThere: true, act: () => this.beginSelecting(view.id) },
        { text: texts.deleteHere, isThere: true, act: () => this.tell(this.log.remove([view.id])) },
      ].filter(({ isThere }) => isThere);
      const choice = await sheet(items.map(({ text }) => text));
      if (items[choice] !== undefined) await items[choice].act();
    },

    copy(text) {
      my.setClipboard({ text, success: () => my.showToast({ type: "success", content: this.chat.texts.copied }) });
    },

    beginEditing(view) {
      this.setData({ editingId: view.id, draft: view.text, isVoice: false, panel: "" });
    },

    endEditing() {
      this.setData({ editingId: "", draft: "" });
    },

    beginSelecting(id) {
      this.selected = [id];
      this.setData({ isSelecting: true, panel: "" });
      this.showSelected();
    },

    select(id) {
      const isIn = this.selected.indexOf(id) >= 0;
      this.selected = isIn ? this.selected.filter((each) => each !== id) : this.selected.concat(id);
      this.showSelected();
    },

    showSelected() {
      this.setData({ selectedText: fill(this.chat.texts.selected, this.selected.length) });
      this.later();
    },

    endSelecting() {
      this.selected = [];
      this.setData({ isSelecting: false });
      this.later();
    },

    async deleteSelected() {
      const { texts } = this.chat;
      if (this.selected.length === 0 || !(await confirm({ title: texts.deleteHere, texts }))) return;
      await this.tell(this.log.remove(this.selected));
      this.endSelecting();
    },

    async forwardSelected() {
      const views = this.log.state.messages.filter(
        ({ id, raw }) => raw !== undefined && this.selected.indexOf(id) >= 0,
      );
      if (views.length > 0) await this.forward(views);
      this.endSelecting();
    },

    async forward(views) {
      const picked = await pick({ many: false, groups: true });
      if (picked === undefined) return;
      const isSent = await this.tell(this.chat.forward(views, picked[0]).then(() => true));
      if (isSent) my.showToast({ type: "success", content: this.chat.texts.sent });
    },
  }),
);
