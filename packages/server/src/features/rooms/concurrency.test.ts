/** Many people change one room at the same time; in the end the view of who follows the events is the record. */
import { conferenceJid, decode, encode, Meta, MetaNameSpace, MucBody, MucBodyOperation } from "@rondo/protocol";
import { pino } from "pino";
import { afterEach, describe, expect, it, vi } from "vitest";
import { LocalBus } from "../../cluster/bus.ts";
import { openSqlite } from "../../kernel/database/sqlite/index.ts";
import { AppError } from "../../kernel/errors.ts";
import { dice } from "../../kernel/testing/dice.ts";
import { openTimelines, roomTimeline, Transients, timelineMigrations } from "../../timeline/index.ts";
import { defaultAppSettings } from "../apps/settings.ts";
import { createMuc, createMucManagement, mucMigrations } from "../muc/index.ts";
import { createRooms, roomsMigrations } from "./index.ts";

/** The fewer they are the more often two acts are about the same of them. */
const STORIES = [
  { seed: 1, count: 50 },
  { seed: 2, count: 50 },
  { seed: 3, count: 50 },
  { seed: 4, count: 4 },
  { seed: 5, count: 4 },
  { seed: 6, count: 2 },
];
const ROUNDS = 20;
const AT_ONCE = 10;
/** Of each of those who act at once, one after the other. */
const ACTS = 3;
const ABSENCE_MS = 2 * 60 * 1000;
const APP = "org#app";

type World = Awaited<ReturnType<typeof openWorld>>;

let world: World;
afterEach(() => {
  vi.restoreAllMocks();
  return world.close();
});

async function openWorld() {
  const log = pino({ level: "silent" });
  const time = { now: 1_800_000_000_000 };
  const clock = { now: () => time.now };
  const database = await openSqlite({
    dir: ":memory:",
    migrations: [...timelineMigrations, ...mucMigrations, ...roomsMigrations],
  });
  const timelines = await openTimelines({ database, clock, nodeId: 0, log });
  const transients = new Transients();
  const bus = new LocalBus();
  const online = new Set<string>();
  /** The room of the story. */
  let room = "";
  const apps = { find: async () => undefined };
  const users = { find: async (_app: string, username: string) => ({ username }) as never }; // only its name is read
  const newMuc = () => createMuc({ database, timelines, transients, apps, bus, clock });
  const muc = newMuc();
  const rooms = createRooms({
    database,
    timelines,
    mucs: muc.api,
    mucEvents: muc.events,
    turns: muc.turns,
    users,
    isOnline: (_app, user) => online.has(user),
    bus,
    clock,
    log,
  });
  const nothing = async (): Promise<never> => {
    throw new Error("nobody shares files here");
  };
  const management = createMucManagement({
    mucs: muc.api,
    events: muc.events,
    database,
    files: { receive: nothing, serve: nothing, release: nothing },
    clock,
    afterRemoval: ({ app, id }, gone) => rooms.api.tidyUp({ app, id }, gone),
  });
  const endpoints = [...rooms.endpoints, ...muc.turns.of(management.endpoints)];
  const events: MucBody[] = [];
  transients.onSent(({ timeline, meta }) => {
    const { payload = new Uint8Array() } = decode(Meta, meta);
    if (timeline === roomTimeline(APP, room)) events.push(decode(MucBody, payload));
  });

  const call = async (name: string, given: { params?: Record<string, string>; body?: object; as?: string }) => {
    const endpoint = endpoints.find((each) => each.name === name);
    if (endpoint === undefined) throw new Error(`no endpoint ${name}`);
    const caller = given.as === undefined ? { kind: "app" } : { kind: "user", username: given.as };
    const { params = {}, body = {} } = given;
    // Handlers of rooms touch neither request nor reply.
    return (await endpoint.handle({ appKey: APP, caller, params, query: {}, body } as never)) as {
      data: { id: string };
    };
  };
  /** Over the socket; answers whether it was allowed. */
  const uplink = async (user: string, operation: number, more: object = {}, id = room): Promise<boolean> => {
    const payload = encode(MucBody, { mucId: conferenceJid(APP, id), operation, isChatroom: true, ...more });
    const sender = {
      device: { app: APP, user, resource: "phone" },
      settings: { ...defaultAppSettings, maxJoinedRooms: 2 },
    };
    return (await rooms.uplinks.submit(sender, { ns: MetaNameSpace.MUC, payload } as Meta).ack).ok;
  };
  const create = async () =>
    (await call("createRoom", { body: { name: "hall", description: "d", owner: "keeper" } })).data.id;

  return {
    muc,
    call,
    create,
    get room() {
      return room;
    },
    async open(): Promise<void> {
      room = await create();
    },
    /** What has been told of the room since the last time. */
    told: () => events.splice(0),
    join: (user: string, id?: string, leaveOtherRooms = false) =>
      uplink(user, MucBodyOperation.JOIN, { leaveOtherRooms }, id),
    leave: (user: string, id?: string) => uplink(user, MucBodyOperation.LEAVE, {}, id),
    online,
    /** Somebody's last device goes, and is away for too long. */
    async vanish(user: string): Promise<void> {
      rooms.absences.expect([{ app: APP, user }]);
      time.now += ABSENCE_MS + 1;
      await rooms.absences.sweep();
    },
    forgetUser: (user: string) => rooms.api.forgetUser(APP, user),
    attributes: async () => (await call("getRoomAttributes", { params: { room } })).data,
    freshMuc: () => newMuc().api,
    async close(): Promise<void> {
      rooms.close();
      await timelines.close();
      await database.close();
    },
  };
}

/** What one of them tries. Much of it is refused: that is part of the story. */
async function act(people: readonly string[], roll: (below: number) => number): Promise<unknown> {
  const actor = people[roll(people.length)] ?? "";
  const target = people[roll(people.length)] ?? "";
  const { room } = world;
  const key = ["hat", "song", "seat"][roll(3)] ?? "";
  const body = { usernames: [target] };
  switch (roll(12)) {
    case 0:
    case 1:
    case 2:
      return world.join(actor, undefined, roll(2) === 0);
    case 3:
      return world.leave(actor);
    case 4:
      return world.call("removeRoomMembers", { params: { room, names: [actor, target].join(",") } });
    case 5:
      return world.call("addRoomMembers", { params: { room }, body });
    case 6:
      return world.vanish(actor);
    case 7: {
      const values = { metaData: { [key]: `${actor} ${roll(100)}` }, autoDelete: "DELETE" };
      return world.call("forceRoomAttributes", { params: { room, user: actor }, body: values });
    }
    case 8:
      return world.call("forceRemoveRoomAttributes", { params: { room, user: actor }, body: { keys: [key] } });
    case 9:
      return world
        .call("blockRoomMembers", { params: { id: room }, body })
        .finally(() => world.call("unblockRoomMembers", { params: { id: room, names: target } }));
    case 10:
      return world.call("changeRoom", { params: { room }, body: { newowner: roll(2) === 0 ? target : "keeper" } });
    default:
      return world.forgetUser(`${actor} who never was`);
  }
}

interface View {
  readonly members: Set<string>;
  readonly attributes: Map<string, unknown>;
  owner: string;
  count: number | undefined;
}

/** What a client believes of the room, having followed the events from the beginning. */
function follow(view: View, events: readonly MucBody[]): void {
  for (const { operation, from, to, members = [], mucMemberCount, eventInfo } of events) {
    const several = members.length > 0 ? members : [from?.name ?? ""];
    switch (operation) {
      case MucBodyOperation.PRESENCE:
        for (const user of several) view.members.add(user);
        view.count = mucMemberCount;
        break;
      case MucBodyOperation.ABSENCE:
        for (const user of several) view.members.delete(user);
        view.count = mucMemberCount;
        break;
      case MucBodyOperation.ASSIGN_OWNER:
        view.owner = to?.[0]?.name ?? "";
        break;
      case MucBodyOperation.SET_METADATA:
      case MucBodyOperation.DELETE_METADATA: {
        const { properties = {}, result } = JSON.parse(eventInfo?.ext ?? "{}");
        for (const name of result.successKeys) {
          if (name in properties) view.attributes.set(name, properties[name]);
          else view.attributes.delete(name);
        }
        break;
      }
    }
  }
}

/** Holds back what follows the next change until `release`. */
function holdAfter(change: "join" | "leave"): { held: Promise<void>; release(): void } {
  const { api } = world.muc;
  const original = api[change].bind(api);
  const released = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  vi.spyOn(api, change).mockImplementationOnce(async (...args) => {
    const done = await original(...args);
    held.resolve();
    await released.promise;
    return done;
  });
  return { held: held.promise, release: released.resolve };
}

const operations = (events: readonly MucBody[]) =>
  events.map(({ operation, from }) => `${operation === MucBodyOperation.PRESENCE ? "+" : "-"}${from?.name}`);

describe("somebody who comes and goes at once", () => {
  it("[RM16] is told of as coming and going, in that order, whatever the way", async () => {
    world = await openWorld();
    await world.open();
    const elsewhere = await world.create();
    const ways = [
      () => world.leave("guest"),
      () => world.vanish("guest"),
      () => world.forgetUser("guest"),
      () => world.join("guest", elsewhere, true),
      () => world.call("removeRoomMembers", { params: { room: world.room, names: "guest" } }),
    ];
    for (const going of ways) {
      const coming = holdAfter("join");
      const joined = world.join("guest");
      await coming.held;
      // The record has it, and nobody has been told yet: what changes the same room waits, another room does not.
      const gone = going();
      await world.leave("keeper", elsewhere);
      expect(await world.muc.api.isMember(APP, world.room, "guest")).toBe(true);
      coming.release();
      await Promise.all([joined, gone]);
      expect(operations(world.told()).map((each) => each.slice(0, 1))).toEqual(["+", "-"]);
      await world.leave("guest", elsewhere);
    }
  });

  it("[RM7] is not taken out who is back by the time it is his turn", async () => {
    world = await openWorld();
    await world.open();
    await world.join("guest");
    const other = holdAfter("join");
    const joining = world.join("other");
    await other.held;
    const vanishing = world.vanish("guest");
    world.online.add("guest");
    other.release();
    await Promise.all([joining, vanishing]);
    expect(await world.muc.api.isMember(APP, world.room, "guest")).toBe(true);
  });

  it("[RM3] is in no more rooms than allowed, however many joins there are at once", async () => {
    world = await openWorld();
    const ids = [await world.create(), await world.create(), await world.create(), await world.create()];
    const outcomes = await Promise.all(ids.map((id) => world.join("guest", id)));
    expect(outcomes.filter(Boolean)).toHaveLength(2);
    expect(await world.muc.api.joined({ app: APP, username: "guest", type: "room" })).toHaveLength(2);
    await Promise.all(ids.map((id) => world.join("guest", id, true)));
    expect(await world.muc.api.joined({ app: APP, username: "guest", type: "room" })).toHaveLength(1);
  });
});

describe("people who change a room at the same time", () => {
  it.each(STORIES)(
    "[RM16] end with one record and one view of it ($count people, seed $seed)",
    async ({ seed, count }) => {
      const people = Array.from({ length: count }, (_, i) => `user${i}`);
      world = await openWorld();
      await world.open();
      const { room, muc } = world;
      const roll = dice(seed);
      const view: View = { members: new Set(["keeper"]), attributes: new Map(), owner: "keeper", count: 1 };
      let done = 0;
      const busy = async (): Promise<void> => {
        for (let i = 0; i < ACTS; i++) {
          try {
            await act(people, roll);
            done++;
          } catch (error) {
            // Refusals have a code; anything else is a fault of ours.
            if (!(error instanceof AppError)) throw error;
          }
        }
      };
      for (let round = 0; round < ROUNDS; round++) {
        await Promise.all(Array.from({ length: AT_ONCE }, busy));
        follow(view, world.told());
        const names = (await muc.api.members(APP, room)).map(({ username }) => username);
        expect([...view.members].sort()).toEqual([...names].sort());
        expect(view.count).toBe(names.length);
        expect(view.owner).toBe((await muc.api.find(APP, room))?.owner);
        expect(Object.fromEntries(view.attributes)).toEqual(await world.attributes());
      }
      expect(done).toBeGreaterThan(ROUNDS);

      const members = await muc.api.members(APP, room);
      expect(new Set(members.map(({ username }) => username)).size).toBe(members.length);
      expect(members.filter(({ role }) => role === "owner").length).toBeLessThanOrEqual(1);
      const byName = (list: typeof members) => [...list].sort((a, b) => (a.username < b.username ? -1 : 1));
      expect(byName(await world.freshMuc().members(APP, room))).toEqual(byName(members));
    },
  );
});
