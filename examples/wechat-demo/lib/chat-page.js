/**
 * A page that shows something of the chat. `watches` names the stores it looks at: whenever one changes, and when the
 * page comes back to the front, `refresh` is called, at most once for all that happens in one turn.
 *
 * @param {DemoPageOptions} options of WeChat's `Page`, with `watches(chat)`, `refresh()` and `title(chat)`
 */
function chatPage(options) {
  const { watches = () => [], onLoad, onUnload, onShow, data } = options;
  /** @type {DemoPageOptions} */
  const own = {
    data: Object.assign({ t: {} }, data),

    onLoad(query) {
      const { chat } = getApp();
      this.chat = chat;
      this.isGone = false;
      this.say();
      if (onLoad) onLoad.call(this, decoded(query || {}));
      this.unwatch = watches.call(this, chat).map((store) => store.watch(() => this.later()));
    },

    onShow() {
      // Tabs stay loaded while another page changes the language.
      if (this.shownTexts !== this.chat.texts) this.say();
      if (options.title) wx.setNavigationBarTitle({ title: options.title.call(this, this.chat) });
      if (onShow) onShow.call(this);
      this.later();
    },

    onUnload() {
      this.isGone = true;
      for (const unwatch of this.unwatch) unwatch();
      if (onUnload) onUnload.call(this);
    },

    say() {
      this.shownTexts = this.chat.texts;
      this.setData({ t: this.chat.texts });
    },

    later() {
      if (this.isPlanned) return;
      this.isPlanned = true;
      void Promise.resolve().then(() => {
        this.isPlanned = false;
        if (!this.isGone && options.refresh) this.refresh();
      });
    },

    /** Waits for something and says what went wrong. Undefined then. */
    async tell(promise) {
      try {
        return await promise;
      } catch (error) {
        wx.showToast({ title: this.chat.say(error), icon: "none", duration: 2500 });
        return undefined;
      }
    },
  };
  return Object.assign({}, options, own);
}

/** WeChat hands over what stands in the address as it stands there. */
function decoded(query) {
  const values = {};
  for (const key of Object.keys(query)) values[key] = decodeURIComponent(query[key]);
  return values;
}

module.exports = { chatPage };
