import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Muc } from "../../muc.ts";
import { openWorld, type World } from "../management.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe.each(["group", "room"] as const)("the blocklist of a %s", (type) => {
  const isGroup = type === "group";
  const noun = isGroup ? "group" : "chatroom";
  let muc: Muc;
  let path: string;
  const people = ["owner", "admin", "bob", "carol", "dave"];
  const silence = Object.fromEntries(people.flatMap((who) => [`${who}/phone`, `${who}/tablet`]).map((k) => [k, []]));
  beforeEach(async () => {
    await world.people([...people, "stranger"]);
    muc = await world.create(type, "owner", ["admin", "bob", "carol", "dave"]);
    await world.mucs.setRole(muc, "admin", "admin");
    path = `/${isGroup ? "chatgroups" : "chatrooms"}/${muc.id}/blocks/users`;
  });
  const block = (who: string, usernames: unknown) => world.as(who, "POST", `${path}?version=v3`, { usernames });
  const unblock = (who: string, names: string) => world.as(who, "DELETE", `${path}/${names}?version=v3`);
  const blocked = async () => (await world.as("admin", "GET", path)).body.data;
  const entry = (user: string, action: string, more: object = {}) => ({
    user,
    result: true,
    action,
    ...(isGroup ? { groupid: muc.id } : { id: muc.id, chatroomid: muc.id }),
    ...more,
  });

  it("[MM11] puts members out, each with a result; taking them off it does not bring them back", async () => {
    expect((await block("admin", ["Bob", "carol"])).body.data).toEqual([
      entry("bob", "add_blocks"),
      entry("carol", "add_blocks"),
    ]);
    expect(await blocked()).toEqual(["bob", "carol"]);
    expect(await world.mucs.isMember(muc.app, muc.id, "bob")).toBe(false);
    expect(await world.mucs.find(muc.app, muc.id)).toMatchObject({ memberCount: 3 });
    expect((await unblock("owner", "bob")).body.data).toEqual([entry("bob", "remove_blocks")]);
    expect((await unblock("owner", "bob%2Ccarol,stranger")).body.data).toMatchObject([
      { user: "bob", result: true },
      { user: "carol" },
      { user: "stranger" },
    ]);
    expect(await blocked()).toEqual([]);
    expect(await world.mucs.isMember(muc.app, muc.id, "carol")).toBe(false);
  });

  it("[MM11] one user is an array to clients, and an object to the application's server", async () => {
    const one = world.as("owner", "POST", `${path}/bob?version=v3`);
    expect((await one).body.data).toEqual([entry("bob", "add_blocks")]);
    expect((await world.as("app", "POST", `${path}/carol`)).body.data).toEqual(entry("carol", "add_blocks"));
    expect((await world.as("app", "DELETE", `${path}/carol`)).body.data).toEqual(entry("carol", "remove_blocks"));
    expect((await world.as("app", "DELETE", `${path}/bob,carol`)).body.data).toHaveLength(2);
  });

  it("[MM12] keeps them out, whoever brings them, also one who comes in at the same moment", async () => {
    await block("owner", ["bob"]);
    expect(await world.mucs.blockedAmong(muc, ["bob", "carol", "stranger"])).toEqual(["bob"]);
    await expect(world.mucs.join(muc, ["stranger", "bob"])).rejects.toMatchObject({ code: "MUC_BLOCKED" });
    expect(await world.mucs.isMember(muc.app, muc.id, "stranger")).toBe(false);
    for (let round = 0; round < 10; round++) {
      await world.mucs.unblock(muc, ["dave"]);
      await world.mucs.join(muc, ["dave"]);
      await world.mucs.leave(muc, ["dave"]);
      const joining = world.mucs.join(muc, ["dave"]).catch(() => {});
      await Promise.all(
        round % 2 === 0 ? [joining, world.mucs.block(muc, ["dave"])] : [world.mucs.block(muc, ["dave"]), joining],
      );
      expect(await world.mucs.isMember(muc.app, muc.id, "dave")).toBe(false);
    }
    await unblock("owner", "bob");
    expect(await world.mucs.join(muc, ["bob"])).toEqual(["bob"]);
  });

  it("[MM13] tells who is put out or may come back, and those who stay that somebody is gone", async () => {
    await block("admin", ["bob"]);
    const gone = Object.fromEntries(
      Object.keys(silence)
        .filter((device) => device !== "admin/phone")
        .map((device) => [device, ["ABSENCE bob"]]),
    );
    const kicked = ["KICK admin bob"];
    expect(await world.heard(people)).toEqual({ ...silence, ...gone, "bob/phone": kicked, "bob/tablet": kicked });
    expect(world.removed).toEqual([{ id: muc.id, users: ["bob"] }]);
    await block("admin", ["bob"]);
    expect(await world.heard(people), "again").toEqual(silence);

    await block("owner", ["carol", "dave"]);
    const [event] = await world.seen("admin");
    expect(event).toMatchObject({ operation: "ABSENCE", members: ["carol", "dave"], memberCount: 2 });
    expect(await world.heard(["carol", "dave"])).toMatchObject({
      "carol/phone": ["KICK owner carol"],
      "dave/tablet": ["KICK owner dave"],
    });
    await world.heard(people);
    await unblock("owner", "carol,stranger");
    const allowed = ["ALLOW owner carol"];
    expect(await world.heard(people)).toEqual({ ...silence, "carol/phone": allowed, "carol/tablet": allowed });
  });

  it("[MM11] is for members below the caller; where nobody is one, the call is refused", async () => {
    await world.mucs.setRole(muc, "dave", "admin");
    const answer = await block("admin", ["bob", "stranger", "owner", "dave"]);
    expect(answer.body.data).toEqual([
      entry("bob", "add_blocks"),
      entry("stranger", "add_blocks", { result: false, reason: `user: stranger doesn't exist in ${noun}: ${muc.id}` }),
      entry("owner", "add_blocks", { result: false, reason: "forbidden operation on group owner!" }),
      entry("dave", "add_blocks", { result: false, reason: "permission denied" }),
    ]);
    expect(await block("admin", ["stranger"])).toMatchObject({
      status: isGroup ? 403 : 400,
      body: { error_description: "users [stranger] are not members of this group!" },
    });
    for (const who of ["app", "admin", "owner"]) {
      expect(await block(who, ["owner"]), who).toMatchObject({
        status: 403,
        body: { error_description: "forbidden operation on group owner!" },
      });
    }
    expect(await block("admin", ["dave"])).toMatchObject({
      status: 403,
      body: { error_description: "permission denied" },
    });
    expect(await block("owner", ["dave"])).toMatchObject({ status: 200 });
    expect(await world.mucs.block(muc, ["owner"]), "not even below the rules").toEqual([]);
    expect(await blocked()).toEqual(["bob", "dave"]);
    for (const wrong of [undefined, [], "bob", [5], [""]]) {
      expect(await block("owner", wrong), JSON.stringify(wrong)).toMatchObject({ status: 400 });
    }
  });

  it("[MM11] takes up to 100 in a body and 60 in a path", async () => {
    const crowd = (size: number) => Array.from({ length: size }, (_, i) => `user${i}`);
    expect(await block("owner", crowd(101))).toMatchObject({
      status: 400,
      body: { error_description: "userNames is more than max limit : 100" },
    });
    expect(await unblock("owner", crowd(61).join(","))).toMatchObject({
      status: 400,
      body: { error_description: "removeBlacklist: list size more than max limit : 60" },
    });
  });
});
