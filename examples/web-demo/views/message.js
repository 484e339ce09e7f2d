import { avatar, h, safeUrl } from "../lib/dom.js";
import { lineOf } from "../src/chat-core/view.js";

const ARRIVED = ["sent", "delivered", "read"];

/**
 * One message of a conversation.
 *
 * @param {any} row of `messageRows`
 * @param {{ texts: Record<string, string>, recall(id: string): void, retry(id: string): void }} context
 */
export function messageElement(row, { texts, recall, retry }) {
  const clock = row.clock !== "" && h("p.clock", {}, row.clock);
  const divider = row.hasDivider && h("p.divider", {}, h("span", {}, texts.newMessages));
  if (row.kind === "recalled" || row.kind === "notice") return h("li", {}, clock, divider, h("p.clock", {}, row.line));
  const body = h(
    "div.body",
    {},
    row.showsName && h("span.name", {}, row.name),
    h(`div.bubble.bubble-${row.kind}`, {}, ...content(row, texts)),
    foot(row, { texts, recall, retry }),
  );
  return h("li", {}, clock, divider, h(`div.message${row.isMine ? ".mine" : ""}`, {}, avatar(row, "small"), body));
}

function foot(row, { texts, recall, retry }) {
  const { id, key, isMine, isEdited, status, statusText } = row;
  const canRecall = isMine && ARRIVED.includes(status);
  if (statusText === "" && !isEdited && !canRecall) return undefined;
  // Who is on a button stays there when the message is drawn again, because it has been read, say.
  const button = (name, act) => ({ type: "button", "data-focus": `${name} ${key}`, click: () => act(id) });
  const failed = () => h("button.link.error", button("retry", retry), statusText);
  const taken = () => h("button.link.recall", button("recall", recall), texts.recall);
  return h(
    "div.foot",
    {},
    canRecall && taken(),
    isEdited && h("span", {}, texts.edited),
    status === "failed" ? failed() : statusText !== "" && h(`span.status.status-${status}`, {}, statusText),
  );
}

function content(row, texts) {
  const url = safeUrl(row.url);
  switch (row.kind) {
    case "text":
      return [row.text];
    case "image": {
      const src = safeUrl(row.thumb) || url;
      const picture = h("img", { src, alt: texts.aPhoto, width: row.width, height: row.height });
      return [url === "" ? picture : h("a", { href: url, target: "_blank", rel: "noopener" }, picture)];
    }
    case "voice":
      return [h("audio", { src: url, controls: true, preload: "none", "aria-label": lineOf(row, texts) })];
    case "video":
      return [h("video", { src: url, controls: true, preload: "none", "aria-label": texts.aVideo })];
    case "file":
      return [h("a", { href: url, target: "_blank", rel: "noopener" }, lineOf(row, texts)), ` ${row.size}`];
    default:
      // A place, a card, several messages in one: this page says what it is.
      return [lineOf(row, texts)];
  }
}
