import type { ErrorCode } from "@rondo/protocol";
import type { Endpoint } from "@rondo/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyCall, type CallParts, goodCall, requestOf } from "./calls.ts";
import { refusalOf, unlike, worthless } from "./credentials.ts";
import { examples } from "./examples.ts";
import { isSuccess, outcomes } from "./outcomes.ts";
import { Scene } from "./scene.ts";
import { openWorld, type World } from "./world.ts";

/** For hundreds of calls, while other tests use the machine. */
const BOUND_MS = 300_000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Every endpoint of the server, as it declares itself: one that is added is tried without a word here. */
describe("endpoints and credentials", () => {
  it(
    "[WH1] who may not call is refused, whatever the call, and nothing is written",
    async () => {
      const scene = new Scene(world, world.home);
      const credentials = await worthless(scene);
      const another = await new Scene(world, world.home).token();
      const calls: CallParts[] = [];
      for (const endpoint of world.endpoints) calls.push(await anyCall(endpoint, scene));
      const own = await scene.token();
      await world.store.settle();

      const faults: string[] = [];
      let cases = 0;
      const attempt = async (
        call: CallParts,
        { name, token, root = world.home.root }: { name: string; token: string | undefined; root?: string },
        refusal: ErrorCode,
      ) => {
        cases += 1;
        const { endpoint } = call;
        const answer = await world.http.send(requestOf(call, { root, token }));
        const fault = unlike(answer, endpoint, refusal);
        const what = `${endpoint.method} ${endpoint.path} by ${name}`;
        if (fault !== undefined) faults.push(`${what}: ${fault}`);
        const written = world.store.changes();
        if (written.length > 0) faults.push(`${what}: wrote into ${written.join(", ")}`);
      };
      for (const call of calls) {
        const { endpoint } = call;
        if (endpoint.access !== "anyone") {
          for (const credential of credentials) await attempt(call, credential, credential.refusal);
          for (const [name, token] of [["user", own] as const, ["another user", another] as const]) {
            const refusal = refusalOf(endpoint, name);
            if (refusal !== undefined) await attempt(call, { name, token }, refusal);
          }
        }
        if (endpoint.rooted) continue;
        const { token } = world.home;
        await attempt(call, { name: "whom a disabled application is asked", token, root: world.closed.root }, "BANNED");
      }
      console.log(`${calls.length} endpoints, ${cases} calls by who may not, wrongly allowed: ${faults.length}`);
      expect(faults).toEqual([]);
      expect(calls.length).toBeGreaterThan(200);
      expect(cases).toBeGreaterThan(12 * calls.length);
    },
    BOUND_MS,
  );

  it(
    "[WH2] who may call succeeds, or is refused for a reason that is stated",
    async () => {
      const faults: string[] = [];
      let cases = 0;
      for (const endpoint of world.endpoints) {
        for (const who of ["user", "app", "nobody"] as const) {
          if (!mayCall(endpoint, who)) continue;
          cases += 1;
          const fault = await trouble(endpoint, who).catch(String);
          if (fault !== undefined) faults.push(`${endpoint.name} by ${who}: ${fault}`);
        }
      }
      console.log(`${cases} calls by who may, wrongly refused: ${faults.length}`);
      expect(faults).toEqual([]);
      expect(cases).toBeGreaterThan(350);
      // Which is how it is known that the refused ones have written nothing.
      expect(world.store.changes()).toContain("muc");
    },
    BOUND_MS,
  );
});

function mayCall(endpoint: Endpoint, who: "user" | "app" | "nobody"): boolean {
  if (who === "nobody") return endpoint.access === "anyone";
  return refusalOf(endpoint, who) === undefined;
}

/** In a scene of its own, because it may change everything there. */
async function trouble(endpoint: Endpoint, who: "user" | "app" | "nobody"): Promise<string | undefined> {
  const scene = new Scene(world, world.home);
  const call = await goodCall(endpoint, scene);
  const token = who === "nobody" ? undefined : who === "user" ? await scene.token() : world.home.token;
  const answer = await world.http.send(requestOf(call, { root: world.home.root, token }));
  const isRight = outcomes[endpoint.name]?.[who] ?? isSuccess;
  if (isRight(answer)) return undefined;
  const hint = examples[endpoint.name] === undefined ? " (examples.ts has none of it)" : "";
  return `${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}${hint}`;
}
