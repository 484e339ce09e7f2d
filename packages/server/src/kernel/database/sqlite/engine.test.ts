import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Engine, MAX_TRANSACTION_MS } from "./engine.ts";
import type { Reply, Request } from "./wire.ts";

let dir: string;
let engine: Engine;
let replies: Map<number, Reply>;
let calls: number;

type WithoutCall<R> = R extends unknown ? Omit<R, "call"> : never;

/** Sends requests in one message; their numbers. */
function send(...requests: WithoutCall<Request>[]): number[] {
  const numbered = requests.map((request) => ({ ...request, call: ++calls }) as Request);
  engine.handle(numbered);
  return numbered.map(({ call }) => call);
}

const query = (sql: string, tx: number | undefined = undefined, reads = false): WithoutCall<Request> => ({
  type: "query",
  statement: { sql, params: [] },
  tx,
  reads,
});
const rows = (): unknown => {
  const [call] = send(query("select name from city order by name", undefined, true));
  return replies.get(call as number);
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-engine-"));
  replies = new Map();
  calls = 0;
  engine = new Engine((answers) => {
    for (const answer of answers) replies.set(answer.call, answer);
  });
  send({ type: "open", dir, durable: false }, query("create table city (name text primary key)"));
  vi.useFakeTimers();
});
afterEach(async () => {
  vi.useRealTimers();
  send({ type: "close" });
  await rm(dir, { recursive: true, force: true });
});

it("rolls back a transaction that stays open too long, and lets the others go on", () => {
  const [tx] = send({ type: "begin" });
  send(query("insert into city values ('held')", tx));
  const [waiting] = send(query("insert into city values ('waiting')"));
  vi.advanceTimersByTime(MAX_TRANSACTION_MS - 1);
  expect(replies.has(waiting as number)).toBe(false);
  vi.advanceTimersByTime(1);
  expect(replies.get(waiting as number)).toMatchObject({ ok: true });

  const [late, commit, rollback] = send(
    query("insert into city values ('late')", tx),
    { type: "end", tx: tx as number, how: "commit" },
    { type: "end", tx: tx as number, how: "rollback" },
  );
  const refused = { ok: false, fault: { message: expect.stringContaining("was rolled back") } };
  expect(replies.get(late as number)).toMatchObject(refused);
  expect(replies.get(commit as number)).toMatchObject(refused);
  expect(replies.get(rollback as number)).toMatchObject({ ok: true });
  expect(rows()).toMatchObject({ value: { rows: [{ name: "waiting" }] } });
});

it("answers the writes of one message after their common commit, each with its own result", () => {
  const calls = send(
    query("insert into city values ('a')"),
    query("insert into city values ('a')"),
    query("insert into nowhere values ('x')"),
    query("insert into city values ('b')"),
  );
  expect(calls.map((call) => replies.get(call)?.ok)).toEqual([true, false, false, true]);
  expect(rows()).toMatchObject({ value: { rows: [{ name: "a" }, { name: "b" }] } });
});

it("keeps the order of writers that wait for a transaction", () => {
  const [first] = send({ type: "begin" });
  const [write, second] = send(query("insert into city values ('between')"), { type: "begin" });
  expect(replies.has(second as number)).toBe(false);
  send({ type: "end", tx: first as number, how: "commit" });
  expect(replies.get(write as number)).toMatchObject({ ok: true });
  expect(replies.get(second as number)).toMatchObject({ ok: true });
  send({ type: "end", tx: second as number, how: "rollback" });
  expect(rows()).toMatchObject({ value: { rows: [{ name: "between" }] } });
});
