import { describe, expect, it } from "vitest";
import type { Entry } from "../timeline.ts";
import { APP, between, HOUR_MS, own, type StoreUnderTest, textOf, World } from "./world.ts";

const ab = between("alice", "bob");

async function conversation(store: StoreUnderTest): Promise<{ world: World; entries: Entry[] }> {
  const world = await World.open(store);
  const entries: Entry[] = [];
  for (let i = 0; i < 6; i++) {
    entries.push(await world.say(i % 2 === 0 ? "alice" : "bob", i % 2 === 0 ? "bob" : "alice", `m${i}`));
    world.clock.advance(HOUR_MS);
  }
  return { world, entries };
}

export function historyContract(store: () => StoreUnderTest): void {
  describe("history", () => {
    it("[TL12] pages in both directions from an exclusive position", async () => {
      const { world, entries } = await conversation(store());
      const from = (index: number) => entries[index]?.id;
      expect(await world.history(ab, "bob", { oldestFirst: false, limit: 2 })).toEqual(["m5", "m4"]);
      expect(await world.history(ab, "bob", { oldestFirst: false, limit: 2, from: from(4) })).toEqual(["m3", "m2"]);
      expect(await world.history(ab, "bob", { oldestFirst: false, from: from(0) })).toEqual([]);
      expect(await world.history(ab, "bob", { limit: 2 })).toEqual(["m0", "m1"]);
      expect(await world.history(ab, "bob", { limit: 3, from: from(1) })).toEqual(["m2", "m3", "m4"]);
      expect(await world.history(ab, "bob", { from: from(5) })).toEqual([]);
    });

    it("[TL12] filters by kind, sender and inclusive times, together", async () => {
      const { world, entries } = await conversation(store());
      await world.say("alice", "bob", "picture", { kind: "img" });
      const at = (index: number) => entries[index]?.at;
      expect(await world.history(ab, "bob", { kinds: ["img", "video"] })).toEqual(["picture"]);
      expect(await world.history(ab, "bob", { sender: "bob" })).toEqual(["m1", "m3", "m5"]);
      const range = { startAt: at(1), endAt: at(4) };
      expect(await world.history(ab, "bob", range)).toEqual(["m1", "m2", "m3", "m4"]);
      expect(await world.history(ab, "bob", { ...range, oldestFirst: false, limit: 2 })).toEqual(["m4", "m3"]);
      expect(await world.history(ab, "bob", { ...range, sender: "alice", from: entries[2]?.id })).toEqual(["m4"]);
      expect(await world.history(ab, "bob", { startAt: 0, endAt: 1 })).toEqual([]);
    });

    it("[TL12] finds a message by its own time even when the clock moves on while it is taken", async () => {
      const { world } = await conversation(store());
      world.clock.ticks = true;
      const message = await world.say("alice", "bob", "just then");
      world.clock.ticks = false;
      expect(await world.history(ab, "bob", { startAt: message.at, endAt: message.at })).toEqual(["just then"]);
    });

    it("[TL12] has messages only, and none that were addressed to others", async () => {
      const { world, entries } = await conversation(store());
      await world.timelines.append(world.about(entries[0] as Entry, "read", { sender: "bob" }));
      await world.say("alice", "bob", "only bob", { audience: "bob" });
      expect((await world.history(ab, "bob")).at(-1)).toBe("only bob");
      expect((await world.history(ab, "alice")).at(-1)).toBe("only bob");
      await world.say("alice", "bob", "only alice", { audience: "alice" });
      expect((await world.history(ab, "bob")).at(-1)).toBe("only bob");
      expect((await world.history(ab, "alice")).at(-1)).toBe("only alice");
    });

    it("[TL11] finds by id only what its asker has a view of", async () => {
      const { world, entries } = await conversation(store());
      const found = async (user: string, ...ids: string[]) =>
        (await world.timelines.findVisible({ app: APP, user, ids })).map(textOf);
      const ids = entries.map(({ id }) => id);
      const other = await world.say("alice", "carol", "elsewhere");
      const secret = await world.say("alice", "bob", "only alice", { audience: "alice" });
      expect(await found("bob", ...ids, other.id, secret.id, "4711")).toEqual(["m5", "m4", "m3", "m2", "m1", "m0"]);
      expect(await found("alice", secret.id, other.id)).toEqual(["only alice", "elsewhere"]);
      expect(await found("eve", ...ids)).toEqual([]);
      expect(await world.timelines.findVisible({ app: "acme#other", user: "bob", ids })).toEqual([]);
      await world.timelines.hideBefore({ app: APP, user: "bob", timeline: ab, at: (entries[1] as Entry).at });
      await world.timelines.hide({ app: APP, user: "bob", timeline: ab, ids: [ids[3] as string] });
      await world.recall(entries[4] as Entry);
      const receipt = await world.timelines.append(world.about(entries[5] as Entry, "read", { sender: "bob" }));
      if (receipt.outcome !== "appended") throw new Error("the receipt was not stored");
      expect(await found("bob", ...ids, receipt.entry.id)).toEqual(["m5", "m2"]);
      await world.timelines.forgetUser(APP, "bob");
      expect(await found("bob", ...ids)).toEqual([]);
      expect(await found("alice", ids[0] as string)).toEqual(["m0"]);
    });

    it("[TL12] is a log in the order of acceptance, read on from where one was", async () => {
      const { world, entries } = await conversation(store());
      await world.timelines.append(world.about(entries[0] as Entry, "read", { sender: "bob" }));
      await world.recall(entries[1] as Entry);
      await world.say("carol", "dave", "elsewhere");
      const seen: string[] = [];
      let pages = 0;
      for (let after: string | undefined = "0"; after !== undefined; pages++) {
        const page = await world.timelines.log({ after, limit: 2, kinds: ["txt", "recall"] });
        seen.push(...page.entries.map((entry) => (entry.kind === "recall" ? `recall ${entry.ref}` : textOf(entry))));
        after = page.upTo;
      }
      expect(seen).toEqual(["m0", "m2", "m3", "m4", "m5", `recall ${entries[1]?.id}`, "elsewhere"]);
      // Of nine entries one is removed; the page behind the last says that there is no more.
      expect(pages).toBe(5);
    });

    it("[TL11] what a user hides is gone for that user only", async () => {
      const { world, entries } = await conversation(store());
      const ids = [entries[1], entries[3]].map((entry) => (entry as Entry).id);
      await world.timelines.hide({ app: APP, user: "bob", timeline: ab, ids: [...ids, "12345", ids[0] as string] });
      await world.timelines.hide({ app: APP, user: "bob", timeline: ab, ids });
      expect(await world.history(ab, "bob")).toEqual(["m0", "m2", "m4", "m5"]);
      expect(await world.history(ab, "alice")).toHaveLength(6);
      expect(await world.timelines.countUnread({ timeline: ab, user: "alice", after: "0" })).toBe(3);
      await world.timelines.hide({ app: APP, user: "alice", timeline: ab, ids });
      expect(await world.timelines.countUnread({ timeline: ab, user: "alice", after: "0" })).toBe(1);
    });

    it("[TL11] hides everything up to a time, included, and nothing that comes later", async () => {
      const { world, entries } = await conversation(store());
      const hideBefore = (at: number) => world.timelines.hideBefore({ app: APP, user: "bob", timeline: ab, at });
      await hideBefore((entries[2] as Entry).at);
      expect(await world.history(ab, "bob")).toEqual(["m3", "m4", "m5"]);
      await hideBefore((entries[0] as Entry).at);
      expect(await world.history(ab, "bob")).toEqual(["m3", "m4", "m5"]);
      expect(await world.timelines.countUnread({ timeline: ab, user: "bob", after: "0" })).toBe(1);
      await hideBefore(world.clock.now() + 24 * HOUR_MS);
      await world.say("alice", "bob", "later");
      expect(await world.history(ab, "bob")).toEqual(["later"]);
      expect(await world.history(ab, "alice")).toHaveLength(7);
    });

    it("[TL11] hides all of a user's conversations at once", async () => {
      const { world } = await conversation(store());
      await world.say("carol", "bob", "hi");
      await world.timelines.hideBefore({ app: APP, user: "bob", timeline: undefined, at: world.clock.now() });
      expect(await world.history(ab, "bob")).toEqual([]);
      expect(await world.history(between("bob", "carol"), "bob")).toEqual([]);
      expect(await world.history(between("bob", "carol"), "carol")).toEqual(["hi"]);
    });

    it("[TL12] the unread ones are messages of others after a position, without commands", async () => {
      const { world, entries } = await conversation(store());
      await world.say("alice", "bob", "command", { kind: "cmd" });
      await world.timelines.append(world.about(entries[0] as Entry, "read", { sender: "alice" }));
      const unread = (after: string) => world.timelines.countUnread({ timeline: ab, user: "bob", after });
      expect(await unread("0")).toBe(3);
      expect(await unread((entries[2] as Entry).id)).toBe(1);
      await world.recall(entries[4] as Entry);
      expect(await unread("0")).toBe(2);
    });

    it("finds receipts about messages, but not those of one sender", async () => {
      const { world, entries } = await conversation(store());
      const [m0, , m2, , m4] = entries as [Entry, Entry, Entry, Entry, Entry];
      await world.timelines.append(world.about(m0, "read", { sender: "bob" }));
      await world.timelines.append(world.about(m2, "delivered", { sender: "bob" }));
      await world.timelines.append(world.about(m4, "read", { sender: "alice" }));
      const ids = entries.map(({ id }) => id);
      const refs = (kind: "read" | "delivered") =>
        world.timelines.refs({ timeline: ab, kind, ids, exceptSender: "alice" });
      expect(await refs("read")).toEqual(new Set([m0.id]));
      expect(await refs("delivered")).toEqual(new Set([m2.id]));
      expect(await world.timelines.refs({ timeline: ab, kind: "read", ids: [], exceptSender: "alice" })).toEqual(
        new Set(),
      );
    });
  });

  describe("a user's conversations", () => {
    const recent = async (world: World, more: object = {}) => {
      const query = { app: APP, user: "bob", after: undefined, includeEmpty: false, limit: 10, ...more };
      const items = await world.timelines.recent(query);
      return items.map(({ timeline, newest }) => ({ timeline, text: newest && textOf(newest) }));
    };

    it("[TL15] are listed by the newest message the user can see, page by page", async () => {
      const world = await World.open(store());
      for (const peer of ["alice", "carol", "dave", "alice"]) await world.say(peer, "bob", `from ${peer}`);
      await world.say("carol", "bob", "command", { kind: "cmd" });
      const all = [
        { timeline: ab, text: "from alice" },
        { timeline: between("bob", "dave"), text: "from dave" },
        { timeline: between("bob", "carol"), text: "from carol" },
      ];
      expect(await recent(world)).toEqual(all);
      const first = await world.timelines.recent({
        app: APP,
        user: "bob",
        after: undefined,
        includeEmpty: false,
        limit: 2,
      });
      const after = { newest: first[1]?.newest?.id, timeline: first[1]?.timeline };
      expect(await recent(world, { after, limit: 2 })).toEqual(all.slice(2));
    });

    it("[TL15] follow what the user hides; empty ones come last, or not at all", async () => {
      const world = await World.open(store());
      for (const peer of ["alice", "carol", "dave", "eve"]) await world.say(peer, "bob", `from ${peer}`);
      const last = await world.say("dave", "bob", "secret");
      await world.timelines.hide({ app: APP, user: "bob", timeline: last.timeline, ids: [last.id] });
      for (const peer of ["alice", "eve"]) {
        const timeline = between("bob", peer);
        await world.timelines.hideBefore({ app: APP, user: "bob", timeline, at: world.clock.now() });
      }
      await world.say("bob", "bob", "event", { kind: "event", timeline: own("bob"), members: ["bob"] });
      const visible = [
        { timeline: between("bob", "dave"), text: "from dave" },
        { timeline: between("bob", "carol"), text: "from carol" },
      ];
      const empty = [ab, between("bob", "eve")].map((timeline) => ({ timeline, text: undefined }));
      expect(await recent(world)).toEqual(visible);
      expect(await recent(world, { includeEmpty: true })).toEqual([...visible, ...empty]);
      const after = { newest: "0", timeline: ab };
      expect(await recent(world, { includeEmpty: true, after })).toEqual(empty.slice(1));
    });

    it("[TL15] include the one with oneself", async () => {
      const world = await World.open(store());
      await world.say("bob", "bob", "note");
      expect(await recent(world)).toEqual([{ timeline: own("bob"), text: "note" }]);
    });
  });
}
