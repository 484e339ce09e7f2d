const { conversationRows } = require("../../src/chat-core/rows");
const { choose, confirm } = require("../../lib/ask");
const { chatPage } = require("../../lib/chat-page");

Page(
  chatPage({
    data: { rows: [], isEmpty: false },

    watches: (chat) => [chat.conversations, chat.people, chat.contacts, chat.groups],
    title: (chat) => chat.texts.conversations,

    onShow() {
      const { session } = this.chat;
      getApp().nameTabs();
      if (!session.isSignedIn && session.remembered() === undefined) wx.reLaunch({ url: "/pages/sign-in/sign-in" });
    },

    refresh() {
      const { conversations } = this.chat;
      const rows = conversationRows(this.chat, Date.now());
      this.setData({ rows, isEmpty: conversations.state.isLoaded && rows.length === 0 });
      this.badge(conversations.unread);
    },

    badge(unread) {
      if (unread === this.shownUnread) return;
      this.shownUnread = unread;
      // Refused while another page than a tab is in front: the next one that is shown asks again.
      const fail = () => {
        this.shownUnread = undefined;
      };
      if (unread > 0) wx.setTabBarBadge({ index: 0, text: unread > 99 ? "99+" : String(unread), fail });
      else wx.removeTabBarBadge({ index: 0, fail });
    },

    open(event) {
      const { id, type } = event.currentTarget.dataset;
      wx.navigateTo({ url: `/pages/chat/chat?type=${type}&id=${encodeURIComponent(id)}` });
    },

    menu(event) {
      const { key, pinned } = event.currentTarget.dataset;
      const { conversations, texts } = this.chat;
      return choose([
        { text: pinned ? texts.unpin : texts.pin, act: () => this.tell(conversations.pin(key, !pinned)) },
        { text: texts.remove, act: () => this.remove(key) },
      ]);
    },

    async remove(key) {
      const { conversations, texts } = this.chat;
      if (await confirm({ title: texts.remove, texts })) await this.tell(conversations.remove(key));
    },

    async onPullDownRefresh() {
      await this.tell(this.chat.conversations.load());
      wx.stopPullDownRefresh();
    },
  }),
);
