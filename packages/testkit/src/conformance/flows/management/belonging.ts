import { expect } from "vitest";
import { expectRefusal } from "../../expect.ts";
import { call, event, type Party, say, settle, toManagers } from "./cast.ts";

export async function roles(at: Party): Promise<void> {
  const { owner, tablet, admin, bob, carol } = at;
  expect(await call(at, owner, "addAdmin", { username: bob.id })).toMatchObject({
    result: "success",
    newadmin: bob.id,
  });
  expect((await call<string[]>(at, carol, "admins")).sort()).toEqual([admin.id, bob.id].sort());
  const added = toManagers(at, "setAdmin owner bob");
  const people = [owner, tablet, admin, bob, carol];
  expect(await settle(at, people)).toEqual([[], added, added, ["setAdmin owner bob"], []]);
  expect(await call(at, owner, "removeAdmin", { username: bob.id })).toMatchObject({ oldadmin: bob.id });
  expect(await call(at, carol, "admins")).toEqual([admin.id]);
  const removed = toManagers(at, "removeAdmin owner");
  expect(await settle(at, people)).toEqual([[], removed, removed, ["removeAdmin owner"], []]);
  await expectRefusal(call(at, admin, "addAdmin", { username: bob.id }), 603);
  await expectRefusal(call(at, owner, "removeAdmin", { username: bob.id }), 603);
}

export async function blocklist(at: Party): Promise<void> {
  const { words, owner, tablet, admin, bob, carol, later } = at;
  const listed = (user: string, action: string) => ({ result: true, user, action, [words.listedId]: at.id });
  expect(await call(at, admin, "block", { username: bob.id })).toMatchObject(listed(bob.id, "add_blocks"));
  expect(await event(at, bob, "removeMember")).toMatchObject({ from: admin.id });
  expect(await settle(at, [owner, tablet, admin, carol])).toEqual([
    ["memberAbsence bob"],
    ["memberAbsence bob"],
    [],
    ["memberAbsence bob"],
  ]);
  await expectRefusal(say(at, bob, "mmh"), 602);
  expect(await call(at, owner, "blocked")).toEqual([bob.id]);
  const back =
    words.kind === "group"
      ? bob.call("joinGroup", { groupId: at.id, message: "" })
      : bob.call("joinChatRoom", { roomId: at.id });
  await expectRefusal(back, 603);
  await expectRefusal(call(at, carol, "block", { username: owner.id }), 603);
  await expectRefusal(call(at, admin, "block", { username: owner.id }), 603);
  const more = later ? [carol.id, later.id, owner.id] : [carol.id, owner.id];
  const some = await call<unknown[]>(at, owner, "blockSome", { usernames: more });
  expect(some).toHaveLength(more.length);
  expect(some[0]).toMatchObject(listed(carol.id, "add_blocks"));
  expect(some.at(-1)).toMatchObject({ result: false, user: owner.id, reason: expect.any(String) });
  if (later) {
    await later.login();
    await event(at, later, "removeMember");
  }
  expect(await call(at, owner, "unblock", { username: bob.id })).toMatchObject(listed(bob.id, "remove_blocks"));
  expect(await event(at, bob, "unblockMember")).toMatchObject({ from: owner.id });
  const rest = more.filter((id) => id !== owner.id);
  expect(await call(at, owner, "unblockSome", { usernames: [bob.id, ...rest] })).toHaveLength(rest.length + 1);
  expect(await call(at, owner, "blocked")).toEqual([]);
  await expectRefusal(say(at, bob, "nobody is let in by that"), 602);
}
