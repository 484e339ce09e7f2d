import {
  CONFERENCE_DOMAIN,
  decode,
  MessageBody,
  MessageBodyType,
  Meta,
  MetaNameSpace,
  StatisticsBody,
} from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Device, type Entry, groupTimeline, isAddressed } from "../../../timeline/index.ts";
import { device, recallOf, text } from "../../messages/chat.fixture.ts";
import { openWorld, type World } from "../groups.fixture.ts";

let world: World;
let id: string;
/** What is pushed to devices that are connected. */
let pushed: Entry[];
const crowd = Array.from({ length: 1100 }, (_, i) => `u${String(i).padStart(4, "0")}`);

beforeEach(async () => {
  world = await openWorld();
  for (const user of crowd) world.chat.accounts.add(user);
  world.chat.settings.maxGroupMembers = 2000;
  id = await world.create("alice", { members: ["bob", "carol", "dave"], maxusers: 2000 });
  pushed = [];
  world.chat.transients.onSent((entry) => {
    if (entry.timeline.startsWith(`${world.chat.app}/`)) pushed.push(entry);
  });
  await world.settle();
});
afterEach(() => world.close());

const toGroup = (more: Partial<Meta> = {}) => ({
  to: { appKey: world.chat.app, name: id, domain: CONFERENCE_DOMAIN },
  ...more,
});

/** Answers the message's id. */
async function ask(
  from: Device,
  more: Partial<Meta> = {},
  msgConfig: MessageBody["msgConfig"] = { allowGroupAck: true },
) {
  const body = text("read me", { type: MessageBodyType.GROUPCHAT, msgConfig });
  return (await world.chat.say(from, id, body, toGroup(more))).id;
}

const read = (who: Device, message: string, ackContent = "") =>
  world.chat.send(
    who,
    id,
    { type: MessageBodyType.READ_ACK, ackMessageId: message, msgConfig: { allowGroupAck: true }, ackContent },
    toGroup(),
  );

/** What a connected device of `user` is told of readers: by whom, and the counts. */
const toldTo = (user: string) =>
  pushed
    .splice(0)
    .filter(({ timeline, audience }) => timeline === `${world.chat.app}/u/${user}` && isAddressed(audience, user))
    .map(({ meta }) => {
      const { from, to, ns, payload = new Uint8Array() } = decode(Meta, meta);
      if (ns === MetaNameSpace.STATISTIC) return JSON.parse(decode(StatisticsBody, payload).location ?? "");
      const body = decode(MessageBody, payload);
      expect(body).toMatchObject({ type: MessageBodyType.READ_ACK, to: { name: id } });
      expect(to).toMatchObject({ name: id, domain: CONFERENCE_DOMAIN });
      return { from: from?.name, counts: JSON.parse(body.ext?.[0]?.stringValue ?? ""), content: body.ackContent };
    });

const readers = (user: string | undefined, message: string, query: Record<string, string> = {}) =>
  world.call(user, "listGroupMessageReaders", { params: { id, message }, query });

const comes = async (resource: string) => {
  world.chat.bus.publish("device.online", { app: world.chat.app, user: "alice", resource });
  await world.chat.groups.settled();
};
const goes = async (resource: string) => {
  world.chat.bus.publish("device.offline", { app: world.chat.app, user: "alice", resource });
  await world.chat.groups.settled();
};

describe("who has read a message of a group", () => {
  it("[GR20] is told to its sender alone, with the number of readers, each counted once", async () => {
    const message = await ask(device("alice"));
    expect(await read(device("bob"), message, "seen")).toMatchObject({ ok: true });
    expect(toldTo("alice")).toEqual([{ from: "bob", counts: { [message]: 1 }, content: "seen" }]);
    await read(device("carol"), message);
    expect(toldTo("alice")).toMatchObject([{ from: "carol", counts: { [message]: 2 } }]);
    await read(device("bob", "pad"), message);
    await read(device("alice"), message);
    expect(pushed).toEqual([]);
    expect((await readers("alice", message)).data).toMatchObject({ total: 2, userlist: ["bob", "carol"] });
    for (const who of ["bob", "carol", "dave"]) {
      expect((await world.chat.receive(device(who))).map(({ body }) => body.type)).toEqual([MessageBodyType.GROUPCHAT]);
    }
  });

  it("[GR20] counts only messages that ask for it, only for who they were for, and only for a while", async () => {
    const silent = await ask(device("alice"), {}, {});
    const directed = await ask(device("alice"), { routetype: 2, directedUsers: ["bob"] });
    const old = await ask(device("alice"));
    expect(await read(device("bob"), silent)).toMatchObject({ ok: true });
    expect(await read(device("carol"), directed)).toMatchObject({ ok: true });
    await read(device("bob"), directed);
    expect(toldTo("alice")).toMatchObject([{ from: "bob", counts: { [directed]: 1 } }]);
    world.chat.time.at += world.chat.settings.groupReceiptWindowMs + 1;
    expect(await read(device("bob"), old)).toMatchObject({ ok: true });
    expect(pushed).toEqual([]);
    expect(await read(device("erin"), old)).toMatchObject({ ok: false, reason: "not in group or chatroom" });
    expect(await read(device("bob"), "4711")).toMatchObject({ ok: true });
    const nothing = { type: MessageBodyType.READ_ACK };
    expect(await world.chat.send(device("bob"), id, nothing, toGroup())).toMatchObject({ ok: false });
  });

  it("[GR20] makes the conversation read up to there", async () => {
    const first = await ask(device("alice"));
    await ask(device("alice"));
    const unread = async () => (await world.call("bob", "listConversations")).data.channel_infos[0].unread_num;
    expect(await unread()).toBe(2);
    await read(device("bob"), first);
    expect(await unread()).toBe(1);
  });

  it("[GR21] is told to a device that was away when it comes back, as it is then", async () => {
    await comes("phone");
    const [a, b] = [await ask(device("alice")), await ask(device("alice"))];
    world.chat.time.at += 1000;
    await goes("phone");
    world.chat.time.at += 1000;
    await read(device("bob"), a);
    await read(device("carol"), a);
    world.chat.time.at += 1000;
    await read(device("bob"), b);
    pushed.length = 0;
    world.chat.time.at += 1000;
    await comes("phone");
    expect(pushed.map(({ audienceResource }) => audienceResource)).toEqual(["phone"]);
    expect(toldTo("alice")).toEqual([
      {
        group_ack: [
          { mid: b, count: 1, group: id },
          { mid: a, count: 2, group: id },
        ],
      },
    ]);
    world.chat.time.at += 1000;
    await goes("phone");
    await comes("phone");
    expect(pushed).toEqual([]);
    await comes("pad");
    expect(toldTo("alice")).toHaveLength(1);
  });

  it("[GR21] says nothing of what is too old, and of nobody else's messages", async () => {
    await read(device("bob"), await ask(device("alice")));
    await read(device("alice"), await ask(device("bob")));
    pushed.length = 0;
    world.chat.time.at += world.chat.settings.groupReceiptWindowMs + 1;
    await comes("phone");
    expect(pushed).toEqual([]);
  });

  it("[GR20][GR21] is forgotten with a message that is recalled, or that is gone for good", async () => {
    const recalled = await ask(device("alice"));
    const expired = await ask(device("alice"));
    const kept = await ask(device("alice"));
    for (const message of [recalled, expired, kept]) await read(device("bob"), message);
    pushed.length = 0;
    await world.chat.say(device("alice"), id, recallOf(recalled), toGroup());
    await world.chat.groups.forgetMessages(groupTimeline(world.chat.app, id), [expired]);
    await world.chat.groups.settled();
    await comes("phone");
    expect(toldTo("alice")).toEqual([{ group_ack: [{ mid: kept, count: 1, group: id }] }]);
    expect((await readers("alice", expired)).data).toMatchObject({ total: 0, userlist: [] });
    expect((await readers("alice", kept)).data).toMatchObject({ total: 1, userlist: ["bob"] });
  });

  it("[GR22] is listed by name, in pages, however many they are", async () => {
    await world.chat.muc.join({ app: world.chat.app, id, type: "group" }, crowd);
    const message = await ask(device("alice"));
    await Promise.all(crowd.map((user) => read(device(user), message)));
    expect(toldTo("alice").at(-1)).toMatchObject({ counts: { [message]: crowd.length } });
    const { data } = await readers("alice", message);
    expect(data).toMatchObject({ ackmid: message, total: 1100, is_last: false, timestamp: world.chat.time.at });
    expect(data.userlist).toEqual(crowd.slice(0, 500));
    const next = await readers("alice", message, { key: data.next_key, limit: "1000" });
    expect(next.data).toMatchObject({ is_last: true, next_key: "", userlist: crowd.slice(500) });
  });

  it("[GR22] is for the sender and the application", async () => {
    const message = await ask(device("bob"));
    expect((await readers("bob", message)).data).toEqual({
      ackmid: message,
      timestamp: 0,
      is_last: true,
      next_key: "",
      total: 0,
      userlist: [],
    });
    expect((await readers(undefined, message)).data.total).toBe(0);
    await expect(readers("alice", message)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(readers("erin", message)).rejects.toMatchObject({ code: "FORBIDDEN" });
    for (const unknown of ["4711", "x"]) {
      await expect(readers("bob", unknown)).rejects.toMatchObject({ code: "GROUP_MESSAGE_NOT_FOUND" });
    }
  });
});
