const { confirm, prompt } = require("../../lib/ask");
const { chatPage } = require("../../lib/chat-page");

Page(
  chatPage({
    data: { id: "", name: "", letter: "", avatar: "", remark: "", isOnline: false, isContact: false, isBlocked: false },

    watches: (chat) => [chat.contacts, chat.people],
    title: (chat) => chat.texts.detail,

    onLoad({ id }) {
      this.setData({ id });
      this.chat.people.want([id]);
    },

    refresh() {
      const { contacts, people } = this.chat;
      const { id } = this.data;
      const contact = contacts.find(id);
      const remark = contact === undefined ? "" : contact.remark;
      const name = remark || people.nameOf(id);
      this.setData({
        name,
        remark,
        letter: name.slice(0, 1).toUpperCase(),
        avatar: people.avatarOf(id),
        isOnline: people.state.online[id] === true,
        isContact: contact !== undefined,
        isBlocked: contacts.isBlocked(id),
      });
    },

    chatWith() {
      my.navigateTo({ url: `/pages/chat/chat?type=singleChat&id=${encodeURIComponent(this.data.id)}` });
    },

    async setRemark() {
      const { contacts, texts } = this.chat;
      const remark = await prompt({ title: texts.remark, value: this.data.remark, texts });
      if (remark !== undefined) await this.tell(contacts.setRemark(this.data.id, remark));
    },

    toggleBlock() {
      const { contacts } = this.chat;
      const { id, isBlocked } = this.data;
      return this.tell(isBlocked ? contacts.unblock(id) : contacts.block(id));
    },

    async add() {
      const isSent = await this.tell(this.chat.contacts.add(this.data.id, "").then(() => true));
      if (isSent) my.showToast({ type: "success", content: this.chat.texts.requested });
    },

    async remove() {
      const { contacts, texts } = this.chat;
      if (!(await confirm({ title: texts.removeContact, texts }))) return;
      const isGone = await this.tell(contacts.remove(this.data.id).then(() => true));
      if (isGone) my.navigateBack();
    },
  }),
);
