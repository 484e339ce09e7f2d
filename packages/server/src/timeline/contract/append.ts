import { describe, expect, it } from "vitest";
import { compareIds } from "../../kernel/ids.ts";
import type { Appended, Draft, Entry } from "../timeline.ts";
import { between, bytesOf, device, HOUR_MS, type StoreUnderTest, stored, textOf, World } from "./world.ts";

const ab = between("alice", "bob");

export function appendContract(store: () => StoreUnderTest): void {
  describe("append", () => {
    it("[TL2] gives back what it stores, encoded for its id and time", async () => {
      const world = await World.open(store());
      const entry = await world.say("alice", "bob", "hello", { audience: "bob", audienceResource: "phone", ref: "7" });
      expect(entry).toMatchObject({ timeline: ab, at: world.clock.now(), kind: "txt", sender: "alice", edits: 0 });
      expect(Buffer.from(entry.meta)).toEqual(Buffer.from(bytesOf("hello", entry.id, entry.at)));
      const found = (await world.timelines.find(ab, entry.id)) as Entry;
      expect({ ...found, meta: Buffer.from(found.meta) }).toEqual({ ...entry, meta: Buffer.from(entry.meta) });
    });

    it("[TL2] resolves when another connection can see it, and listeners have been told before", async () => {
      const world = await World.open(store());
      const told: string[] = [];
      world.timelines.onCommitted((entries) => told.push(...entries.map(({ id }) => id)));
      for (let i = 0; i < 5; i++) {
        const { id } = await world.say("alice", "bob", `m${i}`);
        expect(told.at(-1)).toBe(id);
        expect((await store().committed(ab)).at(-1)).toBe(id);
      }
    });

    it("[TL3] keeps the order of the calls, in ids, in the store and for listeners", async () => {
      const world = await World.open(store());
      const told: Entry[] = [];
      world.timelines.onCommitted((entries) => told.push(...entries));
      const people = Array.from({ length: 20 }, (_, index) => `user${index}`);
      const appends = Array.from({ length: 2000 }, (_, index) =>
        world.say("alice", people[index % people.length] as string, `m${index}`),
      );
      const entries = await Promise.all(appends);
      expect(told.map(textOf)).toEqual(entries.map(textOf));
      expect(entries.every(({ id }, index) => index === 0 || compareIds(entries[index - 1]?.id ?? "", id) < 0)).toBe(
        true,
      );
      for (const person of people) {
        const mine = entries.filter(({ timeline }) => timeline === between("alice", person));
        expect(await store().committed(between("alice", person))).toEqual(mine.map(({ id }) => id));
      }
    });

    it("[TL3] never shows an entry before one with a smaller id", async () => {
      const world = await World.open(store());
      let seen = "0";
      world.timelines.onCommitted((entries) => {
        for (const { id } of entries) {
          expect(compareIds(id, seen)).toBeGreaterThan(0);
          seen = id;
        }
      });
      await Promise.all(Array.from({ length: 600 }, (_, index) => world.say("alice", "bob", `m${index}`)));
      expect(seen).not.toBe("0");
    });

    it("[TL3] ids go on behind the stored ones after a restart with a clock that has gone back", async () => {
      const world = await World.open(store());
      const before = await world.say("alice", "bob", "before");
      const unstored = world.timelines.newId();
      await world.say("alice", "bob", "still before");
      world.clock.advance(-2 * HOUR_MS);
      await world.restart();
      const after = await world.say("alice", "bob", "after");
      expect(compareIds(after.id, before.id)).toBeGreaterThan(0);
      expect(compareIds(after.id, unstored)).toBeGreaterThan(0);
      expect(after.at).toBe(before.at - 2 * HOUR_MS);
      expect(await world.history(ab, "bob")).toEqual(["before", "still before", "after"]);
      const range = { startAt: after.at, endAt: after.at };
      expect(await world.history(ab, "bob", range)).toEqual(["after"]);
      await world.restart();
      expect(await world.history(ab, "bob", range)).toEqual(["after"]);
    });

    it("[TL3] fresh ids are of the same sequence and never repeat", async () => {
      const world = await World.open(store());
      const ids = [world.timelines.newId(), (await world.say("alice", "bob", "x")).id, world.timelines.newId()];
      expect([...ids].sort(compareIds)).toEqual(ids);
      expect(new Set(ids).size).toBe(3);
    });

    it("a draft that cannot be encoded is refused and leaves nothing", async () => {
      const world = await World.open(store());
      const encode = () => {
        throw new RangeError("no bytes");
      };
      await expect(world.timelines.append(world.draft("alice", "bob", "x", { encode }))).rejects.toThrow("no bytes");
      await world.say("alice", "bob", "y");
      expect(await world.history(ab, "bob")).toEqual(["y"]);
    });

    it("a listener that fails disturbs neither the append nor other listeners", async () => {
      const world = await World.open(store());
      const told: string[] = [];
      world.timelines.onCommitted(() => {
        throw new Error("listener");
      });
      const stop = world.timelines.onCommitted((entries) => told.push(...entries.map(textOf)));
      await world.say("alice", "bob", "one");
      stop();
      await world.say("alice", "bob", "two");
      expect(told).toEqual(["one"]);
    });

    it("[TL13] a full queue refuses, stores nothing of what it refused, and takes more later", async () => {
      const world = await World.open(store(), { queueItems: 300 });
      const results = await Promise.allSettled(
        Array.from({ length: 1000 }, (_, index) => world.say("alice", "bob", `m${index}`)),
      );
      const refused = results.filter((result) => result.status === "rejected");
      expect(refused).toHaveLength(700);
      expect(refused.every(({ reason }) => reason.code === "OVERLOADED")).toBe(true);
      expect(await store().committed(ab)).toHaveLength(300);
      expect(textOf(await world.say("alice", "bob", "later"))).toBe("later");
    });

    it("[TL13] the queue says that it is busy, and calls back in order once it is not", async () => {
      const world = await World.open(store(), { busyItems: 20, calmItems: 5 });
      const sent: Promise<Entry>[] = [];
      const say = (text: string) => void sent.push(world.say("alice", "bob", text));
      for (let i = 0; i < 20; i++) say(`m${i}`);
      expect(world.timelines.isBusy).toBe(false);
      say("m20");
      expect(world.timelines.isBusy).toBe(true);
      const called: string[] = [];
      const both = new Promise<void>((resolve) => {
        world.timelines.onceCalm(() => called.push(world.timelines.isBusy ? "too early" : "first"));
        world.timelines.onceCalm(() => resolve(void called.push("second")));
      });
      expect(called).toEqual([]);
      await both;
      expect(called).toEqual(["first", "second"]);
      await Promise.all(sent);
      world.timelines.onceCalm(() => called.push("at once"));
      expect(called).toEqual(["first", "second", "at once"]);
    });

    it("[TL13] the queue is bounded in bytes as well", async () => {
      const world = await World.open(store(), { queueBytes: 100_000 });
      const encode = () => new Uint8Array(30_000);
      const results = await Promise.allSettled(
        Array.from({ length: 10 }, () => world.say("alice", "bob", "big", { encode })),
      );
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(4);
    });
  });

  describe("what cannot be stored", () => {
    it("[TL2] is refused with its neighbours, and sending again stores it", async () => {
      const world = await World.open(store());
      const good = world.draft("alice", "bob", "good");
      // Only a bug makes such a draft; a full disk has the same effect.
      const bad = world.draft("alice", "bob", "bad", { sender: null as never, once: undefined });
      const results = await Promise.allSettled([good, bad].map((draft) => world.timelines.append(draft)));
      expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
      expect((await world.timelines.append(good)).outcome).toBe("appended");
      expect(await world.history(ab, "bob")).toEqual(["good"]);
    });

    it("a receipt for what is no id is refused alone", async () => {
      const world = await World.open(store());
      const bad = world.timelines.append(
        world.draft("alice", "bob", "x", { kind: "read", ref: "18446744073709551615" }),
      );
      await Promise.all([
        expect(bad).rejects.toMatchObject({ code: "INVALID_ARGUMENT" }),
        world.say("alice", "bob", "y"),
      ]);
      expect(await world.history(ab, "bob")).toEqual(["y"]);
    });
  });

  describe("resends", () => {
    it("[TL4] are answered with the first id and time, stored once and told once", async () => {
      const world = await World.open(store());
      const told: string[] = [];
      world.timelines.onCommitted((entries) => told.push(...entries.map(textOf)));
      const draft = world.draft("alice", "bob", "hello");
      const [first, second] = await Promise.all([world.timelines.append(draft), world.timelines.append(draft)]);
      world.clock.advance(HOUR_MS);
      const third = await world.timelines.append(draft);
      const { id, at } = stored(first);
      expect(second).toEqual({ outcome: "duplicate", id, at });
      expect(third).toEqual({ outcome: "duplicate", id, at });
      expect(told).toEqual(["hello"]);
      expect(await store().committed(ab)).toEqual([id]);
    });

    it("[TL4] are recognised after a restart, and after the message was recalled", async () => {
      const world = await World.open(store());
      const draft = world.draft("alice", "bob", "hello");
      const first = stored(await world.timelines.append(draft));
      await world.restart();
      const duplicate = { outcome: "duplicate", id: first.id, at: first.at };
      expect(await world.timelines.append(draft)).toEqual(duplicate);
      await world.recall(first);
      expect(await world.timelines.append(draft)).toEqual(duplicate);
    });

    it("[TL4] are recognised among many, the oldest and the newest", async () => {
      const world = await World.open(store());
      const drafts = Array.from({ length: 20_000 }, (_, index) =>
        world.draft(`user${index % 40}`, `user${(index * 7) % 50}`, `m${index}`, { resource: `r${index % 9}` }),
      );
      const firsts = (await Promise.all(drafts.map((draft) => world.timelines.append(draft)))).map(stored);
      const again = async () => {
        for (const index of [0, 1, 5000, 12_345, 19_998, 19_999]) {
          const { id, at } = firsts[index] as Entry;
          const answer = await world.timelines.append(drafts[index] as Draft);
          expect(answer).toEqual({ outcome: "duplicate", id, at });
        }
      };
      await again();
      await world.restart();
      await again();
    });

    it("[TL4] are recognised in whatever order the ids come, remembered, indexed or after a restart", async () => {
      const world = await World.open(store());
      const draft = (number: number) =>
        world.draft("alice", "bob", `m${number}`, { once: { clientId: `${number}/bob/`, content: Buffer.from("m") } });
      const firsts = new Map<number, Entry>();
      const say = async (number: number) => firsts.set(number, stored(await world.timelines.append(draft(number))));
      const again = async () => {
        for (const [number, { id, at }] of firsts) {
          expect(await world.timelines.append(draft(number))).toEqual({ outcome: "duplicate", id, at });
        }
      };
      for (const number of [9, 100, 7, 99, 101]) await say(number);
      await again();
      // Reading brings what waits into the tables.
      await world.history(ab, "bob");
      for (const number of [8, 98, 102]) await say(number);
      await again();
      await world.restart();
      await again();
      for (const number of [1, 50, 1000]) await say(number);
      await again();
      await world.restart();
      // The first to be asked for is not the newest, nor is the first that is new.
      await say(3);
      await again();
      expect(await store().committed(ab)).toHaveLength(firsts.size);
    });

    it("[TL4] another sender, device, client id or content is another message", async () => {
      const world = await World.open(store());
      const once = { clientId: "1", content: Buffer.from("same") };
      const drafts = [
        world.draft("alice", "bob", "a", { once }),
        world.draft("bob", "alice", "b", { once }),
        world.draft("alice", "bob", "c", { once, resource: "tablet" }),
        world.draft("alice", "bob", "d", { once: { ...once, clientId: "2" } }),
        world.draft("alice", "bob", "e", { once: { ...once, content: Buffer.from("other") } }),
        world.draft("alice", "bob", "f", { once, app: "acme#other" }),
        world.draft("alice", "bob", "g", { once: undefined }),
        world.draft("alice", "bob", "h", { once: undefined }),
      ];
      const outcomes = await Promise.all(drafts.map((draft) => world.timelines.append(draft)));
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(drafts.map(() => "appended"));
    });
  });

  describe("recalls and edits", () => {
    it("[TL6] a removed message is gone everywhere, and the recall itself is delivered", async () => {
      const world = await World.open(store());
      await world.timelines.openDevice(device("bob"));
      const message = await world.say("alice", "bob", "oops");
      expect((await world.recall(message)).outcome).toBe("appended");
      expect(await world.timelines.find(ab, message.id)).toBeUndefined();
      expect(await world.history(ab, "bob")).toEqual([]);
      expect(await world.timelines.countUnread({ timeline: ab, user: "bob", after: "0" })).toBe(0);
      expect(await world.receive(device("bob"))).toEqual(["recall"]);
    });

    it("[TL6] an edited message has the new bytes under its own id and time, and counts its edits", async () => {
      const world = await World.open(store());
      const message = await world.say("alice", "bob", "helo");
      world.clock.advance(HOUR_MS);
      expect((await world.edit(message, "hello", 1)).outcome).toBe("appended");
      await world.restart();
      expect((await world.edit(message, "hello!", 2)).outcome).toBe("appended");
      const found = (await world.timelines.find(ab, message.id)) as Entry;
      expect(found.edits).toBe(2);
      expect(Buffer.from(found.meta)).toEqual(Buffer.from(bytesOf("hello!", message.id, message.at)));
    });

    it("[TL6] what comes too late is a conflict and stores nothing", async () => {
      const world = await World.open(store());
      const message = await world.say("alice", "bob", "hello");
      const outcomes = (results: Appended[]) => results.map(({ outcome }) => outcome);
      expect(outcomes(await Promise.all([world.edit(message, "one", 1), world.edit(message, "two", 1)]))).toEqual([
        "appended",
        "conflict",
      ]);
      const both = await Promise.all([world.recall(message), world.recall(message), world.edit(message, "three", 2)]);
      expect(outcomes(both)).toEqual(["appended", "conflict", "conflict"]);
      expect(await store().committed(ab)).toHaveLength(2);
    });

    it("[TL6] a refused change may be tried again, and an applied one is recognised as a resend", async () => {
      const world = await World.open(store());
      const message = await world.say("alice", "bob", "hello");
      const edit = world.about(message, "edit", {
        effect: { type: "replace", id: message.id, edits: 1, meta: (id, at) => bytesOf("x", id, at) },
      });
      const tooEarly = { ...edit, effect: { ...edit.effect, edits: 2 } } as typeof edit;
      expect((await world.timelines.append(tooEarly)).outcome).toBe("conflict");
      expect((await world.timelines.append(edit)).outcome).toBe("appended");
      expect((await world.timelines.append(edit)).outcome).toBe("duplicate");
    });
  });
}
