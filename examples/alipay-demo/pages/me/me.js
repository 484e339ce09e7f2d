const { bannerOf } = require("../../src/chat-core/banner");
const { fill } = require("../../src/chat-core/texts");
const { askForMessages, canAsk } = require("../../lib/alipay");
const { confirm, prompt, sheet } = require("../../lib/ask");
const { chatPage } = require("../../lib/chat-page");
const { choosePicture } = require("../../lib/choose");

Page(
  chatPage({
    data: { user: "", name: "", letter: "", avatar: "", status: "", isOnline: false, isChinese: true, messages: "" },

    watches: (chat) => [chat.session, chat.people].concat(getApp().alipay || []),
    title: (chat) => chat.texts.me,

    onShow() {
      const { alipay } = getApp();
      if (alipay !== undefined && this.chat.session.isSignedIn) this.tell(alipay.load());
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
        messages: this.messagesText(),
      });
    },

    /** What the user has agreed to get from Alipay; "" where nothing is offered. */
    messagesText() {
      const { texts } = this.chat;
      const { alipay } = getApp();
      const subscription = alipay && alipay.state.subscription;
      if (!subscription || !canAsk()) return "";
      if (!subscription.isSubscribed) return texts.alipayOff;
      return subscription.use === "once" ? fill(texts.alipayOnce, subscription.messages) : texts.alipayOn;
    },

    async changeMessages() {
      const { alipay } = getApp();
      const { texts } = this.chat;
      const { isSubscribed, use, templateId } = alipay.state.subscription;
      if (isSubscribed) {
        const items = use === "once" ? [texts.alipayMore, texts.alipayStop] : [texts.alipayStop];
        const chosen = items[await sheet(items)];
        if (chosen === texts.alipayStop) await this.tell(alipay.answered(false));
        if (chosen !== texts.alipayMore) return;
      }
      const hasAgreed = await this.tell(askForMessages(templateId));
      if (hasAgreed) await this.tell(alipay.answered(true));
    },

    async changeNickname() {
      const { texts, me, people, conn } = this.chat;
      const nickname = await prompt({ title: texts.nickname, value: this.data.name, texts });
      if (!nickname) return;
      const isDone = await this.tell(conn.updateUserInfo({ nickname }).then(() => true));
      if (isDone) people.changed(me, { nickname });
    },

    async changeAvatar() {
      const picture = await choosePicture(["album", "camera"]);
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
      this.setData({ t: this.chat.texts });
      my.setNavigationBar({ title: this.chat.texts.me });
      this.later();
    },

    async signOut() {
      const { texts } = this.chat;
      if (!(await confirm({ title: texts.signOut, texts }))) return;
      this.chat.signOut();
      if (getApp().alipay !== undefined) getApp().alipay.forget();
      my.reLaunch({ url: "/pages/sign-in/sign-in" });
    },
  }),
);
