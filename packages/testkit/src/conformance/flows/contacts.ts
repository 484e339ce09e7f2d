import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Message } from "../../people/messages.ts";
import type { Person } from "../../people/person.ts";
import { Venue } from "../../people/venue.ts";
import { startServer } from "../../server/server.ts";
import { expectRefusal, settledTexts } from "../expect.ts";
import { type Flow, flow, type Stage } from "../flow.ts";

interface ContactEvent {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly status: string;
}

interface Contact {
  readonly userId: string;
  readonly remark: string;
}

const contactsOf = async (person: Person): Promise<string[]> =>
  (await person.call<{ data: string[] }>("getContacts")).data.sort();

const blockedBy = async (person: Person): Promise<string[]> =>
  (await person.call<{ data: string[] }>("getBlocklist")).data.sort();

/** Two people who have become contacts by inviting and accepting. */
async function friends(stage: Stage): Promise<{ alice: Person; bob: Person }> {
  const { alice, bob } = { alice: await stage.venue.arrive("alice"), bob: await stage.venue.arrive("bob") };
  await alice.call("addContact", bob.id, "hello");
  await bob.waitFor("onContactInvited");
  await bob.call("acceptContactInvite", alice.id);
  await alice.waitFor("onContactAgreed");
  return { alice, bob };
}

/** What each of these people has seen of contacts since `marks`, when nothing more is to come: somebody's invitation ends it. */
async function seenBy(stage: Stage, people: readonly Person[], marks: readonly number[] = []): Promise<string[][]> {
  const usher = await stage.venue.arrive("usher");
  const ids = new Set(people.map(({ id }) => id));
  for (const id of ids) await usher.call("addContact", id, "that was all");
  return Promise.all(
    people.map(async (person, index) => {
      await person.waitFor<ContactEvent>("onContactInvited", ({ from }) => from === usher.id);
      return person.events.events
        .slice(marks[index] ?? 0)
        .filter(({ name, payload }) => name.startsWith("onContact") && (payload as ContactEvent).from !== usher.id)
        .map(({ name, payload }) => sentence(name, payload as ContactEvent)); // the SDK's shape for all five
    }),
  );
}

const sentence = (name: string, { type, from, to }: ContactEvent): string => `${name} ${type} ${from} ${to}`;

const marksOf = (people: readonly Person[]): number[] => people.map(({ events }) => events.mark());

/** A server of its own, whose applications have other settings. */
async function withSettings(
  stage: Stage,
  appDefaults: Record<string, unknown>,
  play: (venue: Venue) => Promise<void>,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "rondo-settings-"));
  const config = join(dir, "config.json");
  await writeFile(config, JSON.stringify({ appDefaults }));
  const server = await startServer({ args: ["--config", config] });
  const venue = new Venue({ platform: stage.venue.platform, server });
  try {
    await play(venue);
  } finally {
    await venue.close();
    await server.stop();
    await rm(dir, { recursive: true });
  }
}

/** How two people come to be contacts, and cease to be. */
const rosterFlows: Flow[] = [
  flow("contacts: an invitation is accepted, and all devices of both sides know [CT1] [CT2]", async (stage) => {
    const alice = await stage.venue.arrive("alice");
    const bob = await stage.venue.arrive("bob");
    const carol = await stage.venue.arrive("carol");
    const aliceTablet = await stage.venue.arriveAgain(alice);
    const bobTablet = await stage.venue.arriveAgain(bob);
    await alice.call("addContact", bob.id, "we met in 杭州");
    for (const device of [bob, bobTablet]) {
      const event = { type: "subscribe", from: alice.id, to: bob.id, status: "we met in 杭州" };
      expect(await device.waitFor("onContactInvited")).toEqual(event);
    }
    expect([await contactsOf(alice), await contactsOf(bob)]).toEqual([[], []]);
    await bob.call("acceptContactInvite", alice.id);
    const [a, aTablet, b, bTablet, c] = await seenBy(stage, [alice, aliceTablet, bob, bobTablet, carol]);
    const agreed = `onContactAgreed subscribed ${bob.id} ${alice.id}`;
    const invited = `onContactInvited subscribe ${alice.id} ${bob.id}`;
    const added = `onContactAdded subscribed ${alice.id} ${bob.id}`;
    expect([a, aTablet]).toEqual([[agreed], [agreed]]);
    expect([b, bTablet]).toEqual([
      [invited, added],
      [invited, added],
    ]);
    expect(c).toEqual([]);
    expect([await contactsOf(alice), await contactsOf(bobTablet)]).toEqual([[bob.id], [alice.id]]);
  }),

  flow("contacts: an invitation is declined [CT4]", async (stage) => {
    const alice = await stage.venue.arrive("alice");
    const bob = await stage.venue.arrive("bob");
    const bobTablet = await stage.venue.arriveAgain(bob);
    for (const method of ["declineContactInvite", "declineInvitation"]) {
      await alice.call("addContact", bob.id);
      const marks = marksOf([alice, bob]);
      await bob.call(method, alice.id);
      await bob.call(method, alice.id);
      const [a, b] = await seenBy(stage, [alice, bob], marks);
      expect(a).toEqual([`onContactRefuse unsubscribed ${bob.id} ${alice.id}`]);
      expect(b?.filter((line) => !line.startsWith("onContactInvited"))).toEqual([]);
    }
    expect(bobTablet.events.all<ContactEvent>("onContactRefuse").map(({ from }) => from)).toEqual([bob.id, bob.id]);
    expect([await contactsOf(alice), await contactsOf(bob)]).toEqual([[], []]);
    await expectRefusal(bob.call("acceptInvitation", alice.id), 603);
  }),

  flow("contacts: one is deleted, on both sides [CT5]", async (stage) => {
    const { alice, bob } = await friends(stage);
    const aliceTablet = await stage.venue.arriveAgain(alice);
    const people = [alice, aliceTablet, bob];
    const marks = marksOf(people);
    await alice.call("deleteContact", bob.id);
    const deleted = `onContactDeleted unsubscribed ${alice.id} ${bob.id}`;
    expect(await seenBy(stage, people, marks)).toEqual([[], [deleted], [deleted]]);
    expect([await contactsOf(alice), await contactsOf(bob)]).toEqual([[], []]);
    await bob.call("removeRoster", alice.id);
  }),

  flow("contacts: invitations that cross, that are made again, and to nobody [CT1] [CT3] [CT9]", async (stage) => {
    const alice = await stage.venue.arrive("alice");
    const bob = await stage.venue.arrive("bob");
    await alice.call("addContact", bob.id, "one");
    await alice.call("addContact", bob.id, "two");
    await bob.waitFor<ContactEvent>("onContactInvited", ({ status }) => status === "two");
    await bob.call("addContact", alice.id, "me too");
    await alice.waitFor("onContactAgreed");
    await bob.waitFor("onContactAdded");
    expect([await contactsOf(alice), await contactsOf(bob)]).toEqual([[bob.id], [alice.id]]);
    await bob.call("acceptInvitation", alice.id);
    await alice.call("addContact", bob.id);
    await expectRefusal(alice.call("addContact", `${bob.id}-not`), 204);
    await expectRefusal(alice.call("acceptContactInvite", `${bob.id}-not`), 204);
    await expectRefusal(alice.call("addContact", alice.id), 17);
    expect(alice.events.all("onContactInvited")).toEqual([]);
  }),

  flow("contacts: who is away learns of everything at the next login, in order [CT1] [CT2] [CT5]", async (stage) => {
    const alice = await stage.venue.arrive("alice");
    const bob = await stage.venue.sit("bob");
    await bob.register();
    await alice.call("addContact", bob.id, "while you were away");
    const carol = await stage.venue.arrive("carol");
    await carol.call("addContact", bob.id, "me too");
    await bob.login();
    for (const [friend, reason] of [
      [alice, "while you were away"],
      [carol, "me too"],
    ] as const) {
      const event = await bob.waitFor<ContactEvent>("onContactInvited", ({ from }) => from === friend.id);
      expect(event).toEqual({ type: "subscribe", from: friend.id, to: bob.id, status: reason });
    }
    await bob.call("acceptContactInvite", alice.id);
    await bob.call("acceptContactInvite", carol.id);
    await alice.waitFor("onContactAgreed");
    await bob.logout();
    const back = await stage.venue.sit("bob", { as: bob, sameInstallation: bob });
    await alice.call("deleteContact", bob.id);
    await alice.call("addContact", bob.id, "sorry");
    await back.login();
    await back.waitFor<ContactEvent>("onContactInvited", ({ status }) => status === "sorry");
    const fromAlice = back.events.events.filter(({ payload }) => (payload as ContactEvent | null)?.from === alice.id);
    expect(fromAlice.map(({ name }) => name)).toEqual(["onContactDeleted", "onContactInvited"]);
    expect(await contactsOf(back)).toEqual([carol.id]);
  }),

  flow("contacts: lists, pages and remarks by every call [CT6] [CT7]", async (stage) => {
    const { alice, bob } = await friends(stage);
    const others: string[] = [];
    for (const name of ["carol", "dave"]) {
      const other = await stage.venue.arrive(name);
      await other.call("addContact", alice.id);
      await alice.call("acceptInvitation", other.id);
      others.push(other.id);
    }
    await alice.call("setContactRemark", { userId: bob.id, remark: "鲍勃 & Co" });
    const all = [bob.id, ...others].sort();
    expect(await contactsOf(alice)).toEqual(all);
    expect((await alice.call<{ data: string[] }>("getRoster")).data.sort()).toEqual(all);
    const expected = all.map((userId): Contact => ({ userId, remark: userId === bob.id ? "鲍勃 & Co" : "" }));
    expect((await alice.call<{ data: Contact[] }>("getAllContacts")).data).toEqual(expected);
    const paged: Contact[] = [];
    let cursor: string | undefined = "";
    do {
      const page: { data: { cursor?: string; contacts: Contact[] } } = await alice.call("getContactsWithCursor", {
        pageSize: 2,
        cursor,
      });
      paged.push(...page.data.contacts);
      cursor = page.data.cursor;
    } while (cursor);
    expect(paged).toEqual(expected);
    expect((await bob.call<{ data: Contact[] }>("getAllContacts")).data).toEqual([{ userId: alice.id, remark: "" }]);
    await alice.call("setContactRemark", { userId: bob.id, remark: "" });
    expect((await alice.call<{ data: Contact[] }>("getAllContacts")).data).toContainEqual({
      userId: bob.id,
      remark: "",
    });
    await expectRefusal(alice.call("setContactRemark", { userId: bob.id, remark: "x".repeat(101) }), 50);
    await expectRefusal(bob.call("setContactRemark", { userId: others[0], remark: "who?" }), 221);
  }),
];

/** Who does not want to hear of whom; what applications and their servers may say about it. */
const blocklistFlows: Flow[] = [
  flow("contacts: who is blocked cannot write or invite, until unblocked [CT10] [CT11]", async (stage) => {
    const { alice, bob } = await friends(stage);
    const before = await alice.send("txt", { msg: "before" }, bob.id);
    const toAlice = await bob.send("txt", { msg: "mine" }, alice.id);
    await bob.waitFor<Message>("onTextMessage", ({ id }) => id === before.serverMsgId);
    const mark = alice.events.mark();
    expect(await alice.call("addUsersToBlocklist", { name: bob.id })).toMatchObject({ data: { userIds: [bob.id] } });
    expect([await blockedBy(alice), await contactsOf(alice)]).toEqual([[bob.id], [bob.id]]);
    await expectRefusal(bob.send("txt", { msg: "let me in" }, alice.id), 603);
    await expectRefusal(bob.modify(toAlice.serverMsgId, "txt", { msg: "let me in" }, alice.id), 603);
    await alice.send("txt", { msg: "the other way" }, bob.id);
    await bob.waitFor<Message>("onTextMessage", ({ msg }) => msg === "the other way");
    await bob.send("read", { id: before.serverMsgId }, alice.id);
    await alice.waitFor<{ mid: string }>("onReadMessage", ({ mid }) => mid === before.serverMsgId, { after: mark });
    await alice.call("deleteContact", bob.id);
    await expectRefusal(bob.call("addContact", alice.id), 603);
    await alice.call("removeUserFromBlocklist", { name: bob.id });
    expect(await blockedBy(alice)).toEqual([]);
    await bob.call("addContact", alice.id, "again");
    await alice.waitFor<ContactEvent>("onContactInvited", ({ status }) => status === "again");
    await bob.send("txt", { msg: "back" }, alice.id);
    expect((await settledTexts(bob, alice, { mark })).map(({ msg }) => msg)).toEqual(["back"]);
    const [seen] = await seenBy(stage, [bob]);
    expect(
      seen?.filter((line) => line.includes("onContactRefuse")),
      "nobody tells who is blocked",
    ).toEqual([]);
  }),

  flow("contacts: the blocklist by every call [CT10] [CT12]", async (stage) => {
    const alice = await stage.venue.arrive("alice");
    const tablet = await stage.venue.arriveAgain(alice);
    const pests = [];
    for (const name of ["bob", "carol", "dave"]) pests.push((await stage.venue.arrive(name)).id);
    const [bob = "", carol = "", dave = ""] = pests;
    await alice.call("addToBlackList", { name: bob });
    await alice.call("addUsersToBlacklist", { name: [carol] });
    await alice.call("addUsersToBlocklist", { name: [dave, bob] });
    expect(await blockedBy(alice)).toEqual([...pests].sort());
    expect((await alice.call<{ data: string[] }>("getBlacklist", {})).data.sort()).toEqual([...pests].sort());
    await alice.call("removeFromBlackList", { name: bob });
    await alice.call("removeUserFromBlackList", { name: [carol] });
    await alice.call("removeUserFromBlocklist", { name: [dave, bob] });
    expect(await blockedBy(alice)).toEqual([]);
    await expectRefusal(alice.call("addUsersToBlocklist", { name: `${bob}-not` }), 204);
    expect(await seenBy(stage, [tablet]), "the other device has taken in what it does not show").toEqual([[]]);
  }),

  flow(
    "contacts: an application where only contacts write to each other, and few of them [CT8] [CT10] [CT13]",
    (stage) =>
      withSettings(stage, { contactsOnly: true, maxContacts: 1, maxBlocked: 1 }, async (venue) => {
        const [alice, bob, carol] = [
          await venue.arrive("alice"),
          await venue.arrive("bob"),
          await venue.arrive("carol"),
        ];
        await expectRefusal(alice.send("txt", { msg: "hi" }, bob.id), 221);
        await alice.call("addContact", bob.id);
        await carol.call("addContact", bob.id);
        await expectRefusal(alice.call("addContact", carol.id), 50);
        await bob.call("acceptContactInvite", alice.id);
        await expectRefusal(bob.call("acceptContactInvite", carol.id), 50);
        const { serverMsgId } = await alice.send("txt", { msg: "hi" }, bob.id);
        await bob.waitFor<Message>("onTextMessage", ({ id }) => id === serverMsgId);
        await expectRefusal(carol.send("txt", { msg: "hi" }, bob.id), 221);
        await alice.call("addUsersToBlocklist", { name: carol.id });
        await expectRefusal(alice.call("addUsersToBlocklist", { name: bob.id }), 50);
        await bob.call("deleteContact", alice.id);
        await expectRefusal(alice.send("txt", { msg: "still there?" }, bob.id), 221);
      }),
    { needs: "process" },
  ),

  flow(
    "contacts: the application's server makes, imports and removes them [CT15] [CT16]",
    async (stage) => {
      const people = [];
      for (const name of ["alice", "bob", "carol"]) people.push(await stage.venue.arrive(name));
      const [alice, bob, carol] = people;
      if (!alice || !bob || !carol) throw new Error("three people were invited");
      await stage.admin.expect("POST", `/users/${alice.id}/contacts/users/${bob.id}`);
      for (const [one, other] of [
        [alice, bob],
        [bob, alice],
      ] as const) {
        expect(await one.waitFor("onContactAdded")).toMatchObject({ from: other.id, to: one.id });
      }
      const imported = await stage.admin.expect("POST", `/users/${alice.id}/contacts/import?isSendNotice=true`, {
        usernames: [carol.id, `${carol.id}-not`],
      });
      expect(imported.data).toMatchObject({ success: [carol.id], NotExistFailed: [`${carol.id}-not`] });
      await carol.waitFor<ContactEvent>("onContactAdded", ({ from }) => from === alice.id);
      expect(await contactsOf(alice)).toEqual([bob.id, carol.id].sort());
      await stage.admin.removeUser(alice.id);
      for (const friend of [bob, carol]) {
        const event = await friend.waitFor<ContactEvent>("onContactDeleted", ({ from }) => from === alice.id);
        expect(event).toMatchObject({ type: "unsubscribed", to: friend.id });
        expect(await contactsOf(friend)).toEqual([]);
      }
    },
    { needs: "admin" },
  ),
];

export const contactFlows: Flow[] = [...rosterFlows, ...blocklistFlows];
