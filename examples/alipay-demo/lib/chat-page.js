const { chatPages } = require("../src/chat-core/page");

const chatPage = chatPages({
  chat: () => getApp().chat,
  title: (title) => my.setNavigationBar({ title }),
  complain: (content) => my.showToast({ content, duration: 2500 }),
  query: (query) => query,
});

module.exports = { chatPage };
