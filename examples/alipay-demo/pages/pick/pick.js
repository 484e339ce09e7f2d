const { picks } = require("../../lib/ask");
const { chatPage } = require("../../lib/chat-page");

/** One or several contacts, or groups as well; whoever opened the page gets them (`lib/ask.js`). */
Page(
  chatPage({
    data: { rows: [], many: false },

    watches: (chat) => [chat.contacts, chat.groups, chat.people],
    title: (chat) => chat.texts.contacts,

    onLoad({ many, groups }) {
      this.chosen = [];
      this.offersGroups = groups === "1";
      this.setData({ many: many === "1" });
    },

    onUnload() {
      this.answer(undefined);
    },

    refresh() {
      const { contacts, groups, people } = this.chat;
      const users = contacts.state.list.map(({ id, remark }) =>
        this.row("singleChat", id, remark || people.nameOf(id)),
      );
      const places = this.offersGroups ? groups.state.list.map(({ id, name }) => this.row("groupChat", id, name)) : [];
      this.setData({ rows: users.concat(places) });
    },

    row(type, id, name) {
      const key = `${type}:${id}`;
      const isGroup = type === "groupChat";
      const avatar = isGroup ? "" : this.chat.people.avatarOf(id);
      const isChosen = this.chosen.indexOf(key) >= 0;
      return { key, type, id, name, isGroup, avatar, isChosen, letter: String(name).slice(0, 1).toUpperCase() };
    },

    choose(event) {
      const { key } = event.currentTarget.dataset;
      if (!this.data.many) {
        this.chosen = [key];
        this.done();
        return;
      }
      const isIn = this.chosen.indexOf(key) >= 0;
      this.chosen = isIn ? this.chosen.filter((each) => each !== key) : this.chosen.concat(key);
      this.later();
    },

    done() {
      this.answer(this.data.rows.filter(({ key }) => this.chosen.indexOf(key) >= 0));
      my.navigateBack();
    },

    answer(picked) {
      const { resolve } = picks;
      picks.resolve = undefined;
      if (resolve !== undefined) resolve(picked);
    },
  }),
);
