import { CONFERENCE_DOMAIN, MessageBodyType } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Chat, device, openChat, recallOf, text } from "../messages/chat.fixture.ts";
import type { Muc } from "../muc/index.ts";

let chat: Chat;
let group: Muc;
const alice = device("alice");
const alicePad = device("alice", "pad");
const bob = device("bob");

beforeEach(async () => {
  chat = await openChat({ people: ["alice", "bob", "carol"] });
  for (const each of [alice, alicePad, bob]) await chat.receive(each);
  group = await chat.muc.create(
    {
      app: chat.app,
      type: "group",
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
    },
    ["bob"],
  );
});
afterEach(() => chat.close());

async function sayInGroup(from: typeof alice, msg: string): Promise<string> {
  const to = { appKey: chat.app, name: group.id, domain: CONFERENCE_DOMAIN };
  const sent = await chat.send(from, group.id, text(msg, { type: MessageBodyType.GROUPCHAT }), { to });
  if (!sent.ok) throw new Error(sent.reason);
  return sent.id;
}

const place = () => ({ to: group.id, type: "groupchat" });
const pin = (user: string, id: string, where: object = place()) =>
  chat.call("pinMessage", { user, resource: "phone", body: { ...where, pin_msg_id: id } });
const unpin = (user: string, id: string, where: object = place()) =>
  chat.call("unpinMessage", { user, resource: "phone", body: { ...where, pin_msg_id: id } });
const list = async (user: string, more: Record<string, string> = {}, where: Record<string, string> = place()) =>
  (await chat.call("listPinnedMessages", { user, query: { ...where, ...more } })).data;

async function told(who: typeof alice) {
  return (await chat.receive(who)).filter(({ json }) => json?.type === "conv").map(({ json }) => json.data);
}

describe("a pinned message", () => {
  it("[PI1] is in front for everybody there, who are told, except the device that did it", async () => {
    const id = await sayInGroup(bob, "rules");
    for (const each of [alice, alicePad, bob]) await chat.receive(each);
    await pin("alice", id);
    const event = {
      op: "pin",
      id: group.id,
      type: "groupchat",
      ts: chat.time.at,
      res: "phone",
      from: "alice",
      ext: id,
    };
    expect(await told(bob)).toEqual([event]);
    expect(await told(alicePad)).toEqual([event]);
    expect(await told(alice)).toEqual([]);
    const { msg_infos } = await list("bob");
    expect(msg_infos).toMatchObject([
      { pin_opt_at: chat.time.at, pin_operator: "alice", message: { id, from: "bob" } },
    ]);
    await unpin("bob", id);
    expect((await told(alicePad)).at(-1)).toMatchObject({ op: "pin_delete", ext: id, from: "bob" });
    expect((await list("alice")).msg_infos).toEqual([]);
  });

  it("[PI1] is so between two as well", async () => {
    const { id } = await chat.say(alice, "bob", "our song");
    await chat.receive(bob);
    await pin("alice", id, { to: "bob", type: "chat" });
    expect(await told(bob)).toMatchObject([{ op: "pin", type: "chat", from: "alice", ext: id }]);
    const { msg_infos } = await list("bob", {}, { to: "alice", type: "chat" });
    expect(msg_infos).toMatchObject([{ pin_operator: "alice", message: { id } }]);
  });

  it("[PI2] is listed in pages, the newest pin first; pinned again it is the newest", async () => {
    const ids = [];
    for (const word of ["a", "b", "c"]) {
      const id = await sayInGroup(alice, word);
      chat.time.at += 1;
      await pin("alice", id);
      ids.push(id);
    }
    chat.time.at += 1;
    await pin("bob", ids[0] ?? "");
    const idsOf = (page: { msg_infos: Array<{ message: { id: string } }> }) =>
      page.msg_infos.map(({ message }) => message.id);
    const first = await list("bob", { limit: "2", cursor: "" });
    expect(idsOf(first)).toEqual([ids[0], ids[2]]);
    const second = await list("bob", { limit: "2", cursor: first.cursor });
    expect(idsOf(second)).toEqual([ids[1]]);
    expect(second.cursor).toBe("");
  });

  it("[PI3] is not unpinned by who does not see it", async () => {
    const to = { appKey: chat.app, name: group.id, domain: CONFERENCE_DOMAIN };
    const body = text("for you", { type: MessageBodyType.GROUPCHAT });
    const sent = await chat.send(alice, group.id, body, { to, directedUsers: ["alice"] });
    if (!sent.ok) throw new Error(sent.reason);
    await pin("alice", sent.id);
    await expect(unpin("bob", sent.id)).rejects.toMatchObject({ code: "PIN_NOT_FOUND" });
    expect((await list("alice")).msg_infos).toHaveLength(1);
  });

  it("[GR6] stays while the group is disabled, and none is added", async () => {
    const [id, other] = [await sayInGroup(bob, "rules"), await sayInGroup(bob, "more")];
    await pin("alice", id);
    await chat.muc.update(group, { isDisabled: true });
    await expect(pin("alice", other)).rejects.toMatchObject({ code: "MUC_DISABLED" });
    await expect(unpin("alice", id)).rejects.toMatchObject({ code: "MUC_DISABLED" });
    expect((await list("bob")).msg_infos).toHaveLength(1);
  });

  it("[PI3] has to be a message of that place, which the user is in", async () => {
    const id = await sayInGroup(alice, "rules");
    await expect(pin("alice", "4711")).rejects.toMatchObject({ code: "PIN_ILLEGAL" });
    await expect(pin("alice", id, { to: "bob", type: "chat" })).rejects.toMatchObject({ code: "PIN_ILLEGAL" });
    await expect(pin("carol", id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(list("carol")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(pin("alice", id, { to: "4711", type: "groupchat" })).rejects.toMatchObject({
      code: "GROUP_NOT_FOUND",
    });
    await expect(pin("alice", id, { to: group.id, type: "chatroom" })).rejects.toMatchObject({
      code: "ROOM_NOT_FOUND",
    });
    await expect(pin("alice", id, { to: group.id, type: "nonsense" })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    await expect(unpin("alice", id)).rejects.toMatchObject({ code: "PIN_NOT_FOUND" });
  });

  it("[PI4] is one of up to 20, and goes with the message", async () => {
    const ids = [];
    for (let i = 0; i < 21; i++) ids.push(await sayInGroup(alice, `m${i}`));
    for (const id of ids.slice(0, 20)) await pin("alice", id);
    await expect(pin("alice", ids[20] ?? "")).rejects.toMatchObject({ code: "MESSAGE_PIN_LIMIT" });
    const to = { appKey: chat.app, name: group.id, domain: CONFERENCE_DOMAIN };
    await chat.send(alice, group.id, { ...recallOf(ids[0] ?? ""), contents: [{}] }, { to });
    await chat.settled();
    await pin("alice", ids[20] ?? "");
  });
});
