/** Threads that many change at the same time, while their group changes. */
import { CONFERENCE_DOMAIN, MessageBodyType } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "../../kernel/errors.ts";
import { dice } from "../../kernel/testing/dice.ts";
import { type Chat, device, openChat, recallOf, text } from "../messages/chat.fixture.ts";

const STORIES = [
  { seed: 1, count: 20 },
  { seed: 2, count: 20 },
  { seed: 3, count: 4 },
  { seed: 4, count: 4 },
  { seed: 5, count: 2 },
];
const ROUNDS = 12;
const AT_ONCE = 10;
/** Of each of those who act at once, one after the other. */
const ACTS = 3;
/** Acts are done on phones, which are not told of what they did. */
const watcher = device("keeper", "pad");

let chat: Chat;
let group: string;

beforeEach(async () => {
  const people = Array.from({ length: 20 }, (_, i) => `user${i}`);
  chat = await openChat({ people: ["keeper", ...people] });
  const about = { name: "friends", description: "", avatar: "", custom: "", maxUsers: 200 };
  const open = { isPublic: true, needsApproval: false, allowsInvites: true, invitesNeedConsent: false };
  const wanted = { app: chat.app, type: "group", owner: "keeper", ...about, ...open } as const;
  group = (await chat.muc.create(wanted, people)).id;
  await chat.receive(watcher);
});
afterEach(() => {
  vi.restoreAllMocks();
  return chat.close();
});

async function say(user: string, id: string): Promise<string> {
  const to = { appKey: chat.app, name: id, domain: CONFERENCE_DOMAIN };
  const sent = await chat.send(device(user), id, text("hello", { type: MessageBodyType.GROUPCHAT }), { to });
  if (!sent.ok) throw new AppError("FORBIDDEN", sent.reason);
  return sent.id;
}

const call = (user: string, name: string, given: { params?: Record<string, string>; body?: object } = {}) =>
  chat.call(name, { user, resource: "phone", ...given });
const create = async (user: string, message: string): Promise<string> => {
  const body = { name: "dinner", msg_id: message, group_id: group };
  return (await call(user, "createThread", { body })).data.thread_id;
};
const leaveGroup = (user: string) => call(user, "leaveGroup", { params: { id: group } });
const joinGroup = (user: string) => call(user, "applyToGroup", { params: { id: group }, body: { message: "" } });
const membersOf = async (id: string) => (await chat.muc.members(chat.app, id)).map(({ username }) => username).sort();

/** Holds the next one back, before it does anything, until `release`. */
function holdNext(change: "join" | "create"): { held: Promise<void>; release(): void } {
  const original = chat.muc[change].bind(chat.muc) as (...args: unknown[]) => Promise<never>;
  const released = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  vi.spyOn(chat.muc, change).mockImplementationOnce(async (...args: unknown[]) => {
    held.resolve();
    await released.promise;
    return original(...args);
  });
  return { held: held.promise, release: released.resolve };
}

describe("somebody who leaves the group", () => {
  it("[TH11] is in none of its threads, also when joining one at that moment", async () => {
    const thread = await create("keeper", await say("keeper", group));
    const coming = holdNext("join");
    const joining = call("user0", "joinThread", { params: { thread, user: "user0" } });
    const refused = expect(joining).rejects.toMatchObject({ code: "THREAD_NO_MEMBER" });
    await coming.held;
    await leaveGroup("user0");
    coming.release();
    await refused;
    await chat.settled();
    expect(await membersOf(thread)).toEqual(["keeper"]);
  });

  it("[TH11] begins none, either", async () => {
    const message = await say("keeper", group);
    const making = holdNext("create");
    const creating = create("user0", message);
    const refused = expect(creating).rejects.toMatchObject({ code: "THREAD_NO_MEMBER" });
    await making.held;
    await leaveGroup("user0");
    await chat.settled();
    making.release();
    await refused;
    // The message is free for another one.
    expect(await membersOf(await create("keeper", message))).toEqual(["keeper"]);
  });

  it("[TH11] a thread does not begin on a message that is taken back at that moment", async () => {
    const message = await say("keeper", group);
    const making = holdNext("create");
    const refused = expect(create("user0", message)).rejects.toMatchObject({ code: "THREAD_ILLEGAL" });
    await making.held;
    const to = { appKey: chat.app, name: group, domain: CONFERENCE_DOMAIN };
    await chat.send(device("keeper"), group, recallOf(message), { to });
    await chat.settled();
    making.release();
    await refused;
    expect((await call("keeper", "listThreads", { params: { group } })).entities).toEqual([]);
  });
});

type View = Map<string, { name: string; count: number }>;

/** What a client believes of the group's threads, having followed the events from the beginning. */
async function follow(view: View): Promise<void> {
  for (const { json } of await chat.receive(watcher)) {
    if (json?.type !== "thread") continue;
    const { operation, id, name, message_count: count } = json.data;
    if (operation === "delete") view.delete(id);
    else view.set(id, { name, count });
  }
}

/** What one of them tries. Much of it is refused: that is part of the story. */
function act(people: readonly string[], threads: readonly string[], roll: (below: number) => number): Promise<unknown> {
  const user = people[roll(people.length)] ?? "";
  const thread = threads[roll(threads.length)] ?? "";
  const params = { thread, user };
  switch (roll(10)) {
    case 0:
    case 1:
      return call(user, "joinThread", { params });
    case 2:
      return call(user, "leaveThread", { params });
    case 3:
    case 4:
      return call("keeper", "renameThread", { params, body: { name: `dinner ${roll(1000)}` } });
    case 5:
      return call("keeper", "removeThreadMember", { params: { thread, name: user } });
    case 6:
    case 7:
      return say(user, thread);
    case 8:
      return leaveGroup(user);
    default:
      return joinGroup(user);
  }
}

describe("people who change threads at the same time", () => {
  it.each(STORIES)(
    "[TH11] end with one record and one view of it ($count people, seed $seed)",
    async ({ seed, count }) => {
      const people = Array.from({ length: count }, (_, i) => `user${i}`);
      const roll = dice(seed);
      const view: View = new Map();
      const threads = [await create("keeper", await say("keeper", group))];
      let done = 0;
      const busy = async (): Promise<void> => {
        for (let i = 0; i < ACTS; i++) {
          try {
            await act(people, threads, roll);
            done++;
          } catch (error) {
            // Refusals have a code; anything else is a fault of ours.
            if (!(error instanceof AppError)) throw error;
          }
        }
      };
      for (let round = 0; round < ROUNDS; round++) {
        const message = await say("keeper", group);
        const [first, second] = [people[0] ?? "", people[1] ?? ""];
        // Two begin one on the same message, and who finds it changes it at once.
        const begun = [first, second].map((user) => create(user, message).catch(refusal));
        const acts = Array.from({ length: AT_ONCE }, busy);
        threads.push(...(await Promise.all(begun)).flatMap((id) => id ?? []));
        await Promise.all(acts);
        if (threads.length > 3) {
          const thread = threads.shift() ?? "";
          const renaming = call("keeper", "renameThread", { params: { thread }, body: { name: "late" } });
          await Promise.all([renaming.catch(refusal), call("keeper", "destroyThread", { params: { thread } })]);
        }
        await chat.settled();
        await follow(view);
        const { entities } = await call("keeper", "listThreads", { params: { group } });
        const names = entities.map(({ id, name }: { id: string; name: string }) => [id, name]).sort();
        expect([...view].map(([id, { name }]) => [id, name]).sort()).toEqual(names);
        const inGroup = new Set(await membersOf(group));
        for (const thread of threads) {
          expect((await membersOf(thread)).filter((user) => !inGroup.has(user))).toEqual([]);
          expect(view.get(thread)?.count).toBe(await chat.entries(`${chat.app}/t/${thread}`));
        }
      }
      expect(done).toBeGreaterThan(ROUNDS);
    },
  );
});

function refusal(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
}
