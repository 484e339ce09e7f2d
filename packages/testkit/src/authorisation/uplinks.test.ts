import { afterAll, beforeAll, expect, it } from "vitest";
import { say } from "./say.ts";
import { reasons, sends, uplinkRules, type Words } from "./uplinks.ts";
import { openWorld, type World } from "./world.ts";

const speakers = ["owner", "admin", "member", "muted", "blocked", "stranger"];

/** For hundreds of calls, while other tests use the machine. */
const BOUND_MS = 300_000;

let world: World;
let tokens: Map<string, string>;
let places: Record<string, { id: string; own: Map<string, string>; others: string[] }>;
beforeAll(async () => {
  world = await openWorld();
  tokens = new Map();
  for (const name of [...speakers, "target"]) tokens.set(name, await world.signIn(world.home, name));
  tokens.set("foreign", await world.signIn(world.abroad, "stranger"));
  const group = await fill("chatgroups");
  const room = await fill("chatrooms");
  const wish = { name: "more", group_id: group.id, msg_id: group.others.pop(), owner: "member" };
  const { thread_id: id } = (await world.admin(world.home, "POST", "/thread", wish)).data;
  for (const user of ["muted", "blocked", "stranger"]) {
    await world.admin(world.home, "POST", `/thread/${id}/user/${user}/join`);
  }
  places = { group, room, thread: { ...group, id } };
  await place("chatgroups", group.id);
  await place("chatrooms", room.id);
});
afterAll(() => world.close());

it(
  "[WH3] who may write, read, take back, edit, come and go over the socket does; others are refused as stated",
  async () => {
    const [head = [], ...rows] = uplinkRules
      .trim()
      .split("\n")
      .map((line) => line.trim().split(/\s+/));
    const faults: string[] = [];
    let cases = 0;
    for (const [row = "", ...marks] of rows) {
      const place = places[row.replace(/\/.*/, "")];
      const send = sends[row];
      if (place === undefined || send === undefined) throw new Error(`nothing is known of ${row}`);
      for (const [column, who] of head.entries()) {
        cases += 1;
        const { id, own, others } = place;
        const words: Words = { id, own: own.get(who) ?? own.get("stranger") ?? "", others: others[cases % 7] ?? "" };
        const fresh = row.endsWith("recallOthers") ? { ...words, others: others.pop() ?? "" } : words;
        const { status, serverId } = await send(lineOf(who), fresh);
        const reason = reasons[marks[column] ?? ""]?.({ who, id });
        const isRight = reason === undefined ? serverId !== undefined : status?.reason === reason;
        if (!isRight) faults.push(`${row} by ${who}: ${status?.reason ?? "done"} instead of ${reason ?? "success"}`);
      }
    }
    console.log(`socket: ${rows.length} operations, ${cases} cases, wrong: ${faults.length}`);
    expect(faults).toEqual([]);
    expect(rows.map(([row]) => row).sort()).toEqual(Object.keys(sends).sort());
  },
  BOUND_MS,
);

/** All of them are in it, and have said something; `target` has said enough for everybody. */
async function fill(kind: "chatgroups" | "chatrooms") {
  const [owner, ...members] = [...speakers, "target"];
  const wish = { groupname: "friends", name: "hall", owner, members };
  const { data } = await world.admin(world.home, "POST", `/${kind}`, wish);
  const id: string = kind === "chatgroups" ? data.groupid : data.id;
  const to = { name: id, domain: "conference.easemob.com" } as const;
  const isRoom = kind === "chatrooms";
  const own = new Map<string, string>();
  for (const who of speakers) own.set(who, await say(lineOf(who), to, isRoom));
  const others: string[] = [];
  while (others.length < 20) others.push(await say(lineOf("target"), to, isRoom));
  return { id, own, others };
}

async function place(kind: "chatgroups" | "chatrooms", id: string): Promise<void> {
  const { home } = world;
  await world.admin(home, "POST", `/${kind}/${id}/admin`, { newadmin: "admin" });
  await world.admin(home, "POST", `/${kind}/${id}/mute`, { usernames: ["muted"], mute_duration: -1 });
  await world.admin(home, "POST", `/${kind}/${id}/blocks/users/blocked`);
  await world.admin(home, "DELETE", `/${kind}/${id}/users/stranger`);
}

function lineOf(who: string) {
  const token = tokens.get(who) ?? "";
  const [app, user] = who === "foreign" ? [world.abroad.appKey, "stranger"] : [world.home.appKey, who];
  return { websocket: world.websocket, identity: { app, user, token, resource: "phone" } };
}
