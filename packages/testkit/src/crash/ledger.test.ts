import { describe, expect, it } from "vitest";
import { Ledger, until } from "./ledger.ts";

const CLEAN = { lost: 0, duplicated: 0, outOfOrder: 0, misidentified: 0 };

/** A flow of `count` acknowledged messages to two devices, nothing delivered yet. */
function accepted(count: number): Ledger {
  const ledger = new Ledger();
  ledger.begin("ann>bob", { receivers: ["phone", "tablet"], due: "acknowledged" });
  for (let n = 0; n < count; n++) ledger.acknowledge("ann>bob", ledger.send("ann>bob"), `id${n}`);
  return ledger;
}

function deliver(ledger: Ledger, device: string, numbers: readonly number[]): void {
  for (const number of numbers) ledger.arrive(device, { flow: "ann>bob", number, id: `id${number}` });
}

describe("the ledger", () => {
  it("is content when every acknowledged message came once, in order, to every device", () => {
    const ledger = accepted(3);
    deliver(ledger, "phone", [0, 1, 2]);
    expect(ledger.isSettled).toBe(false);
    deliver(ledger, "tablet", [0, 1, 2]);
    expect(ledger.isSettled).toBe(true);
    expect(ledger.verdict()).toMatchObject({ sent: 3, acknowledged: 3, ...CLEAN, examples: [] });
  });

  it("finds a lost message", () => {
    const ledger = accepted(3);
    deliver(ledger, "phone", [0, 1, 2]);
    deliver(ledger, "tablet", [0, 2]);
    expect(ledger.isSettled).toBe(false);
    expect(ledger.missing()).toEqual(["tablet lacks 1 of ann>bob, from 1"]);
    expect(ledger.verdict()).toMatchObject({ ...CLEAN, lost: 1 });
    expect(ledger.verdict().examples[0]).toBe("tablet never received ann>bob 1 (id1)");
  });

  it("finds a doubled message", () => {
    const ledger = accepted(3);
    deliver(ledger, "phone", [0, 1, 1, 2]);
    deliver(ledger, "tablet", [0, 1, 2]);
    expect(ledger.verdict()).toMatchObject({ ...CLEAN, duplicated: 1 });
  });

  it("finds a message doubled under another id", () => {
    const ledger = accepted(1);
    deliver(ledger, "phone", [0]);
    ledger.arrive("phone", { flow: "ann>bob", number: 0, id: "another" });
    deliver(ledger, "tablet", [0]);
    expect(ledger.verdict()).toMatchObject({ ...CLEAN, duplicated: 1 });
  });

  it("finds swapped messages", () => {
    const ledger = accepted(3);
    deliver(ledger, "phone", [1, 0, 2]);
    deliver(ledger, "tablet", [0, 1, 2]);
    expect(ledger.isSettled).toBe(true);
    expect(ledger.verdict()).toMatchObject({ ...CLEAN, outOfOrder: 1 });
  });

  it("finds a message under another id than its sender was told, and one that nobody sent", () => {
    const ledger = accepted(1);
    ledger.arrive("phone", { flow: "ann>bob", number: 0, id: "another" });
    ledger.arrive("phone", { flow: "ann>bob", number: 7, id: "id7" });
    deliver(ledger, "tablet", [0]);
    expect(ledger.verdict()).toMatchObject({ ...CLEAN, misidentified: 2 });
  });

  it("lets an unacknowledged message come once or never, but not twice", () => {
    const ledger = new Ledger();
    ledger.begin("ann>bob", { receivers: ["phone"], due: "acknowledged" });
    for (let n = 0; n < 3; n++) ledger.send("ann>bob");
    deliver(ledger, "phone", [0, 2]);
    expect(ledger.isSettled).toBe(true);
    expect(ledger.verdict()).toMatchObject({ sent: 3, acknowledged: 0, ...CLEAN });
    deliver(ledger, "phone", [2]);
    expect(ledger.verdict()).toMatchObject({ ...CLEAN, duplicated: 1 });
  });

  it("misses what was sent when the sender repeats until it is acknowledged", () => {
    const ledger = new Ledger();
    ledger.begin("ann>bob", { receivers: ["phone"], due: "sent" });
    ledger.send("ann>bob");
    expect(ledger.isSettled).toBe(false);
    expect(ledger.verdict()).toMatchObject({ ...CLEAN, lost: 1 });
    deliver(ledger, "phone", [0]);
    ledger.acknowledge("ann>bob", 0, "id0");
    ledger.acknowledge("ann>bob", 0, "id0");
    expect(ledger.isSettled).toBe(true);
    expect(ledger.verdict()).toMatchObject({ sent: 1, acknowledged: 1, ...CLEAN });
  });

  it("counts an acknowledgement that comes after the delivery", () => {
    const ledger = new Ledger();
    ledger.begin("ann>bob", { receivers: ["phone"], due: "acknowledged" });
    ledger.send("ann>bob");
    deliver(ledger, "phone", [0]);
    ledger.acknowledge("ann>bob", 0, "id0");
    expect(ledger.isSettled).toBe(true);
    expect(ledger.verdict()).toMatchObject({ acknowledged: 1, ...CLEAN });
  });

  it("wakes who waits for a condition, and says when nothing happens any more", async () => {
    const ledger = accepted(1);
    const met = until([new Ledger(), ledger], () => ledger.isSettled, 10_000);
    deliver(ledger, "phone", [0]);
    deliver(ledger, "tablet", [0]);
    expect(await met).toBe(true);
    expect(await until([ledger], () => ledger.isSettled, 0)).toBe(true);
    expect(await until([ledger], () => ledger.acknowledged > 1, 0)).toBe(false);
  });
});
