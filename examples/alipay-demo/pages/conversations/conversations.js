const { conversationRows } = require("../../src/chat-core/rows");
const { confirm, sheet } = require("../../lib/ask");
const { chatPage } = require("../../lib/chat-page");

Page(
  chatPage({
    data: { rows: [], isEmpty: false },

    watches: (chat) => [chat.conversations, chat.people, chat.contacts, chat.groups],
    title: (chat) => chat.texts.conversations,

    onShow() {
      const { session } = this.chat;
      getApp().nameTabs();
      if (!session.isSignedIn && session.remembered() === undefined) my.reLaunch({ url: "/pages/sign-in/sign-in" });
    },

    refresh() {
      const { conversations } = this.chat;
      const rows = conversationRows(this.chat, Date.now());
      this.setData({ rows, isEmpty: conversations.state.isLoaded && rows.length === 0 });
      this.badge(conversations.unread);
    },

    badge(unread) {
      if (unread === this.shownUnread || !my.setTabBarBadge) return;
      this.shownUnread = unread;
      if (unread > 0) my.setTabBarBadge({ index: 0, text: unread > 99 ? "99+" : String(unread) });
      else my.removeTabBarBadge({ index: 0 });
    },

    open(event) {
      const { id, type } = event.currentTarget.dataset;
      my.navigateTo({ url: `/pages/chat/chat?type=${type}&id=${encodeURIComponent(id)}` });
    },

    async menu(event) {
      const { key, pinned } = event.currentTarget.dataset;
      const { conversations, texts } = this.chat;
      const choice = await sheet([pinned ? texts.unpin : texts.pin, texts.remove]);
      if (choice === 0) await this.tell(conversations.pin(key, !pinned));
      if (choice === 1 && (await confirm({ title: texts.remove, texts }))) await this.tell(conversations.remove(key));
    },

    async onPullDownRefresh() {
      await this.tell(this.chat.conversations.load());
      my.stopPullDownRefresh();
    },
  }),
);
