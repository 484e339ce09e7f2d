import { expect, it } from "vitest";
import { Passwords } from "./passwords.ts";

const cheap = { memoryKib: 8, passes: 1 };

it("stores argon2id PHC strings with a salt of their own", async () => {
  const passwords = new Passwords({ cost: undefined });
  const [one, two] = await Promise.all([passwords.hash("secret"), passwords.hash("secret")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(one).not.toBe(two);
});

it("knows the right password from wrong ones", async () => {
  const passwords = new Passwords({ cost: cheap });
  const phc = await passwords.hash("pässword😀");
  expect(await passwords.matches("pässword😀", phc)).toBe(true);
  expect(await passwords.matches("password", phc)).toBe(false);
  expect(await passwords.matches("", phc)).toBe(false);
});

it("still checks hashes that were made at another cost", async () => {
  const phc = await new Passwords({ cost: { memoryKib: 16, passes: 2 } }).hash("secret");
  expect(await new Passwords({ cost: cheap }).matches("secret", phc)).toBe(true);
});

it("checks the published reference vector", async () => {
  // From the reference implementation's test suite: argon2id v=0x13, t=2, m=256 KiB, p=1, "password", "somesalt".
  const hash = Buffer.from("9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe", "hex");
  const text = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");
  const phc = `$argon2id$v=19$m=256,t=2,p=1$${text(Buffer.from("somesalt"))}$${text(hash)}`;
  expect(await new Passwords({ cost: cheap }).matches("password", phc)).toBe(true);
});

it("matches nothing without a hash", async () => {
  expect(await new Passwords({ cost: cheap }).matches("", undefined)).toBe(false);
});

it("refuses more than a thousand that wait, and works off the rest", async () => {
  const passwords = new Passwords({ cost: cheap });
  const results = await Promise.allSettled(Array.from({ length: 1100 }, () => passwords.matches("x", undefined)));
  const refused = results.filter((result) => result.status === "rejected");
  expect(refused.length).toBeGreaterThanOrEqual(97);
  expect(refused.length).toBeLessThan(100);
  expect(refused.every(({ reason }) => reason.code === "OVERLOADED")).toBe(true);
  expect(await passwords.matches("x", undefined)).toBe(false);
});
