import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorld, type World } from "./contacts.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const NAMES = ["alice", "bob", "carol"] as const;
type Name = (typeof NAMES)[number];

/** What one user may do to another, as calls with the user's phone. */
const deeds = {
  invite: (a: Name, b: Name) => world.as(a, "POST", `/users/${a}/contacts/apply`, { usernames: [b] }),
  accept: (a: Name, b: Name) => world.as(a, "POST", `/users/${a}/contacts/accept/users/${b}`),
  decline: (a: Name, b: Name) => world.as(a, "POST", `/users/${a}/contacts/decline/users/${b}`),
  remove: (a: Name, b: Name) => world.as(a, "DELETE", `/users/${a}/contacts/users/${b}`),
  block: (a: Name, b: Name) => world.as(a, "POST", `/sdk/user/${a}/blocks`, { usernames: [b] }),
  unblock: (a: Name, b: Name) => world.as(a, "DELETE", `/sdk/user/${a}/blocks`, { usernames: [b] }),
  befriend: (a: Name, b: Name) => world.admin("POST", `/users/${a}/contacts/users/${b}`),
};

type What = keyof typeof deeds;
const everything: readonly What[] = ["invite", "accept", "decline", "remove", "block", "unblock", "befriend"];
/** What meets most often: relations that come about, and end, at the same moment. */
const usual: readonly What[] = ["invite", "accept", "remove"];
const couple: ReadonlyArray<readonly [Name, Name]> = [
  ["alice", "bob"],
  ["bob", "alice"],
];
const anybody = NAMES.flatMap((a) => NAMES.filter((b) => b !== a).map((b) => [a, b] as const));

const deed = fc.record({
  what: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...everything) },
  ),
  pair: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...couple) },
    { weight: 1, arbitrary: fc.constantFrom(...anybody) },
  ),
});
/** Deeds of one inner list are done at the same time. */
const story = fc.array(fc.array(deed, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 });

describe("users who invite, accept, decline, remove and block each other at the same time", () => {
  it("[CT14] are on each other's lists or neither is, and the events say the same", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(story, async (moments) => {
        await world.people(NAMES, { maxContacts: 10 });
        const told = new Map<Name, Set<string>>(NAMES.map((name) => [name, new Set()]));
        for (const name of NAMES) await world.openDevice(name, "tablet");
        for (const moment of moments) {
          const answers = await Promise.all(moment.map(({ what, pair: [a, b] }) => deeds[what](a, b)));
          for (const { status } of answers) expect([200, 403]).toContain(status);
          const lists = await Promise.all(NAMES.map(listOf));
          for (const [index, name] of NAMES.entries()) {
            for (const friend of lists[index] ?? []) {
              expect(lists[NAMES.indexOf(friend)], `${friend} and ${name}`).toContain(name);
            }
            expect([...(await follow(name, told))].sort(), `what ${name} was told`).toEqual(lists[index]);
          }
        }
      }),
      { numRuns: 12 },
    );
  });

  it("[CT14] who accepts while the other removes ends as the last event says", { timeout: 120_000 }, async () => {
    await world.people(NAMES);
    const told = new Map<Name, Set<string>>(NAMES.map((name) => [name, new Set()]));
    for (const name of NAMES) await world.openDevice(name, "tablet");
    for (let round = 0; round < 12; round++) {
      await deeds.invite("alice", "bob");
      // The second goes in while the first is being carried out.
      await Promise.all([deeds.accept("bob", "alice"), deeds.remove("alice", "bob"), deeds.remove("bob", "alice")]);
      for (const name of NAMES) expect([...(await follow(name, told))], `round ${round}`).toEqual(await listOf(name));
    }
  });

  it("[CT8] [CT14] never have more contacts than allowed", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(story, async (moments) => {
        await world.people(NAMES, { maxContacts: 1 });
        for (const moment of moments) {
          await Promise.all(moment.map(({ what, pair: [a, b] }) => deeds[what](a, b)));
          for (const name of NAMES) expect((await listOf(name)).length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 6 },
    );
  });
});

async function listOf(name: Name): Promise<Name[]> {
  return (await world.as(name, "GET", `/users/${name}/contacts/users`)).body.data;
}

/** The list as a device keeps it that only listens to events. */
async function follow(name: Name, told: Map<Name, Set<string>>): Promise<Set<string>> {
  const known = told.get(name) ?? new Set();
  for (const { operation, from = "", to } of await world.seen(name, "tablet")) {
    if (operation === "ACCEPT" || operation === "REMOTE_ACCEPT") known.add(from);
    if (operation === "REMOVE") known.delete(from === name ? (to[0] ?? "") : from);
  }
  return known;
}
