/** Many people change one group at the same time; in the end everybody's view is the record. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { AppError } from "../../kernel/errors.ts";
import { dice } from "../../kernel/testing/dice.ts";
import { device } from "../messages/chat.fixture.ts";
import { openWorld, type World } from "./groups.fixture.ts";

/** The fewer they are the more often two acts are about the same of them. */
const STORIES = [
  { seed: 1, count: 50 },
  { seed: 2, count: 50 },
  { seed: 3, count: 50 },
  { seed: 4, count: 4 },
  { seed: 5, count: 4 },
  { seed: 6, count: 2 },
];
const ROUNDS = 20;
const AT_ONCE = 10;
/** Of each of those who act at once, one after the other. */
const ACTS = 3;
/** Acts are done on phones, which are not told of what they did. */
const watcher = device("keeper", "pad");

let world: World;
afterEach(() => {
  vi.restoreAllMocks();
  return world.close();
});

/** What one of them tries. Much of it is refused: that is part of the story. */
function act(id: string, people: readonly string[], roll: (below: number) => number): Promise<unknown> {
  const actor = people[roll(people.length)] ?? "";
  const target = people[roll(people.length)] ?? "";
  const params = { id };
  const moderator = ["keeper", actor][roll(2)] ?? "keeper";
  switch (roll(9)) {
    case 0:
    case 1:
      return world.call(actor, "applyToGroup", { params, body: { message: "" } });
    case 2:
      return world.call(actor, "leaveGroup", { params });
    case 3:
      return world.call(moderator, "removeGroupMembers", { params: { id, names: target } });
    case 4:
      return world.call(moderator, "inviteToGroup", { params, body: { usernames: [target, actor] } });
    case 5:
      return world.call(moderator, "addGroupAdmin", { params, body: { newadmin: target } });
    case 6:
      return world.call(moderator, "removeGroupAdmin", { params: { id, name: target } });
    case 7:
      return world.call(moderator, "muteGroupMembers", {
        params,
        body: { usernames: [target], mute_duration: 60_000 },
      });
    default:
      return world.call(moderator, "unmuteGroupMembers", { params: { id, names: target } });
  }
}

/** Who a client believes to be in the group, having followed the events from the beginning. */
function follow(members: Set<string>, events: Awaited<ReturnType<World["told"]>>): void {
  for (const { op, from, members: several } of events) {
    if (op === "PRESENCE") for (const user of several ?? [from]) members.add(user);
    if (op === "ABSENCE") for (const user of several ?? [from]) members.delete(user);
  }
}

/** Holds back what the first change of a group tells of until `release`; what comes after it is not held. */
function holdNextEvent(chat: World["chat"]): { held: Promise<void>; release(): void } {
  const append = chat.timelines.append.bind(chat.timelines);
  const released = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  vi.spyOn(chat.timelines, "append").mockImplementationOnce(async (draft) => {
    held.resolve();
    await released.promise;
    return append(draft);
  });
  return { held: held.promise, release: released.resolve };
}

describe("somebody who comes and goes at once", () => {
  it("[GR25] is told of as coming and going, in that order", async () => {
    world = await openWorld(["keeper", "guest"]);
    const { chat } = world;
    const open = { public: true, approval: false };
    const [id, elsewhere] = [await world.create("keeper", open), await world.create("keeper", open)];
    const joining = (group: string) =>
      world.call("guest", "applyToGroup", { params: { id: group }, body: { message: "" } });
    const leaving = (group: string) => world.call("guest", "leaveGroup", { params: { id: group } });
    await joining(elsewhere);
    await world.told(watcher);

    const event = holdNextEvent(chat);
    const coming = joining(id);
    await event.held;
    // The record has it, and nobody has been told yet: what changes the same group now waits, another group does not.
    expect(await chat.muc.isMember(chat.app, id, "guest")).toBe(true);
    const going = leaving(id);
    await leaving(elsewhere);
    expect(await chat.muc.isMember(chat.app, id, "guest")).toBe(true);
    event.release();
    await Promise.all([coming, going]);

    // The other group first.
    const seen = await world.told(watcher);
    expect(seen.map(({ op }) => op)).toEqual(["ABSENCE", "PRESENCE", "ABSENCE"]);
  });
});

describe("people who change a group at the same time", () => {
  it.each(STORIES)(
    "[GR25] end with one record and one view of it ($count people, seed $seed)",
    async ({ seed, count }) => {
      const people = Array.from({ length: count }, (_, i) => `user${i}`);
      world = await openWorld(["keeper", ...people]);
      const roll = dice(seed);
      const id = await world.create("keeper", { public: true, approval: false });
      await world.settle();
      await world.told(watcher);
      const view = new Set(["keeper"]);
      let done = 0;
      const busy = async (): Promise<void> => {
        for (let i = 0; i < ACTS; i++) {
          try {
            await act(id, people, roll);
            done++;
          } catch (error) {
            // Refusals have a code; anything else is a fault of ours.
            if (!(error instanceof AppError)) throw error;
          }
        }
      };
      for (let round = 0; round < ROUNDS; round++) {
        await Promise.all(Array.from({ length: AT_ONCE }, busy));
        follow(view, await world.told(watcher));
        expect([...view].sort()).toEqual(await world.members(id));
      }
      expect(done).toBeGreaterThan(ROUNDS);

      const { chat } = world;
      const members = await chat.muc.members(chat.app, id);
      const names = members.map(({ username }) => username);
      expect(new Set(names).size).toBe(names.length);
      expect(members.filter(({ role }) => role === "owner").map(({ username }) => username)).toEqual(["keeper"]);
      expect((await chat.muc.find(chat.app, id))?.memberCount).toBe(names.length);
      const fresh = await (await chat.freshMuc()).members(chat.app, id);
      const byName = (list: typeof members) => [...list].sort((a, b) => (a.username < b.username ? -1 : 1));
      expect(byName(fresh)).toEqual(byName(members));
      const receiving = await Promise.all(
        ["keeper", ...people].map(async (user) =>
          (await chat.timelines.memberships(chat.app, user)).includes(`${chat.app}/g/${id}`) ? [user] : [],
        ),
      );
      expect(receiving.flat().sort()).toEqual([...names].sort());
    },
  );
});
