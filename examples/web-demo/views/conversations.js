import { avatar, byId, h, showRows } from "../lib/dom.js";
import { conversationRows } from "../src/chat-core/rows.js";
import { fill } from "../src/chat-core/texts.js";

/** The list on the left: who one chats with, and how much of it is unread. */
export class ConversationList {
  /** @param {any} chat @param {(type: string, id: string) => void} open */
  constructor(chat, open) {
    this.chat = chat;
    this.open = open;
    this.openKey = "";
    this.list = byId("conversations");
    byId("start").addEventListener("submit", (event) => {
      event.preventDefault();
      const { user } = event.target.elements;
      const id = user.value.trim().toLowerCase();
      if (id === "") return;
      user.value = "";
      chat.people.want([id]);
      open("singleChat", id);
    });
  }

  draw() {
    const { chat } = this;
    const { conversations, texts, people, me } = chat;
    const rows = conversationRows(chat, Date.now()).map((row) => ({ ...row, isOpen: row.key === this.openKey }));
    showRows(this.list, rows, (row) => this.row(row));
    byId("no-conversations").hidden = !conversations.state.isLoaded || rows.length > 0;
    const name = people.nameOf(me);
    const mine = { avatar: people.avatarOf(me), letter: name.slice(0, 1).toUpperCase() };
    byId("me").replaceChildren(avatar(mine, "small"), h("span.me-name", {}, name));
    document.title = `${conversations.unread > 0 ? `(${conversations.unread}) ` : ""}${texts.appName}`;
  }

  row(row) {
    const { texts } = this.chat;
    return h(
      "li",
      {},
      h(
        "button.conversation",
        {
          type: "button",
          "data-focus": row.key,
          "aria-current": row.isOpen && "true",
          click: () => this.open(row.type, row.id),
        },
        avatar(row),
        h(
          "span.conversation-main",
          {},
          h("span.line", {}, h("b.conversation-name", {}, row.name), h("span.time", {}, row.time)),
          h(
            "span.line",
            {},
            h("span.note", {}, row.hasFailed && h("span.error", {}, "! "), row.line),
            row.unread !== "" && h("span.badge", { "aria-label": fill(texts.unreadBelow, row.unread) }, row.unread),
          ),
        ),
      ),
    );
  }
}
