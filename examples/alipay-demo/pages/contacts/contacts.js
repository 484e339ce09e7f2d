const { chatPage } = require("../../lib/chat-page");

Page(
  chatPage({
    data: { word: "", rows: [], invitations: [], isEmpty: false },

    watches: (chat) => [chat.contacts, chat.people],
    title: (chat) => chat.texts.contacts,

    refresh() {
      const { contacts, people } = this.chat;
      const word = this.data.word.trim().toLowerCase();
      const rows = contacts.state.list
        .map(({ id, remark }) => this.row(id, remark))
        .filter(({ id, name }) => id.indexOf(word) >= 0 || name.toLowerCase().indexOf(word) >= 0);
      const invitations = contacts.state.invitations.map(({ id, words }) => Object.assign(this.row(id, ""), { words }));
      const isEmpty = contacts.state.isLoaded && rows.length === 0 && word === "";
      this.setData({ rows, invitations, isEmpty });
      people.want(rows.concat(invitations).map(({ id }) => id));
      people.watchPresence(contacts.state.list.map(({ id }) => id));
    },

    row(id, remark) {
      const { people } = this.chat;
      const name = remark || people.nameOf(id);
      const isOnline = people.state.online[id] === true;
      return { id, name, letter: name.slice(0, 1).toUpperCase(), avatar: people.avatarOf(id), isOnline };
    },

    type(event) {
      this.setData({ word: event.detail.value });
      this.later();
    },

    async add() {
      const id = this.data.word.trim().toLowerCase();
      const { contacts, texts } = this.chat;
      const isSent = await this.tell(contacts.add(id, "").then(() => true));
      if (!isSent) return;
      this.setData({ word: "" });
      my.showToast({ type: "success", content: texts.requested });
      this.later();
    },

    accept(event) {
      return this.tell(this.chat.contacts.accept(event.currentTarget.dataset.id));
    },

    decline(event) {
      return this.tell(this.chat.contacts.decline(event.currentTarget.dataset.id));
    },

    open(event) {
      my.navigateTo({ url: `/pages/contact/contact?id=${encodeURIComponent(event.currentTarget.dataset.id)}` });
    },

    openGroups() {
      my.navigateTo({ url: "/pages/groups/groups" });
    },

    openRooms() {
      my.navigateTo({ url: "/pages/rooms/rooms" });
    },

    async onPullDownRefresh() {
      await this.tell(this.chat.contacts.load());
      my.stopPullDownRefresh();
    },
  }),
);
