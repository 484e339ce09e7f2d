import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Muc } from "../muc.ts";
import { authorisation, type Operation, standings } from "./authorisation.ts";
import { openWorld, type World } from "./management.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** As the rule has it, and not as the code has it: x may. */
const RULE = `
                    app owner admin member muted blocked stranger
listAdmins           x    x     x     x      x      -       -
addAdmin             x    x     -     -      -      -       -
removeAdmin          x    x     -     -      -      -       -
listMutes            x    x     x     -      -      -       -
addMutes             x    x     x     -      -      -       -
removeMutes          x    x     x     -      -      -       -
seeOwnMute           x    x     x     x      x      -       -
muteAll              x    x     x     -      -      -       -
unmuteAll            x    x     x     -      -      -       -
listAllowed          x    x     x     -      -      -       -
addAllowed           x    x     x     -      -      -       -
removeAllowed        x    x     x     -      -      -       -
seeOwnAllowance      x    x     x     x      x      -       -
seeAllowance         x    x     x     -      -      -       -
listBlocked          x    x     x     -      -      -       -
addBlocked           x    x     x     -      -      -       -
removeBlocked        x    x     x     -      -      -       -
readAnnouncement     x    x     x     x      x      -       -
writeAnnouncement    x    x     x     -      -      -       -
`;

const [head = [], ...rows] = RULE.trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));
/** Who may, by the rule. */
const ruled = rows.map(([operation = "", ...marks]) => ({
  operation,
  allowed: head.filter((_, column) => marks[column] === "x"),
}));

type Call = readonly ["GET" | "POST" | "DELETE", string, unknown?];

/** A call of the operation by this user, which succeeds for who may. */
const calls: Readonly<Record<string, (who: string) => Call>> = {
  listAdmins: () => ["GET", "/admin"],
  addAdmin: () => ["POST", "/admin", { newadmin: "target" }],
  removeAdmin: () => ["DELETE", "/admin/other"],
  listMutes: () => ["GET", "/mute"],
  addMutes: () => ["POST", "/mute", { usernames: ["target"], mute_duration: 1000 }],
  removeMutes: () => ["DELETE", "/mute/target"],
  seeOwnMute: (who) => ["GET", `sdk/mute/${who === "app" ? "member" : who}`],
  muteAll: () => ["POST", "/ban"],
  unmuteAll: () => ["DELETE", "/ban"],
  listAllowed: () => ["GET", "/white/users"],
  addAllowed: () => ["POST", "/white/users", { usernames: ["target"] }],
  removeAllowed: () => ["DELETE", "/white/users/target"],
  seeOwnAllowance: (who) => ["GET", `/white/users/${who === "app" ? "member" : who}`],
  seeAllowance: () => ["GET", "/white/users/target"],
  listBlocked: () => ["GET", "/blocks/users"],
  addBlocked: () => ["POST", "/blocks/users/target"],
  removeBlocked: () => ["DELETE", "/blocks/users/blocked"],
  readAnnouncement: () => ["GET", "/announcement"],
  writeAnnouncement: () => ["POST", "/announcement", { announcement: "hear!" }],
};

function callOf(operation: string, who: string): Call {
  const call = calls[operation];
  if (call === undefined) throw new Error(`no call for ${operation}`);
  return call(who);
}

describe.each(["group", "room"] as const)("in a %s", (type) => {
  const path = type === "group" ? "chatgroups" : "chatrooms";
  let muc: Muc;
  beforeEach(async () => {
    await world.people(["owner", "admin", "member", "muted", "blocked", "stranger", "target", "other"]);
    muc = await world.create(type, "owner", ["admin", "member", "muted", "blocked", "target", "other"]);
    for (const admin of ["admin", "other"]) await world.mucs.setRole(muc, admin, "admin");
    await world.mucs.mute(muc, ["muted"], world.rest.now + 60_000);
    await world.mucs.block(muc, ["blocked"]);
  });
  const attempt = (who: string, [method, below, body]: Call) =>
    world.as(
      who,
      method,
      below.startsWith("sdk") ? below.replace("sdk", `/sdk/${path}/${muc.id}`) : `/${path}/${muc.id}${below}`,
      body,
    );

  it.each(ruled)("[MM1] $operation by $allowed", async ({ operation, allowed }) => {
    for (const standing of standings) {
      // The one before may have done it.
      await world.mucs.setRole(muc, "other", "admin");
      const { status, body } = await attempt(standing, callOf(operation, standing));
      if (allowed.includes(standing)) {
        expect(status, `${standing}: ${JSON.stringify(body)}`).toBe(200);
        continue;
      }
      const isOutside = standing === "stranger" || standing === "blocked";
      const refusal = isOutside
        ? { status: type === "group" ? 403 : 400, description: `users [${standing}] are not members of this group!` }
        : { status: 403, description: "permission denied" };
      expect({ status, description: body.error_description }, standing).toEqual(refusal);
    }
  });

  it("[MM2] in a disabled one users may look, and the application may do everything", async () => {
    await world.mucs.update(muc, { isDisabled: true });
    for (const below of ["/admin", "/mute", "/white/users", "/blocks/users", "/announcement"]) {
      expect(await attempt("owner", ["GET", below]), below).toMatchObject({ status: 200 });
    }
    for (const operation of ["addAdmin", "addMutes", "muteAll", "addAllowed", "removeBlocked", "writeAnnouncement"]) {
      const call = callOf(operation, "owner");
      expect(await attempt("owner", call), operation).toMatchObject({
        status: 403,
        body: { error_description: "can not operate this group, reason: group is disabled" },
      });
      expect(await attempt("app", call), operation).toMatchObject({ status: 200 });
    }
  });

  it("[MM2] an unknown id, one of the other kind and one of another application are 404", async () => {
    const other = await world.create(type === "group" ? "room" : "group", "owner", []);
    const { id: ours } = muc;
    const paths = Object.entries(calls).map(([operation, call]) => ({ operation, call: call("owner") }));
    const text = (id: string) => (type === "group" ? `do not find this group:${id}` : `grpID ${id} does not exist!`);
    for (const id of ["4711", other.id, "no-id"]) {
      for (const { operation, call } of paths) {
        muc = { ...muc, id };
        expect(await attempt("owner", call), `${operation} ${id}`).toMatchObject({
          status: 404,
          body: { error_description: text(id) },
        });
      }
    }
    await world.people(["owner"]);
    expect(await world.as("owner", "GET", `/${path}/${ours}/admin`)).toMatchObject({ status: 404 });
  });
});

it("[MM1] the rule speaks of every operation and every standing", () => {
  expect(head).toEqual([...standings]);
  const files: Operation[] = ["listFiles", "uploadFile", "downloadFile", "removeOwnFile", "removeAnyFile"];
  expect([...rows.map(([operation]) => operation), ...files].sort()).toEqual(Object.keys(authorisation).sort());
  expect(Object.keys(calls).sort()).toEqual(rows.map(([operation]) => operation).sort());
});
