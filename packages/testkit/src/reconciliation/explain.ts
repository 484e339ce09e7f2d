import { expect } from "vitest";
import type { Person } from "../people/person.ts";
import type { Admin } from "../server/admin.ts";

/** What a client shows of something, in parts. */
export type View = Readonly<Record<string, unknown>>;

/** A part of a view of which an event says only that it has changed: whoever shows it has to ask for it. */
export const ASK = Symbol("ask");
/** A part that may have changed while nobody could be told. */
export const ASK_AGAIN = Symbol("ask again");

/** An event as handlers get it, read member by member. */
// biome-ignore lint/suspicious/noExplicitAny: what it holds is for the row that tells of it to know
export type Payload = any;

/** One act, and what an observer makes of it. */
export interface Story {
  readonly observer: Person;
  /** Through REST, by calls of the SDK. */
  read(): Promise<View>;
  act(): Promise<unknown>;
  /** The view after an event. The view itself, when the event is about something else. */
  apply(view: View, payload: Payload): View;
  /** Events by which who was away learns of it in place of that one. */
  readonly instead?: Readonly<Record<string, (view: View, payload: Payload) => View>>;
}

/** People who stay for all rows. */
export interface Cast {
  readonly alice: Person;
  /** Alice's other device. */
  readonly tablet: Person;
  readonly bob: Person;
  readonly carol: Person;
  readonly admin: Admin;
  /** Somebody new. */
  arrive(name: string): Promise<Person>;
  /** Somebody's other device. */
  again(person: Person): Promise<Person>;
}

export interface Row {
  /** The name of the event, and the operation where it has several: `onGroupEvent setAdmin`. */
  readonly event: string;
  /** The observer does it over the connection: without one it does not happen. */
  readonly isOwn?: true;
  begin(cast: Cast): Promise<Story>;
}

const PATIENCE_MS = 15_000;

/**
 * Events explain state: what was fetched before and what was told since is what is fetched now. Answers the parts that had
 * to be asked for.
 *
 * `isAway`: the observer has no network while it happens, and comes back.
 */
export async function explain(
  event: string,
  story: Story,
  { isAway }: { isAway: boolean },
): Promise<readonly string[]> {
  const { observer, instead = {} } = story;
  const [name = "", operation] = event.split(" ");
  const before = await story.read();
  const mark = observer.events.mark();
  const handlers = { ...(isAway ? instead : {}), [name]: story.apply };
  const told = () =>
    observer.events.events.slice(mark).reduce((seen, { name: each, payload }) => {
      const apply = handlers[each];
      return apply === undefined ? seen : apply(seen, payload);
    }, before);
  if (isAway) {
    await absent(observer, story.act);
    // First told, then fetched: what a client has fetched it may not tell as news any more.
    await expect.poll(told, { timeout: PATIENCE_MS }).not.toEqual(before);
  } else {
    await story.act();
    const isIt = (payload: Payload) => operation === undefined || payload?.operation === operation;
    await observer.waitFor<Payload>(name, isIt, { after: mark });
  }
  // Who was thrown out of a room while away comes in again before hearing of it, and leaves it then.
  let now = before;
  const fetched = async () => (now = await story.read());
  await expect
    .poll(fetched, { message: "the act has changed what is fetched", timeout: PATIENCE_MS })
    .not.toEqual(before);
  // One act may be told in several events, of which the last is still to come.
  await expect.poll(() => asked(told(), { before, now }), { timeout: PATIENCE_MS }).toEqual(now);
  const parts = Object.entries(told());
  const named = parts.flatMap(([part, value]) => (value === ASK ? [part] : []));
  return parts.some(([, value]) => value === ASK_AGAIN) ? [...named, "what else there is"] : named;
}

async function absent(observer: Person, act: () => Promise<unknown>): Promise<void> {
  const mark = observer.events.mark();
  await observer.seat.goOffline();
  try {
    await act();
  } finally {
    await observer.seat.goOnline();
  }
  await observer.waitFor("onConnected", () => true, { after: mark });
}

/** Takes what has to be asked for from the answer, if that part has changed at all. */
function asked(view: View, { before, now }: { before: View; now: View }): View {
  const parts = Object.entries(view).map(([part, value]) => {
    if (value === ASK_AGAIN) return [part, now[part]];
    if (value !== ASK) return [part, value];
    const hasChanged = JSON.stringify(before[part]) !== JSON.stringify(now[part]);
    return [part, hasChanged ? now[part] : "announced to have changed, and has not"];
  });
  return Object.fromEntries(parts);
}

export const sorted = (values: readonly string[]): string[] => [...new Set(values)].sort();
export const without = (values: unknown, ...gone: readonly string[]): string[] =>
  (values as string[]).filter((value) => !gone.includes(value));
export const withAll = (values: unknown, ...more: readonly string[]): string[] =>
  sorted([...(values as string[]), ...more]);
export const omit = (record: unknown, key: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record as Record<string, unknown>).filter(([name]) => name !== key));
