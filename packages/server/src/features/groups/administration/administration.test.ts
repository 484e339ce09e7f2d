import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWorld, type World } from "../groups.fixture.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const asApp = (name: string, given: Parameters<World["call"]>[2]) => world.call(undefined, name, given);
const put = (id: string, usernames: string[], query: Record<string, string> = {}) =>
  asApp("putManyIntoGroup", { params: { id }, query, body: { usernames } });

describe("the groups of an application", () => {
  it("[GR26] are listed by its server, the newest first, public or not", async () => {
    const ids: string[] = [];
    for (const [n, isPublic] of [true, false, true, false, true].entries()) {
      world.chat.time.at += 10;
      ids.unshift(await world.create("alice", { groupname: `g${n}`, members: ["bob"], public: isPublic }));
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await asApp("listGroups", { query: { limit: "2", ...(cursor === undefined ? {} : { cursor }) } });
      seen.push(...page.data.map(({ groupid }: { groupid: string }) => groupid));
      expect(page.count).toBe(page.data.length);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(ids);
    const { data } = await asApp("listGroups", { query: { limit: "1" } });
    expect(data).toEqual([
      {
        owner: `${world.chat.app}_alice`,
        groupid: ids[0],
        affiliations: 2,
        type: "group",
        lastModified: String(world.chat.time.at),
        groupname: "g4",
      },
    ]);
    await expect(asApp("listGroups", { query: { cursor: "x" } })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

describe("putting users into a group", () => {
  let id: string;
  beforeEach(async () => {
    id = await world.create("alice", { members: ["bob"] });
    await world.call("alice", "modifyGroup", { params: { id }, body: { invite_need_confirm: true } });
    await world.settle();
  });

  it("[GR27] asks nobody, and tells them and the members", async () => {
    expect(await put(id, ["Carol", "bob", "dave"])).toEqual({
      data: { newmembers: ["carol", "dave"], groupid: id, action: "add_member" },
    });
    expect(await world.members(id)).toEqual(["alice", "bob", "carol", "dave"]);
    expect(await world.lines("carol", "bob")).toEqual([["DIRECT_JOINED alice>carol"], ["PRESENCE alice"]]);
    expect(await asApp("putIntoGroup", { params: { id, name: "Erin" } })).toEqual({
      data: { result: true, groupid: id, action: "add_member", user: "erin" },
    });
  });

  it("[GR27] tells no member when it is quiet", async () => {
    await put(id, ["carol"], { need_notify: "false" });
    expect(await world.lines("carol", "bob")).toEqual([["DIRECT_JOINED alice>carol"], []]);
  });

  it("[GR27] is refused when all are members, or one is nobody, or there are too many", async () => {
    await expect(asApp("putIntoGroup", { params: { id, name: "bob" } })).rejects.toMatchObject({
      code: "FORBIDDEN",
      description: `can not join this group, reason:user: bob already in group: ${id}`,
    });
    await expect(put(id, ["carol", "nobody"])).rejects.toMatchObject({ code: "NAMED_USER_NOT_FOUND" });
    await expect(put(id, [])).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    const crowd = Array.from({ length: 101 }, (_, n) => `user${n}`);
    await expect(put(id, crowd)).rejects.toMatchObject({ code: "MUC_TOO_MANY_MEMBERS" });
    await expect(put("1", ["carol"])).rejects.toMatchObject({ code: "GROUP_NOT_FOUND" });
    expect(await world.members(id)).toEqual(["alice", "bob"]);
  });

  it("[GR28] can be seen by asking whether one is in it", async () => {
    const ask = async (user: string, verb = "isInGroup") => (await asApp(verb, { params: { id, user } })).data;
    expect([await ask("bob"), await ask("carol"), await ask("bob", "isInGroupByPost")]).toEqual([true, false, true]);
    await expect(asApp("isInGroup", { params: { id: "1", user: "bob" } })).rejects.toMatchObject({
      code: "GROUP_NOT_FOUND",
    });
  });
});
