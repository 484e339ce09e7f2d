import { describe, expect, it } from "vitest";
import { conversationTimeline } from "../keys.ts";
import { APP, between, device, HOUR_MS, own, type StoreUnderTest, stored, textOf, World } from "./world.ts";

const ab = between("alice", "bob");
const bob = device("bob");

/** How many entries went, in as many steps as it takes. */
async function expire(world: World, app = APP, before = world.clock.now()): Promise<{ ids: string[]; steps: number }> {
  const ids: string[] = [];
  for (let steps = 1; ; steps++) {
    const step = await world.timelines.expire(app, before);
    ids.push(...step.removed.map(({ id }) => id));
    if (step.isDone) return { ids, steps };
  }
}

export function retentionContract(store: () => StoreUnderTest): void {
  describe("retention", () => {
    it("[TL17] messages before a time, and what speaks of them, are gone from every view; younger ones stay", async () => {
      const world = await World.open(store());
      const { timelines, clock } = world;
      await timelines.openDevice(bob);
      const old = await world.say("alice", "bob", "old");
      const read = stored(await timelines.append(world.about(old, "read", { sender: "bob" })));
      await timelines.hide({ app: APP, user: "alice", timeline: ab, ids: [old.id] });
      clock.advance(HOUR_MS);
      const before = clock.now();
      const young = await world.say("alice", "bob", "young");

      expect((await expire(world, APP, before)).ids).toEqual([old.id, read.id]);
      expect(await timelines.find(ab, old.id)).toBeUndefined();
      expect(await world.history(ab, "bob")).toEqual(["young"]);
      expect(await timelines.findVisible({ app: APP, user: "bob", ids: [old.id, young.id] })).toHaveLength(1);
      expect(await timelines.countUnread({ timeline: ab, user: "bob", after: "0" })).toBe(1);
      const query = { timeline: ab, kind: "read", ids: [old.id], exceptSender: "alice" } as const;
      expect(await timelines.refs(query)).toEqual(new Set());
      expect(await store().committed(ab)).toEqual([young.id]);
      expect(await world.receive(bob)).toEqual(["young"]);
    });

    it("[TL17] a conversation of which nothing is left is listed as one without messages", async () => {
      const world = await World.open(store());
      await world.say("alice", "bob", "old");
      world.clock.advance(1);
      await expire(world);
      const query = { app: APP, user: "alice", after: undefined, limit: 10 };
      expect(await world.timelines.recent({ ...query, includeEmpty: false })).toEqual([]);
      expect(await world.timelines.recent({ ...query, includeEmpty: true })).toEqual([
        { timeline: ab, newest: undefined },
      ]);
    });

    it("[TL17] what other applications have stays, and so do events", async () => {
      const world = await World.open(store());
      // Its key begins like the other's.
      const elsewhere = conversationTimeline(`${APP}s`, "alice", "bob");
      await world.say("alice", "bob", "of another", { app: `${APP}s`, timeline: elsewhere });
      await world.say("alice", "bob", "event", { timeline: own("bob"), members: ["bob"], kind: "event" });
      world.clock.advance(1);
      expect(await expire(world)).toEqual({ ids: [], steps: 1 });
      expect(await world.session(bob)).toEqual(["event"]);
      expect(await world.history(elsewhere, "bob")).toEqual(["of another"]);
      expect((await expire(world, `${APP}s`)).ids).toHaveLength(1);
      expect(await world.history(elsewhere, "bob")).toEqual([]);
    });

    it("[TL17] goes step by step, on behind what was done before, over a restart; each entry once", async () => {
      const world = await World.open(store());
      const said = await Promise.all(Array.from({ length: 1203 }, (_, i) => world.say("alice", "bob", `m${i}`)));
      world.clock.advance(1);
      const first = await world.timelines.expire(APP, world.clock.now());
      expect(first.isDone).toBe(false);
      await world.restart();
      const rest = await expire(world);
      expect(rest.steps).toBeGreaterThan(1);
      expect(new Set(first.removed.map(({ timeline }) => timeline))).toEqual(new Set([ab]));
      expect([...first.removed.map(({ id }) => id), ...rest.ids]).toEqual(said.map(({ id }) => id));
      expect(await store().committed(ab)).toEqual([]);
      await world.say("alice", "bob", "later");
      world.clock.advance(1);
      expect((await expire(world)).ids).toHaveLength(1);
    });

    it("[TL17][TL4] a resend of a message that is gone is still recognised", async () => {
      const world = await World.open(store());
      const once = { clientId: "c", content: Buffer.from("said") };
      const { id } = await world.say("alice", "bob", "said", { once });
      world.clock.advance(1);
      await expire(world);
      await world.restart();
      const again = await world.timelines.append(world.draft("alice", "bob", "said", { once }));
      expect(again).toMatchObject({ outcome: "duplicate", id });
      expect(await world.history(ab, "bob")).toEqual([]);
    });

    it("[TL17] one that is recalled at the same moment is gone once", async () => {
      const world = await World.open(store());
      const message = await world.say("alice", "bob", "old");
      world.clock.advance(1);
      const before = world.clock.now();
      const [recalled] = await Promise.all([world.recall(message), expire(world, APP, before)]);
      expect(recalled.outcome).toBe("appended");
      expect((await world.timelines.history(wholeOf(ab))).map(textOf)).toEqual([]);
    });

    it("[TL18] a device skips in all conversations what was accepted before a time, and nothing else", async () => {
      const world = await World.open(store());
      await world.timelines.openDevice(device("bob", "tablet"));
      await world.say("alice", "bob", "old");
      await world.say("carol", "bob", "old, too");
      world.clock.advance(HOUR_MS);
      const at = world.clock.now();
      await world.say("alice", "bob", "young");
      await world.timelines.openDevice(bob);
      await world.timelines.skipBefore(bob, at);
      expect(await world.receive(bob)).toEqual(["young"]);
      expect(await world.receive(device("bob", "tablet"))).toEqual(["old", "young", "old, too"]);
      expect(await world.history(ab, "bob")).toEqual(["old", "young"]);
    });

    it("[TL18][TL9] does not move a device back", async () => {
      const world = await World.open(store());
      await world.timelines.openDevice(bob);
      world.clock.advance(HOUR_MS);
      const one = await world.say("alice", "bob", "one");
      await world.timelines.moveCursor(bob, ab, one.id);
      await world.timelines.skipBefore(bob, world.clock.now() - HOUR_MS / 2);
      expect(await world.timelines.cursor(bob, ab)).toBe(one.id);
      await world.timelines.skipBefore(bob, 0);
      expect(await world.receive(bob)).toEqual([]);
    });
  });
}

function wholeOf(timeline: string) {
  const all = { from: undefined, oldestFirst: true, limit: 100, kinds: undefined, sender: undefined };
  return { timeline, user: "bob", ...all, startAt: undefined, endAt: undefined };
}
