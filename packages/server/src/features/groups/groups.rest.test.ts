import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { defaultLimits } from "../../config.ts";
import { TestRest } from "../../http/testing.ts";
import { openTimelines, Transients, timelineMigrations } from "../../timeline/index.ts";
import { createMuc, type Mucs, mucMigrations } from "../muc/index.ts";
import { createGroups, groupsMigrations } from "./index.ts";

let rest: TestRest;
let mucs: Mucs;
let alice: string;
let bob: string;
let id: string;
let close: () => Promise<void>;

beforeAll(async () => {
  rest = await TestRest.start({
    config: { limits: { ...defaultLimits, requestsPerSecond: 1_000_000 } },
    migrations: [...timelineMigrations, ...mucMigrations, ...groupsMigrations],
    features: async ({ database, apps, users, bus, clock, log }) => {
      const timelines = await openTimelines({ database, clock, nodeId: 0, log });
      const transients = new Transients();
      const muc = createMuc({ database, timelines, transients, apps, bus, clock });
      mucs = muc.api;
      const { memberships, events: mucEvents, turns } = muc;
      const parts = { database, timelines, transients, apps, users, bus, clock, log };
      const groups = createGroups({ ...parts, mucs, memberships, mucEvents, turns, unnoticedMs: 0 });
      close = async () => {
        await groups.close();
        await timelines.close();
      };
      return groups.endpoints;
    },
  });
});
afterAll(async () => {
  await close();
  await rest.close();
});

beforeEach(async () => {
  await rest.freshApp();
  alice = await rest.register("alice");
  bob = await rest.register("bob");
  const wish = { groupname: "g", public: true, invite_need_confirm: false };
  const answer = await rest.call("/chatgroups", { method: "POST", token: alice, json: wish });
  expect(answer.status).toBe(200);
  id = answer.body.data.groupid;
});

const call = (method: "GET" | "POST" | "PUT" | "DELETE", path: string, token: string | undefined, json?: unknown) =>
  rest.call(path.replace("{id}", id), { method, token, ...(json === undefined ? {} : { json }) });

/** Every endpoint of one group, with a body that is good. */
const ENDPOINTS = [
  ["GET", "/chatgroups/{id}"],
  ["PUT", "/chatgroups/{id}", { groupname: "x" }],
  ["PUT", "/chatgroups/{id}", { newowner: "bob" }],
  ["DELETE", "/chatgroups/{id}"],
  ["GET", "/chatgroups/{id}/users?pagenum=1&pagesize=10"],
  ["GET", "/chatgroups/{id}/users?cursor=undefined&limit=50&joined_time=true"],
  ["DELETE", "/chatgroups/{id}/quit"],
  ["DELETE", "/chatgroups/{id}/users/bob"],
  ["POST", "/chatgroups/{id}/invite", { usernames: ["bob"] }],
  ["POST", "/chatgroups/{id}/invite_verify", { invitee: "alice", verifyResult: true }],
  ["POST", "/chatgroups/{id}/apply", { message: "hi" }],
  ["POST", "/chatgroups/{id}/apply_verify", { applicant: "bob", verifyResult: true, reason: "no clue" }],
  ["POST", "/chatgroups/{id}/shield"],
  ["DELETE", "/chatgroups/{id}/shield"],
  ["PUT", "/sdk/metadata/chatgroup/{id}/user/alice", { metaData: { a: "b" } }],
  ["POST", "/sdk/metadata/chatgroup/{id}/get", { targets: ["alice"], properties: [] }],
  ["GET", "/chatgroups/{id}/acks/4711?limit=500&key=undefined"],
] as const;

const OF_USERS = [
  "/users/alice/joined_chatgroups",
  "/chatgroups/user/alice",
  "/chatgroups/user/alice/joined_count",
] as const;

describe("groups over REST", () => {
  it.each(ENDPOINTS)(
    "[GR24] %s %s of what is no group of the application is 404",
    async (method, path, json?: unknown) => {
      const foreign = id;
      const room = { app: rest.appKey, type: "room", owner: "alice", name: "", description: "", avatar: "" } as const;
      const flags = { isPublic: true, needsApproval: false, allowsInvites: true, invitesNeedConsent: false };
      const { id: ofRoom } = await mucs.create({ ...room, custom: "", maxUsers: 10, ...flags }, []);
      for (const unknown of ["4711", "x", ofRoom]) {
        const answer = await call(method, path.replace("{id}", unknown), alice, json);
        expect(answer).toMatchObject({ status: 404, body: { error_description: `do not find this group:${unknown}` } });
      }
      await rest.freshApp();
      const stranger = await rest.register("alice");
      expect((await call(method, path.replace("{id}", foreign), stranger, json)).status).toBe(404);
    },
  );

  it.each(ENDPOINTS)("[GR24] %s %s without a token is 401", async (method, path, json?: unknown) => {
    expect((await call(method, path, undefined, json)).status).toBe(401);
  });

  it.each(OF_USERS)("[GR7] GET %s is for the user and the application", async (path) => {
    const own = await call("GET", path, alice);
    expect(own.status).toBe(200);
    expect((await call("GET", path, rest.appToken)).body.data).toEqual(own.body.data);
    expect((await call("GET", path, bob)).status).toBe(401);
  });

  it("[GR7] the two lists tell clients by their address which one they are", async () => {
    const short = (await call("GET", "/users/alice/joined_chatgroups?pagenum=1&pagesize=20&version=v3", alice)).body;
    expect(short.uri).toContain("joined_chatgroups");
    expect(short.data).toMatchObject([{ id, name: "g", permission: "owner" }]);
    const query = "pagenum=0&pagesize=20&needAffiliations=true&needRole=undefined&version=v3";
    const long = (await call("GET", `/chatgroups/user/alice?${query}`, alice)).body;
    expect(long.uri).not.toContain("joined_chatgroups");
    expect(long.entities).toMatchObject([{ groupId: id, affiliations_count: 1 }]);
    expect(long.entities[0]).not.toHaveProperty("permission");
  });

  it.each([
    ["POST", "/chatgroups", { groupname: 5 }],
    ["POST", "/chatgroups", { groupname: "x".repeat(129) }],
    ["POST", "/chatgroups", { desc: "x".repeat(513) }],
    ["POST", "/chatgroups", { avatar: "x".repeat(1025) }],
    ["POST", "/chatgroups", { custom: "x".repeat(8193) }],
    ["POST", "/chatgroups", { members: "bob" }],
    ["POST", "/chatgroups", { members: [5] }],
    ["POST", "/chatgroups", { maxusers: 0 }],
    ["POST", "/chatgroups", { public: "yes" }],
    ["PUT", "/chatgroups/{id}", { groupname: true }],
    ["PUT", "/chatgroups/{id}", { colour: "red" }],
    ["PUT", "/chatgroups/{id}", { newowner: 5 }],
    ["POST", "/chatgroups/{id}/invite", {}],
    ["POST", "/chatgroups/{id}/invite", { usernames: "bob" }],
    ["POST", "/chatgroups/{id}/invite", { usernames: [] }],
    ["POST", "/chatgroups/{id}/invite_verify", { invitee: "alice" }],
    ["POST", "/chatgroups/{id}/invite_verify", { verifyResult: true }],
    ["POST", "/chatgroups/{id}/apply", { message: "x".repeat(1025) }],
    ["POST", "/chatgroups/{id}/apply_verify", { applicant: "bob", verifyResult: "true" }],
    ["GET", "/chatgroups/{id}/users?pagenum=0"],
    ["GET", "/chatgroups/{id}/users?limit=many"],
    ["GET", "/chatgroups/{id}/users?cursor=abc"],
    ["GET", "/publicchatgroups?limit=0"],
    ["GET", "/publicchatgroups?limit=5&cursor=x"],
    ["GET", "/users/alice/joined_chatgroups?pagenum=0"],
    ["GET", "/chatgroups/user/alice?pagesize=1000"],
    ["PUT", "/sdk/metadata/chatgroup/{id}/user/alice", { metaData: { a: 5 } }],
    ["PUT", "/sdk/metadata/chatgroup/{id}/user/alice", {}],
    ["POST", "/sdk/metadata/chatgroup/{id}/get", { targets: "alice" }],
    ["GET", "/chatgroups/{id}/acks/4711?limit=0"],
  ] as const)("[GR24] %s %s with %j is 400", async (method, path, json?: unknown) => {
    const answer = await call(method, path, alice, json);
    expect(answer.status, JSON.stringify(answer.body)).toBe(400);
  });

  it("[GR16] [GR19] limits are refused with what clients go by", async () => {
    const attributes = "/sdk/metadata/chatgroup/{id}/user/alice";
    const answer = async (json: unknown) => (await call("PUT", attributes, alice, { metaData: json })).body;
    expect(await answer({ a: "x".repeat(513) })).toMatchObject({ error_code: 60010 });
    expect(await answer({ ["n".repeat(17)]: "x" })).toMatchObject({ error_code: 60006 });
    const other = await call("PUT", "/sdk/metadata/chatgroup/{id}/user/bob", alice, { metaData: { a: "b" } });
    expect(other).toMatchObject({ status: 404, body: { error_code: 60003 } });
    const large = await call("POST", "/chatgroups", alice, { maxusers: 3001 });
    expect(large).toMatchObject({ status: 403, body: { error: "exceed_limit" } });
  });

  it("[GR1] a user's token creates no group for another, the application's for everybody", async () => {
    expect((await call("POST", "/chatgroups", alice, { owner: "bob" })).status).toBe(403);
    const { body } = await call("POST", "/chatgroups", rest.appToken, {
      owner: "bob",
      public: false,
      membersonly: true,
    });
    const details = (await call("GET", `/chatgroups/${body.data.groupid}`, bob)).body.data[0];
    expect(details).toMatchObject({ owner: "bob", allowinvites: false, membersonly: true, maxusers: 200 });
  });

  it("[GR6] is disabled by the application only", async () => {
    expect((await call("POST", "/chatgroups/{id}/disable", alice)).status).toBe(401);
    expect((await call("POST", "/chatgroups/{id}/disable", rest.appToken)).body.data).toEqual({ disabled: true });
  });
});
