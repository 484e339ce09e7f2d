/** @param {string} _id of the message */
const nothing = (_id) => {};

/** One message of a conversation. What is done about it is the page's affair. */
Component({
  props: {
    row: {},
    t: {},
    selecting: false,
    playing: false,
    onOpen: nothing,
    onMenu: nothing,
    onRetry: nothing,
    onSelect: nothing,
  },
  methods: {
    open() {
      if (!this.props.selecting) this.props.onOpen(this.props.row.id);
    },
    menu() {
      if (!this.props.selecting) this.props.onMenu(this.props.row.id);
    },
    retry() {
      this.props.onRetry(this.props.row.id);
    },
    select() {
      if (this.props.selecting) this.props.onSelect(this.props.row.id);
    },
  },
});
