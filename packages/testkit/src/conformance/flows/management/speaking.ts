import { expect } from "vitest";
import { expectRefusal } from "../../expect.ts";
import { call, event, expectOutside, hears, type Party, say, settle, toManagers } from "./cast.ts";

const HOUR = 3_600_000;

export async function mutes(at: Party): Promise<void> {
  const { words, owner, tablet, admin, bob, carol, later } = at;
  const username = words.kind === "group" ? [bob.id] : bob.id;
  const before = Date.now();
  const [muted] = await call<Array<{ expire: number }>>(at, admin, "mute", { username, muteDuration: HOUR });
  expect(muted).toMatchObject({ result: true, user: bob.id });
  expect(Math.abs((muted?.expire ?? 0) - before - HOUR)).toBeLessThan(10 * 60_000);
  expect(await event(at, bob, "muteMember")).toMatchObject({
    from: admin.id,
    muteTimestamp: { [bob.id]: muted?.expire },
  });
  expect(await call(at, owner, "mutes")).toEqual([{ user: bob.id, expire: muted?.expire }]);
  expect(await call(at, bob, "isMuted")).toBe(true);
  expect(await call(at, carol, "isMuted")).toBe(false);
  await expectRefusal(say(at, bob, "mmh"), 507);
  await expectRefusal(call(at, bob, "unmute", { username: bob.id }), 603);
  if (later) {
    await call(at, owner, "mute", { username: [later.id], muteDuration: -1 });
    await later.login();
    const told = await event(at, later, "muteMember", ({ userId }) => userId === later.id);
    expect(told.muteTimestamp?.[later.id]).toBeGreaterThan(Date.now() + 1000 * HOUR);
    await expectRefusal(say(at, later, "mmh"), 507);
    await call(at, owner, "unmute", { username: [later.id] });
  }
  expect(await call(at, owner, "unmute", { username: bob.id })).toMatchObject([{ result: true, user: bob.id }]);
  await event(at, bob, "unmuteMember", ({ userId }) => userId === bob.id);
  await say(at, bob, "heard again");
  await hears(carol, "heard again");
  const [tablets = [], carols = []] = await settle(at, [tablet, carol]);
  expect(carols).toEqual([]);
  const ofBob = tablets.filter((line) => line.endsWith("bob"));
  expect(ofBob).toEqual([...toManagers(at, "muteMember admin bob"), ...toManagers(at, "unmuteMember owner bob")]);
}

export async function muteAll(at: Party): Promise<void> {
  const { owner, tablet, admin, bob, carol, later } = at;
  const people = [owner, tablet, admin, bob, carol];
  expect(await call(at, owner, "muteAll")).toEqual({ mute: true });
  const muted = ["muteAllMembers owner"];
  expect(await settle(at, people)).toEqual([[], [], muted, muted, muted]);
  await expectRefusal(say(at, bob, "mmh"), 506);
  await say(at, admin, "silence please");
  await hears(bob, "silence please");
  if (later) {
    await later.login();
    await event(at, later, "muteAllMembers");
  }
  expect(await call(at, owner, "unmuteAll")).toEqual({ mute: false });
  const unmuted = ["unmuteAllMembers owner"];
  expect(await settle(at, people)).toEqual([[], [], unmuted, unmuted, unmuted]);
  await say(at, bob, "thanks");
  await hears(carol, "thanks");
  await expectRefusal(call(at, bob, "muteAll"), 603);
}

export async function allowlist(at: Party): Promise<void> {
  const { words, owner, tablet, admin, bob, carol } = at;
  await call(at, owner, "muteAll");
  const listed = (user: string, action: string) => ({ result: true, user, action, [words.listedId]: at.id });
  const one = await call(at, owner, "allow", { users: [bob.id] });
  expect(one, "one is no array").toMatchObject(listed(bob.id, "add_user_whitelist"));
  await event(at, bob, "addUserToAllowlist", ({ userId }) => userId === bob.id);
  await say(at, bob, "may I?");
  await hears(carol, "may I?");
  const outsider = await at.stage.venue.arrive("outsider");
  expect(await call(at, owner, "allow", { users: [carol.id, outsider.id] })).toMatchObject([
    listed(carol.id, "add_user_whitelist"),
    { result: false, user: outsider.id, reason: expect.any(String) },
  ]);
  expect((await call<string[]>(at, admin, "allowed")).sort()).toEqual([bob.id, carol.id].sort());
  const gone = await call(at, owner, "disallow", { userName: carol.id });
  expect(gone).toMatchObject(listed(carol.id, "remove_user_whitelist"));
  expect(await call(at, bob, "isAllowed", { userName: bob.id })).toEqual({ member: bob.id, white: true });
  expect(await call(at, carol, "isAllowed", { userName: carol.id })).toEqual({ member: carol.id, white: false });
  await expectRefusal(say(at, carol, "mmh"), 506);
  await expectRefusal(call(at, carol, "allow", { users: [carol.id] }), 603);
  await expectOutside(at, owner, call(at, owner, "allow", { users: [outsider.id] }));
  const [tablets = [], bobs = [], carols = []] = await settle(at, [tablet, bob, carol]);
  const line = (operation: string, who: string) => `${operation} owner ${who}`;
  const lines = [
    line("addUserToAllowlist", "bob"),
    line("addUserToAllowlist", "carol"),
    line("removeAllowlistMember", "carol"),
  ];
  expect(tablets).toEqual(words.kind === "group" ? lines : []);
  expect(bobs.filter((each) => each !== "muteAllMembers owner")).toEqual(lines.slice(0, 1));
  expect(carols.filter((each) => each !== "muteAllMembers owner")).toEqual(lines.slice(1));
}
