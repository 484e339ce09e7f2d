import { isText, refuse } from "../../core/calls.ts";
import type { Client } from "../../core/client.ts";
import type { MessageBody } from "../../types/messages.ts";
import type { OldHistoryParams } from "../../types/methods.ts";
import { type Received, toLegacy } from "../messages/index.ts";
import { askPage, queueOf } from "./page.ts";

/** What was fetched of one conversation and not yet given out. */
interface Place {
  readonly user: string;
  /** Newest first. */
  readonly messages: Received[];
  next: number | string;
  isLast: boolean;
  /** Settles when the call before is done: two at a time would fetch the same page twice. */
  turn: Promise<unknown>;
}

/** How many conversations are remembered; the one that was opened first is forgotten first. */
const MAX_PLACES = 100;
/** A server that answers empty pages for ever does not keep us asking. */
const MAX_EMPTY_PAGES = 5;

/** The memory behind `fetchHistoryMessages`, whose callers ask for "more" without saying after what. */
export function openShelf(client: Client): { take(params: OldHistoryParams): Promise<MessageBody[]> } {
  const places = new Map<string, Place>();

  const placeOf = (queue: string, start: OldHistoryParams["start"]): Place => {
    const user = client.identity?.user || "";
    const known = places.get(queue);
    // Another user's messages are none of this one's business.
    if (known && known.user === user && !start) return known;
    const place: Place = { user, messages: [], next: start || -1, isLast: false, turn: Promise.resolve() };
    places.delete(queue);
    places.set(queue, place);
    for (const oldest of Array.from(places.keys()).slice(0, Math.max(0, places.size - MAX_PLACES)))
      places.delete(oldest);
    return place;
  };

  const takeFrom = async (place: Place, queue: string, wanted: number): Promise<Received[]> => {
    let empty = 0;
    while (place.messages.length < wanted && !place.isLast && empty < MAX_EMPTY_PAGES) {
      const page = await askPage(client, { queue, start: place.next, end: -1 });
      place.messages.push(...page.messages);
      place.isLast = page.isLast === true || page.cursor === undefined;
      if (page.cursor !== undefined) place.next = page.cursor;
      empty = page.messages.length > 0 ? 0 : empty + 1;
    }
    return place.messages.splice(0, wanted).reverse();
  };

  return {
    async take(params) {
      const { queue, start, count, isGroup = false, format } = params || {};
      if (!isText(queue)) refuse('Invalid parameter: "specified"');
      const wanted = Number(count) > 0 ? Number(count) : 20;
      const address = queueOf(queue, isGroup);
      const place = placeOf(address, start);
      const run = (): Promise<Received[]> => takeFrom(place, address, wanted);
      const taken = place.turn.then(run, run);
      place.turn = taken;
      const messages = await taken;
      // What the old shape has no place for comes as it is. The public type is that of the new shape, as it always was.
      const given = format ? messages : messages.map((message) => toLegacy(message) || message);
      return given as unknown[] as MessageBody[];
    },
  };
}
