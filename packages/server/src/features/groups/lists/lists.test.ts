import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWorld, type World } from "../groups.fixture.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

async function createMany(count: number, wish: Record<string, unknown> = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    world.chat.time.at += 10;
    ids.push(await world.create("alice", { groupname: `g${i}`, members: ["bob"], ...wish }));
  }
  return ids;
}

const idsOf = (items: Array<{ id: string }>): string[] => items.map(({ id }) => id);

describe("the groups of a user", () => {
  it("[GR7] are listed latest first with both spellings, in pages from 1", async () => {
    const ids = (await createMany(5)).toReversed();
    const page = async (query: Record<string, string>) =>
      (await world.call("bob", "listJoinedGroups", { query })).data as Array<{ id: string }>;
    expect(idsOf(await page({}))).toEqual(ids);
    expect(idsOf(await page({ pagenum: "1", pagesize: "2" }))).toEqual(ids.slice(0, 2));
    expect(idsOf(await page({ pagenum: "3", pagesize: "2" }))).toEqual(ids.slice(4));
    expect(await page({ pagenum: "4", pagesize: "2" })).toEqual([]);
    const [id] = ids;
    expect((await page({}))[0]).toEqual({
      id,
      groupid: id,
      name: "g4",
      groupname: "g4",
      disabled: false,
      permission: "member",
    });
  });

  it("[GR7] are listed with their properties in pages from 0, with what was asked for", async () => {
    const ids = (await createMany(3, { public: true, desc: "d" })).toReversed();
    const page = (query: Record<string, string>) => world.call("bob", "listGroupsOfUser", { query });
    const first = await page({ pagenum: "0", pagesize: "2" });
    expect(first.total).toBe(3);
    expect(idsOf(first.entities)).toEqual(ids.slice(0, 2));
    expect(first.entities[0]).toMatchObject({
      groupId: ids[0],
      description: "d",
      maxusers: 200,
      public: true,
      membersonly: false,
      allowinvites: true,
      disabled: false,
    });
    expect(first.entities[0]).not.toHaveProperty("affiliations_count");
    expect(first.entities[0]).not.toHaveProperty("permission");
    const asked = await page({ pagenum: "1", pagesize: "2", needAffiliations: "true", needRole: "true" });
    expect(asked.entities).toMatchObject([{ id: ids[2], affiliations_count: 2, permission: "member" }]);
  });

  it("[GR7] are counted", async () => {
    await createMany(3);
    const [id = ""] = await createMany(1);
    await world.call("bob", "leaveGroup", { params: { id } });
    expect((await world.call("bob", "countJoinedGroups")).data).toBe(3);
    expect((await world.call("alice", "countJoinedGroups")).data).toBe(4);
    expect((await world.call("dave", "countJoinedGroups")).data).toBe(0);
  });
});

describe("public groups", () => {
  it("[GR8] are listed in pages without gap or repetition, private ones are not", async () => {
    const ids = await createMany(5, { public: true });
    await createMany(2);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query: Record<string, string> = { limit: "2", ...(cursor === undefined ? {} : { cursor }) };
      const page = await world.call("dave", "listPublicGroups", { query });
      seen.push(...idsOf(page.data));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(ids);
    const { data } = await world.call("dave", "listPublicGroups");
    expect(data[0]).toEqual({ id: ids[0], groupid: ids[0], name: "g0", groupname: "g0" });
    await expect(world.call("dave", "listPublicGroups", { query: { cursor: "x" } })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });
});
