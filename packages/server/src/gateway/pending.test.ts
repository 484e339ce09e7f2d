import { userJid } from "@rondo/protocol";
import { afterEach, describe, expect, it } from "vitest";
import type { Entry } from "../timeline/index.ts";
import { generous, numbered, sayMany } from "./testing/many.ts";
import { textsOf } from "./testing/raw-client.ts";
import { startServer, type TestServer } from "./testing/server.ts";

let server: TestServer;
afterEach(() => server.close());

describe("offline messages", () => {
  it("[DE1][DE3] of three senders arrive in order, none twice, however many", async () => {
    server = await startServer({ limits: generous });
    await server.identity("dave");
    const senders = ["alice", "bob", "carol"];
    await Promise.all(
      senders.map(async (name, i) =>
        sayMany(await server.login(name), "dave", numbered(name, 333 + (i === 0 ? 1 : 0))),
      ),
    );

    const dave = await server.connect("dave");
    dave.behave();
    await dave.provision();
    expect((await dave.unread()).sort()).toEqual(senders);
    for (const name of senders) dave.pull(name);
    for (const name of senders) await dave.last(name);

    expect(dave.metas).toHaveLength(1000);
    expect(new Set(dave.metas.map(({ id }) => id)).size).toBe(1000);
    for (const name of senders) {
      const theirs = dave.metas.filter(({ from }) => from?.name === name);
      expect(textsOf(theirs)).toEqual(numbered(name, theirs.length));
    }
    expect(await dave.unread()).toEqual([]);
  });

  it("[DE3] come in batches of at most 25, each with a key that never repeats", async () => {
    server = await startServer({ limits: generous });
    await server.identity("bob");
    await sayMany(await server.login("alice"), "bob", numbered("m", 60));
    const bob = await server.connect("bob");
    await bob.login();

    const keys = new Set<string | undefined>();
    const sizes: number[] = [];
    bob.pull("alice");
    for (let i = 0; i < 3; i++) {
      const batch = await bob.batch("alice");
      expect(batch.isLast).toBe(false);
      keys.add(batch.nextKey);
      sizes.push(batch.metas?.length ?? 0);
      bob.pull("alice", batch.nextKey);
    }
    const last = await bob.last("alice");
    expect(last).toEqual({ status: { errorCode: 0 }, queue: userJid(server.app, "alice"), isLast: true });
    expect(sizes).toEqual([25, 25, 10]);
    expect(keys.size).toBe(3);
  });

  it("[DE3] of great size come in smaller batches", async () => {
    server = await startServer({ limits: generous, settings: { maxMessageBytes: 100_000 } });
    await server.identity("bob");
    const texts = numbered("x".repeat(60_000), 5);
    await sayMany(await server.login("alice"), "bob", texts);
    const bob = await server.login("bob");
    const received: (string | undefined)[] = [];
    bob.pull("alice");
    for (const size of [2, 2, 1]) {
      const batch = await bob.batch();
      expect(batch.metas).toHaveLength(size);
      received.push(...textsOf(batch.metas));
      bob.pull("alice", batch.nextKey);
    }
    await bob.last("alice");
    expect(received).toEqual(texts);
  });

  it("[TL18] wait as long as the application says; what is older is left to the history", async () => {
    const HOUR_MS = 60 * 60 * 1000;
    server = await startServer({ settings: { offlineRetentionMs: HOUR_MS } });
    await server.identity("bob");
    const alice = await server.login("alice");
    await alice.say("bob", "old");
    server.clock.advance(HOUR_MS);
    await alice.say("bob", "young");
    server.clock.advance(1);
    const late = await server.login("bob", { resource: "phone" });
    late.behave();
    late.pull("alice");
    await late.last("alice");
    expect(textsOf(late.metas)).toEqual(["young"]);
  });

  it("[DE1] in more than 100 conversations all arrive, the rest without being named", async () => {
    server = await startServer({ limits: generous });
    const senders = numbered("user", 130);
    const bob = await server.identity("bob");
    for (const name of senders) {
      const sender = await server.login(name);
      await sender.say("bob", `from ${name}`);
      sender.cut();
    }
    const client = await server.connectWith(bob);
    client.behave();
    await client.provision();
    const listed = await client.unread();
    expect(listed).toHaveLength(100);
    for (const name of listed) client.pull(name);
    while (client.metas.length < 130) await client.sync((s) => s.isLast === true);
    expect(textsOf(client.metas).sort()).toEqual(senders.map((name) => `from ${name}`).sort());
  });

  it("[DE3] in many conversations are read for many of them at once, and those with more follow in order", async () => {
    const mayAnswer = Promise.withResolvers<void>();
    const crowded = Promise.withResolvers<void>();
    let reading = 0;
    server = await startServer({
      limits: generous,
      timelines: (real) => ({
        read: async (query): Promise<Entry[]> => {
          if (++reading === 10) crowded.resolve();
          await mayAnswer.promise;
          return real.read(query);
        },
      }),
    });
    const senders = numbered("user", 40);
    const bob = await server.identity("bob");
    for (const [i, name] of senders.entries()) {
      const sender = await server.login(name);
      await sayMany(sender, "bob", numbered(`${name}/`, i % 10 === 0 ? 30 : 1));
      sender.cut();
    }
    const client = await server.connectWith(bob);
    client.behave();
    await client.provision();
    for (const name of await client.unread()) client.pull(name);
    await crowded.promise;
    mayAnswer.resolve();
    for (const name of senders) await client.last(name);
    for (const [i, name] of senders.entries()) {
      const theirs = client.metas.filter(({ from }) => from?.name === name);
      expect(textsOf(theirs)).toEqual(numbered(`${name}/`, i % 10 === 0 ? 30 : 1));
    }
  });

  it("[DE1] are not pushed before the first UNREAD", async () => {
    server = await startServer();
    const bob = await server.connect("bob");
    await bob.provision();
    const alice = await server.login("alice");
    await alice.say("bob", "early");
    expect(await bob.unread()).toEqual(["alice"]);
    bob.pull("alice");
    expect(textsOf((await bob.batch()).metas)).toEqual(["early"]);
    expect(bob.inbox).toEqual([]);
  });

  it("[DE1] that are committed while the store is asked are named, too", async () => {
    const asked = Promise.withResolvers<void>();
    const mayAnswer = Promise.withResolvers<void>();
    server = await startServer({
      timelines: (real) => ({
        pending: async (device) => {
          const pending = await real.pending(device);
          if (device.user === "bob") {
            asked.resolve();
            await mayAnswer.promise;
          }
          return pending;
        },
      }),
    });
    const alice = await server.login("alice");
    const bob = await server.connect("bob");
    await bob.provision();
    const unread = bob.unread();
    await asked.promise;
    await alice.say("bob", "in between");
    mayAnswer.resolve();
    expect(await unread).toEqual(["alice"]);
    bob.pull("alice");
    expect(textsOf((await bob.batch()).metas)).toEqual(["in between"]);
  });
});

describe("a device that comes back", () => {
  it("[DE7] goes on where it has acknowledged, when the connection was cut in the middle of a batch", async () => {
    server = await startServer({ limits: generous });
    await server.identity("bob");
    await sayMany(await server.login("alice"), "bob", numbered("m", 60));
    const bob = await server.login("bob");
    bob.pull("alice");
    const acknowledged = await bob.batch();
    bob.pull("alice", acknowledged.nextKey);
    const unacknowledged = await bob.batch();
    bob.cut();

    const again = await server.connectWith(bob.identity);
    expect(await again.login()).toEqual(["alice"]);
    again.pull("alice");
    const redelivered = await again.batch();
    expect(textsOf(redelivered.metas)).toEqual(textsOf(unacknowledged.metas));
    expect(redelivered.nextKey).not.toBe(unacknowledged.nextKey);
    again.pull("alice", redelivered.nextKey);
    const rest = await again.batch();
    expect(textsOf(rest.metas)).toEqual(numbered("m", 60).slice(50));
    again.pull("alice", rest.nextKey);
    await again.last("alice");
    again.cut();
    expect(await (await server.connectWith(bob.identity)).login()).toEqual([]);
  });

  it("[DE7] has at most 50 metas that it may receive twice", async () => {
    const mayRecord = Promise.withResolvers<void>();
    let pages = 0;
    server = await startServer({
      limits: generous,
      timelines: (real) => ({
        read: (query) => {
          pages++;
          return real.read(query);
        },
        moveCursor: async (...args) => {
          await mayRecord.promise;
          return real.moveCursor(...args);
        },
      }),
    });
    await server.identity("bob");
    await sayMany(await server.login("alice"), "bob", numbered("m", 100));
    const bob = await server.login("bob");
    bob.pull("alice");
    for (let i = 0; i < 2; i++) bob.pull("alice", (await bob.batch()).nextKey);
    // Answered after the pull before it: by then a page would have been asked for.
    await bob.unread();
    expect(pages).toBe(2);
    mayRecord.resolve();
    expect((await bob.batch()).metas).toHaveLength(25);
  });

  it("[DE7] misses nothing that was committed around its leaving", async () => {
    server = await startServer({ limits: generous });
    const alice = await server.login("alice");
    const { identity } = await server.login("bob");
    const received: (string | undefined)[] = [];
    const sent: string[] = [];
    for (let round = 0; round < 20; round++) {
      const bob = await server.connectWith(identity);
      bob.behave();
      await bob.login();
      const ids: string[] = [];
      for (let i = 0; i < 5; i++) {
        sent.push(`${round}.${i}`);
        ids.push(alice.text("bob", `${round}.${i}`));
        if (i === round % 5) bob.cut();
      }
      for (const id of ids) await alice.ack(id);
      await bob.closed;
      received.push(...textsOf(bob.metas));
    }
    const bob = await server.connectWith(identity);
    bob.behave();
    const listed = await bob.login();
    for (const name of listed) bob.pull(name);
    for (const name of listed) await bob.last(name);
    received.push(...textsOf(bob.metas));
    expect(new Set(received)).toEqual(new Set(sent));
    // What came twice came in the same order.
    const firsts = received.filter((text, i) => received.indexOf(text) === i);
    expect(firsts).toEqual(sent);
  });
});

describe("a client that pulls before it asks what is unread", () => {
  it("[DE5][DE7] receives everything once, whatever comes in between", async () => {
    server = await startServer({ limits: generous });
    await server.identity("bob");
    const alice = await server.login("alice");
    await sayMany(alice, "bob", numbered("a", 30));
    const bob = await server.connect("bob");
    await bob.provision();
    bob.pull("alice");
    const first = await bob.batch();
    expect(first.metas).toHaveLength(25);
    await alice.say("bob", "in between");
    // The batch is on its way: only what comes after it is left to ask for, and that follows its acknowledgement.
    await bob.unread();
    bob.pull("alice", first.nextKey);
    const second = await bob.batch();
    bob.pull("alice", second.nextKey);
    await bob.last("alice");
    expect([...textsOf(first.metas), ...textsOf(second.metas)]).toEqual([...numbered("a", 30), "in between"]);
    await alice.say("bob", "live");
    expect(textsOf((await bob.batch()).metas)).toEqual(["live"]);
    expect(bob.inbox).toEqual([]);
  });
});
