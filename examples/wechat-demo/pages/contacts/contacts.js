const { fill } = require("../../src/chat-core/texts");
const { choose, confirm, prompt } = require("../../lib/ask");
const { chatPage } = require("../../lib/chat-page");

/** Whom one can write to: contacts, groups and chat rooms. A tap writes to them, a long press offers the rest. */
Page(
  chatPage({
    data: { rows: [], invitations: [], groups: [], rooms: [], isEmpty: false },

    watches: (chat) => [chat.contacts, chat.people, chat.groups, chat.rooms],
    title: (chat) => chat.texts.contacts,

    onShow() {
      getApp().nameTabs();
      if (this.chat.session.isSignedIn) this.tell(this.chat.rooms.load());
    },

    refresh() {
      const { contacts, groups, people, rooms, texts } = this.chat;
      const rows = contacts.state.list.map(({ id, remark }) => this.row(id, remark));
      const invitations = contacts.state.invitations.map(({ id, words }) => Object.assign(this.row(id, ""), { words }));
      const letterOf = (name) => String(name).slice(0, 1).toUpperCase();
      this.setData({
        rows,
        invitations,
        groups: groups.state.list.map(({ id, name }) => ({ id, name, letter: letterOf(name) })),
        rooms: rooms.state.list.map(({ id, name, count }) => ({
          id,
          name,
          letter: letterOf(name),
          countText: fill(texts.memberCount, count),
        })),
        isEmpty: contacts.state.isLoaded && rows.length === 0,
      });
      people.want(rows.concat(invitations).map(({ id }) => id));
      people.watchPresence(rows.map(({ id }) => id));
    },

    row(id, remark) {
      const { contacts, people } = this.chat;
      const name = remark || people.nameOf(id);
      return {
        id,
        name,
        letter: name.slice(0, 1).toUpperCase(),
        avatar: people.avatarOf(id),
        isOnline: people.state.online[id] === true,
        isBlocked: contacts.isBlocked(id),
      };
    },

    more() {
      const { texts } = this.chat;
      return choose([
        { text: texts.addContact, act: () => this.addContact() },
        { text: texts.createGroup, act: () => this.createGroup() },
        { text: texts.joinGroup, act: () => this.joinGroup() },
      ]);
    },

    async addContact() {
      const { contacts, texts } = this.chat;
      const id = await prompt({ title: texts.addContact, value: "", texts });
      if (!id) return;
      const isSent = await this.tell(contacts.add(id.toLowerCase(), "").then(() => true));
      if (isSent) wx.showToast({ title: texts.requested });
    },

    async createGroup() {
      const { contacts, groups, texts } = this.chat;
      const name = await prompt({ title: texts.groupName, value: "", texts });
      if (!name) return;
      const everybody = contacts.state.list.map(({ id }) => id);
      const id = await this.tell(groups.create(name, everybody));
      if (id !== undefined) this.show("groupChat", id);
    },

    async joinGroup() {
      const { groups, texts } = this.chat;
      const id = await prompt({ title: texts.groupId, value: "", texts });
      if (!id) return;
      const isIn = await this.tell(groups.join(id).then(() => true));
      if (isIn) this.show("groupChat", id);
    },

    accept(event) {
      return this.tell(this.chat.contacts.accept(event.currentTarget.dataset.id));
    },

    decline(event) {
      return this.tell(this.chat.contacts.decline(event.currentTarget.dataset.id));
    },

    open(event) {
      const { id, type } = event.currentTarget.dataset;
      this.show(type, id);
    },

    async enter(event) {
      const { id } = event.currentTarget.dataset;
      const isIn = await this.tell(this.chat.rooms.enter(id).then(() => true));
      if (isIn) this.show("chatRoom", id);
    },

    show(type, id) {
      wx.navigateTo({ url: `/pages/chat/chat?type=${type}&id=${encodeURIComponent(id)}` });
    },

    contactMenu(event) {
      const { id } = event.currentTarget.dataset;
      const { contacts, texts } = this.chat;
      const isBlocked = contacts.isBlocked(id);
      return choose([
        { text: texts.remark, act: () => this.setRemark(id) },
        {
          text: isBlocked ? texts.unblock : texts.block,
          act: () => this.tell(isBlocked ? contacts.unblock(id) : contacts.block(id)),
        },
        { text: texts.removeContact, act: () => this.remove(id) },
      ]);
    },

    async setRemark(id) {
      const { contacts, texts } = this.chat;
      const { remark } = contacts.find(id);
      const next = await prompt({ title: texts.remark, value: remark, texts });
      if (next !== undefined) await this.tell(contacts.setRemark(id, next));
    },

    async remove(id) {
      const { contacts, texts } = this.chat;
      if (await confirm({ title: texts.removeContact, texts })) await this.tell(contacts.remove(id));
    },

    async groupMenu(event) {
      const { id } = event.currentTarget.dataset;
      const { groups, texts, me } = this.chat;
      const group = await this.tell(groups.detail(id));
      if (group === undefined) return;
      const isOwner = group.owner === me;
      await choose([
        { text: `${texts.groupId} ${id}`, act: () => wx.setClipboardData({ data: id }) },
        { text: texts.announcement, act: () => this.announce(id, group.announcement), isThere: isOwner },
        { text: isOwner ? texts.dissolveGroup : texts.leaveGroup, act: () => this.leave(id, isOwner) },
      ]);
    },

    async announce(id, value) {
      const { groups, texts } = this.chat;
      const said = await prompt({ title: texts.announcement, value, texts });
      if (said !== undefined) await this.tell(groups.announce(id, said));
    },

    async leave(id, isOwner) {
      const { conversations, groups, texts } = this.chat;
      if (!(await confirm({ title: isOwner ? texts.dissolveGroup : texts.leaveGroup, texts }))) return;
      const isGone = await this.tell((isOwner ? groups.dissolve(id) : groups.leave(id)).then(() => true));
      if (isGone) conversations.drop(`groupChat:${id}`);
    },

    async onPullDownRefresh() {
      await this.tell(Promise.all([this.chat.contacts.load(), this.chat.groups.load()]));
      wx.stopPullDownRefresh();
    },
  }),
);
