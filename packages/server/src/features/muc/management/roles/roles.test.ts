import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MAX_ADMINS, type Muc } from "../../muc.ts";
import { openWorld, type World } from "../management.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe.each(["group", "room"] as const)("administrators of a %s", (type) => {
  const isGroup = type === "group";
  const noun = isGroup ? "group" : "chatroom";
  let muc: Muc;
  let path: string;
  const people = ["owner", "admin", "bob", "carol"];
  beforeEach(async () => {
    await world.people([...people, "stranger"]);
    muc = await world.create(type, "owner", ["admin", "bob", "carol"]);
    await world.mucs.setRole(muc, "admin", "admin");
    path = `/${isGroup ? "chatgroups" : "chatrooms"}/${muc.id}/admin`;
  });
  const add = (who: string, newadmin: unknown) => world.as(who, "POST", `${path}?version=v3`, { newadmin });
  const remove = (who: string, name: string) => world.as(who, "DELETE", `${path}/${name}?version=v3`);
  const admins = async () => (await world.as("carol", "GET", `${path}?version=v3`)).body;

  it("[MM3] are made and unmade by the owner; the list is by name and without the owner", async () => {
    expect(await admins()).toMatchObject({ data: ["admin"], count: 1 });
    expect((await add("owner", "Bob")).body).toMatchObject({ data: { result: "success", newadmin: "bob" } });
    expect((await admins()).data).toEqual(["admin", "bob"]);
    expect(await world.mucs.roleOf(muc.app, muc.id, "bob")).toBe("admin");
    expect((await remove("owner", "admin")).body).toMatchObject({ data: { result: "success", oldadmin: "admin" } });
    expect((await admins()).data).toEqual(["bob"]);
    expect(await add("admin", "carol")).toMatchObject({ status: 403 });
  });

  it("[MM4] who becomes one, or is one no more, is told; in groups also owner and administrators", async () => {
    await add("owner", "bob");
    const managers = (line: string) =>
      isGroup ? { "owner/tablet": [line], "admin/phone": [line], "admin/tablet": [line] } : {};
    const nobody = Object.fromEntries(people.flatMap((who) => [`${who}/phone`, `${who}/tablet`]).map((k) => [k, []]));
    const added = "ADD_ADMIN owner bob";
    const expected = { ...nobody, ...managers(added), "bob/phone": [added], "bob/tablet": [added] };
    expect(await world.heard(people)).toEqual(expected);
    await add("owner", "bob");
    expect(await world.heard(people), "again").toEqual(nobody);

    await world.as("app", "DELETE", `${path}/bob`);
    const gone = "REMOVE_ADMIN owner bob";
    const owner = isGroup ? { "owner/phone": [gone] } : {};
    const told = { ...nobody, ...managers(gone), ...owner, "bob/phone": [gone], "bob/tablet": [gone] };
    expect(await world.heard(people), "by the application").toEqual(told);
  });

  it("[MM3] only members become administrators, the owner does not, and who is none cannot cease to be", async () => {
    for (const name of ["stranger", "nobody", "not legal"]) {
      expect(await add("owner", name), name).toMatchObject({
        status: 404,
        body: { error: "resource_not_found", error_description: `user: ${name} doesn't exist in ${noun}: ${muc.id}` },
      });
    }
    expect(await add("owner", "owner")).toMatchObject({
      status: 403,
      body: { error_description: "forbidden operation on group owner!" },
    });
    for (const name of ["bob", "stranger", "owner"]) {
      expect(await remove("owner", name), name).toMatchObject({
        status: 403,
        body: { error_description: `user:${name} is not admin of ${noun}:${muc.id}` },
      });
    }
    for (const wrong of [undefined, 5, "", ["bob"], "x".repeat(65)]) {
      expect(await add("owner", wrong), JSON.stringify(wrong)).toMatchObject({ status: 400 });
    }
    expect((await admins()).data).toEqual(["admin"]);
    expect(await world.heard(people)).toMatchObject({ "owner/tablet": [], "bob/phone": [] });
  });

  it("[MM3] there are 99 at most", async () => {
    const crowd = Array.from({ length: MAX_ADMINS + 1 }, (_, i) => `user${i}`);
    await world.mucs.join(muc, crowd);
    for (const user of crowd.slice(3)) await world.mucs.setRole(muc, user, "admin");
    expect(await add("owner", "user0")).toMatchObject({ status: 200 });
    expect(await add("owner", "user1")).toMatchObject({
      status: 400,
      body: { error_description: "The quantity has exceeded the limit!" },
    });
    expect((await admins()).data).toHaveLength(MAX_ADMINS);
    expect(await remove("owner", "user0")).toMatchObject({ status: 200 });
    expect(await add("owner", "user1")).toMatchObject({ status: 200 });
  });
});
