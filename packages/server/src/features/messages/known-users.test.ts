import { expect, it } from "vitest";
import { LocalBus } from "../../cluster/bus.ts";
import type { User } from "../users/api.ts";
import { KnownUsers } from "./known-users.ts";

function setUp() {
  const bus = new LocalBus();
  const time = { at: 0 };
  const asked: string[] = [];
  const answers: Array<(user: User | undefined) => void> = [];
  const users = {
    find: (_app: string, name: string) => {
      asked.push(name);
      return new Promise<User | undefined>((resolve) => answers.push(resolve));
    },
  };
  const known = new KnownUsers({ users, bus, clock: { now: () => time.at } });
  const answer = (exists: boolean) => answers.shift()?.(exists ? ({} as User) : undefined); // only its presence counts
  return { bus, time, asked, known, answer };
}

it("[ME6] answers at once for users that were found before, and never remembers that one is missing", async () => {
  const { known, asked, answer } = setUp();
  const first = known.exists("a", "bob");
  answer(true);
  expect(await first).toBe(true);
  expect(known.exists("a", "bob")).toBe(true);
  const missing = known.exists("a", "nobody");
  answer(false);
  expect(await missing).toBe(false);
  expect(known.exists("a", "nobody")).not.toBe(true);
  expect(asked).toEqual(["bob", "nobody", "nobody"]);
});

it("[ME6] forgets a user whose account has changed, also while the answer was on its way", async () => {
  const { bus, known, answer } = setUp();
  const first = known.exists("a", "bob");
  bus.publish("user.changed", { app: "a", user: "bob" });
  answer(true);
  await first;
  expect(known.exists("a", "bob")).toBeInstanceOf(Promise);
  answer(true);
  await Promise.resolve();
  await Promise.resolve();
  expect(known.exists("a", "bob")).toBe(true);
  bus.publish("user.changed", { app: "a", user: "bob" });
  expect(known.exists("a", "bob")).toBeInstanceOf(Promise);
});

it("[ME6] asks again after a minute: a hint may have been lost", async () => {
  const { known, time, answer } = setUp();
  const first = known.exists("a", "bob");
  answer(true);
  await first;
  time.at = 60_001;
  expect(known.exists("a", "bob")).toBeInstanceOf(Promise);
});
