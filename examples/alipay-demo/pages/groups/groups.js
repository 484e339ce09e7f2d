const { pick } = require("../../lib/ask");
const { chatPage } = require("../../lib/chat-page");

Page(
  chatPage({
    data: { word: "", rows: [], isEmpty: false },

    watches: (chat) => [chat.groups],
    title: (chat) => chat.texts.groups,

    refresh() {
      const { list, isLoaded } = this.chat.groups.state;
      const rows = list.map(({ id, name }) => ({ id, name, letter: String(name).slice(0, 1).toUpperCase() }));
      this.setData({ rows, isEmpty: isLoaded && rows.length === 0 });
    },

    type(event) {
      this.setData({ word: event.detail.value });
    },

    async create() {
      const picked = await pick({ many: true, groups: false });
      if (picked === undefined) return;
      const { groups } = this.chat;
      const id = await this.tell(
        groups.create(
          this.data.word.trim(),
          picked.map((each) => each.id),
        ),
      );
      if (id !== undefined) this.show(id);
    },

    async join() {
      const id = this.data.word.trim();
      const isIn = await this.tell(this.chat.groups.join(id).then(() => true));
      if (isIn) this.show(id);
    },

    open(event) {
      this.show(event.currentTarget.dataset.id);
    },

    show(id) {
      this.setData({ word: "" });
      my.navigateTo({ url: `/pages/chat/chat?type=groupChat&id=${encodeURIComponent(id)}` });
    },
  }),
);
