import type { Clock } from "../../kernel/clock.ts";
import { parseTimeline, type Timelines, type Transients } from "../../timeline/index.ts";
import { conversationNotice } from "./envelope.ts";
import type { EventOrigin } from "./notify.ts";

/** Tells everybody in a conversation, group or room what has happened to it or to a message in it. */
export class ConversationEvents {
  private readonly deps: { timelines: Timelines; transients: Transients; clock: Clock };

  constructor(deps: { timelines: Timelines; transients: Transients; clock: Clock }) {
    this.deps = deps;
  }

  /**
   * A JSON event (MSync 7.3) on all devices of everybody there, one of the origin's excepted; in rooms on those that are
   * connected. `audience` as in entries: who may not see a message is not told of it. Resolves after the commit.
   */
  async tell(
    timeline: string,
    event: { json: unknown; origin: EventOrigin; audience?: string | undefined },
  ): Promise<void> {
    const { timelines, transients, clock } = this.deps;
    const { json, origin, audience } = event;
    const parsed = parseTimeline(timeline);
    const common = {
      timeline,
      kind: "event",
      sender: origin.user,
      resource: origin.resource ?? "",
      ref: undefined,
      audience,
      audienceResource: undefined,
    } as const;
    if (parsed.type === "room") {
      const id = timelines.newId();
      const at = clock.now();
      transients.send({ ...common, id, at, meta: conversationNotice({ json, id, at }) });
      return;
    }
    const members = parsed.type === "user" ? [parsed.user] : parsed.type === "conversation" ? parsed.users : [];
    await timelines.append({
      ...common,
      app: parsed.app,
      members,
      once: undefined,
      effect: undefined,
      encode: (id, at) => conversationNotice({ json, id, at }),
    });
  }
}
