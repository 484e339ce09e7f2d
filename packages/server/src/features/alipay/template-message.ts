import type { Notice } from "../push/index.ts";
import type { Template } from "./access.ts";
import type { AlipayId } from "./identities.store.ts";

/** Longer ones are refused (USER_KEYWORD_LENGTH_ERROR). */
const MAX_KEYWORD = 50;

/** A notice as the content of `alipay.open.app.mini.templatemessage.send`; times are those of the zone. */
export function templateMessage(
  notice: Notice,
  { to, template, timeZone }: { to: AlipayId; template: Template; timeZone: string },
): Record<string, string> {
  const { title, content, conversation, message } = notice;
  const time = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  const values = { title, content, time: time.format(message.timestamp) };
  const keywords = template.texts.map((text, i) => [`keyword${i + 1}`, { value: keyword(fill(text, values)) }]);
  const type = conversation.kind === "user" ? "singleChat" : "groupChat";
  return {
    [to.kind === "open" ? "to_open_id" : "to_user_id"]: to.id,
    user_template_id: template.id,
    page: fill(template.page, { type, id: encodeURIComponent(conversation.target) }),
    data: JSON.stringify(Object.fromEntries(keywords)),
  };
}

function fill(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** One line, none too long, none empty. */
function keyword(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line === "") return "…";
  if (line.length <= MAX_KEYWORD) return line;
  let short = "";
  // By characters: half an emoji is none.
  for (const character of line) {
    if (short.length + character.length >= MAX_KEYWORD) break;
    short += character;
  }
  return `${short}…`;
}
