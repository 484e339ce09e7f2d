import { MessageBodyType } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chat as bodyWith, type Chat, device, editOf, openChat } from "./chat.fixture.ts";

let chat: Chat;
const alice = device("alice");
const bob = device("bob");

beforeEach(async () => {
  chat = await openChat();
});
afterEach(() => chat.close());

const combined = (combineLevel: number) => ({ type: 0, subType: 0, text: "old", title: "t", combineLevel });
const refusal = { ok: false, code: 4, reason: "combined messages have at most 10 levels" };

describe("a combined message", () => {
  it("[ME17] has up to ten levels", async () => {
    await chat.say(alice, "bob", bodyWith(combined(10)));
    expect(await chat.send(alice, "bob", bodyWith(combined(11)))).toEqual(refusal);
    expect(await chat.receive(bob)).toMatchObject([{ body: { contents: [{ combineLevel: 10 }] } }]);
    expect(await chat.entries(`${chat.app}/c/alice/bob`)).toBe(1);
  });

  it("[ME17] has no more in groups, and gets no more by an edit", async () => {
    const wish = { app: chat.app, name: "n", description: "", avatar: "", custom: "", owner: "alice", maxUsers: 200 };
    const rules = { isPublic: true, needsApproval: false, allowsInvites: true, invitesNeedConsent: false };
    const { id } = await chat.muc.create({ ...wish, ...rules, type: "group" }, ["bob"]);
    const to = { appKey: "a#b", name: id, domain: "conference.easemob.com" };
    const body = { ...bodyWith(combined(11)), type: MessageBodyType.GROUPCHAT };
    expect(await chat.send(alice, id, body, { to })).toEqual(refusal);
    const sent = await chat.say(alice, "bob", bodyWith(combined(1)));
    const edit = { ...editOf(sent.id, ""), contents: [combined(11)] };
    expect(await chat.send(alice, "bob", edit)).toEqual(refusal);
  });
});
