const { messageRows } = require("../../src/chat-core/rows");
const { chatPage } = require("../../lib/chat-page");
const { openMessage } = require("../chat/opening");

Page(
  chatPage({
    data: { rows: [] },

    watches: (chat) => [chat.people],
    title: (chat) => chat.texts.chatHistory,

    onLoad() {
      this.messages = [];
      this.load(getApp().opened);
    },

    async load(combined) {
      const messages = await this.tell(this.chat.inside(combined));
      if (messages === undefined) return;
      // Seen from outside nobody is oneself, and nothing is on its way.
      this.messages = messages.map((view) => Object.assign({}, view, { isMine: false, status: "" }));
      this.chat.people.want(messages.map(({ from }) => from));
      this.later();
    },

    refresh() {
      const log = { type: "groupChat", state: { messages: this.messages, dividerId: "" } };
      const whole = { from: 0, to: this.messages.length, selected: [], now: Date.now() };
      this.setData({ rows: messageRows(this.chat, log, whole) });
    },

    open(id) {
      const view = this.messages.find((each) => each.id === id);
      return this.tell(openMessage(view, { chat: this.chat, page: this }));
    },
  }),
);
