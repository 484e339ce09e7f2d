import { parseTimeline } from "../../timeline/index.ts";
import { type MucStates, mucKey } from "./states.ts";

/** Who receives what is committed to the timelines of groups and rooms; asked by the gateway on every message. */
export class MucAudiences {
  private readonly states: MucStates;

  constructor(states: MucStates) {
    this.states = states;
  }

  /** The same array for as long as nobody comes or goes; undefined: not in memory. */
  of(timeline: string): readonly string[] | undefined {
    return this.states.peek(keyOf(timeline))?.audience;
  }

  /** Nobody, when the group or room is gone. */
  async load(timeline: string): Promise<readonly string[]> {
    return (await this.states.load(keyOf(timeline)))?.audience ?? [];
  }
}

/** @throws RangeError for a timeline that belongs to no group or room. */
function keyOf(timeline: string): string {
  const parsed = parseTimeline(timeline);
  if (parsed.type === "user" || parsed.type === "conversation") throw new RangeError(`no group or room: ${timeline}`);
  return mucKey(parsed.app, parsed.id);
}
