import type { ConsoleMessage } from "@rondo/protocol/console";
import { type Entry, type MessageKind, parseTimeline } from "../../timeline/index.ts";
import { toRestMessage } from "../messages/index.ts";

const chatTypes = { user: "chat", conversation: "chat", group: "group", room: "room", thread: "thread" } as const;

/** A message as the console shows it: what REST would say of it, taken apart. */
export function toConsoleMessage(entry: Entry): ConsoleMessage {
  const { from, to, payload } = toRestMessage(entry.meta);
  // Written by `toRestMessage`.
  const { ext, bodies } = JSON.parse(payload) as { ext: Record<string, unknown>; bodies: Record<string, unknown>[] };
  const [body = {}] = bodies;
  return {
    id: entry.id,
    chatType: chatTypes[parseTimeline(entry.timeline).type],
    from,
    to,
    // Nothing else is read from the log here.
    type: entry.kind as MessageKind,
    at: entry.at,
    text: textIn(body),
    body,
    ext,
    edits: entry.edits,
    audience: audienceOf(entry.audience),
  };
}

function textIn(body: Record<string, unknown>): string {
  const { msg, filename, addr, action, customEvent } = body;
  const found = [msg, filename, addr, action, customEvent].find((text) => typeof text === "string" && text !== "");
  return typeof found === "string" ? found : "";
}

/** Those it was directed to. One that was kept from some is for everybody, as far as this page is concerned. */
function audienceOf(audience: string | undefined): string[] | null {
  if (audience === undefined || audience.startsWith("!")) return null;
  return audience.split(",").filter((user) => user !== "");
}
