const { fill } = require("../../src/chat-core/texts");
const { confirm, pick, prompt } = require("../../lib/ask");
const { chatPage } = require("../../lib/chat-page");

Page(
  chatPage({
    data: { id: "", name: "", letter: "", announcement: "", countText: "", members: [], isOwner: false },

    watches: (chat) => [chat.people],
    title: (chat) => chat.texts.detail,

    onLoad({ id }) {
      this.setData({ id });
      this.load();
    },

    async load() {
      this.group = await this.tell(this.chat.groups.detail(this.data.id));
      if (this.group === undefined) return;
      this.chat.people.want(this.group.members.map(({ id }) => id));
      this.later();
    },

    refresh() {
      const { group, chat } = this;
      if (group === undefined) return;
      const { people, texts, me } = chat;
      const roles = { owner: texts.owner, admin: texts.admin, member: "" };
      this.setData({
        name: group.name,
        letter: String(group.name).slice(0, 1).toUpperCase(),
        announcement: group.announcement,
        countText: fill(texts.memberCount, group.count),
        isOwner: group.owner === me,
        members: group.members.map(({ id, role }) => {
          const name = people.nameOf(id);
          return { id, name, role: roles[role], letter: name.slice(0, 1).toUpperCase(), avatar: people.avatarOf(id) };
        }),
      });
    },

    openMember(event) {
      const { id } = event.currentTarget.dataset;
      if (id !== this.chat.me) my.navigateTo({ url: `/pages/contact/contact?id=${encodeURIComponent(id)}` });
    },

    async announce() {
      if (!this.data.isOwner) return;
      const { groups, texts } = this.chat;
      const said = await prompt({ title: texts.announcement, value: this.data.announcement, texts });
      if (said === undefined) return;
      await this.tell(groups.announce(this.data.id, said));
      await this.load();
    },

    async invite() {
      const picked = await pick({ many: true, groups: false });
      if (picked === undefined || picked.length === 0) return;
      const { groups } = this.chat;
      await this.tell(
        groups.invite(
          this.data.id,
          picked.map(({ id }) => id),
        ),
      );
      await this.load();
    },

    async leave() {
      const { groups, conversations, texts } = this.chat;
      const { id, isOwner } = this.data;
      if (!(await confirm({ title: isOwner ? texts.dissolveGroup : texts.leaveGroup, texts }))) return;
      const isGone = await this.tell((isOwner ? groups.dissolve(id) : groups.leave(id)).then(() => true));
      if (!isGone) return;
      conversations.drop(`groupChat:${id}`);
      my.switchTab({ url: "/pages/conversations/conversations" });
    },
  }),
);
