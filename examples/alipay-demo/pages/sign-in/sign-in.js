const { authCode } = require("../../lib/alipay");
const { chatPage } = require("../../lib/chat-page");

Page(
  chatPage({
    data: { user: "", password: "", nickname: "", isNew: false, isBusy: false, error: "", hasAlipay: false },

    onLoad() {
      this.setData({ hasAlipay: getApp().alipay !== undefined });
    },

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
      getApp().changeLanguage(this.chat.texts.me === "我" ? "en" : "zh");
      this.setData({ t: this.chat.texts });
      my.setNavigationBar({ title: this.chat.texts.appName });
    },

    async submit() {
      const { isNew, isBusy, nickname, password } = this.data;
      const user = this.data.user.trim().toLowerCase();
      if (isBusy) return;
      if (user === "" || password === "") {
        const missing = user === "" ? this.chat.texts.userId : this.chat.texts.password;
        this.setData({ error: `${missing}: ${this.chat.texts.empty}` });
        return;
      }
      this.setData({ isBusy: true, error: "" });
      const { session } = this.chat;
      try {
        const login = isNew ? session.register({ user, password, nickname }) : session.signIn({ user, password });
        await login;
        if (isNew && nickname !== "") await this.chat.conn.updateUserInfo({ nickname });
        this.goIn(login);
      } catch (error) {
        this.setData({ error: this.chat.say(error) });
      }
      this.setData({ isBusy: false });
    },

    async signInWithAlipay() {
      if (this.data.isBusy) return;
      this.setData({ isBusy: true, error: "" });
      try {
        const login = authCode().then((code) => getApp().alipay.signIn(code));
        await login;
        this.goIn(login);
      } catch (error) {
        this.setData({ error: this.chat.say(error) });
      }
      this.setData({ isBusy: false });
    },

    goIn(login) {
      my.reLaunch({ url: "/pages/conversations/conversations" });
      getApp()
        .enter(login)
        .catch((error) => my.showToast({ content: this.chat.say(error) }));
    },
  }),
);
