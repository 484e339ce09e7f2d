import type { Endpoint } from "@rondo/server";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type CallParts, goodCall, requestOf } from "./calls.ts";
import { Cast, Standpoint } from "./cast.ts";
import { groupRules, roomRules, threadRules } from "./rules.ts";
import { type Mark, parseRules, wrong } from "./standings.ts";
import { uses } from "./uses.ts";
import { openWorld, type World } from "./world.ts";

/** For hundreds of calls, while other tests use the machine. */
const BOUND_MS = 300_000;
const WAIT = { timeout: 20_000, interval: 20 };

let world: World;
let cast: Cast;
/** Of somebody of another application who has the name of a stranger here. */
let foreignToken: string;
beforeAll(async () => {
  world = await openWorld();
  cast = await Cast.open(world);
  foreignToken = await world.signIn(world.abroad, "stranger");
});
afterAll(() => world.close());

/** Which endpoints are about one of these, by the paths they declare. */
const kinds = [
  { kind: "group", rules: groupRules, path: /\/chatgroups\/:(id|ids|group)\b|\/chatgroup\/:id\b/ },
  { kind: "room", rules: roomRules, path: /\/chatrooms\/:(id|room)\b|\/chatroom\/:room\b/ },
  { kind: "thread", rules: threadRules, path: /\/thread\/:thread\b/ },
] as const;

describe.each(kinds)("operations of a $kind", ({ kind, rules, path }) => {
  const rows = parseRules(rules);

  it(`[WH3] each endpoint that names a ${kind} has a row`, () => {
    const spokenOf = new Set(rows.map(({ endpoint }) => endpoint));
    const all = world.endpoints.filter((endpoint) => path.test(endpoint.path)).map(({ name }) => name);
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter((name) => !spokenOf.has(name))).toEqual([]);
  });

  it(
    `[WH3] who may do something with a ${kind} does, who may not is refused as stated`,
    async () => {
      const faults: string[] = [];
      let cases = 0;
      for (const { row, endpoint: name, marks } of rows) {
        const endpoint = world.endpoints.find((each) => each.name === name);
        if (endpoint === undefined) throw new Error(`the server has no endpoint ${name}`);
        cast.change();
        for (const [standing, mark] of marks) {
          for (const attempt of attemptsOf({ endpoint, marks }, standing, mark)) {
            cases += 1;
            const who = standing === "foreign" ? "stranger" : standing;
            const fault = await play({ ...attempt, row, endpoint, who, kind }).catch(String);
            if (fault !== undefined) faults.push(`${row} by ${standing}${attempt.how}: ${fault}`);
          }
        }
      }
      console.log(`${kind}: ${rows.length} operations, ${cases} cases, wrong: ${faults.length}`);
      expect(faults).toEqual([]);
      expect(cases).toBeGreaterThanOrEqual(rows.length * 10);
    },
    BOUND_MS,
  );
});

it(
  "[GR6] in a disabled group and its threads users may look, and leave; the application may do everything",
  async () => {
    const faults: string[] = [];
    let cases = 0;
    for (const { row, endpoint: name, marks } of parseRules(groupRules).concat(parseRules(threadRules))) {
      const who = ["owner", "member", "stranger"].find((standing) => marks.get(standing) === "x");
      const endpoint = world.endpoints.find((each) => each.name === name);
      if (who === undefined || endpoint === undefined) continue;
      const isOpen = endpoint.method === "GET" || openWhileDisabled.has(row);
      for (const [caller, mark] of [[who, isOpen ? "x" : "d"] as const, ["app", marks.get("app") ?? "x"] as const]) {
        if (caller === "app" && !isOpen && inTheNameOfUsers.has(row)) continue;
        cases += 1;
        cast.change();
        const call = await callOf(row, endpoint, caller);
        await cast.admin("POST", `/chatgroups/${await cast.group()}/disable`);
        const token = caller === "app" ? world.home.token : cast.tokenOf(caller);
        const answer = await world.http.send(requestOf(call, { root: world.home.root, token }));
        const fault = wrong(answer, mark, { kind: "group", who: caller });
        if (fault !== undefined) faults.push(`${row} by ${caller}: ${fault}`);
      }
    }
    console.log(`disabled group: ${cases} cases, wrong: ${faults.length}`);
    expect(faults).toEqual([]);
    expect(cases).toBeGreaterThan(120);
  },
  BOUND_MS,
);

it(
  "[WH3] who began a thread and has left the group is a stranger to it",
  async () => {
    const faults: string[] = [];
    for (const { row, endpoint: name, marks } of parseRules(threadRules)) {
      const endpoint = world.endpoints.find((each) => each.name === name);
      if (endpoint === undefined) throw new Error(`the server has no endpoint ${name}`);
      cast.change();
      const call = await callOf(row, endpoint, "creator");
      await cast.admin("DELETE", `/chatgroups/${await cast.group()}/users/creator`);
      // Threads hear of it after it is done.
      const members = `/thread/${await cast.thread()}/users?limit=50`;
      await vi.waitFor(
        async () => expect(JSON.stringify(await cast.admin("GET", members))).not.toContain("creator"),
        WAIT,
      );
      const token = cast.tokenOf("creator");
      const answer = await world.http.send(requestOf(call, { root: world.home.root, token }));
      const fault = wrong(answer, marks.get("stranger") ?? "o", { kind: "thread", who: "creator" });
      if (fault !== undefined) faults.push(`${row}: ${fault}`);
    }
    expect(faults).toEqual([]);
  },
  BOUND_MS,
);

/** Looking by other methods than GET, going, and what is nobody's business but the caller's. */
const openWhileDisabled: ReadonlySet<string> = new Set([
  ...["readGroupMemberAttributesByServer", "isInGroupByPost"],
  ...["readGroupMemberAttributes", "readHistory/group", "readHistory/thread", "listLastThreadMessages"],
  ...["leaveGroup", "leaveThread", "shieldGroup", "unshieldGroup", "removeGroupMessagesById"],
  ...["removeGroupMessagesUpToTime", "addReaction/group", "reportMessage/group"],
]);

/** The application does it as the user whom the path names, who may no more than by itself. */
const inTheNameOfUsers: ReadonlySet<string> = new Set(["pinMessage/group", "unpinMessage/group", "joinThread"]);

interface Attempt {
  readonly how: string;
  readonly root: string;
  readonly token: string;
  readonly mark: Mark;
}

/** Somebody of another application tries it here, and over there with what is ours. */
function attemptsOf(
  { endpoint, marks }: { endpoint: Endpoint; marks: ReadonlyMap<string, Mark> },
  standing: string,
  mark: Mark,
): Attempt[] {
  const { home, abroad } = world;
  if (standing === "app") return [{ how: "", root: home.root, token: home.token, mark }];
  if (standing !== "foreign") return [{ how: "", root: home.root, token: cast.tokenOf(standing), mark }];
  return [
    { how: " here", root: home.root, token: foreignToken, mark: "c" },
    { how: " there", root: abroad.root, token: foreignToken, mark: endpoint.access === "app" ? "c" : mark },
    // Where no application gets in it is not even looked for the group.
    {
      how: "'s application there",
      root: abroad.root,
      token: abroad.token,
      mark: marks.get("app") === "-" ? "-" : mark,
    },
  ];
}

async function play(
  attempt: Attempt & { row: string; endpoint: Endpoint; who: string; kind: "group" | "room" | "thread" },
): Promise<string | undefined> {
  const { row, endpoint, who, kind, root, token, mark } = attempt;
  const call = await callOf(row, endpoint, who);
  const answer = await world.http.send(requestOf(call, { root, token }));
  // It may have changed who is what.
  if (answer.status === 200 && endpoint.method !== "GET") cast.change();
  return wrong(answer, mark, { kind, who });
}

async function callOf(row: string, endpoint: Endpoint, who: string): Promise<CallParts> {
  const scene = new Standpoint(cast, who);
  const usual = await goodCall(endpoint, scene);
  const { params, ...other } = (await uses[row]?.(scene)) ?? {};
  return { ...usual, ...other, params: { ...usual.params, ...params } };
}
