import { type Callbacks, isText, refuse } from "../../core/calls.ts";
import type { Client } from "../../core/client.ts";
import { type Received, toLegacy } from "../messages/index.ts";
import { askPage, queueOf } from "./page.ts";

export interface OldParams extends Callbacks {
  /** The other user, or the group. */
  readonly queue: string;
  /** A message id; nothing: on from the last call. */
  readonly start?: number | string | null | undefined;
  /** Default 20. */
  readonly count?: number;
  readonly isGroup?: boolean;
  /** Messages as they are everywhere else, instead of in the shape that `listen` has for them. Default false. */
  readonly format?: boolean;
}

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
export function openShelf(client: Client): { take(params: OldParams): Promise<object[]> } {
  const places = new Map<string, Place>();

  const placeOf = (queue: string, start: OldParams["start"]): Place => {
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
      // What the old shape has no place for comes as it is.
      return format ? taken : (await taken).map((message) => toLegacy(message)?.payload ?? message);
    },
  };
}
