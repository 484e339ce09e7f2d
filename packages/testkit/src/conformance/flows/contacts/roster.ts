import { expect } from "vitest";
import { expectRefusal } from "../../expect.ts";
import { type Flow, flow } from "../../flow.ts";
import { type ContactEvent, contactsOf, friends, marksOf, seenBy } from "./people.ts";

interface Contact {
  readonly userId: string;
  readonly remark: string;
}

/** How two people come to be contacts, and cease to be. */
export const rosterFlows: Flow[] = [
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
