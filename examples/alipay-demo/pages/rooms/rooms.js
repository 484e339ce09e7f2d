const { fill } = require("../../src/chat-core/texts");
const { chatPage } = require("../../lib/chat-page");

Page(
  chatPage({
    data: { rows: [], isEmpty: false },

    watches: (chat) => [chat.rooms],
    title: (chat) => chat.texts.rooms,

    onShow() {
      this.tell(this.chat.rooms.load());
    },

    refresh() {
      const { rooms, texts } = this.chat;
      const rows = rooms.state.list.map(({ id, name, count }) => ({
        id,
        name,
        letter: String(name).slice(0, 1).toUpperCase(),
        countText: fill(texts.memberCount, count),
      }));
      this.setData({ rows, isEmpty: rooms.state.isLoaded && rows.length === 0 });
    },

    async enter(event) {
      const { id } = event.currentTarget.dataset;
      const isIn = await this.tell(this.chat.rooms.enter(id).then(() => true));
      if (isIn) my.navigateTo({ url: `/pages/chat/chat?type=chatRoom&id=${encodeURIComponent(id)}` });
    },
  }),
);
