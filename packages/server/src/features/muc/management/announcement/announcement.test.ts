import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Muc } from "../../muc.ts";
import { openWorld, type World } from "../management.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe.each(["group", "room"] as const)("the announcement of a %s", (type) => {
  let muc: Muc;
  let path: string;
  const people = ["owner", "bob"];
  beforeEach(async () => {
    await world.people(people);
    muc = await world.create(type, "owner", ["bob"]);
    path = `/${type === "group" ? "chatgroups" : "chatrooms"}/${muc.id}/announcement?version=v3`;
  });
  const write = (who: string, announcement: unknown) => world.as(who, "POST", path, { announcement });
  const read = async () => (await world.as("bob", "GET", path)).body.data;

  it("[MM14] is read by members, and every change of it is told to all of them", async () => {
    expect(await read()).toEqual({ announcement: "" });
    expect((await write("owner", "Wir grillen! 🍖")).body).toMatchObject({ data: { id: muc.id, result: true } });
    expect(await read()).toEqual({ announcement: "Wir grillen! 🍖" });
    const event = { operation: "UPDATE_ANNOUNCEMENT", from: "owner", reason: "Wir grillen! 🍖" };
    expect(await world.seen("bob")).toEqual([event]);
    expect(await world.seen("owner", "tablet")).toEqual([event]);
    expect(await world.seen("owner")).toEqual([]);
    await write("app", "closed");
    expect(await world.heard(people)).toMatchObject({
      "owner/phone": ["UPDATE_ANNOUNCEMENT owner"],
      "bob/phone": ["UPDATE_ANNOUNCEMENT owner"],
    });
  });

  it("[MM14] an empty one takes it down", async () => {
    await write("owner", "hello");
    await world.heard(people);
    expect(await write("owner", "")).toMatchObject({ status: 200 });
    expect(await read()).toEqual({ announcement: "" });
    expect(await world.heard(["bob"])).toMatchObject({ "bob/phone": ["DELETE_ANNOUNCEMENT owner"] });
    await write("owner", "");
    expect(await world.heard(["bob"])).toMatchObject({ "bob/phone": [] });
  });

  it("[MM14] has up to 512 characters", async () => {
    expect(await write("owner", "😀".repeat(512))).toMatchObject({ status: 200 });
    expect(await write("owner", "x".repeat(513))).toMatchObject({
      status: 403,
      body: { error_description: "announce info length exceeds limit!" },
    });
    for (const wrong of [undefined, null, 5, ["x"]]) {
      expect(await write("owner", wrong), JSON.stringify(wrong)).toMatchObject({ status: 400 });
    }
    expect(await read()).toEqual({ announcement: "😀".repeat(512) });
  });
});
