import { expect } from "vitest";
import { expectRefusal } from "../expect.ts";
import { type Flow, flow } from "../flow.ts";

type Attributes = Record<string, string>;

interface Profiles {
  readonly data: Record<string, Attributes>;
}

export const userAttributeFlows: Flow[] = [
  flow("user attributes: own ones by every call, seen by others [UA1] [UA2]", async ({ venue }) => {
    const alice = await venue.arrive("alice");
    const bob = await venue.arrive("bob");
    const tablet = await venue.arriveAgain(alice);
    const values = {
      nickname: "Ali & 爱 + 100%",
      avatarurl: "https://example.com/a.png?x=1&y=2",
      mail: "ali@example.com",
      phone: "+86 123",
      gender: "1",
      sign: "a = b",
      birth: "2000-01-01",
      ext: '{"level":7}',
    };
    expect((await alice.call<{ data: Attributes }>("updateUserInfo", values)).data).toEqual(values);
    await alice.call("updateOwnUserInfo", "nickname", "Ali");
    const now = { ...values, nickname: "Ali" };
    for (const reader of [alice, tablet, bob]) {
      const profiles = await reader.call<Profiles>("fetchUserInfoById", alice.id);
      expect(profiles.data).toEqual({ [alice.id]: now });
    }
    await bob.call("updateUserInfo", { gender: 2 });
    const both = await tablet.call<Profiles>("fetchUserInfoById", [alice.id, bob.id], ["nickname", "gender"]);
    expect(both.data).toEqual({ [alice.id]: { nickname: "Ali", gender: "1" }, [bob.id]: { gender: "2" } });
    const one = await bob.call<Profiles>("fetchUserInfoById", [alice.id, `${bob.id}-not`], "mail");
    expect(one.data[alice.id]).toEqual({ mail: "ali@example.com" });
    expect(one.data[`${bob.id}-not`] ?? {}).toEqual({});
  }),

  flow("user attributes: one value arrives as it was written [UA4]", async ({ venue }) => {
    const alice = await venue.arrive("alice");
    const raw: [string, string][] = [
      ["avatarurl", "https://example.com/a.png?x=1&y=2"],
      ["nickname", "Tom & Jerry + 爱, 100%"],
      ["ext", '{"a":"b=c"}'],
    ];
    for (const [key, value] of raw) {
      await alice.call("updateUserInfo", key, value);
      expect((await alice.call<Profiles>("fetchUserInfoById", alice.id, key)).data).toEqual({
        [alice.id]: { [key]: value },
      });
    }
  }),

  flow("user attributes: too much is refused and changes nothing [UA2] [UA3]", async ({ venue }) => {
    const alice = await venue.arrive("alice");
    await alice.call("updateUserInfo", { ext: "x".repeat(2000) });
    await expectRefusal(alice.call("updateUserInfo", { sign: "y".repeat(60) }), 603);
    const { data } = await alice.call<Profiles>("fetchUserInfoById", alice.id);
    expect(data[alice.id]).toEqual({ ext: "x".repeat(2000) });
    const many = Array.from({ length: 101 }, (_, n) => `nobody-${n}`);
    await expectRefusal(alice.call("fetchUserInfoById", many), 17);
    expect(Object.keys((await alice.call<Profiles>("fetchUserInfoById", [...many.slice(2), alice.id])).data)).toContain(
      alice.id,
    );
  }),
];
