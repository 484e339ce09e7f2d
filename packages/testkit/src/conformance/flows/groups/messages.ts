import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import type { Message } from "../../../people/messages.ts";
import type { Person } from "../../../people/person.ts";
import { expectRefusal } from "../../expect.ts";
import { type Flow, flow } from "../../flow.ts";
import { randomPng } from "../../pictures.ts";
import { company, create, event, history, receives, say, textsOf } from "../group-cast.ts";

const EXT = { em_at_list: ["somebody"], deep: { a: [1, "二", null] } };

/** What is said in groups. */
export const groupMessageFlows: Flow[] = [
  flow("groups: every kind of message reaches every device, and who signs in later [MU1]", async (stage) => {
    const { alice, bob, carol, later, group } = await company(stage);
    const tablet = await stage.venue.arriveAgain(alice);
    const outsider = await stage.venue.arrive("outsider");
    const plain = [
      ["txt", { msg: "hello 大家" }],
      ["loc", { addr: "西溪", buildingName: "N", lat: 30.5, lng: -120.25 }],
      ["cmd", { action: "shake" }],
      ["custom", { customEvent: "order", customExts: { id: "A-1" } }],
    ] as const;
    for (const [kind, fields] of plain) {
      const sent = await alice.send(kind, { chatType: "groupChat", ...fields, ext: EXT }, group);
      for (const each of [bob, carol, tablet]) {
        const got = await receives(each, sent, kind);
        expect(got).toMatchObject({
          ...fields,
          type: kind,
          chatType: "groupChat",
          from: alice.id,
          to: group,
          ext: EXT,
        });
      }
    }
    const files = [
      ["img", { width: 32, height: 20 }, { bytes: randomPng(32, 20), filename: "a.png", filetype: "image/png" }],
      ["audio", { length: 3 }, { bytes: randomBytes(500), filename: "a.amr", filetype: "audio/amr" }],
      ["video", { length: 4 }, { bytes: randomBytes(500), filename: "a.mp4", filetype: "video/mp4" }],
      ["file", {}, { bytes: randomBytes(500), filename: "a.zip", filetype: "application/zip" }],
    ] as const;
    for (const [kind, fields, attachment] of files) {
      const sent = await bob.sendFile(kind, { chatType: "groupChat", ...fields }, attachment, group);
      const got = await receives(carol, sent, kind);
      expect(got).toMatchObject({ type: kind, chatType: "groupChat", from: bob.id, to: group, ...fields });
      expect((await carol.download(String(got.url), String(got.secret))).equals(attachment.bytes)).toBe(true);
    }
    const last = await say(carol, group, "last");
    await later.login();
    await receives(later, last);
    const received = (name: string) => later.events.all<Message>(name, ({ to }) => to === group).length;
    for (const name of ["onLocationMessage", "onCmdMessage", "onCustomMessage", "onImageMessage", "onFileMessage"]) {
      expect(received(name), name).toBe(1);
    }
    expect(received("onTextMessage")).toBe(2);
    expect(outsider.events.all("onTextMessage")).toEqual([]);
    expect(alice.events.all<Message>("onTextMessage").map(({ id }) => id)).toEqual([last.serverMsgId]);
    await expectRefusal(say(outsider, group, "let me in"), 602);
    await expectRefusal(say(outsider, "4711", "hello?"), 605);
  }),

  flow(
    "groups: who comes later does not get what was said before, who leaves nothing after [MU2] [MU3]",
    async (stage) => {
      const { alice, bob, later, group } = await company(stage, { isPublic: true });
      const dave = await stage.venue.arrive("dave");
      await receives(bob, await say(alice, group, "before"));
      await dave.call("joinGroup", { groupId: group, message: "" });
      await say(alice, group, "for later");
      await alice.call("removeGroupMember", { groupId: group, username: later.id });
      await receives(dave, await say(alice, group, "after"));
      expect(textsOf(dave.events.all<Message>("onTextMessage"))).toEqual(["for later", "after"]);
      expect(textsOf(await history(dave, group))).toEqual(["for later", "after"]);
      await later.login();
      await event(later, "removeMember", group);
      expect(later.events.all("onTextMessage")).toEqual([]);
    },
  ),

  flow("groups: a directed message is for some members only [MU7] [HI8]", async (stage) => {
    const { alice, bob, carol, group } = await company(stage);
    const tablet = await stage.venue.arriveAgain(alice);
    const sent = await say(alice, group, "psst", { receiverList: [bob.id] });
    for (const each of [bob, tablet]) expect((await receives(each, sent)).msg).toBe("psst");
    await receives(carol, await say(alice, group, "to all"));
    expect(textsOf(carol.events.all<Message>("onTextMessage"))).toEqual(["to all"]);
    expect(textsOf(await history(carol, group))).toEqual(["to all"]);
    expect(textsOf(await history(bob, group))).toEqual(["psst", "to all"]);
  }),

  flow("groups: edited and recalled, live and for who was away [MU9]", async (stage) => {
    const { alice, bob, carol, later, group } = await company(stage);
    const first = await say(bob, group, "typo");
    const second = await say(bob, group, "oops");
    const third = await say(carol, group, "rude");
    await receives(alice, third);
    await bob.modify(first.serverMsgId, "txt", { chatType: "groupChat", msg: "fixed" }, group);
    const edited = await carol.waitFor<Message>("onModifiedMessage", ({ id }) => id === first.serverMsgId);
    expect(edited).toMatchObject({ msg: "fixed", from: bob.id, chatType: "groupChat" });
    const recall = (who: Person, mid: string) => who.call("recallMessage", { mid, to: group, chatType: "groupChat" });
    await recall(bob, second.serverMsgId);
    await expectRefusal(recall(bob, third.serverMsgId), 603);
    await recall(alice, third.serverMsgId);
    for (const { serverMsgId } of [second, third]) {
      await carol.waitFor<{ mid: string; to: string }>(
        "onRecallMessage",
        ({ mid, to }) => mid === serverMsgId && to === group,
      );
    }
    await later.login();
    await later.waitFor<Message>("onTextMessage", ({ id }) => id === first.serverMsgId);
    await receives(later, await say(alice, group, "that was all"));
    expect(textsOf(later.events.all<Message>("onTextMessage"))).toEqual(["fixed", "that was all"]);
    expect(textsOf(await history(later, group))).toEqual(["fixed", "that was all"]);
  }),

  flow("groups: shielded, and heard again [MU8] [GR17]", async (stage) => {
    const { alice, bob, carol, group } = await company(stage);
    await bob.call("blockGroupMessage", { groupId: group });
    await receives(carol, await say(alice, group, "unwanted"));
    const [detail] = (await bob.call<{ data: Array<Record<string, unknown>> }>("getGroupInfo", { groupId: group }))
      .data;
    expect(detail).toMatchObject({ shieldgroup: true });
    await bob.call("unblockGroupMessage", { groupId: group });
    await receives(bob, await say(alice, group, "wanted"));
    expect(textsOf(bob.events.all<Message>("onTextMessage"))).toEqual(["wanted"]);
  }),

  flow("groups: who is muted cannot write, and who is blocked is out [MU5] [MU6]", async (stage) => {
    const { alice, bob, carol, group } = await company(stage, { isPublic: true });
    const mute = { groupId: group, username: bob.id };
    await alice.call("muteGroupMember", { ...mute, muteDuration: 60_000 });
    await expectRefusal(say(bob, group, "mmh"), 507);
    await alice.call("unmuteGroupMember", mute);
    await receives(carol, await say(bob, group, "again"));
    await alice.call("disableSendGroupMsg", { groupId: group });
    await expectRefusal(say(bob, group, "mmh"), 506);
    await receives(bob, await say(alice, group, "silence, please"));
    await alice.call("enableSendGroupMsg", { groupId: group });
    await alice.call("blockGroupMember", { groupId: group, username: carol.id });
    await event(carol, "removeMember", group);
    await expectRefusal(say(carol, group, "let me in"), 602);
    await expectRefusal(carol.call("joinGroup", { groupId: group, message: "" }), 603);
    expect(textsOf(carol.events.all<Message>("onTextMessage"))).toEqual(["again", "silence, please"]);
  }),

  flow("groups: two groups of one owner are kept apart", async ({ venue }) => {
    const [alice, bob] = [await venue.arrive("alice"), await venue.arrive("bob")];
    const [one, two] = [await create(alice, { members: [bob.id] }), await create(alice, { members: [bob.id] })];
    const [a, b] = [await say(alice, one, "in one"), await say(alice, two, "in two")];
    expect((await receives(bob, a)).to).toBe(one);
    expect((await receives(bob, b)).to).toBe(two);
  }),
];
