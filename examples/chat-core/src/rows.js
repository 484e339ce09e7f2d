/** What pages bind: rows of lists, with everything said in the user's language. */
const { longTime, shortTime } = require("./time.js");
const { lineOf } = require("./view.js");

/** Between messages that are further apart stands a time. */
const PAUSE_MS = 5 * 60 * 1000;

/** @param {any} chat a `Chat` */
function conversationRows(chat, now) {
  const { list } = chat.conversations.state;
  const { online } = chat.people.state;
  return list.map((each) => ({
    key: each.key,
    id: each.id,
    type: each.type,
    name: chat.titleOf(each.type, each.id),
    avatar: each.type === "singleChat" ? chat.people.avatarOf(each.id) : "",
    letter: chat.titleOf(each.type, each.id).slice(0, 1).toUpperCase(),
    line: each.last === undefined ? "" : lineFor(each, chat),
    hasFailed: each.last !== undefined && each.last.status === "failed",
    time: shortTime(each.time, now, chat.texts),
    unread: each.unread > 99 ? "99+" : each.unread > 0 ? String(each.unread) : "",
    isPinned: each.isPinned,
    isOnline: each.type === "singleChat" && online[each.id] === true,
    isGroup: each.type === "groupChat",
  }));
}

function lineFor({ type, last }, chat) {
  const line = lineOf(last, chat.texts, chat.people.nameOf(last.from));
  const isOther = type === "groupChat" && !last.isMine && last.kind !== "recalled";
  return isOther ? `${chat.people.nameOf(last.from)}: ${line}` : line;
}

/**
 * The rows of a chat page.
 *
 * @param {any} chat a `Chat`
 * @param {any} log a `ChatLog`
 * @param {{ from: number, to: number, selected: string[], now: number }} window which messages, by index; `now` in epoch ms
 */
function messageRows(chat, log, { from, to, selected, now }) {
  const { messages, dividerId } = log.state;
  return messages.slice(from, to).map((view, index) => {
    const before = messages[from + index - 1];
    const isApart = before === undefined || view.time - before.time > PAUSE_MS;
    return {
      ...bound(view),
      key: view.localId || view.id,
      name: chat.people.nameOf(view.from),
      avatar: chat.people.avatarOf(view.from),
      letter: chat.people
        .nameOf(view.from || "?")
        .slice(0, 1)
        .toUpperCase(),
      showsName: log.type !== "singleChat" && !view.isMine,
      clock: isApart ? longTime(view.time, now, chat.texts) : "",
      hasDivider: dividerId !== "" && view.id === dividerId,
      line: view.kind === "recalled" ? lineOf(view, chat.texts, chat.people.nameOf(view.from)) : view.text,
      // Nobody counts who of a room has read what.
      statusText: view.isMine && log.type !== "chatRoom" ? statusText(view, log, chat.texts) : "",
      isSelected: selected.indexOf(view.id) >= 0,
    };
  });
}

/** What a page can take: no functions, and not the SDK's own object. */
function bound(view) {
  const { raw, prepare, ...rest } = view;
  return rest;
}

function statusText({ status }, { type }, texts) {
  if (status === "failed") return texts.failedToSend;
  if (status === "sending") return texts.sending;
  // In a group only the whole of its readers would mean something.
  if (type === "groupChat") return "";
  return texts[status] || "";
}

module.exports = { conversationRows, messageRows };
