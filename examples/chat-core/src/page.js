/**
 * Makes the `chatPage` of a host of mini programs. The host's part: `chat()` of the running program, `title(text)` shows a
 * page's title, `complain(text)` shows for a moment what went wrong, `query(query)` is what a page is opened with, as text.
 *
 * @param {{ chat(): any, title(text: string): void, complain(text: string): void, query(query: any): any }} host
 */
function chatPages(host) {
  /**
   * A page that shows something of the chat. `watches` names the stores it looks at: whenever one changes, and when the
   * page comes back to the front, `refresh` is called, at most once for all that happens in one turn.
   *
   * @param {DemoPageOptions} options of the host's `Page`, with `watches(chat)`, `refresh()` and `title(chat)`
   */
  return function chatPage(options) {
    const { watches = () => [], onLoad, onUnload, onShow, data } = options;
    /** @type {DemoPageOptions} */
    const own = {
      data: Object.assign({ t: {} }, data),

      onLoad(query) {
        this.chat = host.chat();
        this.isGone = false;
        this.say();
        if (onLoad) onLoad.call(this, host.query(query || {}));
        this.unwatch = watches.call(this, this.chat).map((store) => store.watch(() => this.later()));
      },

      onShow() {
        // Tabs stay loaded while another page changes the language.
        if (this.shownTexts !== this.chat.texts) this.say();
        if (options.title) host.title(options.title.call(this, this.chat));
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
          host.complain(this.chat.say(error));
          return undefined;
        }
      },
    };
    return Object.assign({}, options, own);
  };
}

module.exports = { chatPages };
