import { expect } from "vitest";
import type { Message, SendResult } from "../../people/messages.ts";
import type { Person } from "../../people/person.ts";
import { settledTexts } from "../expect.ts";
import { type Flow, flow, type Stage } from "../flow.ts";

/** Sends `count` numbered texts at once and fails unless each was accepted. */
async function sendNumbered(sender: Person, receiver: Person, count: number): Promise<void> {
  const outcomes = await sender.sendMany(
    "txt",
    Array.from({ length: count }, (_, n) => ({ msg: String(n), ext: { n } })),
    receiver.id,
    { inTurn: false },
  );
  expect(outcomes.filter((outcome) => !outcome.ok)).toEqual([]);
}

/** The numbers that `receiver` has from `sender`, as they came, when no more are to come. */
const numbersFrom = async (sender: Person, receiver: Person): Promise<number[]> =>
  (await settledTexts(sender, receiver, { mark: 0 })).map(({ msg }) => Number(msg));

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

async function absentFriend(stage: Stage, name: string): Promise<Person> {
  const person = await stage.venue.sit(name);
  await person.register();
  return person;
}

/** Messages for who is not there, or goes away while they come. */
export const deliveryFlows: Flow[] = [
  flow(
    "1,000 offline messages from 3 senders: all, in order, none twice",
    async (stage) => {
      const bob = await absentFriend(stage, "bob");
      const senders = await Promise.all(["ann", "ben", "cat"].map((name) => stage.venue.arrive(name)));
      const counts = [334, 333, 333];
      await Promise.all(senders.map((sender, index) => sendNumbered(sender, bob, counts[index] ?? 0)));
      await bob.login();
      await bob.waitFor("onOfflineMessageSyncFinish", () => true, { timeoutMs: 60_000 });
      for (const [index, sender] of senders.entries()) {
        expect(await numbersFrom(sender, bob)).toEqual(upTo(counts[index] ?? 0));
      }
    },
    { timeoutMs: 180_000 },
  ),

  flow("offline messages of every kind arrive as they were sent [ME2]", async (stage) => {
    const alice = await stage.venue.arrive("alice");
    const bob = await absentFriend(stage, "bob");
    const kinds = [
      ["txt", { msg: "later" }, "onTextMessage"],
      ["loc", { addr: "a", buildingName: "b", lat: 1, lng: 2 }, "onLocationMessage"],
      ["cmd", { action: "wake" }, "onCmdMessage"],
      ["custom", { customEvent: "e", customExts: { k: "v" } }, "onCustomMessage"],
    ] as const;
    const sent: SendResult[] = [];
    for (const [kind, fields] of kinds) sent.push(await alice.send(kind, { ...fields, ext: { kind } }, bob.id));
    await bob.login();
    for (const [index, [kind, fields, event]] of kinds.entries()) {
      const got = await bob.waitFor<Message>(event, (message) => message.id === sent[index]?.serverMsgId);
      expect(got).toMatchObject({ ...fields, type: kind, from: alice.id, to: bob.id, ext: { kind } });
    }
  }),

  flow("what was received before is not delivered again at the next login", async (stage) => {
    const alice = await stage.venue.arrive("alice");
    const bob = await stage.venue.arrive("bob");
    await sendNumbered(alice, bob, 5);
    await settledTexts(alice, bob, { mark: 0 });
    await bob.logout();
    const back = await stage.venue.sit("bob", { as: bob, sameInstallation: bob });
    await alice.send("txt", { msg: "5" }, bob.id);
    await back.login();
    const got = await settledTexts(alice, back, { mark: 0 });
    expect(got.map(({ msg }) => msg)).toEqual(["5"]);
  }),

  flow(
    "the connection is cut while sending: what was accepted arrives once and in order",
    async ({ venue }) => {
      const alice = await venue.arrive("alice");
      const bob = await venue.arrive("bob");
      alice.seat.speedUp(4);
      const total = 60;
      const sending = alice.sendMany(
        "txt",
        upTo(total).map((n) => ({ msg: String(n) })),
        bob.id,
        { inTurn: true },
      );
      for (const acks of [10, 30]) {
        let seen = 0;
        await alice.waitFor("onReceivedMessage", () => ++seen >= acks);
        const before = alice.events.mark();
        await alice.seat.cut();
        await alice.waitFor("onConnected", () => true, { after: before });
      }
      const outcomes = await sending;
      const accepted = outcomes.flatMap((outcome, n) => (outcome.ok ? [n] : []));
      expect(accepted.length).toBeGreaterThanOrEqual(total - 6);
      const arrived = await numbersFrom(alice, bob);
      expect(new Set(arrived).size, "nothing twice").toBe(arrived.length);
      expect(arrived.filter((n) => accepted.includes(n))).toEqual(accepted);
      expect(arrived).toEqual([...arrived].sort((a, b) => a - b));
    },
    { timeoutMs: 120_000 },
  ),

  flow(
    "the connection is cut during offline sync: all, in order, none twice",
    async (stage) => {
      const alice = await stage.venue.arrive("alice");
      const bob = await absentFriend(stage, "bob");
      await sendNumbered(alice, bob, 500);
      bob.seat.speedUp(4);
      await bob.login();
      let seen = 0;
      await bob.waitFor("onTextMessage", () => ++seen >= 60);
      const before = bob.events.mark();
      await bob.seat.cut();
      await bob.waitFor("onConnected", () => true, { after: before });
      await bob.waitFor<Message>("onTextMessage", ({ msg }) => msg === "499", { timeoutMs: 60_000 });
      expect(await numbersFrom(alice, bob)).toEqual(upTo(500));
    },
    { timeoutMs: 120_000 },
  ),

  flow("after a cut, what was sent meanwhile is there", async ({ venue }) => {
    const alice = await venue.arrive("alice");
    const bob = await venue.arrive("bob");
    bob.seat.speedUp(4);
    const before = bob.events.mark();
    await bob.seat.goOffline();
    await sendNumbered(alice, bob, 20);
    await bob.seat.goOnline();
    await bob.waitFor("onConnected", () => true, { after: before });
    expect(await numbersFrom(alice, bob)).toEqual(upTo(20));
  }),

  flow(
    "the server is killed and started again: nothing accepted is lost, people come back by themselves",
    async ({ venue, server }) => {
      // By default the client gives up after five attempts, some seven seconds: less than a slow machine needs to start.
      const connection = { autoReconnectNumMax: 50 };
      const alice = await venue.arrive("alice", { connection });
      const bob = await venue.arrive("bob", { connection });
      const marks = [alice, bob].map((person) => person.events.mark());
      await sendNumbered(alice, bob, 50);
      await server.kill("SIGKILL");
      await server.restart();
      for (const [index, person] of [alice, bob].entries()) {
        await person.waitFor("onConnected", () => true, { after: marks[index] ?? 0 });
      }
      expect(await numbersFrom(alice, bob)).toEqual(upTo(50));
    },
    { needs: "process" },
  ),
];
