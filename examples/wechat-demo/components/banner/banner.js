const { bannerOf } = require("../../src/chat-core/banner");

/** Says how the connection stands, and what can be done about it. */
Component({
  data: { text: "", level: "info", label: "", action: "" },

  lifetimes: {
    attached() {
      this.unwatch = getApp().chat.session.watch(() => this.show());
      // The seconds until the next attempt go by.
      this.timer = setInterval(() => this.show(), 1000);
    },

    detached() {
      this.unwatch();
      clearInterval(this.timer);
    },
  },

  methods: {
    show() {
      const { session, texts } = getApp().chat;
      const banner = bannerOf(session.state, texts, Date.now());
      const { text = "", level = "info", action = "" } = banner || {};
      const label = { retry: texts.retryNow, signIn: texts.signInAgain }[action] || "";
      if (text !== this.data.text || label !== this.data.label) this.setData({ text, level, action, label });
    },

    act() {
      const { chat } = getApp();
      if (this.data.action === "retry") chat.session.retry();
      if (this.data.action === "signIn") {
        chat.signOut();
        wx.reLaunch({ url: "/pages/sign-in/sign-in" });
      }
    },
  },
});
