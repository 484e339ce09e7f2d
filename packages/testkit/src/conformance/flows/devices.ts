import { expect } from "vitest";
import type { Message } from "../../people/messages.ts";
import type { Person } from "../../people/person.ts";
import { type Flow, flow } from "../flow.ts";

/** One user at several devices. */
export const deviceFlows: Flow[] = [
  flow("both devices get messages, and each sees what the other sent [ME4]", async ({ venue, pair }) => {
    const { bob } = await pair();
    const phone = await venue.arrive("alice");
    const tablet = await venue.arriveAgain(phone);
    const asked = await bob.send("txt", { msg: "where are you?" }, phone.id);
    for (const device of [phone, tablet]) {
      await device.waitFor("onTextMessage", (message) => message.id === asked.serverMsgId);
    }
    const answered = await phone.send("txt", { msg: "here", ext: { k: 1 } }, bob.id);
    const copy = await tablet.waitFor<Message>("onTextMessage", (message) => message.id === answered.serverMsgId);
    expect(copy).toMatchObject({ from: phone.id, to: bob.id, msg: "here", ext: { k: 1 } });
    expect(phone.events.all<Message>("onTextMessage", ({ id }) => id === answered.serverMsgId)).toEqual([]);
  }),

  flow("a device that was away gets what the other one sent and received [ME4]", async ({ venue, pair }) => {
    const { bob } = await pair();
    const phone = await venue.arrive("alice");
    const tablet = await venue.arriveAgain(phone);
    await tablet.logout();
    const asked = await bob.send("txt", { msg: "and now?" }, phone.id);
    await phone.waitFor("onTextMessage", (message) => message.id === asked.serverMsgId);
    const answered = await phone.send("txt", { msg: "still here" }, bob.id);
    await tablet.login();
    await tablet.waitFor("onTextMessage", (message) => message.id === asked.serverMsgId);
    await tablet.waitFor("onTextMessage", (message) => message.id === answered.serverMsgId);
  }),

  flow("reading, recalling and editing on one device reach the other [ME11] [ME12] [ME13]", async ({ venue, pair }) => {
    const { bob } = await pair();
    const phone = await venue.arrive("alice");
    const tablet = await venue.arriveAgain(phone);
    const sent = await phone.send("txt", { msg: "first" }, bob.id);
    await tablet.waitFor("onTextMessage", (message) => message.id === sent.serverMsgId);
    await phone.modify(sent.serverMsgId, "txt", { msg: "second" }, bob.id);
    const edited = await tablet.waitFor<Message>("onModifiedMessage", (message) => message.id === sent.serverMsgId);
    expect(edited).toMatchObject({ msg: "second", from: phone.id, to: bob.id });
    await phone.call("recallMessage", { mid: sent.serverMsgId, to: bob.id, chatType: "singleChat" });
    await tablet.waitFor<Message>("onRecallMessage", (recall) => recall.mid === sent.serverMsgId);
    await bob.send("txt", { msg: "unread" }, phone.id);
    await phone.send("channel", {}, bob.id);
    const read = await tablet.waitFor<Message>("onChannelMessage", (receipt) => receipt.to === bob.id);
    expect(read).toMatchObject({ from: phone.id, to: bob.id });
  }),

  flow("one's own other devices can be listed and written to [ME4]", async ({ venue }) => {
    const phone = await venue.arrive("alice");
    const tablet = await venue.arriveAgain(phone);
    const [phoneResource, tabletResource] = await Promise.all([resourceOf(phone), resourceOf(tablet)]);
    expect(phoneResource).not.toBe(tabletResource);
    const { data } = await phone.call<{ data: string[] }>("getSelfIdsOnOtherPlatform");
    expect(data).toEqual([`${phone.id}/${tabletResource}`]);
    const sent = await phone.send("txt", { msg: "to my tablet" }, `${phone.id}/${tabletResource}`);
    const got = await tablet.waitFor<Message>("onTextMessage", (message) => message.id === sent.serverMsgId);
    expect(got.from).toBe(`${phone.id}/${phoneResource}`);
  }),
];

const resourceOf = (person: Person): Promise<string> => person.get("clientResource");
