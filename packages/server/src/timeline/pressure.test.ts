import { describe, expect, it } from "vitest";
import { Pressure } from "./pressure.ts";

/** A queue of three, and people who each add one more as soon as they are let in. */
function crowd(names: readonly string[]) {
  const pressure = new Pressure({ high: 3, low: 2 });
  let length = 4;
  pressure.changed(length);
  const entered: string[] = [];
  const enter = (name: string) => () => {
    entered.push(name);
    pressure.changed(++length);
    if (pressure.isHigh) pressure.hold(enter(`${name} again`));
  };
  for (const name of names) pressure.hold(enter(name));
  const drain = () => {
    for (let gone = 0; gone < 3; gone++) pressure.changed(--length);
  };
  return { pressure, entered, drain };
}

describe("who waits for a queue to be short", () => {
  it("waits while it is not", () => {
    const { pressure, entered } = crowd(["a"]);
    pressure.changed(3);
    expect(pressure.isHigh).toBe(false);
    pressure.changed(2);
    expect(entered).toEqual([]);
    pressure.changed(1);
    expect(entered).toEqual(["a"]);
  });

  it("is let in one by one until it is long again, and who has been let in waits behind the others", () => {
    const { entered, drain } = crowd(["a", "b", "c", "d", "e"]);
    drain();
    expect(entered).toEqual(["a", "b", "c"]);
    drain();
    expect(entered).toEqual(["a", "b", "c", "d", "e", "c again"]);
  });

  it("is let in after who came before has done what it came for", () => {
    const pressure = new Pressure({ high: 100, low: 50 });
    pressure.changed(101);
    const events: string[] = [];
    for (const name of ["a", "b"]) {
      pressure.hold(() => {
        events.push(`${name} enters`);
        for (let length = 1; length < 10; length++) pressure.changed(length);
        events.push(`${name} is done`);
      });
    }
    pressure.changed(0);
    expect(events).toEqual(["a enters", "a is done", "b enters", "b is done"]);
  });

  it("does not wait when it is short", () => {
    const pressure = new Pressure({ high: 3, low: 2 });
    let isIn = false;
    pressure.hold(() => {
      isIn = true;
    });
    expect(isIn).toBe(true);
  });
});
