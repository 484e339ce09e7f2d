import { setTimeout } from "node:timers/promises";
import { MessageBodyType, userJid } from "@rondo/protocol";
import { afterEach, describe, expect, it } from "vitest";
import type { Entry } from "../timeline/index.ts";
import { generous, numbered, sayMany } from "./testing/many.ts";
import { type Received, textsOf } from "./testing/raw-client.ts";
import { startServer, type TestServer } from "./testing/server.ts";

let server: TestServer;
afterEach(() => server.close());

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

  it("[DE8] is named unasked when a client that goes on hearing of others does not ask", async () => {
    // Housekeeping comes four times in that time by the real clock.
    server = await startServer({ limits: { provisionTimeoutMs: 100 } });
    const rounds = () => setTimeout(200);
    const bob = await server.login("bob");
    const alice = await server.login("alice");
    const carol = await server.login("carol");
    await alice.say("bob", "lost on the way");
    const lost = await bob.batch("alice");
    server.clock.advance(29_999);
    await carol.say("bob", "arrived");
    bob.pull("carol", (await bob.batch("carol")).nextKey);
    await bob.last("carol");
    await rounds();
    expect(bob.inbox).toEqual([]);
    server.clock.advance(1);
    expect(await bob.listed()).toEqual(["alice"]);
    await rounds();
    expect(bob.inbox).toEqual([]);
    bob.pull("alice");
    const again = await bob.batch("alice");
    expect(again.metas).toEqual(lost.metas);
    bob.pull("alice", again.nextKey);
    await bob.last("alice");
    server.clock.advance(60_000);
    await rounds();
    expect(bob.inbox).toEqual([]);
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
