import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWorld, pad, type World } from "../groups.fixture.ts";
import { inOrder } from "./order.ts";

let world: World;
let id: string;
const crowd = Array.from({ length: 7 }, (_, i) => `user${i}`);

beforeEach(async () => {
  world = await openWorld(["alice", "bob", "carol", "dave", "erin", ...crowd]);
  id = await world.create("alice", { members: ["bob", "carol", "dave"] });
  await makeAdmin("bob");
  await world.settle();
});
afterEach(() => world.close());

const makeAdmin = (user: string) => world.chat.muc.setRole({ app: world.chat.app, id, type: "group" }, user, "admin");
const list = (query: Record<string, string>, user: string | undefined = "carol") =>
  world.call(user, "listGroupMembers", { params: { id }, query });
const remove = (user: string | undefined, names: string) =>
  world.call(user, "removeGroupMembers", { params: { id, names } });

describe("the members of a group", () => {
  it("[GR9] are listed behind a cursor with roles and times, without gap or repetition", async () => {
    const at = world.chat.time.at;
    for (const user of crowd) {
      world.chat.time.at += 10;
      await world.call("alice", "inviteToGroup", { params: { id }, body: { usernames: [user] } });
    }
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const query: Record<string, string> = { limit: "3", joined_time: "true", ...(cursor ? { cursor } : {}) };
      const page = await list(query);
      seen.push(...page.data);
      cursor = page.cursor;
      if (seen.length === 3) await world.call("erin", "applyToGroup", { params: { id } }).catch(() => {});
    } while (cursor);
    expect(seen).toEqual([
      { owner: "alice", joined_time: at },
      { admin: "bob", joined_time: at },
      { member: "carol", joined_time: at },
      { member: "dave", joined_time: at },
      ...crowd.map((member, i) => ({ member, joined_time: at + 10 * (i + 1) })),
    ]);
    await expect(list({ limit: "3", cursor: "x" })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("[GR9] are listed by page number, administrators as members", async () => {
    expect((await list({ pagenum: "1", pagesize: "3" })).data).toEqual([
      { owner: "alice" },
      { member: "bob" },
      { member: "carol" },
    ]);
    expect((await list({ pagenum: "2", pagesize: "3" }, undefined)).data).toEqual([{ member: "dave" }]);
    expect((await list({ pagenum: "3", pagesize: "3" })).data).toEqual([]);
    expect((await list({})).data).toHaveLength(4);
  });

  it("[GR9] are for members only", async () => {
    const refusal = { code: "FORBIDDEN", description: "users [erin] are not members of this group!" };
    await expect(list({}, "erin")).rejects.toMatchObject(refusal);
  });

  it("[GR9] stand in the order of their coming, then by name", () => {
    const member = (username: string, joinedAt: number) => ({ username, joinedAt, role: "member" as const });
    const sorted = inOrder([member("b", 2), member("c", 1), member("a", 2)]);
    expect(sorted.map(({ username }) => username)).toEqual(["c", "a", "b"]);
  });
});

describe("leaving", () => {
  it("[GR10] is told to who stays and to the own other devices", async () => {
    expect(await world.call("carol", "leaveGroup", { params: { id } })).toEqual({ data: { result: true } });
    const [told] = await world.told("bob");
    expect(told).toEqual({ op: "ABSENCE", from: "carol", count: 3 });
    expect(await world.lines("alice", pad, "dave", "carol")).toEqual([
      ["ABSENCE carol"],
      ["ABSENCE carol"],
      ["ABSENCE carol"],
      [],
    ]);
    expect(await world.members(id)).toEqual(["alice", "bob", "dave"]);
  });

  it("[GR10] is told to the own other devices, which know it by no other event", async () => {
    await world.call("alice", "modifyGroup", { params: { id }, body: { newowner: "bob" } });
    await world.settle();
    await world.call("alice", "leaveGroup", { params: { id } });
    expect(await world.lines("alice", pad)).toEqual([[], ["LEAVE alice"]]);
  });

  it("[GR10] is refused to the owner and to who is no member", async () => {
    const leave = (user: string) => world.call(user, "leaveGroup", { params: { id } });
    await expect(leave("alice")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(leave("erin")).rejects.toMatchObject({
      description: "users [erin] are not members of this group!",
    });
    expect(await world.members(id)).toHaveLength(4);
  });
});

describe("removing members", () => {
  it("[GR11] tells the one, and the others that there is one less", async () => {
    expect((await remove("bob", "Carol")).data).toEqual({
      result: true,
      action: "remove_member",
      user: "carol",
      groupid: id,
    });
    expect(await world.told("carol")).toEqual([{ op: "KICK", from: "bob", about: "carol" }]);
    expect(await world.told("dave")).toEqual([{ op: "ABSENCE", from: "carol", count: 3 }]);
    expect(await world.lines("bob", "alice")).toEqual([[], ["ABSENCE carol"]]);
  });

  it("[GR11] of several at once says what came of each, and is one event for the others", async () => {
    const { data } = await remove("alice", "carol,erin,alice,dave");
    expect(data).toEqual([
      { result: true, action: "remove_member", user: "carol", groupid: id },
      {
        result: false,
        action: "remove_member",
        user: "erin",
        groupid: id,
        reason: `user: erin doesn't exist in group: ${id}`,
      },
      {
        result: false,
        action: "remove_member",
        user: "alice",
        groupid: id,
        reason: "forbidden operation on group owner!",
      },
      { result: true, action: "remove_member", user: "dave", groupid: id },
    ]);
    expect(await world.told("bob")).toEqual([{ op: "ABSENCE", from: "alice", count: 2, members: ["carol", "dave"] }]);
    expect(await world.lines("carol", "dave")).toEqual([["KICK alice>carol"], ["KICK alice>dave"]]);
  });

  it.each([
    ["carol", "dave", "permission denied"],
    ["erin", "dave", "users [erin] are not members of this group!"],
    ["bob", "alice", "forbidden operation on group owner!"],
    ["alice", "erin", "users [erin] are not members of this group!"],
    ["alice", "erin,user0", "users [erin, user0] are not members of this group!"],
  ])("[GR11] by %s of %s is refused", async (user, names, description) => {
    await expect(remove(user, names)).rejects.toMatchObject({ code: "FORBIDDEN", description });
    expect(await world.members(id)).toHaveLength(4);
  });

  it("[GR11] of an administrator is for the owner and the application", async () => {
    await makeAdmin("carol");
    await expect(remove("bob", "carol")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await remove(undefined, "bob");
    await remove("alice", "carol");
    expect(await world.members(id)).toEqual(["alice", "dave"]);
  });

  it("[GR11] takes up to a hundred names", async () => {
    const names = Array.from({ length: 101 }, (_, i) => `u${i}`).join(",");
    await expect(remove("alice", names)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(remove("alice", ",")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

describe("shielding a group", () => {
  it("[GR17] is shown to the member and told to the own other devices, once", async () => {
    const call = (user: string | undefined, name: string) => world.call(user, name, { params: { id } });
    expect((await call("alice", "shieldGroup")).data).toEqual({
      action: "shield",
      groupid: id,
      result: true,
      user: "alice",
    });
    await call("alice", "shieldGroup");
    expect(await world.details("alice", id)).toMatchObject({ shieldgroup: true });
    expect(await world.details("bob", id)).toMatchObject({ shieldgroup: false });
    await call("alice", "unshieldGroup");
    expect(await world.lines("alice", pad, "bob")).toEqual([[], ["BLOCK alice", "UNBLOCK alice"], []]);
    for (const user of ["erin", undefined]) {
      await expect(call(user, "shieldGroup")).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
  });
});
