import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWorld, pad, type World } from "../groups.fixture.ts";

let world: World;
let id: string;
beforeEach(async () => {
  world = await openWorld();
  id = await world.create("alice", { members: ["bob", "carol"], public: true });
  await world.settle();
});
afterEach(() => world.close());

const set = (user: string | undefined, member: string, metaData: unknown) =>
  world.call(user, "setGroupMemberAttributes", { params: { id, member }, body: { metaData } });
const read = async (user: string | undefined, targets: string[], properties?: string[]) => {
  const body = { targets, ...(properties === undefined ? {} : { properties }) };
  return (await world.call(user, "readGroupMemberAttributes", { params: { id }, body })).data;
};

describe("attributes of members", () => {
  it("[GR18] are read and set by the application's server, for one member or many", async () => {
    const metadata = { nick: "B" };
    const body = [
      { username: "Bob", metadata },
      { username: "erin", metadata },
      { username: "carol", metadata: { "a name that is too long": "x" } },
      { username: "alice", metadata: { nick: "A" } },
    ];
    const { data } = await world.call(undefined, "setAttributesOfGroupMembers", { params: { id }, body });
    expect(data.updateMetadataSucceeded).toEqual([body[0], body[3]]);
    expect(data["updateMetadataFailed:"]).toEqual([body[1], body[2]]);
    const get = (member: string) => world.call(undefined, "getGroupMemberAttributes", { params: { id, member } });
    expect((await get("BOB")).data).toEqual({ nick: "B" });
    expect((await get("carol")).data).toEqual({});
    await expect(get("erin")).rejects.toMatchObject({ code: "GROUP_ATTRIBUTE_NO_MEMBER" });
    const many = { params: { id }, body: Array.from({ length: 21 }, () => ({ username: "bob", metadata })) };
    await expect(world.call(undefined, "setAttributesOfGroupMembers", many)).rejects.toMatchObject({
      code: "GROUP_ATTRIBUTE_TARGETS",
    });
    const nowhere = { params: { id: "1" }, body };
    await expect(world.call(undefined, "setAttributesOfGroupMembers", nowhere)).rejects.toMatchObject({
      code: "GROUP_NOT_FOUND",
    });
  });

  it("[GR18] are set one by one, read by members, and removed by an empty value", async () => {
    await set("bob", "Bob", { nick: "B", color: "red" });
    await set("bob", "bob", { color: "blue", size: "" });
    expect(await read("carol", ["bob", "alice", "erin"])).toEqual({ bob: { nick: "B", color: "blue" }, alice: {} });
    expect(await read("carol", ["BOB"], ["nick", "other"])).toEqual({ bob: { nick: "B" } });
    await set("bob", "bob", { nick: "" });
    expect(await read(undefined, ["bob"], [])).toEqual({ bob: { color: "blue" } });
    await expect(read("erin", ["bob"])).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("[GR18] are told to the other members and the own other devices", async () => {
    await set("alice", "alice", { nick: "A", gone: "" });
    const event = {
      op: "GROUP_MEMBER_METADATA_UPDATE",
      from: "alice",
      about: "alice",
      info: { username: "alice", properties: { nick: "A", gone: "" } },
    };
    expect([await world.told("alice"), await world.told(pad), await world.told("bob")]).toEqual([[], [event], [event]]);
    await set("alice", "alice", {});
    expect(await world.told("bob")).toEqual([]);
  });

  it("[GR18] of others are set by owner, administrators and the application", async () => {
    await set("alice", "bob", { by: "alice" });
    await world.chat.muc.setRole({ app: world.chat.app, id, type: "group" }, "carol", "admin");
    await set("carol", "bob", { by: "carol" });
    await set(undefined, "alice", { by: "server" });
    expect(await read("bob", ["alice", "bob"])).toEqual({ alice: { by: "server" }, bob: { by: "carol" } });
    await expect(set("bob", "carol", { by: "bob" })).rejects.toMatchObject({ code: "GROUP_ATTRIBUTE_OTHERS" });
    await expect(set("erin", "erin", { by: "erin" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(set("alice", "erin", { by: "alice" })).rejects.toMatchObject({ code: "GROUP_ATTRIBUTE_NO_MEMBER" });
  });

  it("[GR18] are gone for who comes back", async () => {
    await set("bob", "bob", { nick: "B" });
    await world.call("bob", "leaveGroup", { params: { id } });
    expect(await read("alice", ["bob"])).toEqual({});
    await world.call("bob", "applyToGroup", { params: { id }, body: { message: "" } });
    expect(await read("alice", ["bob"])).toEqual({ bob: {} });
  });

  it.each([
    [{ ["n".repeat(17)]: "v" }, "GROUP_ATTRIBUTE_NAME"],
    [{ "": "v" }, "GROUP_ATTRIBUTE_NAME"],
    [{ 名名名名名名: "v" }, "GROUP_ATTRIBUTE_NAME"],
    [{ n: "v".repeat(513) }, "GROUP_ATTRIBUTE_VALUE"],
    [Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`n${i}`, "v".repeat(512)])), "GROUP_ATTRIBUTE_TOTAL"],
  ])("[GR19] that are too large change nothing: case %#", async (metaData, code) => {
    await set("bob", "bob", { nick: "B" });
    await world.settle();
    await expect(set("bob", "bob", metaData)).rejects.toMatchObject({ code });
    expect(await read("bob", ["bob"])).toEqual({ bob: { nick: "B" } });
    expect(await world.told("alice")).toEqual([]);
  });

  it("[GR19] are read of up to ten members at once", async () => {
    const targets = Array.from({ length: 11 }, (_, i) => `u${i}`);
    await expect(read("bob", targets)).rejects.toMatchObject({ code: "GROUP_ATTRIBUTE_TARGETS" });
    expect(await read("bob", targets.slice(1))).toEqual({});
  });
});
