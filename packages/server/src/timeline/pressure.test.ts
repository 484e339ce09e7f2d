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

  it("does not wait when it is short", () => {
    const pressure = new Pressure({ high: 3, low: 2 });
    let isIn = false;
    pressure.hold(() => {
      isIn = true;
    });
    expect(isIn).toBe(true);
  });
});
