const { bannerOf } = require("../../src/chat-core/banner");
const { confirm, prompt } = require("../../lib/ask");
const { chatPage } = require("../../lib/chat-page");
const { choosePicture } = require("../../lib/pickers");

Page(
  chatPage({
    data: { user: "", name: "", letter: "", avatar: "", status: "", isOnline: false, isChinese: true },

    watches: (chat) => [chat.session, chat.people],
    title: (chat) => chat.texts.me,

    onShow() {
      getApp().nameTabs();
    },

    refresh() {
      const { people, session, texts, me } = this.chat;
      const name = people.nameOf(me);
      const banner = bannerOf(session.state, texts, Date.now());
      this.setData({
        user: me,
        name,
        letter: name.slice(0, 1).toUpperCase(),
        avatar: people.avatarOf(me),
        status: banner === undefined ? texts.online : banner.text,
        isOnline: banner === undefined,
        isChinese: texts.me === "我",
      });
    },

    async changeNickname() {
      const { texts, me, people, conn } = this.chat;
      const nickname = await prompt({ title: texts.nickname, value: this.data.name, texts });
      if (!nickname) return;
      const isDone = await this.tell(conn.updateUserInfo({ nickname }).then(() => true));
      if (isDone) people.changed(me, { nickname });
    },

    async changeAvatar() {
      const picture = await choosePicture();
      if (picture === undefined) return;
      const { conn, me, people } = this.chat;
      const file = await this.tell(this.chat.uploaded({ type: "img", path: picture.path, fields: {} }));
      if (file === undefined) return;
      // Others see the picture without a login: its address carries the right to read it.
      const avatarurl = `${file.body.url}?em-redirect=true&share-secret=${file.body.secret}`;
      const isDone = await this.tell(conn.updateUserInfo({ avatarurl }).then(() => true));
      if (isDone) people.changed(me, { avatarurl });
    },

    switchLanguage() {
      getApp().changeLanguage(this.data.isChinese ? "en" : "zh");
      getApp().nameTabs();
      this.say();
      wx.setNavigationBarTitle({ title: this.chat.texts.me });
      this.later();
    },

    async signOut() {
      const { texts } = this.chat;
      if (!(await confirm({ title: texts.signOut, texts }))) return;
      this.chat.signOut();
      wx.reLaunch({ url: "/pages/sign-in/sign-in" });
    },
  }),
);
