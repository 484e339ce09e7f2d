const WebIM = require("./src/sdk/Rondo-chat-miniProgram");
const { AlipayUser } = require("./src/chat-core/alipay");
const { Chat } = require("./src/chat-core/chat");
const config = require("./config");
const host = require("./lib/host");
const language = require("./lib/language");

my.WebIM = WebIM;
my.WebIM.conn = new WebIM.connection({
  appKey: config.appKey,
  https: config.apiUrl.indexOf("https:") === 0,
  url: config.url,
  apiUrl: config.apiUrl,
  // The addresses above count, and not those that a lookup would find.
  isHttpDNS: false,
  heartBeatWait: 30000,
  // Five, the default, are over in eight seconds; from the twentieth on there are five to ten seconds between two.
  autoReconnectNumMax: 1000,
  // The other side sees that a message has arrived here.
  delivery: true,
  useOwnUploadFun: false,
});

App({
  onLaunch() {
    this.chat = new Chat(my.WebIM, Object.assign({ language: language.current() }, host));
    this.alipay = config.signInWithAlipay ? new AlipayUser(this.chat, host.request) : undefined;
    const login = this.chat.session.remembered();
    if (login !== undefined) this.enter(this.chat.session.signIn(login));
  },

  /** After a login, however it came about: what the first pages show. */
  async enter(login) {
    try {
      await login;
      await this.chat.loadAll();
    } catch (error) {
      // The sign-in page says what is wrong; a login of an earlier day may have ended meanwhile.
      if (!this.chat.session.isSignedIn) my.reLaunch({ url: "/pages/sign-in/sign-in" });
      throw error;
    }
  },

  changeLanguage(next) {
    language.choose(next);
    this.chat.setLanguage(next);
    this.nameTabs();
  },

  nameTabs() {
    const { texts } = this.chat;
    if (!my.setTabBarItem) return;
    const names = [texts.conversations, texts.contacts, texts.me];
    for (let index = 0; index < names.length; index++) my.setTabBarItem({ index, text: names[index] });
  },
});
