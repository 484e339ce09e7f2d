const { chatPage } = require("../../lib/chat-page");

Page(
  chatPage({
    data: { user: "", password: "", nickname: "", isNew: false, isBusy: false, error: "" },

    title: (chat) => chat.texts.appName,

    typeUser(event) {
      this.setData({ user: event.detail.value, error: "" });
    },

    typePassword(event) {
      this.setData({ password: event.detail.value, error: "" });
    },

    typeNickname(event) {
      this.setData({ nickname: event.detail.value });
    },

    switchForm() {
      this.setData({ isNew: !this.data.isNew, error: "" });
    },

    switchLanguage() {
      const { chat } = this;
      getApp().changeLanguage(chat.texts.me === "我" ? "en" : "zh");
      this.say();
      wx.setNavigationBarTitle({ title: chat.texts.appName });
    },

    async submit() {
      const { isNew, isBusy, password } = this.data;
      const { session, texts, conn } = this.chat;
      const user = this.data.user.trim().toLowerCase();
      const nickname = this.data.nickname.trim();
      if (isBusy) return;
      if (user === "" || password === "") {
        this.setData({ error: `${user === "" ? texts.userId : texts.password}: ${texts.empty}` });
        return;
      }
      this.setData({ isBusy: true, error: "" });
      try {
        const login = isNew ? session.register({ user, password, nickname }) : session.signIn({ user, password });
        await login;
        if (isNew && nickname !== "") await conn.updateUserInfo({ nickname });
        getApp().enter(login);
        wx.switchTab({ url: "/pages/conversations/conversations" });
      } catch (error) {
        this.setData({ error: this.chat.say(error) });
      }
      this.setData({ isBusy: false });
    },
  }),
);
