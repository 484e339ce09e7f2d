import { expect } from "vitest";
import type { Person } from "../../people/person.ts";
import { expectRefusal } from "../expect.ts";
import { type Flow, flow } from "../flow.ts";

interface Kick {
  readonly type: number;
  readonly message: string;
  readonly data?: { loginInfoCustomExt?: string };
}

const KICKED = { byAnotherLogin: 206, removed: 207, passwordChanged: 216, forced: 217 };

/** The person must be told why, be logged out for good, and not come back by itself. */
async function expectKicked(person: Person, type: number, mark: number): Promise<Kick> {
  const error = await person.waitFor<Kick>("onError", (kick) => kick.type === type, { after: mark });
  const end = await person.waitFor<Kick>("onDisconnected", () => true, { after: mark });
  expect(end).toEqual(error);
  expect(await person.call("isOpened")).toBe(false);
  expect(person.events.all("onReconnecting", () => true, mark)).toEqual([]);
  return error;
}

/** How sessions end against a person's will, and how tokens do. */
export const sessionFlows: Flow[] = [
  flow(
    "forced logout by the app's server: told why, not back by itself, may log in again",
    async ({ venue, admin }) => {
      const alice = await venue.arrive("alice");
      const mark = alice.events.mark();
      await admin.disconnect(alice.id);
      await expectKicked(alice, KICKED.forced, mark);
      await alice.login();
    },
    { needs: "admin" },
  ),

  flow(
    "forced logout of one device leaves the other",
    async ({ venue, admin, pair }) => {
      const { bob } = await pair();
      const phone = await venue.arrive("alice");
      const tablet = await venue.arriveAgain(phone);
      const mark = tablet.events.mark();
      await admin.disconnectDevice(phone.id, await tablet.get<string>("clientResource"));
      await expectKicked(tablet, KICKED.forced, mark);
      const sent = await bob.send("txt", { msg: "still with us?" }, phone.id);
      await phone.waitFor("onTextMessage", (message) => message.id === sent.serverMsgId);
    },
    { needs: "admin" },
  ),

  flow(
    "two programs of one installation fight for one device: one is told and stays away, the other stays [SE15]",
    async ({ venue }) => {
      const first = await venue.arrive("alice");
      const second = await venue.sit("alice", { as: first, sameInstallation: first });
      for (const program of [first, second]) program.seat.speedUp(2);
      await second.login();
      expect(await second.get("clientResource")).toBe(await first.get("clientResource"));
      const isKick = (kick: Kick): boolean => kick.type === KICKED.byAnotherLogin;
      const [kicked, staying] = await Promise.any(
        [
          [first, second],
          [second, first],
        ].map(async (pair) => {
          await pair[0]?.waitFor<Kick>("onError", isKick);
          return pair as [Person, Person]; // two of them, above
        }),
      );
      await kicked.waitFor<Kick>("onDisconnected", isKick);
      expect(staying.events.all<Kick>("onError", isKick)).toEqual([]);
      await staying.send("txt", { msg: "mine" }, staying.id);
    },
  ),

  flow("a fifth device: the one that was there longest is told who came, and goes [SE16]", async ({ venue }) => {
    const first = await venue.arrive("alice");
    const devices = [first];
    for (let device = 1; device < 4; device++) devices.push(await venue.arriveAgain(first));
    const mark = first.events.mark();
    const fifth = await venue.sit("alice", { as: first });
    await fifth.call("setLoginInfoCustomExt", "my new phone");
    await fifth.login();
    const kick = await expectKicked(first, KICKED.byAnotherLogin, mark);
    expect(kick.data).toEqual({ loginInfoCustomExt: "my new phone" });
    const open = await Promise.all([...devices, fifth].map((device) => device.call<boolean>("isOpened")));
    expect(open).toEqual([false, true, true, true, true]);
  }),

  flow(
    "a changed password ends sessions and old tokens",
    async ({ venue, admin }) => {
      const alice = await venue.arrive("alice");
      const token = await alice.get<string>("context", "accessToken");
      const mark = alice.events.mark();
      await admin.changePassword(alice.id, "another-password");
      await expectKicked(alice, KICKED.passwordChanged, mark);
      const old = await venue.sit("alice", { as: alice });
      const refused = await old.login({ token }).catch((error: unknown) => error);
      expect([28, 56]).toContain((refused as { type?: number }).type);
      const again = await venue.sit("alice", { as: alice });
      await expectRefusal(again.login(), 1);
      await again.login({ password: "another-password" });
    },
    { needs: "admin" },
  ),

  flow(
    "a removed account: told, and no way back",
    async ({ venue, admin }) => {
      const alice = await venue.arrive("alice");
      const token = await alice.get<string>("context", "accessToken");
      const mark = alice.events.mark();
      await admin.removeUser(alice.id);
      await expectKicked(alice, KICKED.removed, mark);
      const again = await venue.sit("alice", { as: alice });
      const refused = await again.login({ token }).catch((error: unknown) => error);
      expect([28, 204]).toContain((refused as { type?: number }).type);
      expect((await expectRefusal(again.login(), 1)).text).toBe("user not found");
    },
    { needs: "admin" },
  ),

  flow(
    "an expiring token: warned, then logged out; an expired one is refused",
    async ({ venue, admin }) => {
      const alice = await venue.sit("alice");
      await alice.register();
      const token = await admin.userToken(alice.id, { ttlSeconds: 5 });
      await alice.login({ token });
      await alice.waitFor("onTokenWillExpire");
      await alice.waitFor("onTokenExpired");
      await alice.waitFor("onDisconnected");
      const again = await venue.sit("alice", { as: alice });
      await expectRefusal(again.login({ token }), 56);
    },
    { needs: "admin" },
  ),

  flow(
    "a renewed token keeps the session beyond the life of the first",
    async ({ venue, admin }) => {
      const [alice, bob] = [await venue.sit("alice"), await venue.sit("bob")];
      await Promise.all([alice.register(), bob.register()]);
      const token = await admin.userToken(alice.id, { ttlSeconds: 3600 });
      // The warning comes at four fifths: what is left has to be enough for a busy machine.
      await alice.login({ token: await admin.userToken(alice.id, { ttlSeconds: 15 }) });
      // A token that begins to live after the first one and lives as long: when it dies, the first one is dead.
      await bob.login({ token: await admin.userToken(bob.id, { ttlSeconds: 15 }) });
      await alice.waitFor("onTokenWillExpire");
      const renewed = await alice.call<{ status: boolean; token: string; expire: number }>("renewToken", token);
      expect(renewed).toMatchObject({ status: true, token });
      expect(renewed.expire).toBeGreaterThan(Date.now() + 3000_000);
      await bob.waitFor("onTokenExpired");
      expect(alice.events.all("onTokenExpired")).toEqual([]);
      expect(await alice.call("isOpened")).toBe(true);
      const sent = await alice.send("txt", { msg: "still in" }, bob.id);
      expect(sent.serverMsgId).toMatch(/^\d+$/);
    },
    { needs: "admin" },
  ),

  flow("a second open while logged in is refused by the SDK", async ({ pair }) => {
    const { alice } = await pair();
    await expectRefusal(alice.login(), 208);
  }),
];
