import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openServerKeys, ServerKeys } from "./server-keys.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-keys-"));
});
afterAll(() => rm(dir, { recursive: true }));

const data = Buffer.from("what is signed");

function sign(keys: ServerKeys, purpose = "test") {
  const keyId = keys.currentId;
  const mac = keys.mac(purpose, data, keyId);
  if (mac === undefined) throw new Error("no key");
  return { keyId, mac };
}

it("makes the keys on the first start, for their owner's eyes only, and finds them on the next", async () => {
  const fresh = join(dir, "fresh", "data");
  const first = await openServerKeys(fresh, { now: 1 });
  const signature = sign(first);
  expect((await openServerKeys(fresh, { now: 2 })).verify("test", data, signature)).toBe(true);
  expect((await stat(join(fresh, "server-keys.json"))).mode & 0o777).toBe(0o600);
  expect(await readdir(fresh)).toEqual(["server-keys.json"]);
});

it("agrees on one key when two start at the same time", async () => {
  const shared = join(dir, "shared");
  const [one, two] = await Promise.all([openServerKeys(shared, { now: 1 }), openServerKeys(shared, { now: 1 })]);
  expect(two.verify("test", data, sign(one))).toBe(true);
});

it("refuses a damaged key file instead of making another", async () => {
  const damaged = join(dir, "damaged");
  await openServerKeys(damaged, { now: 1 });
  const path = join(damaged, "server-keys.json");
  for (const text of ["", "{", '{"keys":[]}', '{"keys":[{"id":"1","secret":"x","createdAt":1}]}']) {
    await writeFile(path, text);
    await expect(openServerKeys(damaged, { now: 1 })).rejects.toThrow(/server-keys\.json/);
    expect(await readFile(path, "utf8")).toBe(text);
  }
});

it("signs with the newest key and still verifies with the older ones", () => {
  const key = (id: string, fill: number) => ({
    id,
    secret: Buffer.alloc(32, fill).toString("base64url"),
    createdAt: 0,
  });
  const before = new ServerKeys({ keys: [key("00000001", 1)] });
  const after = new ServerKeys({ keys: [key("00000001", 1), key("00000002", 2)] });
  const later = new ServerKeys({ keys: [key("00000002", 2)] });
  expect(after.currentId.toString("hex")).toBe("00000002");
  expect(after.verify("test", data, sign(before))).toBe(true);
  expect(later.verify("test", data, sign(after))).toBe(true);
  expect(later.verify("test", data, sign(before))).toBe(false);
});

it("keeps purposes apart", () => {
  const keys = ServerKeys.ephemeral();
  expect(keys.verify("other", data, sign(keys, "test"))).toBe(false);
  const sealed = keys.seal("test", "secret", "rondo#demo");
  expect(() => keys.unseal("other", sealed, "rondo#demo")).toThrow();
});

it("opens what it sealed, in its context only, and not when it was changed", () => {
  const keys = ServerKeys.ephemeral();
  const sealed = keys.seal("test", "secret", "rondo#demo");
  expect(sealed).not.toContain("secret");
  expect(keys.unseal("test", sealed, "rondo#demo")).toBe("secret");
  expect(() => keys.unseal("test", sealed, "rondo#other")).toThrow();
  const bytes = Buffer.from(sealed, "base64url");
  bytes.writeUInt8((bytes.at(20) ?? 0) ^ 1, 20);
  expect(() => keys.unseal("test", bytes.toString("base64url"), "rondo#demo")).toThrow();
  expect(() => ServerKeys.ephemeral().unseal("test", sealed, "rondo#demo")).toThrow();
});
