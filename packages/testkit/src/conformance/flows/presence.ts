import { expect } from "vitest";
import type { Person } from "../../people/person.ts";
import { expectRefusal } from "../expect.ts";
import { type Flow, flow, type Stage } from "../flow.ts";

/** As the calls answer it: what the server says, passed on. */
interface Presence {
  readonly uid: string;
  readonly last_time: string;
  readonly expiry: string;
  readonly ext: string;
  readonly status: Record<string, string>;
}

/** As the event has it. */
interface Change {
  readonly userId: string;
  readonly ext: string;
  readonly lastTime: number;
  readonly expire: number;
  readonly statusDetails: { device: string; status: number }[];
}

const CHANGE = "onPresenceStatusChange";
const HOUR = 3600;

const resourceOf = (person: Person): Promise<string> => person.get("clientResource");

const subscribe = async (who: Person, to: readonly Person[], expiry = HOUR): Promise<Presence[]> => {
  const options = { usernames: to.map(({ id }) => id), expiry };
  return (await who.call<{ data: { result: Presence[] } }>("subscribePresence", options)).data.result;
};

const query = async (who: Person, of: readonly Person[]): Promise<Presence[]> => {
  const options = { usernames: of.map(({ id }) => id) };
  return (await who.call<{ data: { result: Presence[] } }>("getPresenceStatus", options)).data.result;
};

const publish = (who: Person, description: string): Promise<unknown> => who.call("publishPresence", { description });

/** The event about one user that `accepts` fits. */
async function seen(who: Person, of: Person, accepts: (change: Change) => boolean, after = 0): Promise<Change> {
  const fits = ([change]: Change[]): boolean => change?.userId === of.id && accepts(change);
  const [change] = await who.waitFor<Change[]>(CHANGE, fits, { after });
  if (change === undefined) throw new Error("the event was accepted for its change");
  return change;
}

/** Somebody to watch, and somebody who watches. */
async function arrive({ venue }: Stage): Promise<{ star: Person; fan: Person }> {
  return { star: await venue.arrive("star"), fan: await venue.arrive("fan") };
}

const secondsNow = (): number => Math.floor(Date.now() / 1000);

export const presenceFlows: Flow[] = [
  flow("subscribing answers who is online, and what they say of themselves [PR2] [PR6]", async (stage) => {
    const { star, fan } = await arrive(stage);
    const absent = await stage.venue.sit("absent");
    await absent.register();
    await publish(star, "at work");
    const states = await subscribe(fan, [star, absent]);
    expect(states).toEqual([
      {
        uid: star.id,
        ext: "at work",
        status: { [await resourceOf(star)]: "1" },
        last_time: expect.stringMatching(/^\d{10}$/),
        expiry: expect.stringMatching(/^\d{10}$/),
      },
      { uid: absent.id, ext: "", status: {}, last_time: "0", expiry: states[0]?.expiry },
    ]);
    expect(Math.abs(Number(states[0]?.expiry) - secondsNow() - HOUR)).toBeLessThan(120);
  }),

  flow(
    "a published text reaches subscribers on all devices and the publisher, and nobody else [PR7]",
    async (stage) => {
      const { star, fan } = await arrive(stage);
      const tablet = await stage.venue.arriveAgain(fan);
      const bystander = await stage.venue.arrive("bystander");
      const device = await resourceOf(star);
      await subscribe(fan, [star]);
      const text = 'busy, "really"\n忙碌\t😀';
      await publish(star, text);
      for (const person of [fan, tablet, star]) {
        const change = await seen(person, star, ({ ext }) => ext === text);
        expect(change.statusDetails).toEqual([{ device, status: 1 }]);
        expect(Math.abs(change.lastTime - secondsNow())).toBeLessThan(120);
      }
      const { expire } = await seen(tablet, star, ({ ext }) => ext === text);
      expect(Math.abs(expire - secondsNow() - HOUR)).toBeLessThan(120);
      await publish(star, "");
      await seen(fan, star, ({ ext }) => ext === "");
      expect(bystander.events.all(CHANGE)).toEqual([]);
    },
  ),

  flow("a subscriber sees devices come and go [PR7] [PR8]", async (stage) => {
    const { star, fan } = await arrive(stage);
    await subscribe(fan, [star]);
    const phone = await resourceOf(star);
    const second = await stage.venue.arriveAgain(star);
    const pad = await resourceOf(second);
    const both = await seen(fan, star, ({ statusDetails }) => statusDetails.length === 2);
    expect(both.statusDetails).toContainEqual({ device: phone, status: 1 });
    expect(both.statusDetails).toContainEqual({ device: pad, status: 1 });
    await second.logout();
    const isGone = (device: string) => (change: Change) =>
      change.statusDetails.some((each) => each.device === device && each.status === 0);
    expect((await seen(fan, star, isGone(pad))).statusDetails).toContainEqual({ device: phone, status: 1 });
    await star.logout();
    await seen(fan, star, isGone(phone));
    expect((await query(fan, [star]))[0]?.status).toEqual({ [phone]: "0", [pad]: "0" });
    const mark = fan.events.mark();
    await star.login();
    const back = await seen(fan, star, () => true, mark);
    expect(back.statusDetails).toContainEqual({ device: phone, status: 1 });
  }),

  flow("a device whose connection breaks and comes back has not been away [PR8]", async (stage) => {
    const { star, fan } = await arrive(stage);
    star.seat.speedUp(2);
    await subscribe(fan, [star]);
    const mark = star.events.mark();
    await star.seat.cut();
    await star.waitFor("onConnected", () => true, { after: mark });
    // Longer than a device may be away: were it taken for gone, the subscriber would know by now.
    const clock = await stage.venue.arrive("clock");
    await subscribe(fan, [clock]);
    await clock.logout();
    await seen(fan, clock, ({ statusDetails }) => statusDetails.every(({ status }) => status === 0));
    await publish(star, "still here");
    await seen(fan, star, ({ ext }) => ext === "still here");
    const changes = fan.events.all<Change[]>(CHANGE, ([change]) => change?.userId === star.id);
    expect(changes.map(([change]) => change?.ext)).toEqual(["still here"]);
  }),

  flow("subscriptions are listed in pages, and end when they are ended [PR4]", async (stage) => {
    const { star, fan } = await arrive(stage);
    const other = await stage.venue.arrive("other");
    const witness = await stage.venue.arrive("witness");
    await subscribe(fan, [star, other], 7200);
    await subscribe(witness, [star]);
    interface List {
      readonly data: { readonly result: { totalnum: string; sublist: { uid: string; expiry: string }[] } };
    }
    const page = async (pageNum: number, method = "getSubscribedPresencelist") =>
      (await fan.call<List>(method, { pageNum, pageSize: 1 })).data.result;
    const [first, second] = [await page(1), await page(2, "getSubscribedPresenceList")];
    expect([first.totalnum, second.totalnum]).toEqual(["2", "2"]);
    const uids = [...first.sublist, ...second.sublist].map(({ uid }) => uid);
    expect(uids.sort()).toEqual([star.id, other.id].sort());
    expect(Math.abs(Number(first.sublist[0]?.expiry) - secondsNow() - 7200)).toBeLessThan(120);
    expect((await page(3)).sublist).toEqual([]);
    await fan.call("unsubscribePresence", { usernames: [star.id] });
    expect((await page(1)).sublist.map(({ uid }) => uid)).toEqual([other.id]);
    await publish(star, "who is listening?");
    await seen(witness, star, ({ ext }) => ext === "who is listening?");
    await publish(other, "me too");
    await seen(fan, other, ({ ext }) => ext === "me too");
    expect(fan.events.all<Change[]>(CHANGE, ([change]) => change?.userId === star.id)).toEqual([]);
  }),

  flow("who was offline gets no old events, and learns the state by asking [PR5] [PR7]", async (stage) => {
    const { star, fan } = await arrive(stage);
    await subscribe(fan, [star]);
    await fan.logout();
    await publish(star, "while you were away");
    const mark = fan.events.mark();
    await fan.login();
    const [state] = await query(fan, [star]);
    expect(state).toMatchObject({
      uid: star.id,
      ext: "while you were away",
      status: { [await resourceOf(star)]: "1" },
    });
    const stranger = await stage.venue.arrive("stranger");
    expect(await query(stranger, [star])).toMatchObject([{ uid: star.id, ext: "while you were away", expiry: "0" }]);
    await publish(star, "now");
    await seen(fan, star, ({ ext }) => ext === "now");
    expect(fan.events.all<Change[]>(CHANGE, () => true, mark)).toHaveLength(1);
  }),

  flow("what is refused [PR1] [PR2]", async (stage) => {
    const { star, fan } = await arrive(stage);
    await expectRefusal(publish(star, "x".repeat(1025)), 1100);
    await expectRefusal(subscribe(fan, [fan]), 17);
    await expectRefusal(subscribe(fan, [star], 31 * 24 * HOUR), 17);
    const crowd = Array.from({ length: 101 }, (_, i) => `nobody${i}`);
    await expectRefusal(fan.call("getPresenceStatus", { usernames: crowd }), 17);
    expect(await query(fan, [star])).toMatchObject([{ ext: "", expiry: "0" }]);
  }),

  flow(
    "after a crash of the server nobody seems to be online who is not [PR9]",
    async (stage) => {
      // Clients give up after five attempts, and a start takes a while.
      const connection = { autoReconnectNumMax: 50 };
      const star = await stage.venue.arrive("star", { connection });
      const fan = await stage.venue.arrive("fan", { connection });
      const device = await resourceOf(star);
      await subscribe(fan, [star]);
      await publish(star, "then");
      await seen(fan, star, ({ ext }) => ext === "then");
      await star.seat.goOffline();
      const mark = fan.events.mark();
      await stage.server.kill("SIGKILL");
      await stage.server.restart();
      await fan.waitFor("onConnected", () => true, { after: mark });
      expect(await query(fan, [star])).toMatchObject([{ ext: "then", status: { [device]: "0" } }]);
      await star.seat.goOnline();
      // Our client asks again when it is back, and may have told before that nobody is there.
      const isThere = ({ statusDetails }: Change) => statusDetails.some(({ status }) => status === 1);
      const back = await seen(fan, star, isThere, mark);
      expect(back.statusDetails).toEqual([{ device, status: 1 }]);
    },
    { needs: "process", timeoutMs: 150_000 },
  ),
];
