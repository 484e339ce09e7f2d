import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startGenerousServer } from "../generous-server.ts";
import { Venue } from "../people/venue.ts";
import type { Sdk } from "../sdk.ts";
import { Admin } from "../server/admin.ts";
import type { Server } from "../server/server.ts";
import { type Cast, explain, type Row } from "./explain.ts";
import { EVENTS } from "./operations.ts";
import { deviceRows } from "./rows/devices.ts";
import { groupRows } from "./rows/groups.ts";
import { messageRows } from "./rows/messages.ts";
import { peopleRows } from "./rows/people.ts";
import { roomRows } from "./rows/rooms.ts";
import { threadRows } from "./rows/threads.ts";
import { table } from "./table.ts";
import { WITHOUT_STATE } from "./without-state.ts";

const AREAS: Readonly<Record<string, readonly Row[]>> = {
  messages: messageRows,
  contacts: peopleRows,
  groups: groupRows,
  rooms: roomRows,
  threads: threadRows,
  "other devices": deviceRows,
};

/**
 * Events explain state: what a client has fetched, changed by what it is told afterwards, is what it would fetch now; and so it
 * is for a client that has no network while it happens, and comes back. One row for each event and operation; the table at the
 * end has all of them, and a new one needs a row.
 *
 * `lost`: events that a client of this SDK does not make up for when it comes back, and why.
 */
export function eventsExplainState(sdk: Sdk, { lost }: { lost: Readonly<Record<string, string>> }): void {
  let server: Server;
  let venue: Venue;
  let cast: Cast;

  beforeAll(async () => {
    server = await startGenerousServer();
    venue = new Venue({ platform: "wx", server, sdk });
    const [alice, bob, carol] = await Promise.all(["alice", "bob", "carol"].map((name) => venue.arrive(name)));
    if (!alice || !bob || !carol) throw new Error("three were invited");
    const tablet = await venue.arriveAgain(alice);
    // They wait less between two attempts to come back.
    for (const each of [alice, tablet, bob, carol]) each.seat.speedUp(4);
    const admin = new Admin(server);
    cast = {
      alice,
      tablet,
      bob,
      carol,
      admin,
      arrive: (name) => venue.arrive(name),
      again: (person) => venue.arriveAgain(person),
    };
  }, 120_000);

  afterAll(async () => {
    await venue.close();
    await server.stop();
  }, 120_000);

  const rows = Object.values(AREAS).flat();
  /** What of it had to be asked for. */
  const explained = new Map<string, readonly string[]>();
  const madeUpFor = new Map<string, readonly string[]>();

  for (const [area, those] of Object.entries(AREAS)) {
    describe(`events of ${area} explain what is fetched`, () => {
      for (const row of those) {
        it(row.event, async () => {
          explained.set(row.event, await explain(row.event, await row.begin(cast), { isAway: false }));
        });
      }
    });

    describe(`[DE13] after an absence events of ${area} explain what is fetched`, () => {
      for (const row of those.filter(({ event, isOwn }) => !isOwn && !(event in lost))) {
        it(row.event, async () => {
          madeUpFor.set(row.event, await explain(row.event, await row.begin(cast), { isAway: true }));
        });
      }
    });
  }

  it("every event has a row or a reason why it explains nothing, and none has both", () => {
    const inRows = new Set(rows.map(({ event }) => event));
    const own = new Set(rows.flatMap(({ event, isOwn }) => (isOwn ? [event] : [])));
    process.stdout.write(`\n${sdk.name}\n${table(EVENTS, { inRows, own, explained, madeUpFor, lost })}\n`);
    expect(EVENTS.filter((event) => !inRows.has(event) && !(event in WITHOUT_STATE))).toEqual([]);
    expect(EVENTS.filter((event) => inRows.has(event) && event in WITHOUT_STATE)).toEqual([]);
    expect([...inRows, ...Object.keys(WITHOUT_STATE)].filter((event) => !EVENTS.includes(event))).toEqual([]);
    expect(Object.keys(lost).filter((event) => !inRows.has(event))).toEqual([]);
  });
}
