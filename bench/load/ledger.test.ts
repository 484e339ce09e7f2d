import { expect, it } from "vitest";
import { faultsOf, Ledger } from "./ledger.ts";

function twoSenders(): Ledger {
  const ledger = new Ledger(2, (sender) => 10 + sender);
  ledger.send(0, 3);
  ledger.send(1, 1);
  return ledger;
}

it("a run in which everything acknowledged arrives once and in order has no faults", () => {
  const ledger = twoSenders();
  for (const number of [0, 1, 2]) {
    ledger.answer(0, number, 0);
    ledger.deliver(10, 0, number);
  }
  ledger.deliver(11, 1, 0);
  expect(ledger.isSettled).toBe(false);
  ledger.answer(1, 0, 0);
  expect(ledger.isSettled).toBe(true);
  expect(ledger.close()).toMatchObject({ sent: 4, acked: 4, delivered: 4 });
  expect(faultsOf(ledger.close())).toEqual([]);
});

it("each way of going wrong is counted by its own name", () => {
  const ledger = twoSenders();
  ledger.answer(0, 0, 0);
  ledger.answer(0, 1, 0);
  ledger.answer(0, 1, 0);
  ledger.answer(0, 2, 7);
  ledger.deliver(10, 0, 1);
  ledger.deliver(10, 0, 0);
  ledger.deliver(10, 0, 1);
  ledger.deliver(10, 0, 2);
  ledger.deliver(10, 1, 0);
  ledger.deliver(10, 0, 3);
  ledger.deliver(10, 7, 0);
  const account = ledger.close();
  expect(account).toMatchObject({ duplicated: 2, disordered: 1, stray: 4, refused: 1, lost: 0, unanswered: 1 });
});

it("what was acknowledged and never arrived is lost, what was refused and never arrived is not", () => {
  const ledger = twoSenders();
  ledger.answer(0, 0, 0);
  ledger.answer(0, 1, 7);
  expect(faultsOf(ledger.close())).toEqual(["1 lost", "2 unanswered"]);
});

it("an answer to something that was never sent is not an answer", () => {
  const ledger = twoSenders();
  expect(ledger.answer(0, 3, 0)).toBe(false);
  expect(ledger.answer(1, -1, 0)).toBe(false);
  expect(ledger.close().acked).toBe(0);
});
