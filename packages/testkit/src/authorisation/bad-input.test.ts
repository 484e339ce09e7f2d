import { afterAll, beforeAll, expect, it } from "vitest";
import { type CallParts, goodCall, requestOf } from "./calls.ts";
import type { Answer } from "./http.ts";
import { inTurns } from "./in-turns.ts";
import { sweeping, userOnly } from "./leniencies.ts";
import { bodyMutations, type Mutation, pathMutations, queryMutations } from "./mutations.ts";
import { Scene } from "./scene.ts";
import { unexpected } from "./verdicts.ts";
import { openWorld, type World } from "./world.ts";

/** For more than ten thousand calls, while other tests use the machine. */
const BOUND_MS = 400_000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

interface Case {
  readonly mutation: Mutation;
  readonly root: string;
  readonly token: string;
}

it(
  "[WH4] whatever is wrong with a call, it is refused as stated, writes nothing, and is no fault of the server",
  async () => {
    const faults: string[] = [];
    const written = new Set<string>();
    const casesByEndpoint = await inTurns(world.endpoints, casesOf, faults);
    const cases = casesByEndpoint.flat();

    /** Those that were refused. The calls of one endpoint, which are about the same things, come one after the other. */
    const attempt = async (which: (each: Case) => boolean): Promise<Set<Case>> => {
      const refused = new Set<Case>();
      const run = async (some: readonly Case[]): Promise<void> => {
        for (const each of some) {
          if (!which(each)) continue;
          const { call, what } = each.mutation;
          const answer = await send(each);
          const fault = unexpected(each.mutation, answer);
          if (fault !== undefined) faults.push(`${call.endpoint.name}, ${what}: ${fault}`);
          if (answer.status !== 200) refused.add(each);
        }
      };
      await inTurns(casesByEndpoint, run, faults);
      return refused;
    };

    await world.store.settle();
    const neverAllowed = cases.filter(isNeverAllowed);
    await attempt(isNeverAllowed);
    for (const table of world.store.changes()) written.add(table);

    // The others may be carried out. Those that are refused are tried again, until nothing else happens meanwhile.
    let refused = await attempt((each) => !isNeverAllowed(each));
    const refusedAtFirst = refused.size;
    for (let isCalm = false; !isCalm; ) {
      await world.store.settle();
      const again = await attempt((each) => refused.has(each) && each.mutation.call.endpoint.method !== "GET");
      isCalm = again.size === [...refused].filter(({ mutation }) => mutation.call.endpoint.method !== "GET").length;
      if (isCalm) for (const table of world.store.changes()) written.add(table);
      refused = again;
    }
    for (const table of written) faults.push(`a call that was refused wrote into ${table}`);

    const counts = `${neverAllowed.length} never allowed, ${refusedAtFirst} others refused`;
    console.log(`${world.endpoints.length} endpoints, ${cases.length} calls: ${counts}; faults: ${faults.length}`);
    expect(faults).toEqual([]);
    expect(cases.length).toBeGreaterThan(30 * world.endpoints.length);
  },
  BOUND_MS,
);

function isNeverAllowed({ mutation: { kind, isLenient } }: Case): boolean {
  return kind !== "odd" && isLenient !== true;
}

async function casesOf(endpoint: CallParts["endpoint"]): Promise<Case[]> {
  const app = sweeping.has(endpoint.name) ? world.island : world.home;
  const scene = new Scene(world, app);
  const call = await goodCall(endpoint, scene);
  const foreign = await goodCall(endpoint, new Scene(world, world.abroad));
  const token = userOnly.has(endpoint.name) ? await scene.token() : app.token;
  const mutations = [...bodyMutations(call), ...queryMutations(call), ...pathMutations(call, foreign.params)];
  return mutations.map((mutation) => ({ mutation, root: app.root, token }));
}

function send({ mutation, root, token }: Case): Promise<Answer> {
  return world.http.send({ ...requestOf(mutation.call, { root, token }), ...mutation.raw });
}
