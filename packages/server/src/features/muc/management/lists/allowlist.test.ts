import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MAX_LISTED, type Muc } from "../../muc.ts";
import { openWorld, type World } from "../management.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe.each(["group", "room"] as const)("the allowlist of a %s", (type) => {
  const isGroup = type === "group";
  const noun = isGroup ? "group" : "chatroom";
  let muc: Muc;
  let path: string;
  const people = ["owner", "admin", "bob", "carol"];
  const silence = Object.fromEntries(people.flatMap((who) => [`${who}/phone`, `${who}/tablet`]).map((k) => [k, []]));
  beforeEach(async () => {
    await world.people([...people, "stranger"]);
    muc = await world.create(type, "owner", ["admin", "bob", "carol"]);
    await world.mucs.setRole(muc, "admin", "admin");
    path = `/${isGroup ? "chatgroups" : "chatrooms"}/${muc.id}/white/users`;
  });
  const add = (who: string, usernames: unknown) => world.as(who, "POST", `${path}?version=v3`, { usernames });
  const remove = (who: string, names: string) => world.as(who, "DELETE", `${path}/${names}?version=v3`);
  const listed = async () => (await world.as("admin", "GET", path)).body.data;
  const entry = (user: string, action: string, more: object = {}) => ({
    user,
    result: true,
    action,
    ...(isGroup ? { groupid: muc.id } : { id: muc.id, chatroomid: muc.id }),
    ...more,
  });

  it("[MM9] takes members, each with a result, and is read by name", async () => {
    const answer = await add("admin", ["carol", "Bob", "bob"]);
    expect(answer.body.data).toEqual([entry("carol", "add_user_whitelist"), entry("bob", "add_user_whitelist")]);
    expect(await listed()).toEqual(["bob", "carol"]);
    expect((await remove("owner", "bob")).body.data).toEqual([entry("bob", "remove_user_whitelist")]);
    expect((await remove("owner", "bob,carol")).body.data).toMatchObject([{ user: "bob" }, { user: "carol" }]);
    expect(await listed()).toEqual([]);
    expect((await world.as("app", "POST", `${path}/bob`)).body.data).toEqual(entry("bob", "add_user_whitelist"));
    expect(await listed()).toEqual(["bob"]);
  });

  it("[MM9] who is no member is not taken; where nobody is, the call is refused", async () => {
    const reason = `user: stranger doesn't exist in ${noun}: ${muc.id}`;
    expect((await add("owner", ["bob", "stranger"])).body.data).toEqual([
      entry("bob", "add_user_whitelist"),
      entry("stranger", "add_user_whitelist", { result: false, reason }),
    ]);
    for (const call of [add("owner", ["stranger", "nobody"]), world.as("app", "POST", `${path}/stranger`)]) {
      expect(await call).toMatchObject({ status: isGroup ? 403 : 400, body: { error: "forbidden_op" } });
    }
    expect(await listed()).toEqual(["bob"]);
    for (const wrong of [undefined, [], "bob", [5], [""]]) {
      expect(await add("owner", wrong), JSON.stringify(wrong)).toMatchObject({ status: 400 });
    }
  });

  it("[MM10] tells who comes on it or off it; in groups also owner and administrators", async () => {
    await add("admin", ["bob"]);
    const told = (line: string, actor: string) => {
      const managers = ["owner", "admin"].flatMap((who) => [`${who}/phone`, `${who}/tablet`]);
      const others = isGroup ? managers.filter((device) => device !== `${actor}/phone`) : [];
      const devices = [...others, "bob/phone", "bob/tablet"];
      return { ...silence, ...Object.fromEntries(devices.map((device) => [device, [line]])) };
    };
    expect(await world.heard(people)).toEqual(told("ADD_USER_WHITE_LIST admin bob", "admin"));
    await add("owner", ["bob"]);
    await remove("owner", "carol");
    expect(await world.heard(people), "nothing has changed").toEqual(silence);
    await remove("owner", "bob");
    expect(await world.heard(people)).toEqual(told("REMOVE_USER_WHITE_LIST owner bob", "owner"));
  });

  it("[MM9] is asked about oneself, and by owner and administrators, who are on it without being listed", async () => {
    await add("owner", ["bob"]);
    const ask = async (who: string, about: string) => (await world.as(who, "GET", `${path}/${about}`)).body.data;
    expect(await ask("bob", "Bob")).toEqual({ member: "bob", white: true });
    expect(await ask("carol", "carol")).toEqual({ member: "carol", white: false });
    expect(await ask("owner", "carol")).toEqual({ member: "carol", white: false });
    for (const above of ["owner", "admin"]) expect(await ask(above, above)).toEqual({ member: above, white: true });
    expect(await world.as("bob", "GET", `${path}/carol`)).toMatchObject({ status: 403 });
    expect(await world.as("owner", "GET", `${path}/stranger`)).toMatchObject({ status: isGroup ? 403 : 400 });
  });

  it("[MM9] has room for so many, and takes up to 100 in a body and 60 in a path", async () => {
    const crowd = (size: number) => Array.from({ length: size }, (_, i) => `user${i}`);
    expect(await add("owner", crowd(101))).toMatchObject({
      status: 400,
      body: { error_description: "usernames size is more than max limit : 100" },
    });
    expect(await remove("owner", crowd(61).join(","))).toMatchObject({
      status: 400,
      body: { error_description: "removeWhitelist size is more than max limit : 60" },
    });
    await world.mucs.allow(muc, crowd(MAX_LISTED - 1));
    expect(await add("owner", ["bob", "carol"])).toMatchObject({
      status: 400,
      body: { error_description: "The quantity has exceeded the limit!" },
    });
    expect(await add("owner", ["bob"])).toMatchObject({ status: 200 });
    expect(await add("owner", ["bob"])).toMatchObject({ status: 200 });
    expect((await world.mucs.standing(muc, "carol")).isAllowed).toBe(false);
  });
});
