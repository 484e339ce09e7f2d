/** One message of a conversation. What is done about it is the page's affair: it hears `open`, `menu` and `retry`. */
Component({
  properties: { row: Object, t: Object, playing: Boolean },

  methods: {
    open() {
      this.triggerEvent("open", { id: this.data.row.id });
    },

    menu() {
      this.triggerEvent("menu", { id: this.data.row.id });
    },

    retry() {
      this.triggerEvent("retry", { id: this.data.row.id });
    },
  },
});
