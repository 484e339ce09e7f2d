import { CONFERENCE_DOMAIN, decode, MessageBodyType, type Meta, MetaNameSpace, MucBody } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Chat, device, openChat, text, texts } from "../messages/chat.fixture.ts";
import { FOR_EVER, type Muc, type NewMuc } from "./muc.ts";

let chat: Chat;
let group: Muc;
const alice = device("alice");
const alicePad = device("alice", "pad");
const bob = device("bob");
const carol = device("carol");

beforeEach(async () => {
  chat = await openChat({ people: ["alice", "bob", "carol", "dave"] });
  for (const each of [alice, alicePad, bob, carol, device("dave")]) await chat.receive(each);
  group = await chat.muc.create(wanted("group"), ["bob", "carol"]);
});
afterEach(() => chat.close());

function wanted(type: "group" | "room"): NewMuc {
  return {
    app: chat.app,
    type,
    name: "friends",
    description: "",
    avatar: "",
    custom: "",
    owner: "alice",
    maxUsers: 200,
    isPublic: false,
    needsApproval: false,
    allowsInvites: true,
    invitesNeedConsent: false,
  };
}

const toGroup = (id = group.id, more: Partial<Meta> = {}): Partial<Meta> => ({
  to: { appKey: chat.app, name: id, domain: CONFERENCE_DOMAIN },
  ...more,
});

const said = (msg: string) => text(msg, { type: MessageBodyType.GROUPCHAT });

const say = (from: typeof alice, msg: string, more: Partial<Meta> = {}) =>
  chat.send(from, group.id, said(msg), toGroup(group.id, more));

const read = async (who: typeof alice) => texts(await chat.receive(who));

describe("messages to a group", () => {
  it("[MU1] reach every member's devices, whether connected or not, and the sender's others", async () => {
    expect(await say(alice, "hello")).toMatchObject({ ok: true });
    const [received] = await chat.receive(bob);
    expect(received?.meta.from).toMatchObject({ name: "alice", clientResource: "phone" });
    expect(received?.meta.to).toMatchObject({ name: group.id, domain: CONFERENCE_DOMAIN });
    expect(received?.body).toMatchObject({ type: MessageBodyType.GROUPCHAT, to: { name: group.id } });
    expect(await read(carol)).toEqual(["hello"]);
    expect(await read(alicePad)).toEqual(["hello"]);
    expect(await read(alice)).toEqual([]);
    expect(await read(device("dave"))).toEqual([]);
  });

  it("[MU1] are one row, however many members there are", async () => {
    const crowd = Array.from({ length: 1000 }, (_, i) => `user${i}`);
    const large = await chat.muc.create({ ...wanted("group"), maxUsers: 2000 }, crowd);
    await chat.send(alice, large.id, said("to all"), toGroup(large.id));
    expect(await chat.entries(`${chat.app}/g/${large.id}`)).toBe(1);
    expect(await read(device("user999"))).toEqual(["to all"]);
  });

  it("[MU2] from before joining are not delivered, those after it are", async () => {
    await say(alice, "before");
    await chat.muc.join(group, ["dave"]);
    await say(alice, "after");
    expect(await read(device("dave"))).toEqual(["after"]);
  });

  it("[MU3] end with leaving: what was still to come does not, and coming back does not bring it", async () => {
    await say(alice, "missed");
    expect(await chat.muc.leave(group, ["bob"])).toEqual(["bob"]);
    await say(alice, "not for bob");
    expect(await read(bob)).toEqual([]);
    await chat.muc.join(group, ["bob"]);
    await say(alice, "welcome back");
    expect(await read(bob)).toEqual(["welcome back"]);
  });

  it("[MU4] are refused from who is no member, and to what does not exist", async () => {
    expect(await say(device("dave"), "let me in")).toMatchObject({
      ok: false,
      code: 1,
      reason: "not in group or chatroom",
    });
    expect(await chat.send(alice, "4711", said("hello?"), toGroup("4711"))).toMatchObject({
      reason: "group not found",
    });
    expect(await chat.send(alice, "x", said("hello?"), toGroup("x y"))).toMatchObject({ reason: "group not found" });
    await chat.muc.destroy(group);
    expect(await say(alice, "anybody?")).toMatchObject({ reason: "group not found" });
  });

  it("[MU5] are refused from who is muted, until the mute ends", async () => {
    await chat.muc.mute(group, ["bob"], chat.time.at + 60_000);
    await chat.muc.mute(group, ["alice", "carol"], FOR_EVER);
    expect(await say(bob, "mmh")).toMatchObject({ ok: false, reason: "you were muted" });
    expect(await say(carol, "mmh")).toMatchObject({ ok: false, reason: "you were muted" });
    // The owner is above mutes.
    expect(await say(alice, "silence")).toMatchObject({ ok: true });
    chat.time.at += 60_000;
    expect(await say(bob, "again")).toMatchObject({ ok: true });
    expect(await chat.muc.unmute(group, ["carol", "dave"])).toEqual(["carol"]);
    expect(await say(carol, "me too")).toMatchObject({ ok: true });
  });

  it("[MU6] when all are muted are for owner, administrators and the allowlist", async () => {
    await chat.muc.update(group, { isMuted: true });
    expect(await say(bob, "mmh")).toMatchObject({ ok: false, reason: "not in group or chatroom white list" });
    await chat.muc.allow(group, ["bob"]);
    await chat.muc.setRole(group, "carol", "admin");
    for (const each of [alice, bob, carol]) expect(await say(each, "hear me")).toMatchObject({ ok: true });
    await chat.muc.disallow(group, ["bob"]);
    expect(await say(bob, "mmh")).toMatchObject({ ok: false });
  });

  it("[MU7] may be for some members only; the sender's other devices see them, and so does the history of those", async () => {
    const some = { routetype: 2, directedUsers: ["bob"] };
    expect(await say(alice, "psst", some)).toMatchObject({ ok: true });
    expect(await read(bob)).toEqual(["psst"]);
    expect(await read(alicePad)).toEqual(["psst"]);
    expect(await read(carol)).toEqual([]);
    const many = { routetype: 2, directedUsers: Array.from({ length: 21 }, (_, i) => `u${i}`) };
    expect(await say(alice, "psst", many)).toMatchObject({ ok: false, reason: "limit directed users" });
    expect(await say(alice, "psst", { routetype: 2 })).toMatchObject({ ok: false });
  });

  it("[MU8] do not reach who has shielded the group, until that is taken back", async () => {
    await chat.muc.shield(group, "bob", true);
    await say(alice, "unwanted");
    expect(await read(bob)).toEqual([]);
    await chat.muc.shield(group, "bob", false);
    await say(alice, "wanted");
    expect(await read(bob)).toEqual(["wanted"]);
  });

  it("[MU9] can be edited by their sender and taken back by sender and administrators", async () => {
    const sent = await say(bob, "typo");
    if (!sent.ok) throw new Error(sent.reason);
    const edit = { ...said("fixed"), type: MessageBodyType.EDIT, editMessageId: sent.id, editScope: 1 };
    expect(await chat.send(carol, group.id, edit, toGroup())).toMatchObject({ ok: false });
    expect(await chat.send(bob, group.id, edit, toGroup())).toMatchObject({ ok: true });
    const recall = { type: MessageBodyType.RECALL, ackMessageId: sent.id, contents: [{}] };
    expect(await chat.send(carol, group.id, recall, toGroup())).toMatchObject({ ok: false });
    expect(await chat.send(alice, group.id, recall, toGroup())).toMatchObject({ ok: true });
    expect((await chat.receive(carol)).map(({ body }) => body.type)).toEqual([
      MessageBodyType.EDIT,
      MessageBodyType.RECALL,
    ]);
  });
});

describe("a group", () => {
  it("[MU10] holds no more than it may: all of those who come together, or none", async () => {
    const small = await chat.muc.create({ ...wanted("group"), maxUsers: 3 }, ["bob"]);
    await expect(chat.muc.join(small, ["carol", "dave"])).rejects.toMatchObject({ code: "MUC_FULL" });
    expect(await chat.muc.join(small, ["bob", "carol", "carol"])).toEqual(["carol"]);
    expect(await chat.muc.find(chat.app, small.id)).toMatchObject({ memberCount: 3 });
    await expect(chat.muc.create({ ...wanted("group"), maxUsers: 2 }, ["bob", "carol"])).rejects.toMatchObject({
      code: "MUC_TOO_MANY_MEMBERS",
    });
  });

  it("[MU11] has one owner, who cannot leave but can hand over", async () => {
    expect(await chat.muc.leave(group, ["alice"])).toEqual([]);
    expect(await chat.muc.transfer(group, "dave")).toBe(false);
    expect(await chat.muc.transfer(group, "bob")).toBe(true);
    expect(await chat.muc.roleOf(chat.app, group.id, "bob")).toBe("owner");
    expect(await chat.muc.leave(group, ["alice"])).toEqual(["alice"]);
    expect(await chat.muc.setRole(group, "bob", "member")).toBe(false);
  });

  it("[MU12] says the same from memory as from the record, after any changes", async () => {
    await chat.muc.join(group, ["dave"]);
    await chat.muc.setRole(group, "carol", "admin");
    await chat.muc.block(group, ["bob"]);
    await chat.muc.update(group, { name: "new name", isDisabled: true });
    const fresh = await chat.freshMuc();
    expect(await fresh.find(chat.app, group.id)).toEqual(await chat.muc.find(chat.app, group.id));
    const byName = (members: readonly { username: string }[]) =>
      [...members].sort((a, b) => (a.username < b.username ? -1 : 1));
    expect(byName(await fresh.members(chat.app, group.id))).toEqual(byName(await chat.muc.members(chat.app, group.id)));
    expect(await chat.muc.blocked(group)).toEqual(["bob"]);
    expect(await say(alice, "anybody?")).toMatchObject({ ok: false, reason: "group is disabled" });
  });

  it("[MU13] tells members, some of them or all but some, and others in their own queue", async () => {
    const origin = { user: "alice", resource: "phone" };
    await chat.mucEvents.tellMembers(group, { operation: 14 }, { origin, except: ["carol"] });
    await chat.mucEvents.tellMembers(group, { operation: 21, about: "bob" }, { origin, only: ["bob"] });
    await chat.mucEvents.tellUsers(group, { operation: 7 }, { origin, users: ["dave"] });
    const heard = async (who: typeof alice) =>
      (await chat.receive(who)).map(({ meta }) => {
        expect(meta.ns).toBe(MetaNameSpace.MUC);
        return decode(MucBody, meta.payload ?? new Uint8Array()).operation;
      });
    expect(await heard(alice)).toEqual([]);
    expect(await heard(alicePad)).toEqual([14]);
    expect(await heard(bob)).toEqual([14, 21]);
    expect(await heard(carol)).toEqual([]);
    expect(await heard(device("dave"))).toEqual([7]);
  });
});
