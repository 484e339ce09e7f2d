import type { Person } from "../../../people/person.ts";
import type { Stage } from "../../flow.ts";

/** What the SDK shows of a roster event. */
export interface ContactEvent {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly status: string;
}

export const contactsOf = async (person: Person): Promise<string[]> =>
  (await person.call<{ data: string[] }>("getContacts")).data.sort();

/** Two people who have become contacts by inviting and accepting. */
export async function friends(stage: Stage): Promise<{ alice: Person; bob: Person }> {
  const { alice, bob } = { alice: await stage.venue.arrive("alice"), bob: await stage.venue.arrive("bob") };
  await alice.call("addContact", bob.id, "hello");
  await bob.waitFor("onContactInvited");
  await bob.call("acceptContactInvite", alice.id);
  await alice.waitFor("onContactAgreed");
  return { alice, bob };
}

/** What each of these people has seen of contacts since `marks`, when nothing more is to come: somebody's invitation ends it. */
export async function seenBy(
  stage: Stage,
  people: readonly Person[],
  marks: readonly number[] = [],
): Promise<string[][]> {
  const usher = await stage.venue.arrive("usher");
  const ids = new Set(people.map(({ id }) => id));
  for (const id of ids) await usher.call("addContact", id, "that was all");
  return Promise.all(
    people.map(async (person, index) => {
      await person.waitFor<ContactEvent>("onContactInvited", ({ from }) => from === usher.id);
      return person.events.events
        .slice(marks[index] ?? 0)
        .filter(({ name, payload }) => name.startsWith("onContact") && (payload as ContactEvent).from !== usher.id)
        .map(({ name, payload }) => sentence(name, payload as ContactEvent)); // the SDK's shape for all five
    }),
  );
}

const sentence = (name: string, { type, from, to }: ContactEvent): string => `${name} ${type} ${from} ${to}`;

export const marksOf = (people: readonly Person[]): number[] => people.map(({ events }) => events.mark());
