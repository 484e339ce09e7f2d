import { isId } from "../../../kernel/ids.ts";
import { type Entry, messageKinds, parseTimeline, type Timelines } from "../../../timeline/index.ts";
import type { Target } from "../../messages/index.ts";

export interface Original {
  readonly message: Entry;
  /** Where its sender sent it. */
  readonly to: Target;
}

/** A message of the application by its id alone, wherever it is. */
export async function findOriginal(timelines: Timelines, app: string, id: string): Promise<Original | undefined> {
  if (!isId(id) || id === "0") return undefined;
  const after = String(BigInt(id) - 1n);
  const { entries } = await timelines.log({ after, limit: 1, kinds: messageKinds });
  const [message] = entries;
  if (message?.id !== id) return undefined;
  const parsed = parseTimeline(message.timeline);
  return parsed.app === app ? { message, to: targetOf(message) } : undefined;
}

function targetOf({ timeline, sender }: Entry): Target {
  const parsed = parseTimeline(timeline);
  switch (parsed.type) {
    case "user":
      return { type: "user", user: parsed.user, resource: undefined };
    case "conversation": {
      const [first, second] = parsed.users;
      return { type: "user", user: first === sender ? second : first, resource: undefined };
    }
    default:
      return { type: parsed.type, id: parsed.id };
  }
}
