import { type Entry, messageKinds, type Timelines, threadTimeline } from "../../timeline/index.ts";
import { toRestMessage } from "../messages/index.ts";

const shownKinds = messageKinds.filter((kind) => kind !== "cmd");

/** The newest message of a thread that everybody in it sees; undefined: none. */
export async function lastMessageOf(
  timelines: Pick<Timelines, "history">,
  app: string,
  id: string,
): Promise<Entry | undefined> {
  const [newest] = await timelines.history({
    timeline: threadTimeline(app, id),
    // No user has this name: what is addressed to some is left out.
    user: "",
    from: undefined,
    oldestFirst: false,
    limit: 1,
    kinds: shownKinds,
    sender: undefined,
    startAt: undefined,
    endAt: undefined,
  });
  return newest;
}

/** Here, and nowhere else, the payload is an object; `{}`: there is none (SDK REST contract, THR-12). */
export function toLastMessage(entry: Entry | undefined): Record<string, unknown> {
  if (entry === undefined) return {};
  const { payload, ...message } = toRestMessage(entry.meta);
  return { ...message, payload: JSON.parse(payload) };
}
