import { expect } from "vitest";
import { expectRefusal } from "../expect.ts";
import { type Flow, flow } from "../flow.ts";

/** Registration and login, and every way in which they are refused. */
export const accountFlows: Flow[] = [
  flow("register, then log in", async ({ venue }) => {
    const alice = await venue.sit("alice");
    await alice.register();
    const { accessToken, duration } = await alice.login();
    expect(accessToken).toMatch(/^YWMt/);
    expect(duration).toBeGreaterThan(0);
    await alice.waitFor("onConnected");
    expect(await alice.call("isOpened")).toBe(true);
  }),

  flow("register refuses a name that is taken", async ({ venue }) => {
    const alice = await venue.sit("alice");
    await alice.register();
    const error = await expectRefusal(alice.register(), 17);
    expect(error.text).toContain("username be unique");
  }),

  flow("register refuses a name that is not legal", async ({ venue }) => {
    const alice = await venue.sit("alice");
    const register = alice.call("registerUser", { username: "no spaces allowed", password: "secret", nickname: "" });
    const error = await expectRefusal(register, 17);
    expect(error.text).toContain("is not legal");
  }),

  flow("log in by token", async ({ venue }) => {
    const alice = await venue.arrive("alice");
    const token = await alice.get<string>("context", "accessToken");
    const again = await venue.sit("alice", { as: alice });
    expect(await again.login({ token })).toEqual({ accessToken: token });
    expect(await again.call("isOpened")).toBe(true);
  }),

  flow(
    "log in by a token that the app's own server fetched",
    async ({ venue, admin }) => {
      const alice = await venue.sit("alice");
      await alice.register();
      const token = await admin.userToken(alice.id, { ttlSeconds: 600 });
      expect(await alice.login({ token })).toEqual({ accessToken: token });
    },
    { needs: "admin" },
  ),

  flow("log in again after logging out", async ({ venue }) => {
    const alice = await venue.arrive("alice");
    const mark = alice.events.mark();
    await alice.logout();
    await alice.waitFor("onDisconnected", () => true, { after: mark });
    await alice.login();
    await alice.waitFor("onConnected", () => true, { after: mark });
  }),

  flow("a wrong password is refused", async ({ venue }) => {
    const alice = await venue.sit("alice");
    await alice.register();
    const error = await expectRefusal(alice.login({ password: "not-the-password" }), 1);
    expect(error.text).toBe("invalid password");
    expect(alice.events.all("onConnected")).toEqual([]);
  }),

  flow("an unknown user is refused", async ({ venue }) => {
    const nobody = await venue.sit("nobody");
    const error = await expectRefusal(nobody.login(), 1);
    expect(error.text).toBe("user not found");
  }),

  flow("somebody else's token and a made-up token are refused", async ({ venue }) => {
    const alice = await venue.arrive("alice");
    const mallory = await venue.sit("mallory");
    await mallory.register();
    const token = await alice.get<string>("context", "accessToken");
    await expectRefusal(mallory.login({ token }), 28);
    const other = await venue.sit("mallory", { as: mallory });
    await expectRefusal(other.login({ token: "YWMtmadeup" }), 28);
  }),

  flow("an unknown app is refused, by password and by token", async ({ venue }) => {
    const connection = { appKey: "rondo#nowhere" };
    const lost = await venue.sit("lost", { connection });
    const error = await expectRefusal(lost.login(), 1);
    expect(error.text).not.toBe("");
    expect(error.fields.data).toMatchObject({ type: expect.any(Number) });
    const stranger = await venue.sit("stranger", { connection });
    const refused = await stranger.login({ token: "YWMtmadeup" }).catch((reason: unknown) => reason);
    expect(refused).toMatchObject({ name: "SdkError", type: expect.any(Number) });
    expect([2, 28, 204, 57]).toContain((refused as { type: number }).type);
    expect(stranger.events.all("onConnected")).toEqual([]);
  }),

  flow("a malformed appKey is refused: by the SDK without #, by the server else", async ({ venue }) => {
    await expect(venue.sit("a", { connection: { appKey: "rondo" } })).rejects.toThrow(/Invalid appKey/);
    for (const appKey of ["rondo#", "#demo", "rondo#de mo", "rondo#demo%00", "ron/do#demo"]) {
      const lost = await venue.sit("lost", { connection: { appKey } }).catch((reason: unknown) => reason);
      if (lost instanceof Error) {
        expect(lost.message).toMatch(/Invalid appKey/);
        continue;
      }
      const login = (lost as Awaited<ReturnType<typeof venue.sit>>).login(); // not an error, so a person
      const error = await login.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error, appKey).toMatchObject({ name: "SdkError", type: expect.any(Number) });
    }
  }),
];
