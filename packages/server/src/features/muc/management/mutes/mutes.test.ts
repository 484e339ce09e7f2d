import { MessageBodyType } from "@rondo/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { defaultAppSettings } from "../../../apps/index.ts";
import type { Muc } from "../../muc.ts";
import { openWorld, type World } from "../management.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const HOUR = 3_600_000;
const FAR_FUTURE = Date.UTC(2117, 0, 1);

describe.each(["group", "room"] as const)("mutes in a %s", (type) => {
  const isGroup = type === "group";
  const segment = isGroup ? "chatgroups" : "chatrooms";
  let muc: Muc;
  let path: string;
  const people = ["owner", "admin", "bob", "carol"];
  beforeEach(async () => {
    await world.people([...people, "stranger"]);
    muc = await world.create(type, "owner", ["admin", "bob", "carol"]);
    await world.mucs.setRole(muc, "admin", "admin");
    path = `/${segment}/${muc.id}`;
  });
  const mute = (who: string, usernames: unknown, mute_duration: unknown = HOUR) =>
    world.as(who, "POST", `${path}/mute`, { usernames, mute_duration });
  const unmute = (who: string, names: string) => world.as(who, "DELETE", `${path}/mute/${names}`);
  const mutes = async () => (await world.as("admin", "GET", `${path}/mute?version=v3`)).body.data;
  const isMuted = async (who: string) =>
    (await world.as(who, "GET", `/sdk/${segment}/${muc.id}/mute/${who}?version=v3`)).body.data;
  /** Why a message of this user would be refused; "": it would not. */
  const refusal = async (user: string) => {
    const sender = { device: { app: muc.app, user, resource: "phone" }, settings: defaultAppSettings };
    const body = { type: isGroup ? MessageBodyType.GROUPCHAT : MessageBodyType.CHATROOM };
    const admission = await world.gate.admit(sender, muc.id, { body, meta: {} });
    return admission.ok ? "" : admission.reason;
  };
  const silence = Object.fromEntries(people.flatMap((who) => [`${who}/phone`, `${who}/tablet`]).map((k) => [k, []]));

  it("[MM5] last for a time and end by themselves, or for ever", async () => {
    const expire = world.rest.now + HOUR;
    expect((await mute("admin", ["Bob"])).body.data).toEqual([{ result: true, user: "bob", expire }]);
    expect((await mute("owner", ["carol"], -1)).body.data).toEqual([
      { result: true, user: "carol", expire: FAR_FUTURE },
    ]);
    expect(await mutes()).toEqual([
      { user: "bob", expire },
      { user: "carol", expire: FAR_FUTURE },
    ]);
    expect([await isMuted("bob"), await isMuted("carol"), await isMuted("admin")]).toEqual([true, true, false]);
    expect([await refusal("bob"), await refusal("carol")]).toEqual(["you were muted", "you were muted"]);
    world.rest.now = expire;
    expect(await mutes()).toEqual([{ user: "carol", expire: FAR_FUTURE }]);
    expect([await isMuted("bob"), await refusal("bob"), await refusal("carol")]).toEqual([false, "", "you were muted"]);
  });

  it("[MM5] a new one takes the place of the old, and none of 0 ms ends it", async () => {
    await mute("owner", ["bob"], -1);
    const { data } = (await mute("owner", ["bob", "bob"], 1000)).body;
    expect(data).toEqual([{ result: true, user: "bob", expire: world.rest.now + 1000 }]);
    await world.heard(people);
    expect((await mute("owner", ["bob"], 0)).body.data).toMatchObject([{ result: true, user: "bob" }]);
    expect(await mutes()).toEqual([]);
    expect(await refusal("bob")).toBe("");
    expect(await world.heard(["bob"])).toMatchObject({ "bob/phone": ["REMOVE_MUTE owner bob"] });
  });

  it("[MM6] tell who is muted, with the end; in groups also owner and administrators", async () => {
    await mute("admin", ["bob", "carol"]);
    const { ext } = (await world.seen("bob"))[0] ?? {};
    expect(ext).toEqual({ user_mute_time: { bob: world.rest.now + HOUR } });
    const both = isGroup ? ["ADD_MUTE admin bob", "ADD_MUTE admin carol"] : [];
    const heard = await world.heard(people);
    expect({ ...heard, "bob/phone": [] }).toEqual({
      ...silence,
      "owner/phone": both,
      "owner/tablet": both,
      "admin/tablet": both,
      "bob/tablet": ["ADD_MUTE admin bob"],
      "carol/phone": ["ADD_MUTE admin carol"],
      "carol/tablet": ["ADD_MUTE admin carol"],
    });
    expect((await unmute("owner", "bob,owner")).body.data).toEqual([
      { result: true, user: "bob" },
      { result: true, user: "owner" },
    ]);
    const one = isGroup ? ["REMOVE_MUTE owner bob"] : [];
    expect(await world.heard(people)).toEqual({
      ...silence,
      "owner/tablet": one,
      "admin/phone": one,
      "admin/tablet": one,
      "bob/phone": ["REMOVE_MUTE owner bob"],
      "bob/tablet": ["REMOVE_MUTE owner bob"],
    });
  });

  it("[MM5] what has ended is not told again", async () => {
    await mute("owner", ["bob"], 1000);
    world.rest.now += 1000;
    await world.heard(people);
    expect(await unmute("owner", "bob")).toMatchObject({ status: 200 });
    expect(await world.heard(people)).toEqual(silence);
  });

  it("[MM7] outlast leaving, and the allowlist does not help against them", async () => {
    await mute("owner", ["bob"]);
    await world.mucs.leave(muc, ["bob"]);
    await world.mucs.join(muc, ["bob"]);
    await world.mucs.allow(muc, ["bob"]);
    expect(await refusal("bob")).toBe("you were muted");
  });

  it("[MM7] are for members below the caller: all of those named, or none", async () => {
    const notMembers = isGroup ? 403 : 400;
    expect(await mute("owner", ["bob", "stranger", "nobody"])).toMatchObject({
      status: notMembers,
      body: { error_description: "users [stranger, nobody] are not members of this group!" },
    });
    for (const who of ["admin", "app"]) {
      expect(await mute(who, ["bob", "owner"])).toMatchObject({
        status: 403,
        body: { error_description: "forbidden operation on group owner!" },
      });
    }
    await world.mucs.setRole(muc, "carol", "admin");
    expect(await mute("admin", ["bob", "carol"])).toMatchObject({ status: 403 });
    expect(await mutes()).toEqual([]);
    expect(await mute("owner", ["carol"])).toMatchObject({ status: 200 });
    expect(await mute("app", ["admin"])).toMatchObject({ status: 200 });
  });

  it("[MM7] what is wrong with a call is said, up to 100 users in a body and 60 in a path", async () => {
    for (const wrong of [undefined, [], "bob", [5], ["x".repeat(65)]]) {
      expect(await mute("owner", wrong), JSON.stringify(wrong)).toMatchObject({ status: 400 });
    }
    for (const wrong of [null, "1000", -2, 1.5, 1e300]) {
      expect(await mute("owner", ["bob"], wrong), String(wrong)).toMatchObject({ status: 400 });
    }
    const crowd = (size: number) => Array.from({ length: size }, (_, i) => `user${i}`);
    await world.mucs.join(muc, crowd(101));
    expect(await mute("owner", crowd(101))).toMatchObject({
      status: 400,
      body: { error: "invalid_parameter", error_description: "userNames size is more than max limit : 100" },
    });
    expect((await mute("owner", crowd(100))).body.data).toHaveLength(100);
    expect(await unmute("owner", crowd(61).join(","))).toMatchObject({
      status: 400,
      body: { error_description: "removeMute member size more than max limit : 60" },
    });
    expect((await unmute("owner", crowd(60).join("%2C"))).body.data).toHaveLength(60);
    expect(await unmute("owner", ",")).toMatchObject({ status: 400 });
  });

  it("[MM7] somebody else's own state is not for users to ask", async () => {
    const ask = (who: string, about: string) => world.as(who, "GET", `/sdk/${segment}/${muc.id}/mute/${about}`);
    expect(await ask("bob", "carol")).toMatchObject({ status: 401 });
    expect(await ask("app", "carol")).toMatchObject({ status: 200, body: { data: false } });
  });

  it("[MM8] of everybody are told to all but who does it, and leave single mutes as they are", async () => {
    await mute("owner", ["carol"]);
    await world.heard(people);
    expect((await world.as("admin", "POST", `${path}/ban?version=v3`)).body).toMatchObject({ data: { mute: true } });
    const told = (line: string, but: string) =>
      Object.fromEntries(Object.keys(silence).map((device) => [device, device.startsWith(but) ? [] : [line]]));
    expect(await world.heard(people)).toEqual(told("BAN_GROUP admin", "admin"));
    expect(await refusal("bob")).toBe("not in group or chatroom white list");
    expect(await refusal("admin")).toBe("");
    expect(await mutes()).toMatchObject([{ user: "carol" }]);
    expect((await world.as("admin", "POST", `${path}/ban`)).body, "again").toMatchObject({ data: { mute: true } });
    expect(await world.heard(people)).toEqual(silence);

    expect((await world.as("app", "DELETE", `${path}/ban`)).body).toMatchObject({ data: { mute: false } });
    expect(await world.heard(people)).toEqual(told("REMOVE_BAN_GROUP owner", "nobody"));
    expect([await refusal("bob"), await refusal("carol")]).toEqual(["", "you were muted"]);
  });
});
