import { describe, expect, it } from "vitest";
import { exceptFor, onlyFor } from "../audience.ts";
import { groupTimeline } from "../keys.ts";
import type { Entry } from "../timeline.ts";
import { APP, between, device, HOUR_MS, own, type StoreUnderTest, stored, textOf, World } from "./world.ts";

const ab = between("alice", "bob");
const bob = device("bob");

export function devicesContract(store: () => StoreUnderTest): void {
  describe("delivery", () => {
    it("[TL7] 1,000 messages of three senders arrive in order, none twice, in pages", async () => {
      const world = await World.open(store());
      await world.timelines.openDevice(bob);
      const senders = ["alice", "carol", "dave"];
      const send = (index: number) => {
        const sender = senders[index % 3] as string;
        return world.say(sender, "bob", `${sender} ${index}`);
      };
      await Promise.all(Array.from({ length: 1000 }, (_, index) => send(index)));
      const received = await world.receive(bob, 64);
      expect(new Set(received).size).toBe(1000);
      for (const sender of senders) {
        const numbers = received.filter((text) => text.startsWith(sender)).map((text) => Number(text.split(" ")[1]));
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      }
      expect(await world.timelines.pending(bob)).toEqual([]);
      await world.restart();
      expect(await world.session(bob)).toEqual([]);
    });

    it("[TL7] what a page brings is what was stored, in every part", async () => {
      const world = await World.open(store());
      const first = await world.say("alice", "bob", "to all");
      const second = await world.say("alice", "bob", "to one", { audience: "bob", audienceResource: "phone" });
      const empty = await world.say("alice", "bob", "", { kind: "cmd", encode: () => new Uint8Array(0) });
      const receipt = stored(await world.timelines.append(world.about(first, "read", { resource: "tablet" })));
      await world.edit(first, "to everybody", 1);
      const page = await world.timelines.read({ device: bob, timeline: ab, after: "0", limit: 4 });
      const found = await Promise.all(
        [first, second, empty, receipt].map(({ id }) => world.timelines.find(ab, id) as Promise<Entry>),
      );
      const plain = (entries: Entry[]) => entries.map((entry) => ({ ...entry, meta: [...entry.meta] }));
      expect(plain(page)).toEqual(plain(found));
      expect(page.map(({ edits }) => edits)).toEqual([1, 0, 0, 0]);
      expect(textOf(page[0] as Entry)).toBe("to everybody");
    });

    it("[TL6][TL7] the pages of a group are the same just after the messages and after a restart", async () => {
      const world = await World.open(store());
      const timeline = groupTimeline(APP, "4711");
      const devices = [device("alice"), device("alice", "tablet"), bob, device("carol")];
      const entries: Entry[] = [];
      const audiences = [undefined, undefined, "bob", onlyFor(["bob", "carol"]), exceptFor(["carol"])];
      for (let i = 0; i < 60; i++) {
        const { user, resource } = devices[i % 3] ?? bob;
        const more = { timeline, members: [], resource, audience: audiences[i % audiences.length] };
        entries.push(await world.say(user, user, `message ${i}`, more));
        const earlier = entries[(i * 7) % entries.length] as Entry;
        if (i % 5 === 3) await world.timelines.append({ ...world.about(earlier, "read"), members: [] });
        if (i % 5 === 4) await world.recall(earlier);
        if (i % 4 === 1) await world.edit(earlier, `edited ${i}`, 1);
      }
      const read = async () => {
        const pages: unknown[] = [];
        for (const each of devices) {
          for (const after of [entries[0], entries[31], entries[58], entries[59]]) {
            for (const limit of [1, 10, 200]) {
              const page = await world.timelines.read({ device: each, timeline, after: after?.id ?? "0", limit });
              pages.push(page.map((entry) => ({ ...entry, meta: [...entry.meta] })));
            }
          }
        }
        return pages;
      };
      const fresh = await read();
      await world.restart();
      expect(fresh).toEqual(await read());
      const texts = new Set(fresh.flat().map((entry) => textOf({ ...(entry as Entry), meta: metaOf(entry) })));
      expect([...texts].some((text) => text.startsWith("edited"))).toBe(true);
      expect(texts.size).toBeGreaterThan(30);
    });

    it("[TL7] a device does not receive what it has sent; the user's other devices do", async () => {
      const world = await World.open(store());
      await world.timelines.openDevice(device("alice", "phone"));
      await world.timelines.openDevice(device("alice", "tablet"));
      await world.say("alice", "bob", "from the phone", { resource: "phone" });
      expect(await world.timelines.pending(device("alice", "phone"))).toEqual([]);
      expect(await world.receive(device("alice", "tablet"))).toEqual(["from the phone"]);
      await world.say("alice", "bob", "by the server", { resource: "" });
      expect(await world.receive(device("alice", "phone"))).toEqual(["by the server"]);
    });

    it("[TL5] what is addressed to one user or device reaches only that one, and is stored once", async () => {
      const world = await World.open(store());
      const devices = [device("bob", "phone"), device("bob", "tablet"), device("alice", "tablet")];
      for (const each of devices) await world.timelines.openDevice(each);
      await world.say("alice", "bob", "bob only", { audience: "bob" });
      await world.say("alice", "bob", "tablet only", { audience: "bob", audienceResource: "tablet" });
      expect(await store().committed(ab)).toHaveLength(2);
      expect(await world.timelines.pending(device("alice", "tablet"))).toEqual([]);
      expect(await world.receive(device("bob", "phone"))).toEqual(["bob only"]);
      expect(await world.receive(device("bob", "tablet"))).toEqual(["bob only", "tablet only"]);
    });

    it("[TL7] pending names only timelines that have something, and where the device stands", async () => {
      const world = await World.open(store());
      await world.timelines.openDevice(bob);
      const first = await world.say("alice", "bob", "one");
      await world.say("carol", "bob", "two");
      await world.say("bob", "dave", "mine");
      await world.say("alice", "carol", "not for bob");
      await world.timelines.moveCursor(bob, ab, first.id);
      expect(await world.timelines.pending(bob)).toEqual([{ timeline: between("bob", "carol"), cursor: "0" }]);
      await world.say("alice", "bob", "three");
      expect(await world.timelines.pending(bob)).toContainEqual({ timeline: ab, cursor: first.id });
      expect((await world.timelines.memberships("acme#chat", "bob")).sort()).toEqual(
        [ab, between("bob", "carol"), between("bob", "dave")].sort(),
      );
    });

    it("[TL7] a change that was refused does not stand in the way of the first message", async () => {
      const world = await World.open(store());
      await world.timelines.openDevice(bob);
      const nothing = world.draft("alice", "bob", "recall", { kind: "recall", effect: { type: "remove", id: "5" } });
      expect((await world.timelines.append(nothing)).outcome).toBe("conflict");
      expect(await world.timelines.memberships("acme#chat", "bob")).toEqual([]);
      await world.say("alice", "bob", "hello");
      expect(await world.receive(bob)).toEqual(["hello"]);
    });

    it("[TL7] the user's own queue is a timeline like any other", async () => {
      const world = await World.open(store());
      await world.timelines.openDevice(bob);
      await world.say("bob", "bob", "event", { kind: "event", resource: "", timeline: own("bob"), members: ["bob"] });
      expect(await world.receive(bob)).toEqual(["event"]);
    });
  });

  describe("cursors", () => {
    it("[TL9] moved all at once end each at the furthest of its own positions", async () => {
      const world = await World.open(store());
      const devices = [bob, device("bob", "tablet"), device("alice", "tablet")];
      await Promise.all(devices.map((one) => world.timelines.openDevice(one)));
      const say = (to: string) => Promise.all(["1", "2", "3"].map((text) => world.say("alice", to, text)));
      const ids = { bob: (await say("bob")).map(({ id }) => id), carol: (await say("carol")).map(({ id }) => id) };
      const [phone, tablet, alice] = devices as [typeof bob, typeof bob, typeof bob];
      const ac = between("alice", "carol");
      const moves: Array<[typeof bob, string, string | undefined]> = [
        [phone, ab, ids.bob[1]],
        [alice, ac, ids.carol[0]],
        [tablet, ab, ids.bob[0]],
        [phone, ab, ids.bob[2]],
        [alice, ab, ids.bob[1]],
        [phone, ab, ids.bob[0]],
        [alice, ac, ids.carol[2]],
      ];
      await Promise.all(moves.map(([one, timeline, to]) => world.timelines.moveCursor(one, timeline, to ?? "")));
      const stands = [phone, tablet, alice].map((one) => world.timelines.cursor(one, ab));
      expect(await Promise.all(stands)).toEqual([ids.bob[2], ids.bob[0], ids.bob[1]]);
      expect(await world.timelines.cursor(alice, ac)).toBe(ids.carol[2]);
    });

    it("[TL9] never move back, in whatever order they are reported", async () => {
      const world = await World.open(store());
      await world.timelines.openDevice(bob);
      const [one, two] = [await world.say("alice", "bob", "one"), await world.say("alice", "bob", "two")];
      await Promise.all([two, one].map(({ id }) => world.timelines.moveCursor(bob, ab, id)));
      expect(await world.timelines.cursor(bob, ab)).toBe(two.id);
      await world.timelines.moveCursor(bob, ab, one.id);
      expect(await world.timelines.cursor(bob, ab)).toBe(two.id);
    });

    it("[TL9] survive a restart", async () => {
      const world = await World.open(store());
      await world.timelines.openDevice(bob);
      const one = await world.say("alice", "bob", "one");
      await world.say("alice", "bob", "two");
      await world.timelines.moveCursor(bob, ab, one.id);
      await world.restart();
      expect(await world.timelines.openDevice(bob)).toEqual({ isNew: false });
      expect(await world.receive(bob)).toEqual(["two"]);
    });

    it("[TL9] shrink when a device that has everything leaves, and it misses nothing afterwards", async () => {
      const world = await World.open(store());
      await world.say("alice", "bob", "one");
      await world.say("carol", "bob", "two");
      expect(await world.session(bob)).toEqual(["one", "two"]);
      expect(await world.timelines.cursor(bob, between("bob", "zoe"))).not.toBe("0");
      await world.say("alice", "bob", "three");
      await world.say("zoe", "bob", "four");
      expect(await world.session(bob)).toEqual(["three", "four"]);
      expect(await world.session(bob)).toEqual([]);
    });

    it("[TL9] do not shrink past what was not yet told when the device left", async () => {
      const world = await World.open(store());
      await world.timelines.openDevice(bob);
      const appends = Array.from({ length: 600 }, (_, index) => world.say("alice", "bob", `m${index}`));
      // Committed, perhaps, while the session ends; the session cannot have received it.
      const closing = world.timelines.closeDevice(bob, { caughtUp: true });
      await Promise.all([...appends, closing]);
      expect(await world.session(bob)).toHaveLength(600);
    });

    it("[TL9] stay where they are when the device has not received everything", async () => {
      const world = await World.open(store());
      await world.timelines.openDevice(bob);
      await world.say("alice", "bob", "one");
      await world.timelines.closeDevice(bob, { caughtUp: false });
      expect(await world.session(bob)).toEqual(["one"]);
    });

    it("of a device that is not known are not stored", async () => {
      const world = await World.open(store());
      const one = await world.say("alice", "bob", "one");
      await world.timelines.moveCursor(bob, ab, one.id);
      expect(await world.timelines.cursor(bob, ab)).toBe("0");
      expect(await world.session(bob)).toEqual(["one"]);
    });
  });

  describe("new devices", () => {
    it("[TL8] the first device of a user begins at the beginning", async () => {
      const world = await World.open(store());
      await world.say("alice", "bob", "early");
      expect(await world.timelines.openDevice(bob)).toEqual({ isNew: true });
      expect(await world.receive(bob)).toEqual(["early"]);
    });

    it("[TL8] replay nothing, and receive what no device has received", async () => {
      const world = await World.open(store());
      await world.say("alice", "bob", "old");
      await world.say("carol", "bob", "old too");
      await world.session(device("bob", "first"));
      await world.say("alice", "bob", "missed by all");
      expect(await world.session(device("bob", "second"))).toEqual(["missed by all"]);
      expect(await world.session(device("bob", "third"))).toEqual([]);
      expect(await world.session(device("bob", "first"))).toEqual(["missed by all"]);
    });

    it("[TL8] start in each timeline where the most advanced device stands", async () => {
      const world = await World.open(store());
      const a1 = await world.say("alice", "bob", "a1");
      const c1 = await world.say("carol", "bob", "c1");
      await world.say("alice", "bob", "a2");
      await world.say("carol", "bob", "c2");
      for (const resource of ["first", "second"]) await world.timelines.openDevice(device("bob", resource));
      await world.timelines.moveCursor(device("bob", "first"), ab, a1.id);
      await world.timelines.moveCursor(device("bob", "second"), between("bob", "carol"), c1.id);
      expect(await world.session(device("bob", "third"))).toEqual(["a2", "c2"]);
    });

    it("lists what is known, the most recently seen first", async () => {
      const world = await World.open(store());
      for (const resource of ["one", "two", "three"]) {
        await world.session(device("bob", resource));
        world.clock.advance(HOUR_MS);
      }
      await world.session(device("bob", "one"));
      const listed = await world.timelines.listDevices("acme#chat", "bob");
      expect(listed.map(({ resource }) => resource)).toEqual(["one", "three", "two"]);
      expect(listed[0]?.seenAt).toBe(world.clock.now());
    });
  });

  describe("forgetting", () => {
    it("[TL10] forgets devices not seen for long; the user's most advanced position stays", async () => {
      const world = await World.open(store());
      await world.say("alice", "bob", "one");
      await world.say("carol", "bob", "two");
      for (const resource of ["first", "second", "third"]) {
        await world.session(device("bob", resource), { caughtUp: resource === "second" });
        await world.say("alice", "bob", `after ${resource}`);
        world.clock.advance(HOUR_MS);
      }
      expect(await world.timelines.forgetDevices(world.clock.now())).toBe(3);
      expect(await world.timelines.listDevices("acme#chat", "bob")).toEqual([]);
      expect(await world.timelines.openDevice(device("bob", "first"))).toEqual({ isNew: true });
      expect(await world.receive(device("bob", "first"))).toEqual(["after third"]);
    });

    it("[TL10] keeps what was seen since, and what has a session however long", async () => {
      const world = await World.open(store());
      await world.timelines.openDevice(device("bob", "online"));
      await world.session(device("bob", "gone"));
      world.clock.advance(HOUR_MS);
      await world.session(device("bob", "recent"));
      expect(await world.timelines.forgetDevices(world.clock.now())).toBe(1);
      const listed = await world.timelines.listDevices("acme#chat", "bob");
      expect(listed.map(({ resource }) => resource).sort()).toEqual(["online", "recent"]);
    });

    it("[TL10] more devices online than the queue holds do not keep it from forgetting, nor anybody from writing", async () => {
      const world = await World.open(store(), { queueItems: 150 });
      await world.session(device("bob", "gone"));
      for (let i = 0; i < 200; i++) await world.timelines.openDevice(device("bob", `online ${i}`));
      world.clock.advance(HOUR_MS);
      const forgetting = world.timelines.forgetDevices(world.clock.now());
      await world.say("alice", "bob", "meanwhile");
      expect(await forgetting).toBe(1);
    });

    it("[TL10] many devices that come and go leave nothing behind", async () => {
      const world = await World.open(store());
      for (let i = 0; i < 150; i++) {
        await world.timelines.openDevice(device("bob", `login ${i}`));
        await world.timelines.closeDevice(device("bob", `login ${i}`), { caughtUp: true });
      }
      world.clock.advance(HOUR_MS);
      expect(await world.timelines.forgetDevices(world.clock.now())).toBe(150);
      expect(await world.timelines.forgetDevices(world.clock.now())).toBe(0);
    });

    it("[TL14] who registers under the name of a removed account begins with nothing", async () => {
      const world = await World.open(store());
      await world.say("alice", "bob", "private");
      await world.session(bob);
      await world.say("alice", "bob", "missed");
      await world.timelines.forgetUser("acme#chat", "bob");
      expect(await world.timelines.memberships("acme#chat", "bob")).toEqual([]);
      expect(await world.session(bob)).toEqual([]);
      await world.say("alice", "bob", "welcome");
      expect(await world.session(bob)).toEqual(["welcome"]);
      expect(await world.history(ab, "bob")).toEqual(["welcome"]);
      expect(await world.history(ab, "alice")).toEqual(["private", "missed", "welcome"]);
    });
  });
}

/** As bytes again, of an entry that was made comparable. */
const metaOf = (entry: unknown): Uint8Array => Uint8Array.from((entry as { meta: number[] }).meta);
