const { chatPages } = require("../src/chat-core/page");

const chatPage = chatPages({
  chat: () => getApp().chat,
  title: (title) => wx.setNavigationBarTitle({ title }),
  complain: (title) => wx.showToast({ title, icon: "none", duration: 2500 }),
  // WeChat hands over what stands in the address as it stands there.
  query: (query) => {
    const values = {};
    for (const key of Object.keys(query)) values[key] = decodeURIComponent(query[key]);
    return values;
  },
});

module.exports = { chatPage };
