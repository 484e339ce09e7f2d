import { MessageBodyType, userJid } from "@rondo/protocol";
import { afterEach, describe, expect, it } from "vitest";
import type { Entry } from "../timeline/index.ts";
import { type RawClient, type Received, textsOf } from "./testing/raw-client.ts";
import { startServer, type TestServer } from "./testing/server.ts";

let server: TestServer;
afterEach(() => server.close());

const generous = { framesBurst: 100_000 };

async function sayMany(from: RawClient, to: string, texts: readonly string[]): Promise<void> {
  const ids = texts.map((text) => from.text(to, text));
  for (const id of ids) expect((await from.ack(id)).status?.errorCode).toBe(0);
}

const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

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

describe("a push", () => {
  it("[DE6] comes at once, and the next follows its acknowledgement", async () => {
    server = await startServer();
    const bob = await server.login("bob");
    const alice = await server.login("alice");
    await alice.say("bob", "one");
    const first = await bob.batch("alice");
    expect(textsOf(first.metas)).toEqual(["one"]);
    await alice.say("bob", "two");
    await alice.say("bob", "three");
    await bob.unread();
    expect(bob.inbox).toEqual([]);
    bob.pull("alice", first.nextKey);
    const second = await bob.batch("alice");
    expect(textsOf(second.metas)).toEqual(["two", "three"]);
    bob.pull("alice", second.nextKey);
    await bob.last("alice");
    await alice.say("bob", "four");
    expect(textsOf((await bob.batch("alice")).metas)).toEqual(["four"]);
  });

  it("[DE11] that nobody acknowledges holds back neither other queues nor other devices, and nothing is lost", async () => {
    server = await startServer({ limits: generous });
    const bob = await server.login("bob", { resource: "webim_web_1" });
    const phone = await server.login("bob", { resource: "ios_1" });
    phone.behave();
    const alice = await server.login("alice");
    const texts = numbered("m", 500);
    await sayMany(alice, "bob", texts);
    while (phone.metas.length < 500) await phone.sync((s) => s.isLast === true);
    expect(textsOf(phone.metas)).toEqual(texts);

    const first = await bob.batch("alice");
    const carol = await server.login("carol");
    await carol.say("bob", "from carol");
    expect(textsOf((await bob.batch("carol")).metas)).toEqual(["from carol"]);

    const received = textsOf(first.metas);
    bob.behave();
    bob.pull("alice", first.nextKey);
    while (received.length + bob.metas.length < 500) await bob.sync((s) => s.isLast === true);
    expect([...received, ...textsOf(bob.metas)]).toEqual(texts);
  });

  it("[DE9] reaches the sender's other devices in the queue of the partner, and not the device that sent", async () => {
    server = await startServer();
    await server.identity("bob");
    const web = await server.login("alice", { resource: "webim_web_1" });
    const phone = await server.login("alice", { resource: "ios_1" });
    await web.say("bob", "hi");
    const copy = await phone.batch("bob");
    expect(textsOf(copy.metas)).toEqual(["hi"]);
    expect(copy.metas?.[0]?.from).toEqual(userJid(server.app, "alice", "webim_web_1"));
    await web.unread();
    expect(web.inbox).toEqual([]);
  });

  it("[DE9] carries what the user has read to the user's other devices", async () => {
    server = await startServer();
    const alice = await server.login("alice");
    const web = await server.login("bob", { resource: "webim_web_1" });
    const phone = await server.login("bob", { resource: "ios_1" });
    phone.behave();
    web.behave();
    const { serverId } = await alice.say("bob", "read me");
    const receipt = web.body("alice", { type: MessageBodyType.READ_ACK, ackMessageId: serverId, contents: [{}] });
    await web.ack(receipt);
    const { metas } = await alice.batch("bob");
    expect(metas).toHaveLength(1);
    await phone.unread();
    while (phone.metas.length < 2) await phone.sync((s) => s.isLast === true);
    expect(phone.metas.map(({ from }) => from?.name)).toEqual(["alice", "bob"]);
  });

  it("[DE2] of a user's own events comes in the queue of the user's own name", async () => {
    server = await startServer();
    const web = await server.login("alice", { resource: "webim_web_1" });
    const phone = await server.login("alice", { resource: "ios_1" });
    await web.say("alice", "note to myself");
    const note = await phone.batch("alice");
    expect(textsOf(note.metas)).toEqual(["note to myself"]);
    expect(note.queue).toEqual(userJid(server.app, "alice"));
  });

  it("[DE10] of a message for online devices only is received now or never", async () => {
    server = await startServer();
    const alice = await server.login("alice");
    const bob = await server.login("bob");
    await alice.ack(alice.text("bob", "now", { routetype: 1 }));
    const push = await bob.sync((s) => s.metas !== undefined);
    expect(textsOf(push.metas)).toEqual(["now"]);
    expect(push).toMatchObject({ isLast: true, queue: { name: "~online" } });
    expect(push.nextKey).toBeUndefined();
    bob.cut();
    const again = await server.connect("bob");
    expect(await again.login()).toEqual([]);
  });
});

describe("a pull", () => {
  it("[DE4] of an unknown queue is answered with the queue as it was named", async () => {
    server = await startServer();
    const alice = await server.login("alice");
    const group = { appKey: server.app, name: "12345", domain: "conference.easemob.com" };
    for (const queue of [group, userJid(server.app, "nobody"), { name: "not a user id" }, {}]) {
      alice.pull(queue);
      expect(await alice.sync((s) => s.isLast === true)).toMatchObject({ queue });
    }
  });

  it("[DE5] without a key delivers the unacknowledged batch again, under another key", async () => {
    server = await startServer();
    const bob = await server.login("bob");
    const alice = await server.login("alice");
    await alice.say("bob", "once");
    const lost = await bob.batch();
    await alice.say("bob", "and more");
    bob.pull("alice");
    const again = await bob.batch();
    expect(textsOf(again.metas)).toEqual(["once", "and more"]);
    expect(again.metas?.[0]?.id).toBe(lost.metas?.[0]?.id);
    expect(again.nextKey).not.toBe(lost.nextKey);

    // The key of the lost batch acknowledges nothing any more.
    bob.pull("alice", lost.nextKey);
    await bob.last("alice");
    bob.pull("alice", "0");
    const third = await bob.batch();
    expect(textsOf(third.metas)).toEqual(["once", "and more"]);
    bob.pull("alice", third.nextKey);
    await bob.last("alice");
    expect(await bob.unread()).toEqual([]);
  });

  it("[DE8] that never comes is asked for again by a heartbeat", async () => {
    server = await startServer();
    const bob = await server.login("bob");
    const alice = await server.login("alice");
    await alice.say("bob", "lost on the way");
    await bob.batch();
    server.clock.advance(9_999);
    expect(await bob.unread()).toEqual([]);
    server.clock.advance(1);
    expect(await bob.unread()).toEqual(["alice"]);
    // The client has this answer; a second heartbeat does not make it ask twice.
    expect(await bob.unread()).toEqual([]);
    bob.pull("alice");
    const again = await bob.batch();
    expect(textsOf(again.metas)).toEqual(["lost on the way"]);
    bob.pull("alice", again.nextKey);
    await bob.last("alice");
  });

  it("[DE8] waits its turn, and no queue keeps the window for itself", async () => {
    server = await startServer({ limits: generous });
    await server.identity("dave");
    for (const name of ["alice", "bob", "carol"]) await sayMany(await server.login(name), "dave", numbered(name, 100));
    const dave = await server.login("dave");
    for (const name of ["alice", "bob", "carol"]) dave.pull(name);
    const order: (string | undefined)[] = [];
    for (let i = 0; i < 9; i++) {
      const batch = await dave.batch();
      order.push(batch.queue?.name);
      dave.pull(batch.queue ?? {}, batch.nextKey);
    }
    for (const name of ["alice", "bob", "carol"]) expect(order.filter((queue) => queue === name).length).toBe(3);
  });

  it("[DE8] that the store fails is answered by the next heartbeat", async () => {
    let failures = 1;
    server = await startServer({
      timelines: (real) => ({
        read: async (query): Promise<Entry[]> => {
          if (failures-- > 0) throw new Error("the disk is gone");
          return real.read(query);
        },
      }),
    });
    await server.identity("bob");
    const alice = await server.login("alice");
    await alice.say("bob", "patience");
    const bob = await server.login("bob");
    bob.pull("alice");
    await bob.unread();
    server.clock.advance(10_000);
    expect(await bob.unread()).toEqual(["alice"]);
    bob.pull("alice");
    expect(textsOf((await bob.batch()).metas)).toEqual(["patience"]);
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

describe("messages committed while a page is being read", () => {
  for (const [count, seen] of [
    [5, "not in the page"],
    [300, "not in the page"],
    [5, "in the page"],
    [300, "in the page"],
  ] as const) {
    it(`[DE7][DE11] arrive once and in order, ${count} of them, ${seen}`, async () => {
      const reading = Promise.withResolvers<void>();
      const mayAnswer = Promise.withResolvers<void>();
      server = await startServer({
        limits: generous,
        timelines: (real) => ({
          read: async (query) => {
            const early = seen === "not in the page" ? await real.read(query) : undefined;
            reading.resolve();
            await mayAnswer.promise;
            return early ?? real.read(query);
          },
        }),
      });
      await server.identity("bob");
      const alice = await server.login("alice");
      await sayMany(alice, "bob", numbered("before", 3));
      const bob = await server.login("bob");
      bob.behave();
      bob.pull("alice");
      await reading.promise;
      await sayMany(alice, "bob", numbered("during", count));
      mayAnswer.resolve();
      await bob.last("alice");
      await alice.say("bob", "after");
      while (bob.metas.length < count + 4) await bob.last("alice");
      expect(textsOf(bob.metas)).toEqual([...numbered("before", 3), ...numbered("during", count), "after"]);
    });
  }

  it("[DE7] are not pushed again when the news of their commit comes after the page that had them", async () => {
    const news: Array<() => void> = [];
    let isHeld = false;
    server = await startServer({
      timelines: (real) => ({
        onCommitted: (listener) =>
          real.onCommitted((entries) => {
            if (isHeld) news.push(() => listener(entries));
            else listener(entries);
          }),
      }),
    });
    await server.identity("bob");
    const alice = await server.login("alice");
    await alice.say("bob", "before");
    const bob = await server.login("bob");
    isHeld = true;
    await alice.say("bob", "in the page");
    bob.pull("alice");
    const page = await bob.batch();
    expect(textsOf(page.metas)).toEqual(["before", "in the page"]);
    for (const tell of news) tell();
    bob.pull("alice", page.nextKey);
    await bob.last("alice");
    for (const tell of news) tell();
    await bob.unread();
    expect(bob.inbox).toEqual([]);
  });
});

describe("a device that sends much while it receives", () => {
  it("[DE12] gets thirty acks after a batch, and the others when it is recorded that it has the batch", async () => {
    let record = () => {};
    const recording = new Promise<void>((resolve) => {
      record = resolve;
    });
    server = await startServer({
      limits: generous,
      timelines: (real) => ({
        moveCursor: async (...move) => {
          if (move[0].user === "bob") await recording;
          return real.moveCursor(...move);
        },
      }),
    });
    const [alice, bob] = [await server.login("alice"), await server.login("bob")];
    alice.behave();
    await alice.say("bob", "hi");
    const { nextKey } = await bob.batch("alice");
    bob.pull("alice", nextKey);
    const waiting = new Set(numbered("m", 40).map((text) => bob.text("alice", text)));
    // Acks of one commit may come in any order (MSync 4.2).
    const takeAck = async () => {
      const { metaId, status } = await bob.sync((answer) => answer.metaId !== undefined);
      expect(status?.errorCode).toBe(0);
      expect(waiting.delete(metaId ?? "")).toBe(true);
    };
    for (let i = 0; i < 30; i++) await takeAck();
    // All are stored and delivered, and nothing else is on its way to bob.
    while (alice.metas.length < 40) await alice.last("bob");
    await bob.unread();
    const isAck = (frame: Received) => frame.command === "sync" && frame.sync.metaId !== undefined;
    expect(bob.inbox.filter(isAck)).toEqual([]);
    record();
    while (waiting.size > 0) await takeAck();
  });
});
