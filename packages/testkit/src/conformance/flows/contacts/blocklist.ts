import { expect } from "vitest";
import type { Message } from "../../../people/messages.ts";
import type { Person } from "../../../people/person.ts";
import { expectRefusal, settledTexts } from "../../expect.ts";
import { type Flow, flow } from "../../flow.ts";
import { withSettings } from "../../with-settings.ts";
import { type ContactEvent, contactsOf, friends, seenBy } from "./people.ts";

const blockedBy = async (person: Person): Promise<string[]> =>
  (await person.call<{ data: string[] }>("getBlocklist")).data.sort();

/** Who does not want to hear of whom; what applications and their servers may say about it. */
export const blocklistFlows: Flow[] = [
  flow("contacts: who is blocked cannot write or invite, until unblocked [CT10] [CT11]", async (stage) => {
    const { alice, bob } = await friends(stage);
    const before = await alice.send("txt", { msg: "before" }, bob.id);
    const toAlice = await bob.send("txt", { msg: "mine" }, alice.id);
    await bob.waitFor<Message>("onTextMessage", ({ id }) => id === before.serverMsgId);
    await alice.waitFor<Message>("onTextMessage", ({ id }) => id === toAlice.serverMsgId);
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
      withSettings(stage, { contactsOnly: true, maxContacts: 1, maxBlocked: 1 }, async ({ venue }) => {
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
